package registration

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/work"
)

// UpdateEntry says what to change; nil leaves a field as it is.
type UpdateEntry struct {
	Entry      id.ID[Entry]
	Expected   int64               // the revision that the caller has seen
	Delegation **id.ID[Delegation] // nil: leave; pointer to nil: the one that the organization belongs to
	Name       **string            // nil: leave; pointer to nil: remove
	Course     **string            // nil: leave; pointer to nil: remove
	Major      **people.Major      // nil: leave; pointer to nil: remove
	Members    *[]Member           // all members anew
}

// UpdateEntry changes a draft or a returned entry; entry_not_editable in any other state. One
// that holds places stays in the delegation that it took them for.
func (s Service) UpdateEntry(ctx context.Context, in UpdateEntry) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		e, setting, err := toMove(ctx, u, in.Entry, in.Expected, access.UpdateEntry)
		if err != nil {
			return Entry{}, err
		}
		if e, err = e.Redrafted(ctx, u.Store, setting, in, u.Now); err != nil {
			return Entry{}, err
		}
		if err := u.Store.ChangeEntry(ctx, e); err != nil {
			return Entry{}, err
		}
		u.Record(Redrafted(e))
		return e, u.Store.ReplaceMembers(ctx, e)
	})
}

// rejoin moves an entry to another delegation of its organization, unless it holds places.
func rejoin(ctx context.Context, s Store, e *Entry, delegation *id.ID[Delegation]) error {
	if e.SubmittedAt != nil || e.HoldsPlaces() {
		return fault.EntryNotEditable.With("status", string(e.Status)).Listing(fault.EntryNotEditable.Detail("status", string(e.Status)).At("/delegation_id"))
	}
	organization, err := s.Organization(ctx, e.Organization)
	if err != nil {
		return err
	}
	return join(ctx, s, e, organization, delegation)
}

// Redrafted is the entry with what is to be changed, held against the rules for drafts.
func (e Entry) Redrafted(ctx context.Context, s Store, setting Setting, in UpdateEntry, now time.Time) (_ Entry, err error) {
	if err := e.editable(); err != nil {
		return Entry{}, err
	}
	if err := setting.TakesEntries(now); err != nil {
		return Entry{}, err
	}
	if in.Delegation != nil {
		if err := rejoin(ctx, s, &e, *in.Delegation); err != nil {
			return Entry{}, err
		}
	}
	if in.Name != nil {
		e.Name = cleanOrNil(*in.Name)
	}
	if in.Course != nil {
		e.Course = cleanOrNil(*in.Course)
	}
	if in.Major != nil {
		if e.Major, err = people.CleanMajor(*in.Major); err != nil {
			return Entry{}, err
		}
	}
	if in.Members != nil {
		if e.Members, err = known(ctx, s, setting, e, *in.Members); err != nil {
			return Entry{}, err
		}
		e.ShortHanded = setting.ShortHanded(e.Members)
	}
	e.Revision, e.UpdatedAt = e.Revision+1, now
	return e, nil
}
