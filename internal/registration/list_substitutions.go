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
		found, err := u.Store.Substitution(ctx, substitution)
		if err != nil {
			return Substitution{}, err
		}
		return found, u.Allow(access.ReadSubstitution, found.Scope())
	})
}

// Substitutions reads those of an entry, oldest first.
func (s Service) Substitutions(ctx context.Context, entry id.ID[Entry]) ([]Substitution, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Substitution, error) {
		e, err := u.Store.Entry(ctx, entry)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListSubstitutions, e.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Substitutions(ctx, e.ID)
	})
}
