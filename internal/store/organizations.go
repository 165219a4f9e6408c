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
	ID           id.ID[organizations.Organization]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Name         document[names.Text]
	SortKey      string
	Kind         organizations.Kind
	District     *string
	Status       organizations.Status
	FormerNames  document[[]organizations.FormerName]
	Aliases      document[[]string]
	ClosedDate   *string
	ClosedReason *string
	MergedInto   *id.ID[organizations.Organization]
}

func (organizationRow) TableName() string { return "organizations" }

func toOrganizationRow(o organizations.Organization) organizationRow {
	r := organizationRow{
		ID: o.ID, Revision: o.Revision, CreatedAt: at(o.CreatedAt), UpdatedAt: at(o.UpdatedAt), Name: doc(o.Name), SortKey: names.SortKey(o.Name.In("zh")),
		Kind: o.Kind, District: o.District, Status: o.Status, FormerNames: doc(o.FormerNames), Aliases: doc(o.Aliases), MergedInto: o.MergedInto,
	}
	if o.Closure != nil {
		r.ClosedDate, r.ClosedReason = &o.Closure.Date, &o.Closure.Reason
	}
	return r
}

func (r organizationRow) organization(external map[[16]byte]map[string]string) organizations.Organization {
	o := organizations.Organization{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Name: r.Name.V, FormerNames: r.FormerNames.V,
		Aliases: r.Aliases.V, Kind: r.Kind, District: r.District, Status: r.Status, MergedInto: r.MergedInto, ExternalIDs: external[r.ID],
	}
	if r.ClosedDate != nil && r.ClosedReason != nil {
		o.Closure = &organizations.Closure{Date: *r.ClosedDate, Reason: *r.ClosedReason}
	}
	return o
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

// LockOrganizations reads those that exist, in the order of their ids, so that two units cannot
// wait for each other.
func (tx *Tx) LockOrganizations(ctx context.Context, all ...id.ID[organizations.Organization]) (map[id.ID[organizations.Organization]]organizations.Organization, error) {
	var rows []organizationRow
	if err := tx.locked(ctx).Where("id in ?", all).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	found, err := tx.organizations(ctx, rows)
	out := make(map[id.ID[organizations.Organization]]organizations.Organization, len(found))
	for _, o := range found {
		out[o.ID] = o
	}
	return out, err
}

// OrganizationsByCode reads those that have one of these codes themselves.
func (tx *Tx) OrganizationsByCode(ctx context.Context, codes []organizations.Code) (map[organizations.Code]organizations.Organization, error) {
	values := map[string][]string{}
	for _, c := range codes {
		values[c.Source] = append(values[c.Source], c.Value)
	}
	out := map[organizations.Code]organizations.Organization{}
	for source, codes := range values {
		var rows []organizationRow
		err := tx.db.WithContext(ctx).Where("id in (?)", tx.new().Table("external_ids").Select("subject").
			Where("noun = 'org' and source = ? and value in ?", source, codes)).Find(&rows).Error
		if err != nil {
			return nil, err
		}
		found, err := tx.organizations(ctx, rows)
		if err != nil {
			return nil, err
		}
		for _, o := range found {
			out[organizations.Code{Source: source, Value: o.ExternalIDs[source]}] = o
		}
	}
	return out, nil
}

// organizations fills in what other systems call them.
func (tx *Tx) organizations(ctx context.Context, rows []organizationRow) ([]organizations.Organization, error) {
	external, err := tx.externalIDs(ctx, idBytes(rows, func(r organizationRow) [16]byte { return r.ID })...)
	out := make([]organizations.Organization, len(rows))
	for i, r := range rows {
		out[i] = r.organization(external)
	}
	return out, err
}

// AddOrganization inserts some.
func (tx *Tx) AddOrganization(ctx context.Context, all ...organizations.Organization) error {
	rows := make([]organizationRow, len(all))
	var keys []searchKeyRow
	var external []externalIDRow
	for i, o := range all {
		rows[i] = toOrganizationRow(o)
		keys = append(keys, searchKeyRows(o.ID.Ref(), o.Called()...)...)
		external = append(external, externalIDRows(o.ID.Ref(), o.ExternalIDs)...)
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	if err := insert(ctx, tx, keys); err != nil {
		return err
	}
	return insert(ctx, tx, external)
}

// ChangeOrganization writes one over the revision before it.
func (tx *Tx) ChangeOrganization(ctx context.Context, o organizations.Organization) error {
	r := toOrganizationRow(o)
	if err := tx.replace(ctx, &r, o.ID[:], o.Revision); err != nil {
		return err
	}
	if err := tx.saveSearchKeys(ctx, o.ID.Ref(), o.Called()...); err != nil {
		return err
	}
	return translate(tx.saveExternalIDs(ctx, o.ID.Ref(), o.ExternalIDs))
}

// heirs narrows a list to some organizations and those that they were merged into, directly or
// over others.
const heirs = `id in (with recursive heirs (id) as (
		? union select o.merged_into from organizations o join heirs h on o.id = h.id where o.merged_into is not null
	) select id from heirs)`

// Organizations reads a page.
func (tx *Tx) Organizations(ctx context.Context, f organizations.Filter) (page.Page[organizations.Organization], error) {
	q := tx.db.WithContext(ctx).Model(&organizationRow{})
	if found := tx.found("org", f.Query); found != nil {
		q = q.Where(heirs, found)
	}
	if f.Code != (organizations.Code{}) {
		q = q.Where("merged_into is null").Where(heirs, tx.called("org", f.Code.Source, f.Code.Value))
	}
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.MergedInto != nil {
		q = q.Where("merged_into = ?", *f.MergedInto)
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
