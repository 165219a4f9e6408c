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
		found, err := squadToChange(ctx, u, squad, access.SelectTrainee)
		if err != nil {
			return Known{}, err
		}
		setting, err := u.Store.Setting(ctx, found.Base.Event, registration.Unlocked)
		if err != nil {
			return Known{}, err
		}
		p, err := candidate(ctx, u, found.Base, person, setting.Rules.CrossOrganization)
		if err != nil {
			return Known{}, err
		}
		if wrong := setting.AgeReasons("/person_id", p); wrong != nil {
			return Known{}, fault.TraineeNotEligible.New().Listing(wrong...)
		}
		t, err := join(ctx, u, &found, p, nil)
		return Known{t, false}, err
	})
}

// candidate is a person who may be named here. Nobody names who turned out to be another, a
// registrar nobody of another organization unless teams are mixed, and an organiser no child whose
// guardian has not consented: for them there is no such person.
func candidate(ctx context.Context, u *work.Unit[Store], b Base, person id.ID[people.Person], mixed bool) (people.Person, error) {
	p, err := u.Store.Person(ctx, person)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return people.Person{}, err
	}
	own := u.Actor.May(access.ReadPerson, p.Scope(), u.Now) == nil
	if err != nil || p.MergedInto != nil || p.Organization != b.Organization && !mixed && !organises(u, b) {
		return people.Person{}, missing("person", "/person_id")
	}
	withheld, err := u.Store.Unconsented(ctx, []id.ID[people.Person]{person}, people.BornAfter(people.ConsentAge, u.Now))
	if err == nil && withheld[person] && !own {
		err = missing("person", "/person_id")
	}
	return p, err
}

// join takes a person into a squad that is locked, if there is room.
func join(ctx context.Context, u *work.Unit[Store], s *Squad, p people.Person, from *id.ID[Squad]) (Trainee, error) {
	if s.Live >= s.Most {
		return Trainee{}, fault.SquadFull.With("most", s.Most)
	}
	s.Live++
	t := Trainee{
		ID: id.Ordered[Trainee](u.IDs, u.Now), CreatedAt: u.Now, Squad: s.ID, Base: s.Base, Person: p.ID, SeededFrom: from,
		Name: p.Name, NameLatin: p.NameLatin, Organization: p.Organization,
	}.step(Step{Selected, "", by(u), u.Now})
	u.Record(TraineeSelected{t.ID, t.Squad, t.Person, t.SeededFrom})
	return t, u.Store.AddTrainee(ctx, t)
}
