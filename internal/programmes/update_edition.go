package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// UpdateEdition says what to change; nil leaves a field as it is.
type UpdateEdition struct {
	Edition              id.ID[Edition]
	Expected             int64
	Number, Year         *int
	Name, Host           names.Patch
	TimeZone             *string
	StartsDate, EndsDate **string
	Windows              map[WindowKind]Ends
	HoldMinutes          **int
	WaitingList          *bool
	ReplacedBy           **id.ID[Edition]
}

// UpdateEdition changes an edition. A finished one only learns what replaced it.
func (s Service) UpdateEdition(ctx context.Context, in UpdateEdition) (Edition, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Edition, error) {
		e, err := editionToChange(ctx, u, in.Edition, access.UpdateEdition)
		if err != nil {
			return Edition{}, err
		}
		if e.Revision != in.Expected {
			return Edition{}, fault.RevisionStale.New().Showing(e)
		}
		if finished := e.Status == Cancelled || e.Status == Archived; finished && !in.onlyReplaces() {
			return Edition{}, fault.EditionFinished.With("status", e.Status)
		}
		if err := in.replacement(ctx, u.Store); err != nil {
			return Edition{}, err
		}
		before := e
		e = e.with(in)
		e.Revision, e.UpdatedAt = e.Revision+1, u.Now
		if err := e.check(e.set(in.Windows)); err != nil {
			return Edition{}, err
		}
		u.Record(EditionUpdated{e.ID, e.Revision})
		for _, moved := range e.windowsMoved(before) {
			u.Record(moved)
		}
		return e, u.Store.ChangeEdition(ctx, e)
	})
}

// editionToChange reads an edition that the unit is going to change or to add to. Only who may
// do that makes others wait.
func editionToChange(ctx context.Context, u *work.Unit[Store], edition id.ID[Edition], action access.Action) (Edition, error) {
	e, err := u.Store.Edition(ctx, edition)
	if err != nil {
		return Edition{}, err
	}
	if err := u.Allow(action, e.Scope()); err != nil {
		return Edition{}, err
	}
	return u.Store.LockEdition(ctx, edition)
}

func (in UpdateEdition) onlyReplaces() bool {
	return in.Number == nil && in.Year == nil && in.Name == nil && in.Host == nil && in.TimeZone == nil &&
		in.StartsDate == nil && in.EndsDate == nil && len(in.Windows) == 0 && in.HoldMinutes == nil && in.WaitingList == nil
}

// replacement refuses an edition that does not exist, or that would replace itself.
func (in UpdateEdition) replacement(ctx context.Context, s Store) error {
	if in.ReplacedBy == nil || *in.ReplacedBy == nil {
		return nil
	}
	if _, err := s.Edition(ctx, **in.ReplacedBy); fault.Is(err, fault.NotFound) || **in.ReplacedBy == in.Edition {
		return fault.ReferenceMissing.With("what", "replaced_by")
	} else if err != nil {
		return err
	}
	return nil
}

func (e Edition) with(in UpdateEdition) Edition {
	set(&e.Number, in.Number)
	set(&e.Year, in.Year)
	set(&e.TimeZone, in.TimeZone)
	set(&e.StartsDate, in.StartsDate)
	set(&e.EndsDate, in.EndsDate)
	set(&e.HoldMinutes, in.HoldMinutes)
	set(&e.WaitingList, in.WaitingList)
	set(&e.ReplacedBy, in.ReplacedBy)
	if in.Name != nil {
		e.Name = names.Text(in.Name.On(e.Name)).Clean()
	}
	if in.Host != nil {
		e.Host = names.Text(in.Host.On(e.Host)).Clean()
	}
	return e
}

// set writes a value that was given.
func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}
