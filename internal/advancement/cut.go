package advancement

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/scoring"
)

// whole is a weight of 1.
const whole scoring.Weight = 10_000

// Attempt is what one stage of an edge's weights knows of an entry.
type Attempt struct {
	Total   *scoring.Points // nil: it was absent
	Excused bool            // the absence was approved
}

// Candidate is an entry before the cut: one attempt for each weight, in their order.
type Candidate struct {
	Entry    id.ID[registration.Entry]
	Attempts []Attempt
}

// Fate is what the cut makes of a candidate.
type Fate string

// The fates.
const (
	Advances  Fate = "advances"
	Stays     Fate = "stays"
	Undecided Fate = "undecided" // tied on the cut: the organiser decides
	NoTotal   Fate = "no_total"  // an approved absence that nothing stands for
)

// Line is a candidate after the cut. Rank is 0 and Total empty without a total.
type Line struct {
	Entry id.ID[registration.Entry] `json:"entry"`
	Rank  int                       `json:"rank"`
	Total string                    `json:"total"` // exact: "87.35", "250/3"
	Fate  Fate                      `json:"fate"`
}

// Total is the weighted sum of a candidate's stages; false where there is none.
func (r Rules) Total(c Candidate) (scoring.Exact, bool) {
	var sum scoring.Exact
	var counted scoring.Weight
	for i, w := range r.Weights {
		switch a := c.Attempts[i]; {
		case a.Total != nil:
			sum = sum.Add(a.Total.Exact().Weighted(w.Weight))
		case a.Excused && r.Substitution == OtherStages:
			continue
		case a.Excused:
			return scoring.Exact{}, false
		}
		counted += w.Weight
	}
	if counted == 0 {
		return scoring.Exact{}, false
	}
	return sum.Times(int64(whole), int64(counted)), true
}

// ranked is a candidate with its total.
type ranked struct {
	Candidate
	total scoring.Exact
}

// Cut ranks candidates by their totals, and says who goes on. Equals have one rank: 1, 2, 2, 4.
func (r Rules) Cut(all []Candidate) []Line {
	var field []ranked
	var without []Line
	for _, c := range all {
		if total, has := r.Total(c); has {
			field = append(field, ranked{c, total})
		} else {
			without = append(without, Line{Entry: c.Entry, Fate: NoTotal})
		}
	}
	slices.SortFunc(field, func(a, b ranked) int {
		if by := r.compare(a, b); by != 0 {
			return by
		}
		return bytes.Compare(a.Entry[:], b.Entry[:])
	})
	slices.SortFunc(without, func(a, b Line) int { return bytes.Compare(a.Entry[:], b.Entry[:]) })
	lines := make([]Line, 0, len(all))
	for first := 0; first < len(field); {
		end := first + 1
		for end < len(field) && r.compare(field[first], field[end]) == 0 {
			end++
		}
		for _, c := range field[first:end] {
			lines = append(lines, Line{c.Entry, first + 1, c.total.String(), r.fate(first, end)})
		}
		first = end
	}
	return append(lines, without...)
}

// compare orders by the total, the higher first, and where the rules break ties so by the later
// stages.
func (r Rules) compare(a, b ranked) int {
	by := b.total.Cmp(a.total)
	for i := len(r.Weights) - 1; by == 0 && r.Ties == TieBreak && i >= 0; i-- {
		by = b.Attempts[i].points().Cmp(a.Attempts[i].points())
	}
	return by
}

func (a Attempt) points() scoring.Exact {
	if a.Total == nil {
		return scoring.Exact{}
	}
	return a.Total.Exact()
}

// fate is what becomes of the equals who are in these places, counted from 0.
func (r Rules) fate(first, end int) Fate {
	switch {
	case end <= r.Places:
		return Advances
	case first >= r.Places:
		return Stays
	case r.Ties == Extend:
		return Advances
	}
	return Undecided
}

// free is how many places the cut leaves to the organiser.
func (r Rules) free(lines []Line) int {
	undecided, advance := 0, 0
	for _, l := range lines {
		switch l.Fate {
		case Undecided:
			undecided++
		case Advances:
			advance++
		}
	}
	return min(undecided, max(r.Places-advance, 0))
}

// digest tells one proposal from another.
func digest(lines []Line) string {
	text, _ := json.Marshal(lines) // ids, numbers and text: cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
