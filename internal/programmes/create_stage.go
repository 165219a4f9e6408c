package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CreateStage says what to add after an event's last stage.
type CreateStage struct {
	Event      id.ID[Event]
	Name       names.Text
	BlindLevel int
}

// CreateStage adds a stage after the last.
func (s Service) CreateStage(ctx context.Context, in CreateStage) (Stage, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Stage, error) {
		event, err := u.Store.Event(ctx, in.Event)
		if err != nil {
			return Stage{}, err
		}
		if err := u.Allow(access.CreateStage, event.Scope()); err != nil {
			return Stage{}, err
		}
		edition, err := u.Store.LockEdition(ctx, event.Edition)
		if err != nil {
			return Stage{}, err
		}
		if edition.Status.Over() {
			return Stage{}, fault.EditionFinished.With("status", edition.Status)
		}
		stages, err := u.Store.Stages(ctx, event.ID)
		if err != nil {
			return Stage{}, err
		}
		stage := newStage(u, event, len(stages)+1, in.Name.Clean(), in.BlindLevel)
		if err := named(stage.Name, "/name"); err != nil {
			return Stage{}, err
		}
		u.Record(StageCreated{stage.ID, stage.Position})
		return stage, u.Store.AddStage(ctx, stage)
	})
}

func newStage(u *work.Unit[Store], e Event, position int, name names.Text, blind int) Stage {
	return Stage{
		ID: id.Ordered[Stage](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Event: e.ID, Edition: e.Edition, Programme: e.Programme,
		Position: position, Name: name, BlindLevel: blind,
	}
}

// Stage reads one.
func (s Service) Stage(ctx context.Context, stage id.ID[Stage]) (Stage, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Stage, error) {
		found, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return Stage{}, err
		}
		return found, u.Allow(access.ReadStage, found.Scope())
	})
}

// Stages reads the stages of an event, in order.
func (s Service) Stages(ctx context.Context, e id.ID[Event]) ([]Stage, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Stage, error) {
		event, err := u.Store.Event(ctx, e)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListStages, event.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Stages(ctx, e)
	})
}
