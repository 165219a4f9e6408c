// Package work runs every use case.
//
// What it is: Do (a unit that may write), View (a unit that only reads) and Batch (many
// small units of one hot kind in one transaction). One unit is one actor, one instant, one
// transaction, at least one permission question, and the facts that become audit trail and
// outbox in the same commit.
//
// Owns: the opening and retrying of transactions, the instant, the permission question,
// the recording of facts, idempotency keys, dry runs.
// Does not own: rules (nouns), SQL (store), roles (access), the chain (journal).
//
// Words: unit of work (工作单元), dry run (预演), idempotency key (幂等键).
//
// Rules: the instant is taken before any lock is waited for and kept over retries; a unit
// that never asked for permission is rolled back; units never nest; closures may run twice
// and so have no effect outside the unit; nothing leaves the machine inside a transaction:
// observers hear of facts after the commit and must be safe to repeat.
//
// Files: work.go (Engine, Do, View), unit.go (what a use case holds), request.go (what the
// door says of a request), batch.go (Batch).
package work
