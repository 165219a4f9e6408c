package registration

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Substitution reads one.
func (s Service) Substitution(ctx context.Context, substitution id.ID[Substitution]) (Substitution, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Substitution, error) {
		return substitutionTo(ctx, u, substitution, access.ReadSubstitution)
	})
}

// substitutionTo reads one for somebody who asks to do this with it: whoever may not see the
// entry does not see it either.
func substitutionTo(ctx context.Context, u *work.Unit[Store], substitution id.ID[Substitution], action access.Action) (Substitution, error) {
	found, err := u.Store.Substitution(ctx, substitution)
	if err != nil {
		return Substitution{}, err
	}
	e, err := u.Store.Entry(ctx, found.Entry)
	if err != nil {
		return Substitution{}, err
	}
	return found, u.Allow(action, found.within(e, u.Now))
}

// Substitutions reads those of an entry that the caller may read, oldest first.
func (s Service) Substitutions(ctx context.Context, entry id.ID[Entry]) ([]Substitution, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Substitution, error) {
		e, err := entryTo(ctx, u, entry, access.ListSubstitutions)
		if err != nil {
			return nil, err
		}
		all, err := u.Store.Substitutions(ctx, e.ID)
		return slices.DeleteFunc(all, func(s Substitution) bool {
			return u.Actor.May(access.ReadSubstitution, s.within(e, u.Now), u.Now) != nil
		}), err
	})
}
