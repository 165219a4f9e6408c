package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// InspectBase says what was found on a visit.
type InspectBase struct {
	Base     id.ID[Base]
	Expected int64 // the revision that the caller has seen
	Date     string
	Passed   bool
	Findings string
}

// InspectBase keeps what was found on a visit to a recognised base.
func (s Service) InspectBase(ctx context.Context, in InspectBase) (Base, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Base, error) {
		b, err := baseAt(ctx, u, in.Base, in.Expected, access.InspectBase)
		if err != nil {
			return Base{}, err
		}
		if err := b.wasRecognised(); err != nil {
			return Base{}, err
		}
		if err := b.notAhead(u.Now, in.Date, "/inspected_date"); err != nil {
			return Base{}, err
		}
		findings, err := said(in.Findings, "/findings")
		if err != nil {
			return Base{}, err
		}
		b.Inspections = append(b.Inspections, Inspection{in.Date, in.Passed, findings, by(u), u.Now})
		b.Revision, b.UpdatedAt = b.Revision+1, u.Now
		u.Record(BaseInspected{b.ID, in.Date, in.Passed})
		return b, u.Store.ChangeBase(ctx, b)
	})
}

// DecideBase says what becomes of a base.
type DecideBase struct {
	Base       id.ID[Base]
	Expected   int64 // the revision that the caller has seen
	Verdict    Verdict
	Reason     string
	ValidUntil *string
}

// DecideBase recognises, refuses, renews or removes a base.
func (s Service) DecideBase(ctx context.Context, in DecideBase) (Base, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Base, error) {
		b, err := baseAt(ctx, u, in.Base, in.Expected, access.DecideBase)
		if err != nil {
			return Base{}, err
		}
		if err := b.goesOn(); err != nil {
			return Base{}, err
		}
		evaluations, err := u.Store.Evaluations(ctx, b.ID)
		if err != nil {
			return Base{}, err
		}
		if b, err = b.decide(Decision{in.Verdict, names.Clean(in.Reason), in.ValidUntil, by(u), u.Now}, len(evaluations)); err != nil {
			return Base{}, err
		}
		u.Record(BaseDecided{b.ID, in.Verdict, b.ValidUntil})
		return b, u.Store.ChangeBase(ctx, b)
	})
}

// baseAt is baseToChange at the revision that the caller has seen.
func baseAt(ctx context.Context, u *work.Unit[Store], base id.ID[Base], expected int64, action access.Action) (Base, error) {
	b, err := baseToChange(ctx, u, base, action)
	if err == nil && b.Revision != expected {
		err = fault.RevisionStale.New().Showing(b)
	}
	return b, err
}
