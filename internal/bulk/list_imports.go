package bulk

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// ImportFilter narrows the list of imports.
type ImportFilter struct {
	Page   page.Request
	Kind   Kind   // "" for all
	Status Status // "" for all

	Seen Seen // set by the service
}

// Seen says which imports the caller may see: all, or those that go into one of these things, of
// one account alone unless it is zero.
type Seen struct {
	Everything bool
	Account    id.Ref
	Within     access.Scope
}

// Imports reads a page of those that the caller may read one by one, the newest first.
func (s *Service) Imports(ctx context.Context, f ImportFilter) (page.Page[Import], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Import], error) {
		var err error
		if f.Seen, err = seen(u); err != nil {
			return page.Page[Import]{}, err
		}
		return u.Store.Imports(ctx, f)
	})
}

// seen is what allow answers for every import.
func seen(u *work.Unit[Store]) (seen Seen, err error) {
	prefixes := []string{"org", "bas", "evt", "edn", "prg"}
	if u.Actor.IsService() {
		seen.Within, seen.Everything = u.Actor.Reach(access.ListImports, u.Now, prefixes...)
		return seen, u.Allow(access.ListImports, seen.Within)
	}
	_, seen.Everything = u.Actor.Reach(access.ReadImport, u.Now, prefixes...)
	seen.Within, _ = u.Actor.Reach(access.CreateImport, u.Now, prefixes...)
	seen.Account = u.Actor.Account
	return seen, u.Allow(access.ListImports, nil)
}
