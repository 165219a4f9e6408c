package judging

import (
	"errors"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// Mark is what was observed in one cell: sheet × aspect × part. Points are computed from it
// and never stored. Every revision is kept.
type Mark struct {
	Sheet     id.ID[Sheet]
	Aspect    id.ID[Aspect]
	Part      id.Ref // the judge's account, or the panel
	Revision  int64  // from 1
	Observed  scoring.Observed
	Reason    string
	Author    id.ID[accounts.Account]
	EnteredAt time.Time
}

// Marks are the current marks of one sheet.
type Marks []Mark

// SheetFacts are what entering a mark needs to know of its sheet and what does not change
// while the sheet is open, but for the panel's judges. They are cached: the write asks the
// database again.
type SheetFacts struct {
	Sheet   id.ID[Sheet]
	Panel   id.ID[Panel]
	Scope   access.Scope
	Reasons bool // every deduction needs a reason
	Edition programmes.EditionStatus
	Judges  int // on the panel
	Aspects []AspectFacts
}

// AspectFacts are an aspect as marks need it.
type AspectFacts struct {
	ID         id.ID[Aspect]
	Definition scoring.Aspect
}

func (f SheetFacts) aspect(a id.ID[Aspect]) (AspectFacts, bool) {
	for _, known := range f.Aspects {
		if known.ID == a {
			return known, true
		}
	}
	return AspectFacts{}, false
}

// partOf says whose part an aspect's mark belongs to: the judge's own where judges score
// alone, otherwise the panel's.
func (f SheetFacts) partOf(a AspectFacts, actor access.Actor) id.Ref {
	if a.Definition.Judged() {
		return actor.Account
	}
	return f.Panel.Ref()
}

// check holds an observation against its aspect.
func (f SheetFacts) check(a AspectFacts, o scoring.Observed, reason string) error {
	if err := running(f.Edition); err != nil {
		return err
	}
	var refused *scoring.RefusedError
	if err := a.Definition.Accepts(o); errors.As(err, &refused) {
		return fault.ObservedRefused.With("kind", string(a.Definition.Kind), "why", string(refused.Why), "wants", string(a.Definition.Wants()))
	} else if err != nil {
		return err
	}
	if f.Reasons && reason == "" && a.Definition.RequiresReason(o) {
		return fault.DeductionReason.New()
	}
	return nil
}

// blanks lists the aspects that a part still has to mark. Blank is not zero.
func (m Marks) blanks(part id.Ref, aspects []AspectFacts) (missing []fault.Detail) {
	for _, a := range aspects {
		if a.Definition.Judged() != (part.Prefix == "acc") {
			continue
		}
		if !m.has(a.ID, part) {
			missing = append(missing, fault.AspectBlank.Detail("aspect", a.ID.String()))
		}
	}
	return missing
}

func (m Marks) has(a id.ID[Aspect], part id.Ref) bool {
	for _, mark := range m {
		if mark.Aspect == a && mark.Part == part {
			return true
		}
	}
	return false
}

// Of are the observations of one aspect.
func (m Marks) Of(a id.ID[Aspect]) (seen []scoring.Observed) {
	for _, mark := range m {
		if mark.Aspect == a {
			seen = append(seen, mark.Observed)
		}
	}
	return seen
}

// tooFarApart lists the judgement aspects whose scores differ by more than one.
func (m Marks) tooFarApart(aspects []AspectFacts) (held []id.ID[Aspect]) {
	for _, a := range aspects {
		if a.Definition.Kind == scoring.Judgement && scoring.CheckSpread(m.Of(a.ID)) != nil {
			held = append(held, a.ID)
		}
	}
	return held
}

// visibleTo are the marks that an actor may read: a judge the own part and the panel's, who
// oversees the event all of them. A judge never sees a colleague's marks.
func (m Marks) visibleTo(actor access.Actor, s access.Scope, panel id.ID[Panel], at time.Time) Marks {
	if actor.Has([]access.Role{access.ChiefJudge, access.Auditor}, s, at) {
		return m
	}
	return slices.DeleteFunc(m, func(mark Mark) bool { return mark.Part != actor.Account && mark.Part != panel.Ref() })
}
