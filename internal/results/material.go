package results

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/scoring"
)

// Material is what a stage holds for a run, as it stands in the database.
type Material struct {
	Scheme   *judging.Scheme // the locked one; nil if there is none
	Pieces   []judging.Piece // by code
	Sheets   []SheetState
	Marks    []Seen
	Unpieced map[registration.Status]int // entries without a piece that still take part
}

// SheetState is where a piece's sheet is.
type SheetState struct {
	Piece  id.ID[judging.Piece]
	Code   string // of the sub-criterion
	Status judging.SheetStatus
}

// Seen is what one part of a sheet saw.
type Seen struct {
	Piece    id.ID[judging.Piece]
	Aspect   id.ID[judging.Aspect]
	Observed scoring.Observed
}

// mostMissing is how many reasons a refusal lists.
const mostMissing = 200

// missing lists everything that keeps the stage from being computed.
func (m Material) missing() (all []fault.Detail) {
	if m.Scheme == nil {
		return []fault.Detail{fault.SchemeNotLocked.Detail()}
	}
	for _, status := range []registration.Status{registration.Confirmed, registration.CheckedIn, registration.Absent} {
		if n := m.Unpieced[status]; n > 0 {
			all = append(all, fault.EntryWithoutPiece.Detail("count", n, "status", string(status)))
		}
	}
	states := map[id.ID[judging.Piece]]map[string]judging.SheetStatus{}
	for _, s := range m.Sheets {
		if states[s.Piece] == nil {
			states[s.Piece] = map[string]judging.SheetStatus{}
		}
		states[s.Piece][s.Code] = s.Status
	}
	present := 0
	for _, p := range m.Pieces {
		if p.Status != judging.PiecePresent {
			continue
		}
		present++
		var open []string
		absent := 0
		for _, f := range m.Scheme.SubCriteria() {
			switch status, there := states[p.ID][f.Code]; {
			case !there:
				absent++
			case status != judging.SheetLocked:
				open = append(open, f.Code)
			}
		}
		if absent > 0 {
			all = append(all, fault.SheetsMissing.Detail("piece", p.Code, "count", absent))
		}
		if open != nil {
			all = append(all, fault.SheetNotLocked.Detail("piece", p.Code, "codes", open))
		}
	}
	if present == 0 {
		all = append(all, fault.NothingToRank.Detail())
	}
	return all[:min(len(all), mostMissing)]
}

// inputs are the material in the form that is hashed and kept.
func (m Material) inputs(stage programmes.Stage, rules programmes.Rules) Inputs {
	in := Inputs{Stage: stage.ID, Scheme: m.Scheme.ID, Rules: Rules{rules.Marking, rules.Ranking, rules.Awards}}
	place := map[id.ID[judging.Aspect]]int{}
	for _, c := range m.Scheme.Criteria {
		to := Criterion{Letter: c.Letter, Name: c.Name}
		for _, s := range c.SubCriteria {
			form := SubCriterion{Code: s.Code, Name: s.Name, Starts: s.Starts, Max: s.Max()}
			for _, a := range s.Aspects {
				place[a.ID] = len(place)
				form.Aspects = append(form.Aspects, Aspect{a.ID, a.Description, a.Definition})
			}
			to.SubCriteria = append(to.SubCriteria, form)
		}
		in.Criteria = append(in.Criteria, to)
	}
	seen := map[id.ID[judging.Piece]][][]scoring.Observed{}
	for _, p := range m.Pieces {
		if p.Status == judging.PiecePresent {
			seen[p.ID] = make([][]scoring.Observed, len(place))
		}
	}
	for _, s := range m.Marks {
		if at, known := place[s.Aspect]; known && seen[s.Piece] != nil {
			seen[s.Piece][at] = append(seen[s.Piece][at], s.Observed)
		}
	}
	for _, p := range m.Pieces {
		if p.Status == judging.PieceWithdrawn {
			continue // it takes no part and counts for no base
		}
		for _, all := range seen[p.ID] {
			slices.SortFunc(all, byText)
		}
		in.Pieces = append(in.Pieces, Piece{p.Code, p.Status, p.Official, seen[p.ID]})
	}
	slices.SortFunc(in.Pieces, func(a, b Piece) int { return strings.Compare(a.Code, b.Code) })
	return in
}

// byText orders what judges saw so that it does not tell whose is whose.
func byText(a, b scoring.Observed) int {
	x, _ := json.Marshal(a) // what was read from the database always marshals
	y, _ := json.Marshal(b)
	return bytes.Compare(x, y)
}
