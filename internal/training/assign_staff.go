package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/work"
)

// AssignStaff says who does what at a base from when to when: an account, or a person.
type AssignStaff struct {
	Base     id.ID[Base]
	Function Function
	Account  *id.ID[accounts.Account]
	Person   *id.ID[people.Person]
	From     string
	Until    *string
}

// AssignStaff gives somebody something to do at a base. Of an account that is a role: nobody
// assigns themselves (grant_to_self).
func (s Service) AssignStaff(ctx context.Context, in AssignStaff) (Assignment, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Assignment, error) {
		b, err := u.Store.Base(ctx, in.Base)
		if err != nil {
			return Assignment{}, err
		}
		if err := u.Allow(access.AssignStaff, b.Scope()); err != nil {
			return Assignment{}, err
		}
		var person []id.ID[people.Person]
		if in.Person != nil {
			person = append(person, *in.Person)
		}
		staff, err := OpenStaff(ctx, u, b, person)
		if err != nil {
			return Assignment{}, err
		}
		a, err := Assign(ctx, u, staff, id.Ordered[Assignment](u.IDs, u.Now), in, "/person_id")
		if err != nil {
			return Assignment{}, err
		}
		return a, Post(ctx, u, a)
	})
}

// Staff is who does what at a base that is locked.
type Staff struct {
	All   []Assignment
	base  Base
	named map[id.ID[people.Person]]people.Person
}

// OpenStaff locks a base with its staff, and reads who of these may be named at it. The caller may
// assign staff: whoever calls has asked.
func OpenStaff[S Store](ctx context.Context, u *work.Unit[S], b Base, all []id.ID[people.Person]) (*Staff, error) {
	var staff Staff
	var err error
	if staff.base, err = lockBase(ctx, u, b); err != nil {
		return nil, err
	}
	if staff.All, err = u.Store.Staff(ctx, b.ID); err != nil {
		return nil, err
	}
	staff.named, err = named(ctx, u, b, all, false)
	return &staff, err
}

// Assign is the assignment that is asked for, if the rules allow it; at is where a person was
// named. The staff has it from then on.
func Assign[S Store](ctx context.Context, u *work.Unit[S], staff *Staff, assignment id.ID[Assignment], in AssignStaff, at string) (Assignment, error) {
	a := Assignment{
		ID: assignment, Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Base: staff.base,
		Function: in.Function, Account: in.Account, Person: in.Person, From: in.From, Until: in.Until,
	}
	var err error
	if a.Name, err = whoIs(ctx, u, staff, a, at); err != nil {
		return Assignment{}, err
	}
	if err := a.fits(staff.All, u.Now); err != nil {
		return Assignment{}, err
	}
	staff.All = append(staff.All, a)
	return a, nil
}

// Post keeps an assignment.
func Post[S Store](ctx context.Context, u *work.Unit[S], a Assignment) error {
	u.RecordWithin(a.Scope(), StaffAssigned{a.ID, a.Base.ID, a.Function, a.Account, a.From, a.Until})
	return u.Store.AddAssignment(ctx, a)
}

// whoIs names who is assigned. A person of another organization does not exist for a registrar.
func whoIs[S Store](ctx context.Context, u *work.Unit[S], staff *Staff, a Assignment, at string) (string, error) {
	switch {
	case (a.Account == nil) == (a.Person == nil):
		return "", fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("/account_id"), fault.InvalidValue.Detail().At("/person_id"))
	case a.Person != nil:
		p, there := staff.named[*a.Person]
		if !there {
			return "", missing("person", at)
		}
		return p.Name, nil
	case a.Account.Ref() == u.Actor.Account:
		return "", fault.GrantToSelf.New()
	}
	account, err := u.Store.Account(ctx, *a.Account)
	if fault.Is(err, fault.NotFound) || (err == nil && account.Status != accounts.Active) {
		return "", missing("account", "/account_id")
	}
	return account.DisplayName, err
}

// organises reports who answers for the whole edition or event, and a program.
func organises[S Store](u *work.Unit[S], b Base) bool {
	return u.Actor.IsService() || u.Actor.Has([]access.Role{access.Organiser, access.Administrator}, b.Scope(), u.Now)
}
