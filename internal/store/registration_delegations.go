package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

type delegationRow struct {
	ID           id.ID[registration.Delegation]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Edition      id.ID[programmes.Edition]
	Kind         registration.DelegationKind
	Name         document[names.Text]
	SortKey      string
	Organization *id.ID[organizations.Organization]
	Leader       *id.ID[people.Person]
}

func (delegationRow) TableName() string { return "delegations" }

func toDelegationRow(d registration.Delegation) delegationRow {
	return delegationRow{
		d.ID, d.Revision, at(d.CreatedAt), at(d.UpdatedAt), d.Edition, d.Kind, doc(d.Name), names.SortKey(d.Name.In("zh")), d.Organization, d.Leader,
	}
}

type delegationOrganizationRow struct {
	Delegation   id.ID[registration.Delegation]
	Organization id.ID[organizations.Organization]
	Position     int
}

func (delegationOrganizationRow) TableName() string { return "delegation_organizations" }

// Delegation reads one.
func (tx *Tx) Delegation(ctx context.Context, d id.ID[registration.Delegation]) (registration.Delegation, error) {
	var r delegationRow
	if err := tx.db.WithContext(ctx).Where("id = ?", d).Take(&r).Error; err != nil {
		return registration.Delegation{}, translate(err)
	}
	found, err := tx.delegations(ctx, r.Edition, []delegationRow{r})
	if err != nil {
		return registration.Delegation{}, err
	}
	return found[0], nil
}

// delegations fills in programme and organizations of delegations of one edition.
func (tx *Tx) delegations(ctx context.Context, e id.ID[programmes.Edition], rows []delegationRow) ([]registration.Delegation, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	edition, err := tx.EditionForEntries(ctx, e, registration.Unlocked)
	if err != nil {
		return nil, err
	}
	var members []delegationOrganizationRow
	err = tx.db.WithContext(ctx).Where("delegation in ?", idBytes(rows, func(r delegationRow) [16]byte { return r.ID })).
		Order("delegation, position").Find(&members).Error
	if err != nil {
		return nil, err
	}
	of := map[id.ID[registration.Delegation]][]id.ID[organizations.Organization]{}
	for _, m := range members {
		of[m.Delegation] = append(of[m.Delegation], m.Organization)
	}
	out := make([]registration.Delegation, len(rows))
	for i, r := range rows {
		out[i] = registration.Delegation{
			ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Edition: r.Edition, Programme: edition.Programme,
			Kind: r.Kind, Name: r.Name.V, Organization: r.Organization, Organizations: of[r.ID], Leader: r.Leader,
		}
	}
	return out, nil
}

// AddDelegation inserts one with its organizations.
func (tx *Tx) AddDelegation(ctx context.Context, d registration.Delegation) error {
	r := toDelegationRow(d)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveDelegation(ctx, d)
}

// ChangeDelegation writes one with its organizations over the revision before it.
func (tx *Tx) ChangeDelegation(ctx context.Context, d registration.Delegation) error {
	r := toDelegationRow(d)
	if err := tx.replace(ctx, &r, d.ID[:], d.Revision); err != nil {
		return err
	}
	return tx.saveDelegation(ctx, d)
}

// saveDelegation writes the organizations of a delegation anew, and what it is found by.
func (tx *Tx) saveDelegation(ctx context.Context, d registration.Delegation) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("delete from delegation_organizations where delegation = ?", d.ID).Error; err != nil {
		return err
	}
	rows := make([]delegationOrganizationRow, len(d.Organizations))
	for i, o := range d.Organizations {
		rows[i] = delegationOrganizationRow{d.ID, o, i}
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	return tx.saveNames(ctx, d.ID.Ref(), d.Name)
}

// RemoveDelegation deletes one that nothing refers to.
func (tx *Tx) RemoveDelegation(ctx context.Context, d id.ID[registration.Delegation]) error {
	if err := tx.saveSearchKeys(ctx, d.Ref()); err != nil {
		return err
	}
	return tx.db.WithContext(ctx).Exec("delete from delegations where id = ?", d).Error
}

// DelegationUse counts the entries and the quotas that refer to one.
func (tx *Tx) DelegationUse(ctx context.Context, d id.ID[registration.Delegation]) (entries, quotas int, err error) {
	var use struct{ Entries, Quotas int }
	err = tx.db.WithContext(ctx).Raw(`select (select count(*) from entries where delegation = ?) as entries,
		(select count(*) from quotas where delegation = ?) as quotas`, d, d).Scan(&use).Error
	return use.Entries, use.Quotas, err
}

// Delegations reads a page of an edition's delegations.
func (tx *Tx) Delegations(ctx context.Context, f registration.DelegationFilter) (page.Page[registration.Delegation], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&delegationRow{}), "dlg", f.Query).Where("edition = ?", f.Edition)
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if f.Organization != nil {
		q = q.Where(belongs, *f.Organization, *f.Organization)
	}
	rows, err := paged(q, f.Page, order{column: "sort_key"}, func(r delegationRow) page.Position {
		return page.Position{Key: r.SortKey, ID: r.ID.String()}
	})
	if err != nil {
		return page.Page[registration.Delegation]{}, err
	}
	delegations, err := tx.delegations(ctx, f.Edition, rows.Items)
	return page.Page[registration.Delegation]{Items: delegations, Next: rows.Next, Total: rows.Total}, err
}

// belongs is true of the delegations that an organization belongs to or leads.
const belongs = "(organization = ? or id in (select delegation from delegation_organizations where organization = ?))"

// DelegationsOf reads the delegations of an edition that an organization belongs to or leads.
func (tx *Tx) DelegationsOf(
	ctx context.Context, e id.ID[programmes.Edition], o id.ID[organizations.Organization],
) ([]registration.Delegation, error) {
	var rows []delegationRow
	if err := tx.db.WithContext(ctx).Where("edition = ?", e).Where(belongs, o, o).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	return tx.delegations(ctx, e, rows)
}
