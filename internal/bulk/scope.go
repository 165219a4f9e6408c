package bulk

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// within is what an import goes into: who may import there is asked on it.
func (i Import) within(ctx context.Context, store Store) (scope access.Scope, err error) {
	if i.Base != nil {
		base, err := store.Base(ctx, *i.Base)
		if err != nil {
			return nil, err
		}
		scope = base.Scope()
	} else if i.Organization != nil {
		scope = access.Scope{i.Organization.Ref()}
	}
	if i.Squad != nil {
		scope = append(scope, i.Squad.Ref())
	}
	return scope, nil
}

// allow asks whether the caller may do this to an import. It belongs to who sent it for as long
// as that one may import there: who loses the role loses sight of what it showed.
func allow(ctx context.Context, u *work.Unit[Store], action access.Action, i Import) error {
	scope, err := i.within(ctx, u.Store)
	if err != nil {
		return err
	}
	if u.Actor.May(access.CreateImport, scope, u.Now) == nil {
		scope = append(scope, i.Account)
	}
	return u.Allow(action, append(scope, i.ID.Ref()))
}

// find reads an import that the caller may do this to.
func find(ctx context.Context, u *work.Unit[Store], imported id.ID[Import], action access.Action) (Import, error) {
	i, err := u.Store.Import(ctx, imported)
	if err != nil {
		return Import{}, err
	}
	return i, allow(ctx, u, action, i)
}
