package training

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
)

// Assignment is what somebody does at a base, and from when to when. Of an account it is a role
// on the base for that time; a person without an account is only named.
type Assignment struct {
	ID        id.ID[Assignment]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Base      Base
	Function  Function
	Account   *id.ID[accounts.Account]
	Person    *id.ID[people.Person]
	From      string  // first day
	Until     *string // the day on which it ends: no day of it any more; nil: open
	Name      string  // of the account or the person, as it is now
}

// IDPrefix is "sta".
func (Assignment) IDPrefix() string { return "sta" }

// Scope is what permissions are asked on: an assignment lies within its base.
func (a Assignment) Scope() access.Scope { return append(a.Base.Scope(), a.ID.Ref()) }

// Function is what somebody does at a base.
type Function string

// The functions.
const (
	LeadExpert      Function = "lead_expert"
	Expert          Function = "expert"
	Coach           Function = "coach"
	BaseManager     Function = "base_manager"
	Interpreter     Function = "interpreter"
	WorkshopManager Function = "workshop_manager"
)

// Role is what a function makes of an account: who trains keeps the diary, the others read.
func (f Function) Role() access.Role {
	switch f {
	case Interpreter, WorkshopManager:
		return access.BaseStaff
	}
	return access.Trainer
}

// Grant is the role that the assignment gives its account, for its time in the edition's zone.
func (a Assignment) Grant() access.Grant {
	g := access.Grant{Role: a.Function.Role(), On: a.Base.ID.Ref(), From: beginning(a.From, a.Base.TimeZone)}
	if a.Until != nil {
		g.Until = beginning(*a.Until, a.Base.TimeZone)
	}
	return g
}

// fits refuses an assignment that the base, its dates or the others do not allow.
func (a Assignment) fits(others []Assignment, now time.Time) error {
	if err := a.Base.recognised(now); err != nil {
		return err
	}
	if a.Until != nil && *a.Until <= a.From {
		return fault.EndsBeforeStart.New().Listing(fault.EndsBeforeStart.Detail().At("/until_date"))
	}
	for _, other := range others {
		if a.overlaps(other) {
			return fault.AssignmentOverlaps.With("function", string(a.Function), "from", other.From)
		}
	}
	return nil
}

// ended is the assignment that ends on a date, which was named at.
func (a Assignment) ended(on, at string, now time.Time) (Assignment, error) {
	if err := a.Base.goesOn(); err != nil {
		return Assignment{}, err
	}
	if on <= a.From || (a.Until != nil && on > *a.Until) {
		return Assignment{}, fault.EndsBeforeStart.New().Listing(fault.EndsBeforeStart.Detail().At(at))
	}
	a.Until, a.Revision, a.UpdatedAt = &on, a.Revision+1, now
	return a, nil
}

// overlaps reports two assignments of the same one to the same function with a day in common.
func (a Assignment) overlaps(b Assignment) bool {
	same := a.ID != b.ID && a.Function == b.Function && equal(a.Account, b.Account) && equal(a.Person, b.Person)
	return same && (a.Until == nil || b.From < *a.Until) && (b.Until == nil || a.From < *b.Until)
}

func equal[T comparable](a, b *T) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
