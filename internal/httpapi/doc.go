// Package httpapi answers requests.
//
// What it is: the only adapter to HTTP: it holds a request against the contract, finds out
// who is calling, runs one use case, and renders the answer or the refusal.
//
// Owns: routing, request checks, problem+json, ETags, cursors' binding, logging, metrics.
// Does not own: rules and permissions (nouns, access), SQL (store), types (api, generated).
//
// Words: operation (接口操作), problem (问题, RFC 9457).
//
// Rules: the contract is the router; an operation without x-action does not start; who is
// calling is known before a body is read; handlers return errors and problem.go answers
// them; nothing here opens a transaction.
//
// Files: server.go (assembly), contract.go (request checks), parameters.go (their quick test),
// body.go (strict JSON), caller.go (who is calling), problem.go (refusals), mapping.go (shared
// translations), observe.go (log and metrics), service.go, then one file per noun.
package httpapi
