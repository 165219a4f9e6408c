package journal

import "golang.org/x/mod/sumdb/tlog"

// LeafHashes are the tree hashes to store when a seal is added to the seals before it, of
// which stored reads the hashes. They go to positions from LeafPosition on.
func LeafHashes(s Seal, stored tlog.HashReader) ([]tlog.Hash, error) {
	return tlog.StoredHashesForRecordHash(s.Number-1, tlog.RecordHash(s.Digest[:]), stored)
}

// LeafPosition is where the tree hashes of a seal begin.
func LeafPosition(number int64) int64 { return tlog.StoredHashIndex(0, number-1) }

// Tree grows the Merkle tree (RFC 6962) over the seals' digests one by one and remembers only
// its right edge: 32 bytes a level.
type Tree struct {
	seals int64
	peaks [64]tlog.Hash // the last complete subtree of each height
}

// Add puts the next seal's digest at the right and answers the hashes that it completes, in
// the order in which they are stored.
func (t *Tree) Add(digest [32]byte) []tlog.Hash {
	h := tlog.RecordHash(digest[:])
	added := []tlog.Hash{h}
	height := 0
	for n := t.seals; n&1 == 1; n >>= 1 {
		h = tlog.NodeHash(t.peaks[height], h)
		added = append(added, h)
		height++
	}
	t.peaks[height] = h
	t.seals++
	return added
}

// Seals is how many were added.
func (t *Tree) Seals() int64 { return t.seals }

// Root is the Merkle root over all that were added.
func (t *Tree) Root() tlog.Hash {
	root, _ := tlog.TreeHash(0, nil) // of no seals
	for height, first := 0, true; t.seals>>height != 0; height++ {
		switch {
		case t.seals>>height&1 == 0:
		case first:
			root, first = t.peaks[height], false
		default:
			root = tlog.NodeHash(t.peaks[height], root)
		}
	}
	return root
}

// RootOf computes the Merkle root over the digests of the first seals from the digests alone.
func RootOf(digests [][32]byte) tlog.Hash {
	var t Tree
	for _, d := range digests {
		t.Add(d)
	}
	return t.Root()
}
