package journal

import (
	"encoding/hex"
	"fmt"
)

// Check holds one stored seal against the seal before and the entries that are found for it.
// Give it every entry in order with Add, then ask for the Verdict. It keeps 32 bytes an entry.
type Check struct {
	Found    int // entries that were added
	Personal int // of these, the ones that were tied to personal values
	Erased   int // of these, the ones whose values are gone

	seal     Seal
	previous *Seal
	digests  [][32]byte
	unit     int     // the unit that the next entry may belong to
	ordinal  int     // and its place there
	flaw     *Broken // the first entry that shows by itself that it is not what was written
	suspect  *Broken // the first that looks so: it says where to look if the digest is wrong
	empty    *Broken // the first unit that has no entry at all
	gap      *Broken // the first place within a unit where an entry seems to be missing
	gaps     int     // how many seem to be
}

// Against begins the check of a seal.
func (s Seal) Against(previous *Seal) *Check { return &Check{seal: s, previous: previous} }

// Add takes the next entry that is found for the seal.
func (c *Check) Add(f Found) {
	c.Found++
	c.follow(f.Entry)
	if p := f.Personal; p != nil {
		c.Personal++
		if p.Erased() {
			c.Erased++
		}
	}
	if reason := f.reason(); reason != "" && c.flaw == nil {
		c.flaw = c.at(reason)
	}
	if d := f.At.UnixMilli() - UnitMillis(f.Unit); (d > spread || d < -spread) && c.suspect == nil {
		c.suspect = c.at("its instant is not the one in its unit's id")
	}
	if c.Found <= c.seal.Count { // more than were sealed is wrong anyway
		c.digests = append(c.digests, f.Digest())
	}
}

// reason is what an entry says against itself, whatever was sealed.
func (f Found) reason() string {
	p := f.Personal
	switch {
	case f.Flaw != "":
		return f.Flaw
	case p != nil && !p.Erased() && !p.Holds():
		return "its personal values are not the ones that it was tied to"
	}
	return ""
}

// spread is how many milliseconds the entries of a unit are apart at most, unless the
// system was standing still.
const spread = 60_000

// follow notes the first place where the entries are not unit by unit 0, 1, 2, … It proves
// nothing by itself, because a batch leaves out the places of what it refused.
func (c *Check) follow(e Entry) {
	for c.unit < len(c.seal.Units) && c.seal.Units[c.unit] != e.Unit {
		if c.ordinal == 0 {
			c.without(c.seal.Units[c.unit])
		}
		c.unit, c.ordinal = c.unit+1, 0
	}
	if e.Ordinal > c.ordinal {
		if c.gap == nil {
			c.gap = c.at(fmt.Sprintf("fact %d of unit %s seems to be missing", c.ordinal, UnitText(e.Unit)))
		}
		c.gaps += e.Ordinal - c.ordinal
	}
	c.ordinal = e.Ordinal + 1
}

func (c *Check) without(unit [16]byte) {
	if c.empty == nil {
		c.empty = c.at("the facts of unit " + UnitText(unit) + " are missing")
	}
}

// rest notes the first unit after the last entry that has none at all.
func (c *Check) rest() {
	unit := c.unit
	if c.ordinal > 0 {
		unit++
	}
	if unit < len(c.seal.Units) {
		c.Found++ // the place where its first entry would be
		c.without(c.seal.Units[unit])
		c.Found--
	}
}

// at is a reason at the sequence that the last added entry has.
func (c *Check) at(reason string) *Broken {
	return &Broken{Seal: c.seal.Number, Sequence: c.seal.First + int64(c.Found) - 1, Reason: reason}
}

// Verdict answers nil or *Broken, which names the fact where one can be named.
func (c *Check) Verdict() error {
	s := c.seal
	c.rest()
	want := Next(c.previous, s.Units, c.digests, s.SealedAt)
	broken := func(reason string, values ...any) error {
		return &Broken{Seal: s.Number, Reason: fmt.Sprintf(reason, values...)}
	}
	switch {
	case s.Number != want.Number:
		return &Broken{Seal: want.Number, Reason: "the seal is missing"}
	case s.Previous != want.Previous:
		return broken("it does not continue the seal before")
	case s.First != want.First:
		return broken("its first sequence is %d and should be %d", s.First, want.First)
	case c.Found == s.Count && s.Digest == want.Digest:
		if c.flaw != nil {
			return c.flaw
		}
		return nil
	case c.flaw != nil:
		return c.flaw
	case c.empty != nil && c.Found < s.Count:
		return c.empty
	case c.gap != nil && c.gaps == s.Count-c.Found: // as many places are empty as facts are missing
		return c.gap
	case c.Found != s.Count:
		if c.Found > s.Count {
			return broken("%d facts were sealed, more are there", s.Count)
		}
		return broken("%d facts were sealed, %d are there", s.Count, c.Found)
	case c.suspect != nil:
		return c.suspect
	case s.Count == 1:
		return &Broken{Seal: s.Number, Sequence: s.First, Reason: "it is not what was sealed"}
	}
	return broken("a fact between %d and %d, or the seal itself, is not what was sealed", s.First, s.Last())
}

// UnitText is a unit's id the way that databases show it.
func UnitText(unit [16]byte) string {
	h := hex.EncodeToString(unit[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
