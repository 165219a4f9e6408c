package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CreateEvent says what to add to an edition.
type CreateEvent struct {
	Edition          id.ID[Edition]
	Number           string
	Name             names.Text
	Sector           string
	TeamMin, TeamMax int
	AgeLimit         *int
	Official         bool
	Mixed            *bool
	Group            string
	Succeeds         []id.ID[Event]
}

// CreateEvent adds an event with its first stage. It is marked and ranked by the rules that
// the edition has, or will have when it opens.
func (s Service) CreateEvent(ctx context.Context, in CreateEvent) (Event, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Event, error) {
		e, err := editionToChange(ctx, u, in.Edition, access.CreateEvent)
		if err != nil {
			return Event{}, err
		}
		if e.Status != Draft && e.Status != Open {
			return Event{}, fault.EditionNotOpen.With("status", e.Status)
		}
		rules, err := u.Store.RuleSets(ctx, e.ID)
		if err != nil {
			return Event{}, err
		}
		if len(rules) == 0 {
			return Event{}, fault.RuleSetMissing.New()
		}
		event := Event{
			ID: id.Ordered[Event](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Edition: e.ID, Programme: e.Programme,
			Number: in.Number, Name: in.Name.Clean(), Sector: names.Clean(in.Sector), Status: EventOpen,
			TeamMin: in.TeamMin, TeamMax: in.TeamMax, AgeLimit: in.AgeLimit, Official: in.Official, RuleSet: rules[0].ID,
			Mixed: in.Mixed, Group: names.Clean(in.Group), Succeeds: in.Succeeds,
		}
		if err := event.check(); err != nil {
			return Event{}, err
		}
		if err := event.succession(ctx, u.Store); err != nil {
			return Event{}, err
		}
		if err := u.Store.AddEvent(ctx, event); err != nil {
			return Event{}, err
		}
		first := newStage(u, event, 1, names.Text{"zh-CN": "决赛", "en": "Final"}, 0)
		u.Record(EventCreated{event.ID, event.Number})
		u.Record(StageCreated{first.ID, first.Position})
		return event, u.Store.AddStage(ctx, first)
	})
}

// check holds an event against its rules.
func (e Event) check() error {
	if err := named(e.Name, "/name"); err != nil {
		return err
	}
	if e.TeamMin > e.TeamMax {
		return fault.TeamSizeInvalid.With("team_min", e.TeamMin, "team_max", e.TeamMax)
	}
	return nil
}
