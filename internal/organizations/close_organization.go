package organizations

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CloseOrganization says which organization ends, since when and why.
type CloseOrganization struct {
	Organization id.ID[Organization]
	Expected     int64
	Closure
}

// CloseOrganization closes an organization: it stays readable and takes no new people or
// entries. organization_closed if it is closed already.
func (s Service) CloseOrganization(ctx context.Context, in CloseOrganization) (Organization, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Organization, error) {
		o, err := u.Store.Organization(ctx, in.Organization)
		if err != nil {
			return Organization{}, err
		}
		if err := expects(u, access.CloseOrganization, o, in.Expected); err != nil {
			return Organization{}, err
		}
		if o.Status == Closed {
			return Organization{}, fault.OrganizationClosed.New()
		}
		if o, err = o.closed(u, in.Closure); err != nil {
			return Organization{}, err
		}
		u.Record(OrganizationClosed{o.ID, o.Revision, o.Closure.Date})
		return o, u.Store.ChangeOrganization(ctx, o)
	})
}

// closed is the organization after its end.
func (o Organization) closed(u *work.Unit[Store], c Closure) (Organization, error) {
	c.Reason = names.Clean(c.Reason)
	wrong := inFuture(c.Date, u.Now, "/date")
	if c.Reason == "" {
		wrong = append(wrong, fault.ReasonRequired.Detail().At("/reason"))
	}
	o.Status, o.Closure = Closed, &c
	return o.revised(u.Now), refused(wrong)
}
