package divisions

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Service runs the use cases. They need nothing of a database.
type Service struct{ units work.Units[any] }

// New gives the use cases their units of work.
func New(units work.Units[any]) Service { return Service{units} }

// Filter narrows the list of divisions.
type Filter struct {
	Page              page.Request
	Query             string // beginning of a name, its pinyin or its initials
	Parent            string // "" for all
	Level             Level  // "" for all
	SeparatelyPlanned *bool  // nil for all
}

// Division reads one; not_found for a code that is none, or none any more.
func (s Service) Division(ctx context.Context, code string) (Division, error) {
	return work.View(ctx, s.units, func(u *work.Unit[any]) (Division, error) {
		if err := u.Allow(access.ReadDivisions, nil); err != nil {
			return Division{}, err
		}
		d, found := Find(code)
		if !found {
			return Division{}, fault.NotFound.New()
		}
		return d, nil
	})
}

// Divisions reads a page, by code.
func (s Service) Divisions(ctx context.Context, f Filter) (page.Page[Division], error) {
	return work.View(ctx, s.units, func(u *work.Unit[any]) (page.Page[Division], error) {
		if err := u.Allow(access.ReadDivisions, nil); err != nil {
			return page.Page[Division]{}, err
		}
		return f.page()
	})
}

// page reads one division more than the page holds, from after the cursor's position on.
func (f Filter) page() (page.Page[Division], error) {
	after, err := f.Page.After()
	if err != nil {
		return page.Page[Division]{}, err
	}
	var found []Division
	total := int64(0)
	for i, d := range all {
		if !f.wants(i, d) {
			continue
		}
		total++
		if (after == nil || d.Code > after.Key) && len(found) <= f.Page.Size() {
			found = append(found, d)
		}
	}
	p := page.Cut(f.Page, found, func(d Division) page.Position { return page.Position{Key: d.Code} })
	if f.Page.Count {
		p.Total = &total
	}
	return p, nil
}

func (f Filter) wants(i int, d Division) bool {
	switch {
	case f.Parent != "" && d.Parent() != Short(f.Parent), f.Level != "" && d.Level() != f.Level:
		return false
	case f.SeparatelyPlanned != nil && d.SeparatelyPlanned() != *f.SeparatelyPlanned:
		return false
	}
	key := names.SearchKey(f.Query)
	return key == "" || slices.ContainsFunc(searchKeys()[i], func(k string) bool { return strings.HasPrefix(k, key) })
}

// searchKeys are what each division is found by. They are made when somebody searches first.
var searchKeys = sync.OnceValue(func() [][]string {
	keys := make([][]string, len(all))
	for i, d := range all {
		keys[i] = names.SearchKeys(d.Name, d.FullName)
	}
	return keys
})
