// Package journal is the memory of the house: who did what, when, to which thing.
//
// What it is: facts, the entries that keep them, the seals that chain the entries, and the
// checkpoints that let somebody outside notice a rewritten past. The journal is the audit
// trail and the outbox in one.
//
// Owns: the shape of an entry, its digest, the chain, the Merkle tree over the seals, the
// signed checkpoint, the check of it all. Pure: bytes in, verdict out.
// Does not own: rows (store), when to seal and the signing key's file (relay), the walk over
// a whole journal (audit).
//
// Words: fact (事实), entry (记录), seal (封存), checkpoint (检查点), erased (已清除).
//
// Rules: entries are only ever added, unnumbered, in the transaction of the act; one sealer
// numbers and chains them after the commit, so numbers follow commits and have no gaps.
// A unit's id carries its instant (UUIDv7), for a batch the one of its first item; ordinals
// ascend, and a batch leaves out the places of what it refused.
// Facts hold ids, codes and numbers, never personal data; personal values before and after
// lie beside the entry, tied to it by a salted hash, so that erasing them leaves the chain
// whole ("erased", not "broken"). Digests never change their form: old chains must verify.
//
// Files: fact.go (facts and entries), digest.go (what a digest covers), seal.go (the chain),
// check.go (the verdict on one seal), tree.go (the Merkle tree), checkpoint.go (signed notes).
package journal
