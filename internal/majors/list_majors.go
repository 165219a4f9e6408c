package majors

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Filter narrows the list of majors.
type Filter struct {
	Page  page.Request
	Query string // beginning of a name, its pinyin or its initials
	Key          // what is "" is any
}

// Major reads one.
func (s Service) Major(ctx context.Context, m id.ID[Major]) (Major, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Major, error) {
		if err := u.Allow(access.ReadMajors, nil); err != nil {
			return Major{}, err
		}
		return u.Store.Major(ctx, m)
	})
}

// Majors reads a page; major_ambiguous for a code without its catalogue.
func (s Service) Majors(ctx context.Context, f Filter) (page.Page[Major], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Major], error) {
		if err := u.Allow(access.ReadMajors, nil); err != nil {
			return page.Page[Major]{}, err
		}
		if f.Code != "" && f.Catalogue == "" {
			return page.Page[Major]{}, fault.MajorAmbiguous.New().Listing(fault.MajorAmbiguous.Detail().In("catalogue"))
		}
		f.Code = names.Code(f.Code)
		return u.Store.Majors(ctx, f)
	})
}
