package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/work"
)

// ApplyForBase says for what an organization applies, and with what.
type ApplyForBase struct {
	Event        id.ID[programmes.Event]
	Organization id.ID[organizations.Organization]
	Statement    string
}

// ApplyForBase applies for a training base.
func (s Service) ApplyForBase(ctx context.Context, in ApplyForBase) (Base, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Base, error) {
		setting, err := u.Store.Setting(ctx, in.Event, registration.Shared)
		if err != nil {
			return Base{}, err
		}
		if err := u.Allow(access.ApplyForBase, append(setting.Event.Scope(), in.Organization.Ref())); err != nil {
			return Base{}, err
		}
		if err := goesOn(setting.Edition.Status); err != nil {
			return Base{}, err
		}
		organization, err := u.Store.Organization(ctx, in.Organization)
		switch {
		case fault.Is(err, fault.NotFound):
			return Base{}, missing("organization", "/organization_id")
		case err != nil:
			return Base{}, err
		case organization.Status != organizations.Active:
			return Base{}, fault.OrganizationClosed.New().Listing(fault.OrganizationClosed.Detail().At("/organization_id"))
		}
		statement, err := said(in.Statement, "/statement")
		if err != nil {
			return Base{}, err
		}
		b := Base{
			ID: id.Ordered[Base](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Event: in.Event, Organization: in.Organization,
			Status: Applied, Statement: statement, Edition: setting.Edition.ID,
		}
		u.Record(BaseApplied{b.ID, b.Event, b.Organization})
		if err := u.Store.AddBase(ctx, b); err != nil {
			return Base{}, err
		}
		return u.Store.Base(ctx, b.ID)
	})
}
