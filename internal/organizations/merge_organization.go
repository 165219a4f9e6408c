package organizations

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// MergeOrganization says which organization goes on as a part of which other one.
type MergeOrganization struct {
	Organization id.ID[Organization]
	Expected     int64
	Into         id.ID[Organization] // has to be active
	Closure
}

// MergeOrganization closes an organization that another one continues. Nothing is moved:
// people and entries stay with it, and its codes and names answer for the other one.
func (s Service) MergeOrganization(ctx context.Context, in MergeOrganization) (Organization, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Organization, error) {
		both, err := u.Store.LockOrganizations(ctx, in.Organization, in.Into) // or two of them could become each other's
		if err != nil {
			return Organization{}, err
		}
		o, known := both[in.Organization]
		if !known {
			return Organization{}, fault.NotFound.New()
		}
		if err := expects(u, access.MergeOrganization, o, in.Expected); err != nil {
			return Organization{}, err
		}
		survivor, known := both[in.Into]
		switch {
		case !known:
			return Organization{}, refused([]fault.Detail{fault.ReferenceMissing.Detail("what", "organization").At("/into_id")})
		case in.Into == in.Organization:
			return Organization{}, refused([]fault.Detail{fault.InvalidValue.Detail().At("/into_id")})
		case o.MergedInto != nil:
			return Organization{}, fault.OrganizationMerged.New()
		case survivor.Status == Closed:
			return Organization{}, refused([]fault.Detail{fault.OrganizationClosed.Detail().At("/into_id")})
		}
		if o, err = o.closed(u, in.Closure); err != nil {
			return Organization{}, err
		}
		o.MergedInto = &in.Into
		u.Record(OrganizationMerged{o.ID, o.Revision, in.Into, o.Closure.Date})
		return o, u.Store.ChangeOrganization(ctx, o)
	})
}
