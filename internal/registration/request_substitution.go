package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/work"
)

// RequestSubstitution says who shall take whose place, and why.
type RequestSubstitution struct {
	Entry              id.ID[Entry]
	Person, Substitute id.ID[people.Person]
	Reason             string
}

// RequestSubstitution asks the organiser for another person in the place of a member. The
// substitute is held against the same rules as at a submission; substitution_too_late names
// the last day and how it was counted.
func (s Service) RequestSubstitution(ctx context.Context, in RequestSubstitution) (Substitution, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Substitution, error) {
		e, err := entryTo(ctx, u, in.Entry, access.RequestSubstitution)
		if err != nil {
			return Substitution{}, err
		}
		setting, err := u.Store.Setting(ctx, e.Event, Shared)
		if err != nil {
			return Substitution{}, err
		}
		if err := e.takesSubstitutes(); err != nil {
			return Substitution{}, err
		}
		days, err := u.Store.WorkingDays(ctx)
		if err != nil {
			return Substitution{}, err
		}
		asked := Substitution{
			ID: id.Random[Substitution](u.IDs), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Status: Requested, RequestedBy: u.Actor.Account,
			Entry: e.ID, Event: e.Event, Edition: e.Edition, Programme: e.Programme, Organization: e.Organization, Person: in.Person, Substitute: in.Substitute,
		}
		if asked.LastDate, err = setting.substitutable(days, u.Now); err != nil {
			return Substitution{}, err
		}
		reasons, err := given("/reason", in.Reason)
		if err != nil {
			return Substitution{}, err
		}
		asked.Reason = reasons[0]
		changed, err := substituted(ctx, u, setting, e, asked)
		if err != nil {
			return Substitution{}, err
		}
		for i, m := range e.Members {
			if m.Person == in.Person {
				asked.Role, asked.Name, asked.SubName = m.Role, m.Name, changed.Members[i].Name
			}
		}
		u.Record(SubstitutionRequested{asked.ID, asked.Entry, asked.Person, asked.Substitute, asked.LastDate})
		return asked, u.Store.AddSubstitution(ctx, asked)
	})
}

// substituted is the entry with the substitute in it, who passes the same rules as everybody.
// A person of another organization does not exist for a registrar, unless the rules allow mixed
// teams, or it is an instructor who works there too.
func substituted(ctx context.Context, u *work.Unit[Store], setting Setting, e Entry, asked Substitution) (Entry, error) {
	found, err := u.Store.PeopleForEntry(ctx, []id.ID[people.Person]{asked.Substitute}, true)
	if err != nil {
		return Entry{}, err
	}
	pasts, err := u.Store.Pasts(ctx, []id.ID[people.Person]{asked.Substitute})
	if err != nil {
		return Entry{}, err
	}
	missing := fault.ReferenceMissing.With("what", "person").Listing(fault.ReferenceMissing.Detail("what", "person").At("/substitute_id"))
	substitute, known := found[asked.Substitute]
	if !known {
		return Entry{}, missing
	}
	changed, err := e.with(asked, substitute)
	if err != nil {
		return Entry{}, err
	}
	for _, m := range changed.Members {
		if m.Person == substitute.ID && !setting.may(m.Role, substitute, pasts[substitute.ID], e.Organization) {
			return Entry{}, missing
		}
	}
	return changed, eligible(ctx, u.Store, setting, changed, u.Now)
}
