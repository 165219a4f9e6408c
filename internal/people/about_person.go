package people

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// readAbout reads something that hangs on a person, by whoever may do that to the person. Reading
// about somebody under age is written down before the answer is given.
func readAbout[T any](ctx context.Context, s Service, p id.ID[Person], action access.Action, read func(Store, Person) (T, error)) (T, error) {
	var person Person
	found, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (found T, err error) {
		if person, err = u.Store.Person(ctx, p); err != nil {
			return found, err
		}
		if err := u.Allow(action, person.Scope()); err != nil {
			return found, err
		}
		return read(u.Store, person)
	})
	if err == nil {
		err = s.noteReading(ctx, action, person)
	}
	if err != nil {
		var none T
		return none, err
	}
	return found, nil
}

// changeAbout changes something that hangs on a person, by whoever may do that to the person. The
// person is locked, so that nobody merges, erases or enters it meanwhile.
func changeAbout[T any](ctx context.Context, s Service, p id.ID[Person], action access.Action, change func(*work.Unit[Store], Person) (T, error)) (T, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (T, error) {
		person, err := toChange(ctx, u, p, action)
		if err != nil {
			var none T
			return none, err
		}
		return change(u, person)
	})
}

// toChange reads and locks a person that the unit is going to change; person_merged for one that
// turned out to be another.
func toChange(ctx context.Context, u *work.Unit[Store], p id.ID[Person], action access.Action) (Person, error) {
	person, err := u.Store.LockPerson(ctx, p)
	if err != nil {
		return Person{}, err
	}
	if err := u.Allow(action, person.Scope()); err != nil {
		return Person{}, err
	}
	return person, person.merged()
}

// merged refuses changes to a person who turned out to be another.
func (p Person) merged() error {
	if p.MergedInto == nil {
		return nil
	}
	return fault.PersonMerged.With("into", p.MergedInto.String())
}
