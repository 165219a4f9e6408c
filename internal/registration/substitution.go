package registration

import (
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/calendar"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// Substitution puts another person in the place of a member (替换).
type Substitution struct {
	ID           id.ID[Substitution]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Entry        id.ID[Entry]
	Event        id.ID[programmes.Event]
	Edition      id.ID[programmes.Edition]
	Programme    id.ID[programmes.Programme]
	Organization id.ID[organizations.Organization]
	Status       SubstitutionStatus
	Role         Role
	Person       id.ID[people.Person] // who leaves
	Name         string               // as it is now
	Substitute   id.ID[people.Person]
	SubName      string
	Reason       string
	RequestedBy  id.Ref
	LastDate     *string // until when it could be asked for; nil: until the event starts
	Refusal      *string // why it was refused
	DecidedAt    *time.Time

	Unconsented string `json:"-"` // birth date of the younger of both who has no guardian's consent; "" where both have it
}

// IDPrefix is "sbn".
func (Substitution) IDPrefix() string { return "sbn" }

// within is what permissions are asked on: a substitution lies within its entry, and while one of
// both is a child without a guardian's consent within the organization alone.
func (s Substitution) within(e Entry, now time.Time) access.Scope {
	if s.Unconsented > people.BornAfter(people.ConsentAge, now) {
		return access.Scope{s.ID.Ref(), e.ID.Ref(), e.Organization.Ref()}
	}
	return append(e.at(now).Scope(), s.ID.Ref())
}

// SubstitutionStatus says whether it was decided.
type SubstitutionStatus string

// The states.
const (
	Requested SubstitutionStatus = "requested"
	Granted   SubstitutionStatus = "approved"
	Refused   SubstitutionStatus = "refused"
)

// SubstitutionStore is the part for substitutions, and for the days that they are counted in.
type SubstitutionStore interface {
	// Substitution reads one; not_found if there is none.
	Substitution(ctx context.Context, s id.ID[Substitution]) (Substitution, error)
	// Substitutions reads those of an entry, oldest first.
	Substitutions(ctx context.Context, e id.ID[Entry]) ([]Substitution, error)
	// AddSubstitution inserts one; already_exists while another waits for the same member.
	AddSubstitution(ctx context.Context, s Substitution) error
	// ChangeSubstitution writes one over the revision before it.
	ChangeSubstitution(ctx context.Context, s Substitution) error
	// WorkingDays is the calendar as it is known now.
	WorkingDays(ctx context.Context) (calendar.Calendar, error)
}

// notStarted refuses what is too late for everybody: the edition runs or is over, or its first
// day has come where the edition is held.
func (s Setting) notStarted(at time.Time) error {
	if err := s.goesOn(); err != nil {
		return err
	}
	starts := "-"
	if s.Edition.StartsDate != nil {
		starts = *s.Edition.StartsDate
	}
	if s.Edition.Status == programmes.Running || starts != "-" && s.today(at) >= starts {
		return fault.EventStarted.With("status", string(s.Edition.Status), "starts_date", starts)
	}
	return nil
}

// today is the date where the edition is held.
func (s Setting) today(at time.Time) string {
	zone, err := time.LoadLocation(s.Edition.TimeZone)
	if err != nil { // it was checked when it was entered
		zone = time.UTC
	}
	return at.In(zone).Format(time.DateOnly)
}

// substitutable counts the last day on which a substitution can be asked for, and refuses a
// later one with how it was counted. nil: nothing but the start ends it.
func (s Setting) substitutable(days calendar.Calendar, at time.Time) (last *string, err error) {
	if err := s.notStarted(at); err != nil {
		return nil, err
	}
	if s.Edition.Substitution != (programmes.Window{}) {
		if err := s.takes(programmes.SubstitutionWindow, at); err != nil {
			return nil, err
		}
	}
	if s.Rules.SubstitutionDeadline == nil {
		return nil, nil
	}
	if s.Edition.StartsDate == nil {
		return nil, fault.StartsDateMissing.New()
	}
	count, err := days.Before(*s.Edition.StartsDate, *s.Rules.SubstitutionDeadline)
	if err != nil {
		return nil, err
	}
	if s.today(at) > count.Last {
		return nil, fault.SubstitutionTooLate.With(
			"last_date", count.Last, "working_days", count.Days, "starts_date", count.Before,
			"counted", orNone(count.Counted), "days_off", orNone(count.Skipped), "made_up", orNone(count.MadeUp))
	}
	return &count.Last, nil
}

// orNone are dates to be named in a sentence.
func orNone(dates []string) any {
	if len(dates) == 0 {
		return "-"
	}
	return dates
}

// with is the entry with the substitute in the member's place.
func (e Entry) with(s Substitution, substitute people.Person) (Entry, error) {
	i := slices.IndexFunc(e.Members, func(m Member) bool { return m.Person == s.Person })
	if i < 0 {
		return Entry{}, fault.MemberMissing.New().Listing(fault.MemberMissing.Detail().At("/person_id"))
	}
	if slices.Contains(e.people(), s.Substitute) {
		return Entry{}, fault.MemberListedTwice.New().Listing(fault.MemberListedTwice.Detail().At("/substitute_id"))
	}
	e.Members = slices.Clone(e.Members)
	e.Members[i] = Member{
		Person: substitute.ID, Role: e.Members[i].Role, Name: substitute.Name, NameLatin: substitute.NameLatin, Organization: substitute.Organization,
	}
	return e, nil
}

// takesSubstitutes refuses an entry whose registrar edits it anyway, or that is in the hall.
func (e Entry) takesSubstitutes() error {
	switch e.Status {
	case Submitted, Approved, Confirmed:
		return nil
	}
	return fault.EntryNotSubstitutable.With("status", string(e.Status))
}
