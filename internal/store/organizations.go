package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
)

var _ organizations.Store = (*Tx)(nil)

type organizationRow struct {
	ID        id.ID[organizations.Organization]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Name      document[names.Text]
	SortKey   string
	Kind      organizations.Kind
	District  *string
	Status    organizations.Status
}

func (organizationRow) TableName() string { return "organizations" }

func toOrganizationRow(o organizations.Organization) organizationRow {
	return organizationRow{
		o.ID, o.Revision, at(o.CreatedAt), at(o.UpdatedAt), doc(o.Name), names.SortKey(o.Name.In("zh")), o.Kind, o.District, o.Status,
	}
}

func (r organizationRow) organization(external map[[16]byte]map[string]string) organizations.Organization {
	return organizations.Organization{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time,
		Name: r.Name.V, Kind: r.Kind, District: r.District, Status: r.Status, ExternalIDs: external[r.ID],
	}
}

// Organization reads one.
func (tx *Tx) Organization(ctx context.Context, o id.ID[organizations.Organization]) (organizations.Organization, error) {
	var r organizationRow
	if err := tx.db.WithContext(ctx).Where("id = ?", o).Take(&r).Error; err != nil {
		return organizations.Organization{}, translate(err)
	}
	external, err := tx.externalIDs(ctx, r.ID[:])
	return r.organization(external), err
}

// AddOrganization inserts one.
func (tx *Tx) AddOrganization(ctx context.Context, o organizations.Organization) error {
	r := toOrganizationRow(o)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveOrganizationKeys(ctx, o)
}

// ChangeOrganization writes one over the revision before it.
func (tx *Tx) ChangeOrganization(ctx context.Context, o organizations.Organization) error {
	r := toOrganizationRow(o)
	if err := tx.replace(ctx, &r, o.ID[:], o.Revision); err != nil {
		return err
	}
	return tx.saveOrganizationKeys(ctx, o)
}

func (tx *Tx) saveOrganizationKeys(ctx context.Context, o organizations.Organization) error {
	if err := tx.saveNames(ctx, o.ID.Ref(), o.Name); err != nil {
		return err
	}
	return tx.saveExternalIDs(ctx, o.ID.Ref(), o.ExternalIDs)
}

// Organizations reads a page.
func (tx *Tx) Organizations(ctx context.Context, f organizations.Filter) (page.Page[organizations.Organization], error) {
	q := tx.db.WithContext(ctx).Model(&organizationRow{})
	q = tx.external(tx.named(q, "org", f.Query), "org", f.ExternalID)
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.District != "" {
		q = q.Where("district >= ? and district < ?", f.District, f.District+":") // ":" follows "9"
	}
	o := order{desc: f.Descending}
	if f.ByName {
		o.column = "sort_key"
	}
	rows, err := paged(q, f.Page, o, func(r organizationRow) page.Position { return page.Position{Key: r.SortKey, ID: r.ID.String()} })
	if err != nil {
		return page.Page[organizations.Organization]{}, err
	}
	external, err := tx.externalIDs(ctx, idBytes(rows.Items, func(r organizationRow) [16]byte { return r.ID })...)
	return page.Map(rows, func(r organizationRow) organizations.Organization { return r.organization(external) }), err
}
