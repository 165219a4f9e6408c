package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"
)

// Seal numbers and chains the entries of one burst. Seals are numbered from 1 without gaps;
// the entries of a seal have the sequences First, First+1, … in the order of its units. A
// unit that commits after others with later ids goes into a later seal.
type Seal struct {
	Number   int64
	First    int64      // sequence of its first entry, from 1
	Count    int        // how many entries
	Units    [][16]byte // ascending
	Previous [32]byte   // digest of the seal before; zero for the first
	Digest   [32]byte
	SealedAt time.Time
}

// Next chains the entries with these digests (ordered by unit as in units, then by ordinal)
// to the seal before; nil begins a chain.
func Next(previous *Seal, units [][16]byte, digests [][32]byte, at time.Time) Seal {
	s := Seal{Number: 1, First: 1, Count: len(digests), Units: units, SealedAt: at}
	if previous != nil {
		s.Number, s.First, s.Previous = previous.Number+1, previous.Last()+1, previous.Digest
	}
	s.Digest = s.digest(digests)
	return s
}

// Last is the sequence of its last entry: how many entries are sealed up to here.
func (s Seal) Last() int64 { return s.First + int64(s.Count) - 1 }

// digest covers the seal's place, the seal before and every entry. The number of entries
// comes before them, so that no unit can be read as half an entry.
func (s Seal) digest(entries [][32]byte) [32]byte {
	h := sha256.New()
	var n [8]byte
	for _, v := range []int64{s.Number, s.First, int64(s.Count), s.SealedAt.UnixMilli()} {
		binary.BigEndian.PutUint64(n[:], uint64(v))
		h.Write(n[:])
	}
	h.Write(s.Previous[:])
	for _, u := range s.Units {
		h.Write(u[:])
	}
	for _, d := range entries {
		h.Write(d[:])
	}
	return [32]byte(h.Sum(nil))
}

// Broken says where a chain stops being what was sealed.
type Broken struct {
	Seal     int64
	Sequence int64 // 0 where it cannot be said which fact, or the seal itself is wrong
	Reason   string
}

func (b *Broken) Error() string {
	if b.Sequence > 0 {
		return fmt.Sprintf("the chain is broken at seal %d, fact %d: %s", b.Seal, b.Sequence, b.Reason)
	}
	return fmt.Sprintf("the chain is broken at seal %d: %s", b.Seal, b.Reason)
}
