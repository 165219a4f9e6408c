// Package apptest gives tests a running house.
//
// What it is: a fresh database of either kind, the house built on it with a clock that the
// test sets, and callers who speak HTTP and hold every answer against the contract.
//
// Owns: the harness. Does not own: stories (scenarios), rules.
//
// Words: caller, somebody who calls with a token.
//
// Rules: a test runs on both databases, or says why not; every answer to a caller is checked
// against openapi.yaml; nothing of the store is replaced by an imitation.
//
// Files: house.go (the house), caller.go (who calls), sheet.go (a sheet that is being marked, and
// looks into the database), serve.go (for other programs).
package apptest
