package organizations

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CreateOrganization says what to enter.
type CreateOrganization struct {
	Name        names.Text
	FormerNames []FormerName
	Aliases     []string
	Kind        Kind
	District    *string
	ExternalIDs map[string]string
}

// CreateOrganization enters an organization. An external id that another organization has
// is already_exists.
func (s Service) CreateOrganization(ctx context.Context, in CreateOrganization) (Organization, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Organization, error) {
		if err := u.Allow(access.CreateOrganization, nil); err != nil {
			return Organization{}, err
		}
		o, err := in.Organization(id.Ordered[Organization](u.IDs, u.Now), u.Now)
		if err != nil {
			return Organization{}, err
		}
		u.Record(OrganizationCreated{o.ID, o.Kind})
		return o, u.Store.AddOrganization(ctx, o)
	})
}

// Organization is what is entered, held against the rules.
func (in CreateOrganization) Organization(o id.ID[Organization], now time.Time) (Organization, error) {
	entered := Organization{
		ID: o, Revision: 1, CreatedAt: now, UpdatedAt: now, Name: in.Name, FormerNames: in.FormerNames,
		Aliases: in.Aliases, Kind: in.Kind, District: in.District, Status: Active, ExternalIDs: in.ExternalIDs,
	}.clean()
	return entered, entered.check(now, nil)
}
