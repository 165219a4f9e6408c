package people

import (
	"context"
	"fmt"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// Consent is a guardian's consent to what is kept and shown of a child (监护人同意).
type Consent struct {
	ID          id.ID[Consent]
	Revision    int64
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Person      id.ID[Person]
	GivenBy     string
	Relation    Relation
	GivenDate   string
	Evidence    string // where the proof is
	WithdrawnAt *time.Time
}

// IDPrefix is "gco".
func (Consent) IDPrefix() string { return "gco" }

// Relation is what the guardian is to the child.
type Relation string

// ConsentAge is the age under which a guardian has to consent (Personal Information Protection
// Law, article 31).
const ConsentAge = 14

// NeedsConsent reports whether a person is under 14 at an instant, by the UTC date, as Minor does:
// what counts is the age at the act, not the one that an edition's rules look at.
func (p Person) NeedsConsent(at time.Time) bool { return BornAfter(ConsentAge, at) < p.BirthDate }

// BornAfter is the last birth date of who is that old at an instant: who was born later is
// younger. It is text to compare with, and no date: 14 years before 29 February there is none.
func BornAfter(age int, at time.Time) string {
	today := at.UTC().Format(time.DateOnly)
	return fmt.Sprintf("%04d%s", at.UTC().Year()-age, today[4:])
}

// GiveConsent keeps one. Of the argument who gave it and what follows is read.
func (s Service) GiveConsent(ctx context.Context, p id.ID[Person], c Consent) (Consent, error) {
	return changeAbout(ctx, s, p, access.GiveConsent, func(u *work.Unit[Store], person Person) (Consent, error) {
		c.GivenBy, c.Evidence = names.Clean(c.GivenBy), names.Clean(c.Evidence)
		for at, text := range map[string]string{"/given_by": c.GivenBy, "/evidence": c.Evidence} {
			if text == "" {
				return Consent{}, fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At(at))
			}
		}
		if tomorrow := u.Now.AddDate(0, 0, 1).UTC().Format(time.DateOnly); c.GivenDate > tomorrow { // it may be tomorrow where it is signed
			return Consent{}, fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("/given_date"))
		}
		c.ID, c.Revision, c.CreatedAt, c.UpdatedAt, c.Person = id.Random[Consent](u.IDs), 1, u.Now, u.Now, p
		u.Record(ConsentGiven{p, c.ID, c.Relation})
		return c, u.Store.AddConsent(ctx, c)
	})
}

// WithdrawConsent ends one; guardian_consent_withdrawn if it was before.
func (s Service) WithdrawConsent(ctx context.Context, consent id.ID[Consent]) (Consent, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Consent, error) {
		c, err := u.Store.Consent(ctx, consent)
		if err != nil {
			return Consent{}, err
		}
		if _, err := toChange(ctx, u, c.Person, access.WithdrawConsent); err != nil {
			return Consent{}, err
		}
		if c.WithdrawnAt != nil {
			return Consent{}, fault.ConsentWithdrawn.New()
		}
		c.WithdrawnAt, c.Revision, c.UpdatedAt = &u.Now, c.Revision+1, u.Now
		u.Record(ConsentTakenBack{c.Person, c.ID})
		if err := u.Store.ForgetResults(ctx, c.Person); err != nil { // a repeated request would show the child
			return Consent{}, err
		}
		return c, u.Store.ChangeConsent(ctx, c)
	})
}

// Consents reads those of a person, the oldest first.
func (s Service) Consents(ctx context.Context, p id.ID[Person]) ([]Consent, error) {
	return readAbout(ctx, s, p, access.ListConsents, func(store Store, _ Person) ([]Consent, error) {
		return store.Consents(ctx, p)
	})
}
