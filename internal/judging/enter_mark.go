package judging

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/scoring"
	"github.com/saichang/saichang/internal/work"
)

// EnterMark says what a judge saw.
type EnterMark struct {
	Sheet    id.ID[Sheet]
	Aspect   id.ID[Aspect]
	Part     id.Ref // filled in: whose part the aspect belongs to
	Expected int64  // the revision that the judge has seen; 0: there was no mark yet
	Observed scoring.Observed
	Reason   string
}

// EnterMark lets a judge give or correct a mark while the sheet is open. revision_stale
// shows the mark as it is now, with its author; the same value by the same author is
// answered with the mark that stands, whatever was expected, so that a retry after a lost
// answer is harmless.
func (s *Service) EnterMark(ctx context.Context, in EnterMark) (Mark, error) {
	return s.marks.Do(ctx, in)
}

// hotMarks is how marks go through the batch.
func (s *Service) hotMarks() work.Hot[Store, EnterMark, Mark] {
	return work.Hot[Store, EnterMark, Mark]{
		Check: s.checkMark,
		Key:   func(in EnterMark) string { return string(in.Sheet[:]) + string(in.Aspect[:]) + string(in.Part.UUID[:]) },
		Write: func(ctx context.Context, store Store, items []work.Item[EnterMark]) ([]work.Outcome[Mark], error) {
			return store.EnterMarks(ctx, items)
		},
	}
}

// checkMark refuses what the cached facts of the sheet refuse.
func (s *Service) checkMark(ctx context.Context, in EnterMark, actor access.Actor, now time.Time) (work.Checked[EnterMark], error) {
	none := work.Checked[EnterMark]{}
	f, err := s.facts.of(ctx, in.Sheet, access.EnterMark)
	if err != nil {
		return none, err
	}
	if err := actor.May(access.EnterMark, f.Scope, now); err != nil {
		return none, err
	}
	a, ok := f.aspect(in.Aspect)
	if !ok {
		return none, fault.NotFound.New()
	}
	in.Reason = names.Clean(in.Reason)
	if err := f.check(a, in.Observed, in.Reason); err != nil {
		return none, err
	}
	in.Part = f.partOf(a, actor)
	fact := MarkEntered{in.Sheet, in.Aspect, in.Part, in.Expected + 1, in.Observed}
	return work.Checked[EnterMark]{In: in, Fact: fact, Action: access.EnterMark, Scope: f.Scope}, nil
}

// EnterMarks says what a judge saw on a whole sheet.
type EnterMarks struct {
	Sheet   id.ID[Sheet]
	Marks   []EnterMark
	Partial bool // keep what can be kept; otherwise all or nothing
}

// Entered is what became of one of several marks.
type Entered struct {
	Mark Mark
	Err  error
}

// EnterMarks enters several marks of one sheet in one transaction. Unless Partial, one that
// is refused refuses all, and the refusals are listed.
func (s *Service) EnterMarks(ctx context.Context, in EnterMarks) ([]Entered, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) ([]Entered, error) {
		f, err := u.Store.SheetFacts(ctx, in.Sheet)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.EnterMark, f.Scope); err != nil {
			return nil, err
		}
		out := make([]Entered, len(in.Marks))
		var items []work.Item[EnterMark]
		var at []int
		for i, m := range in.Marks {
			m.Sheet = in.Sheet
			if a, ok := f.aspect(m.Aspect); !ok {
				out[i].Err = fault.NotFound.New()
			} else if err := f.check(a, m.Observed, names.Clean(m.Reason)); err != nil {
				out[i].Err = err
			} else {
				m.Part, m.Reason = f.partOf(a, u.Actor), names.Clean(m.Reason)
				items, at = append(items, work.Item[EnterMark]{In: m, Actor: u.Actor, Now: u.Now}), append(at, i)
			}
		}
		outcomes, err := u.Store.EnterMarks(ctx, items)
		if err != nil {
			return nil, err
		}
		for j, o := range outcomes {
			out[at[j]] = Entered{o.Out, o.Err}
			if m := items[j].In; o.Saved {
				u.Record(MarkEntered{m.Sheet, m.Aspect, m.Part, m.Expected + 1, m.Observed})
			}
		}
		return out, refusedTogether(in, out)
	})
}

// refusedTogether turns the refusals of single marks into one, unless what can be kept is
// to be kept.
func refusedTogether(in EnterMarks, out []Entered) error {
	if in.Partial {
		return nil
	}
	refusal := fault.MarksRefused.New()
	for i, o := range out {
		if o.Err == nil {
			continue
		}
		f := fault.As(o.Err)
		if f.Kind() == fault.Internal {
			return o.Err
		}
		refusal.Listing(fault.Detail{Pointer: "/marks/" + itoa(i), Code: f.Code, Params: f.Params})
	}
	if refusal.Details == nil {
		return nil
	}
	return refusal
}
