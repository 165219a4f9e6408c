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

// SelectTrainee takes a person into a squad. The age limit of the event holds, and for a
// registrar a person of another organization does not exist unless the rules allow mixed teams.
func (s Service) SelectTrainee(ctx context.Context, squad id.ID[Squad], person id.ID[people.Person]) (Known, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Known, error) {
		found, err := u.Store.Squad(ctx, squad, u.Now)
		if err != nil {
			return Known{}, err
		}
		if err := u.Allow(access.SelectTrainee, found.Scope()); err != nil {
			return Known{}, err
		}
		in, err := OpenIntake(ctx, u, found, []id.ID[people.Person]{person})
		if err != nil {
			return Known{}, err
		}
		t, err := Take(u, in, id.Ordered[Trainee](u.IDs, u.Now), person, "/person_id")
		if err != nil {
			return Known{}, err
		}
		return Known{t, false}, Join(ctx, u, t)
	})
}

// Intake is a squad that is locked, with what decides who may join it.
type Intake struct {
	squad   Squad
	setting registration.Setting
	named   map[id.ID[people.Person]]people.Person
	taken   map[id.ID[people.Person]]bool // who is in a squad of the edition
}

// OpenIntake locks a squad that takes people in, and reads what there is to know about these. The
// caller may select trainees: whoever calls has asked.
func OpenIntake[S Store](ctx context.Context, u *work.Unit[S], squad Squad, all []id.ID[people.Person]) (*Intake, error) {
	var in Intake
	var err error
	if in.squad, err = lockSquad(ctx, u, squad); err != nil {
		return nil, err
	}
	if in.setting, err = u.Store.Setting(ctx, squad.Base.Event, registration.Unlocked); err != nil {
		return nil, err
	}
	if in.named, err = named(ctx, u, squad.Base, all, in.setting.Rules.CrossOrganization); err != nil {
		return nil, err
	}
	in.taken, err = u.Store.InSquads(ctx, squad.Base.Edition, all)
	return &in, err
}

// Take is the trainee that a person becomes, if the rules allow it; at is where the person was
// named.
func Take[S Store](u *work.Unit[S], in *Intake, t id.ID[Trainee], person id.ID[people.Person], at string) (Trainee, error) {
	p, there := in.named[person]
	if !there {
		return Trainee{}, missing("person", at)
	}
	if wrong := in.setting.AgeReasons(at, p); wrong != nil {
		return Trainee{}, fault.TraineeNotEligible.New().Listing(wrong...)
	}
	if in.taken[person] {
		return Trainee{}, fault.TraineeElsewhere.New().Listing(fault.TraineeElsewhere.Detail().At(at))
	}
	taken, err := take(u, &in.squad, t, p, nil)
	in.taken[person] = err == nil
	return taken, err
}

// named are those of these people who may be named at a base. Nobody names who turned out to be
// another, a registrar nobody of another organization unless teams are mixed, and an organiser no
// child whose guardian has not consented: for them there is no such person.
func named[S Store](ctx context.Context, u *work.Unit[S], b Base, all []id.ID[people.Person], mixed bool) (map[id.ID[people.Person]]people.Person, error) {
	found, err := u.Store.PeopleForEntry(ctx, all, true)
	if err != nil {
		return nil, err
	}
	withheld, err := u.Store.Unconsented(ctx, all, people.BornAfter(people.ConsentAge, u.Now))
	for _, p := range found {
		own := u.Actor.May(access.ReadPerson, p.Scope(), u.Now) == nil
		if p.Organization != b.Organization && !mixed && !organises(u, b) || withheld[p.ID] && !own {
			delete(found, p.ID)
		}
	}
	return found, err
}

// take is the trainee that a person becomes in a squad that is locked, if there is room.
func take[S Store](u *work.Unit[S], s *Squad, t id.ID[Trainee], p people.Person, from *id.ID[Squad]) (Trainee, error) {
	if s.Live >= s.Most {
		return Trainee{}, fault.SquadFull.With("most", s.Most)
	}
	s.Live++
	return Trainee{
		ID: t, CreatedAt: u.Now, Squad: s.ID, Base: s.Base, Person: p.ID, SeededFrom: from,
		Name: p.Name, NameLatin: p.NameLatin, Organization: p.Organization,
	}.step(Step{Selected, "", by(u), u.Now}), nil
}

// Join keeps who was taken.
func Join[S Store](ctx context.Context, u *work.Unit[S], t Trainee) error {
	u.Record(TraineeSelected{t.ID, t.Squad, t.Person, t.SeededFrom})
	return u.Store.AddTrainee(ctx, t)
}
