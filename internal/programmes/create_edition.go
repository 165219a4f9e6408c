package programmes

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CreateEdition says what to draft.
type CreateEdition struct {
	Programme    id.ID[Programme]
	Number, Year int
	Name, Host   names.Text
	TimeZone     string
	StartsDate   *string
	EndsDate     *string
	Windows      map[WindowKind]Ends
	HoldMinutes  *int
	WaitingList  bool
}

// CreateEdition drafts an edition.
func (s Service) CreateEdition(ctx context.Context, in CreateEdition) (Edition, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Edition, error) {
		p, err := u.Store.Programme(ctx, in.Programme)
		if err != nil {
			return Edition{}, err
		}
		if err := u.Allow(access.CreateEdition, p.Scope()); err != nil {
			return Edition{}, err
		}
		e := Edition{
			ID: id.Ordered[Edition](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Programme: p.ID,
			Number: in.Number, Year: in.Year, Name: in.Name.Clean(), Host: in.Host.Clean(), Status: Draft, TimeZone: in.TimeZone,
			StartsDate: in.StartsDate, EndsDate: in.EndsDate, HoldMinutes: in.HoldMinutes, WaitingList: in.WaitingList,
		}
		if err := e.check(e.set(in.Windows)); err != nil {
			return Edition{}, err
		}
		u.RecordWithin(e.Scope(), EditionCreated{e.ID, e.Number})
		for _, moved := range e.windowsMoved(Edition{}) {
			u.RecordWithin(e.Scope(), moved)
		}
		return e, u.Store.AddEdition(ctx, e)
	})
}

// check holds an edition against its rules, all reasons at once, after what is wrong with it
// already.
func (e Edition) check(wrong []fault.Detail) error {
	if len(e.Name) == 0 {
		wrong = append(wrong, fault.MissingValue.Detail().At("/name"))
	}
	if len(e.Host) == 0 {
		wrong = append(wrong, fault.MissingValue.Detail().At("/host"))
	}
	if _, err := time.LoadLocation(e.TimeZone); err != nil || e.TimeZone == "Local" {
		wrong = append(wrong, fault.TimeZoneUnknown.Detail("time_zone", e.TimeZone).At("/time_zone"))
	}
	if e.StartsDate != nil && e.EndsDate != nil && *e.StartsDate > *e.EndsDate {
		wrong = append(wrong, fault.EndsBeforeStart.Detail().At("/ends_date"))
	}
	for _, kind := range WindowKinds {
		if e.window(kind).backwards() {
			wrong = append(wrong, fault.EndsBeforeStart.Detail().At("/"+string(kind)+"_closes_at"))
		}
	}
	if wrong != nil {
		return fault.EditionInvalid.New().Listing(wrong...)
	}
	return nil
}
