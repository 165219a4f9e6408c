package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/work"
)

// Seeding says what became of the squad that was seeded from.
type Seeding struct {
	Seeded  []Known
	Refused []NotSeeded
}

// NotSeeded is somebody of the earlier squad who was not taken, and everything against it.
type NotSeeded struct {
	Person  id.ID[people.Person]
	Name    string
	Reasons []fault.Detail
}

// Seed takes everybody who had not left the squad of an earlier edition into this one, as far as
// the rules allow: the others are named, with all that speaks against them. It may be repeated.
func (s Service) Seed(ctx context.Context, squad, from id.ID[Squad]) (Seeding, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Seeding, error) {
		found, err := squadToChange(ctx, u, squad, access.SeedSquad)
		if err != nil {
			return Seeding{}, err
		}
		earlier, err := earlierSquad(ctx, u, found, from)
		if err != nil {
			return Seeding{}, err
		}
		if err := u.Allow(access.SeedSquad, found.Scope()); err != nil { // it is what the unit does
			return Seeding{}, err
		}
		roster, err := rosterFor(ctx, u, earlier.ID, access.SeedSquad)
		if err != nil {
			return Seeding{}, err
		}
		return seed(ctx, u, found, earlier.ID, roster)
	})
}

// earlierSquad reads the squad to seed from: one that the caller answers for as well, of an earlier
// edition of the programme.
func earlierSquad(ctx context.Context, u *work.Unit[Store], to Squad, from id.ID[Squad]) (Squad, error) {
	earlier, err := u.Store.Squad(ctx, from, u.Now)
	if err == nil {
		err = u.Allow(access.SeedSquad, earlier.Scope())
	}
	switch {
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.ActionForbidden):
		return Squad{}, missing("squad", "/from_squad_id")
	case err != nil:
		return Squad{}, err
	case earlier.Base.Programme != to.Base.Programme || earlier.Base.EditionYear >= to.Base.EditionYear:
		return Squad{}, fault.SeedNotEarlier.New().Listing(fault.SeedNotEarlier.Detail().At("/from_squad_id"))
	}
	return earlier, nil
}

func seed(ctx context.Context, u *work.Unit[Store], to Squad, from id.ID[Squad], roster []Trainee) (Seeding, error) {
	setting, err := u.Store.Setting(ctx, to.Base.Event, registration.Unlocked)
	if err != nil {
		return Seeding{}, err
	}
	all := make([]id.ID[people.Person], len(roster))
	for i, t := range roster {
		all[i] = t.Person
	}
	persons, err := u.Store.PeopleForEntry(ctx, all, true)
	if err != nil {
		return Seeding{}, err
	}
	taken, err := u.Store.InSquads(ctx, to.Base.Edition, all)
	if err != nil {
		return Seeding{}, err
	}
	out := Seeding{Seeded: []Known{}, Refused: []NotSeeded{}}
	for _, t := range roster {
		if !t.Status.Live() {
			continue
		}
		person, there := persons[t.Person]
		if !there { // erased meanwhile
			out.Refused = append(out.Refused, NotSeeded{t.Person, t.Name, []fault.Detail{fault.ReferenceMissing.Detail("what", "person")}})
			continue
		}
		reasons := setting.AgeReasons("", person)
		if taken[t.Person] {
			reasons = append(reasons, fault.TraineeElsewhere.Detail())
		}
		if to.Live >= to.Most {
			reasons = append(reasons, fault.SquadFull.Detail("most", to.Most))
		}
		if reasons != nil {
			out.Refused = append(out.Refused, NotSeeded{t.Person, t.Name, reasons})
			continue
		}
		seeded, err := take(u, &to, id.Ordered[Trainee](u.IDs, u.Now), person, &from)
		if err != nil {
			return Seeding{}, err
		}
		if err := Join(ctx, u, seeded); err != nil {
			return Seeding{}, err
		}
		out.Seeded = append(out.Seeded, Known{seeded, false})
	}
	return out, nil
}
