// Package relay does what comes after the commit.
//
// What it is: the house's own loops in the background: the one sealer that numbers and
// chains what was committed, the signed checkpoints that go outside, the stream of what
// other processes committed, and the forgetting of old idempotency keys.
//
// Owns: when to seal, sign, listen and forget; the installation's key file; the checkpoint
// files. Does not own: digests, chain and notes (journal), rows (store), what observers do
// with what they hear (whoever observes).
//
// Words: sealer (封存器), checkpoint (检查点), change stream (变更流), key file (密钥文件).
//
// Rules: every act is a work.Do or work.View by access.Installation; the relay's own record no
// facts, which would want a seal in their turn. Nouns may add chores, which record theirs. One process seals at a time; whichever is first.
// Everything can be interrupted and repeated: a checkpoint goes to its file first, then to
// its row; observers hear of a unit at least once. A checkpoint is refused for a journal
// that does not continue the checkpoint before: the key is not lent to a rewritten past. The
// checkpoint before may be signed by a former key: a rotated key continues the same log.
// The stream runs on both databases, because on SQLite too the command line writes to the
// file of a running server; a process is not told again of what it committed itself.
//
// Several processes of one installation share one key file.
//
// Files: relay.go (the loops), seal.go, remembered.go, sign_checkpoint.go, follow.go, expire_keys.go,
// keys.go (the key file), rotate_keys.go, drop_keys.go, files.go (checkpoint files), store.go.
package relay
