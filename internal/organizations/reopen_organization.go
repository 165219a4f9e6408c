package organizations

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ReopenOrganization says which closure or merger to undo.
type ReopenOrganization struct {
	Organization id.ID[Organization]
	Expected     int64
}

// ReopenOrganization makes a closed or merged organization active again; its codes and names
// answer for itself. organization_active if it is.
func (s Service) ReopenOrganization(ctx context.Context, in ReopenOrganization) (Organization, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Organization, error) {
		o, err := u.Store.Organization(ctx, in.Organization)
		if err != nil {
			return Organization{}, err
		}
		if err := expects(u, access.ReopenOrganization, o, in.Expected); err != nil {
			return Organization{}, err
		}
		if o.Status == Active {
			return Organization{}, fault.OrganizationActive.New()
		}
		o.Status, o.Closure, o.MergedInto = Active, nil, nil
		o = o.revised(u.Now)
		u.Record(OrganizationReopened{o.ID, o.Revision})
		return o, u.Store.ChangeOrganization(ctx, o)
	})
}
