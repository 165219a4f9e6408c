// Package fault names everything that the system can refuse.
//
// What it is: an error with a kind (which class of answer), a stable code (what a client
// program reacts to), a sentence in Chinese and English (what a person reads), parameters,
// and a cause that only the log sees.
//
// Owns: the closed catalogue of codes, the sentences.
// Does not own: HTTP (httpapi/problem.go maps a kind to a status), SQL (store/errors.go
// translates constraints to codes).
//
// Words: fault (问题), code (代码), catalogue (目录).
//
// Rules: a code is never re-used with another meaning; sentences hold no personal data and
// no internals; parameters are ids, codes, numbers and instants only.
//
// Files: fault.go (the error), catalogue.go (the table, the only copy; scripts/generate
// writes its codes into openapi.yaml).
package fault
