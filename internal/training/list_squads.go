package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// SquadFilter narrows the list of squads.
type SquadFilter struct {
	Page    page.Request
	Edition *id.ID[programmes.Edition]
	Event   *id.ID[programmes.Event]
	Base    *id.ID[Base]

	Seen Seen // set by the service
}

// TraineeFilter narrows the list of trainees.
type TraineeFilter struct {
	Page   page.Request
	Squad  *id.ID[Squad]
	Person *id.ID[people.Person]
	Status TraineeStatus // "" for all

	Seen Seen // set by the service
}

// Squad reads one.
func (s Service) Squad(ctx context.Context, squad id.ID[Squad]) (Squad, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Squad, error) {
		found, err := u.Store.Squad(ctx, squad, u.Now)
		if err != nil {
			return Squad{}, err
		}
		return found, u.Allow(access.ReadSquad, found.Scope())
	})
}

// Squads reads a page of those that the caller may see.
func (s Service) Squads(ctx context.Context, f SquadFilter) (page.Page[Squad], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Squad], error) {
		var err error
		if f.Seen, err = seen(u, access.ListSquads); err != nil {
			return page.Page[Squad]{}, err
		}
		return u.Store.Squads(ctx, f, u.Now)
	})
}

// Known is a trainee with what the instant makes of the proof of insurance.
type Known struct {
	Trainee
	Insured bool
}

// Trainee reads one.
func (s Service) Trainee(ctx context.Context, t id.ID[Trainee]) (Known, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Known, error) {
		found, err := u.Store.Trainee(ctx, t)
		if err != nil {
			return Known{}, err
		}
		return Known{found, found.Insured(u.Now)}, u.Allow(access.ReadTrainee, found.At(u.Now).Scope())
	})
}

// Trainees reads a page of those that the caller may see: who trains or trained where, and why
// they left.
func (s Service) Trainees(ctx context.Context, f TraineeFilter) (page.Page[Known], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Known], error) {
		var err error
		if f.Seen, err = seen(u, access.ListTrainees); err != nil {
			return page.Page[Known]{}, err
		}
		found, err := u.Store.Trainees(ctx, f)
		return page.Map(found, func(t Trainee) Known { return Known{t, t.Insured(u.Now)} }), err
	})
}
