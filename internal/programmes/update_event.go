package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// UpdateEvent says what to change; nil leaves a field as it is.
type UpdateEvent struct {
	Event            id.ID[Event]
	Expected         int64
	Number           *string
	Name             names.Patch
	Sector           *string
	Status           *EventStatus
	TeamMin, TeamMax *int
	AgeLimit         **int
	Official         *bool
	Mixed            **bool
	Group            *string
	Succeeds         *[]id.ID[Event]
}

// UpdateEvent changes, defers or cancels an event. Who may enter is frozen once the edition is open.
func (s Service) UpdateEvent(ctx context.Context, in UpdateEvent) (Event, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Event, error) {
		event, err := u.Store.Event(ctx, in.Event)
		if err != nil {
			return Event{}, err
		}
		if err := u.Allow(access.UpdateEvent, event.Scope()); err != nil {
			return Event{}, err
		}
		edition, err := u.Store.LockEdition(ctx, event.Edition)
		if err != nil {
			return Event{}, err
		}
		if event, err = u.Store.Event(ctx, in.Event); err != nil { // with the rules that the edition may have been opened with
			return Event{}, err
		}
		frozen := in.TeamMin != nil || in.TeamMax != nil || in.AgeLimit != nil || in.Mixed != nil || in.Group != nil || in.Succeeds != nil
		switch {
		case event.Revision != in.Expected:
			return Event{}, fault.RevisionStale.New().Showing(event)
		case frozen && edition.Status != Draft:
			return Event{}, fault.EditionNotDraft.With("status", edition.Status)
		case edition.Status == Cancelled || edition.Status == Archived:
			return Event{}, fault.EditionFinished.With("status", edition.Status)
		}
		event = event.with(in)
		event.Revision, event.UpdatedAt = event.Revision+1, u.Now
		if err := event.check(); err != nil {
			return Event{}, err
		}
		if err := event.succession(ctx, u.Store); err != nil {
			return Event{}, err
		}
		u.Record(EventUpdated{event.ID, event.Revision, event.Status})
		return event, u.Store.ChangeEvent(ctx, event)
	})
}

func (e Event) with(in UpdateEvent) Event {
	set(&e.Number, in.Number)
	set(&e.Status, in.Status)
	set(&e.TeamMin, in.TeamMin)
	set(&e.TeamMax, in.TeamMax)
	set(&e.AgeLimit, in.AgeLimit)
	set(&e.Official, in.Official)
	set(&e.Mixed, in.Mixed)
	set(&e.Succeeds, in.Succeeds)
	if in.Group != nil {
		e.Group = names.Clean(*in.Group)
	}
	if in.Sector != nil {
		e.Sector = names.Clean(*in.Sector)
	}
	if in.Name != nil {
		e.Name = names.Text(in.Name.On(e.Name)).Clean()
	}
	return e
}
