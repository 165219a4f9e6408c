package organizations

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// UpdateOrganization says what to change; nil leaves a field as it is.
type UpdateOrganization struct {
	Organization id.ID[Organization]
	Expected     int64 // the revision that the caller has seen
	Name         names.Text
	Kind         *Kind
	District     **string // nil: leave; pointer to nil: remove
	Status       *Status
	ExternalIDs  map[string]string
}

// UpdateOrganization changes an organization; revision_stale shows it as it is now.
func (s Service) UpdateOrganization(ctx context.Context, in UpdateOrganization) (Organization, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Organization, error) {
		o, err := u.Store.Organization(ctx, in.Organization)
		if err != nil {
			return Organization{}, err
		}
		if err := u.Allow(access.UpdateOrganization, o.Scope()); err != nil {
			return Organization{}, err
		}
		if o.Revision != in.Expected {
			return Organization{}, fault.RevisionStale.New().Showing(o)
		}
		if o, err = o.Changed(in, u.Now); err != nil {
			return Organization{}, err
		}
		u.Record(OrganizationUpdated{o.ID, o.Revision, o.Status})
		return o, u.Store.ChangeOrganization(ctx, o)
	})
}

// Changed is the organization with what is to be changed, held against the rules.
func (o Organization) Changed(in UpdateOrganization, now time.Time) (Organization, error) {
	o = o.with(in)
	o.Revision, o.UpdatedAt = o.Revision+1, now
	return o, o.check()
}

func (o Organization) with(in UpdateOrganization) Organization {
	if in.Name != nil {
		o.Name = in.Name.Clean()
	}
	if in.Kind != nil {
		o.Kind = *in.Kind
	}
	if in.District != nil {
		o.District = *in.District
	}
	if in.Status != nil {
		o.Status = *in.Status
	}
	if in.ExternalIDs != nil {
		o.ExternalIDs = in.ExternalIDs
	}
	return o
}
