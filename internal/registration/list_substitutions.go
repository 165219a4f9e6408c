package registration

import (
	"context"

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
	return found, u.Allow(action, append(e.at(u.Now).Scope(), found.ID.Ref()))
}

// Substitutions reads those of an entry, oldest first.
func (s Service) Substitutions(ctx context.Context, entry id.ID[Entry]) ([]Substitution, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Substitution, error) {
		e, err := entryTo(ctx, u, entry, access.ListSubstitutions)
		if err != nil {
			return nil, err
		}
		return u.Store.Substitutions(ctx, e.ID)
	})
}
