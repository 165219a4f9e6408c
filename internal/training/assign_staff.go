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
		b, err := baseToChange(ctx, u, in.Base, access.AssignStaff)
		if err != nil {
			return Assignment{}, err
		}
		a := Assignment{
			ID: id.Ordered[Assignment](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Base: b,
			Function: in.Function, Account: in.Account, Person: in.Person, From: in.From, Until: in.Until,
		}
		if a.Name, err = whoIs(ctx, u, a); err != nil {
			return Assignment{}, err
		}
		return a, assign(ctx, u, a)
	})
}

// whoIs names who is assigned. A person of another organization does not exist for a registrar.
func whoIs(ctx context.Context, u *work.Unit[Store], a Assignment) (string, error) {
	switch {
	case (a.Account == nil) == (a.Person == nil):
		return "", fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("/account_id"), fault.InvalidValue.Detail().At("/person_id"))
	case a.Person != nil:
		p, err := candidate(ctx, u, a.Base, *a.Person, false)
		return p.Name, err
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
func organises(u *work.Unit[Store], b Base) bool {
	return u.Actor.IsService() || u.Actor.Has([]access.Role{access.Organiser, access.Administrator}, b.Scope(), u.Now)
}

// assign adds an assignment to a base that is locked, unless it is there already.
func assign(ctx context.Context, u *work.Unit[Store], a Assignment) error {
	if err := a.Base.recognised(); err != nil {
		return err
	}
	if a.Until != nil && *a.Until <= a.From {
		return fault.EndsBeforeStart.New().Listing(fault.EndsBeforeStart.Detail().At("/until_date"))
	}
	staff, err := u.Store.Staff(ctx, a.Base.ID)
	if err != nil {
		return err
	}
	for _, other := range staff {
		if a.overlaps(other) {
			return fault.AssignmentOverlaps.With("function", string(a.Function), "from", other.From)
		}
	}
	u.Record(StaffAssigned{a.ID, a.Base.ID, a.Function, a.Account, a.From, a.Until})
	return u.Store.AddAssignment(ctx, a)
}
