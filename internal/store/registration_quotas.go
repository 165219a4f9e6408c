package store

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

type quotaRow struct {
	ID           id.ID[registration.Quota]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Edition      id.ID[programmes.Edition]
	Per          registration.Per
	Unit         registration.Unit
	Event        *id.ID[programmes.Event]
	Organization *id.ID[organizations.Organization]
	Delegation   *id.ID[registration.Delegation]
	District     *string
	Most         int
	EventGroup   *string
}

func (quotaRow) TableName() string { return "quotas" }

func toQuotaRow(q registration.Quota) quotaRow {
	return quotaRow{
		q.ID, q.Revision, at(q.CreatedAt), at(q.UpdatedAt), q.Edition, q.Per, q.Unit, q.Event, q.Organization, q.Delegation, q.District, q.Most,
		q.Group,
	}
}

func (r quotaRow) quota(programme id.ID[programmes.Programme]) registration.Quota {
	return registration.Quota{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time,
		Edition: r.Edition, Programme: programme, Per: r.Per, Unit: r.Unit,
		Event: r.Event, Group: r.EventGroup, Organization: r.Organization, Delegation: r.Delegation, District: r.District, Most: r.Most,
	}
}

// Quota reads one.
func (tx *Tx) Quota(ctx context.Context, q id.ID[registration.Quota]) (registration.Quota, error) {
	var r quotaRow
	if err := tx.db.WithContext(ctx).Where("id = ?", q).Take(&r).Error; err != nil {
		return registration.Quota{}, err
	}
	edition, err := tx.EditionForEntries(ctx, r.Edition, registration.Unlocked)
	return r.quota(edition.Programme), err
}

// useRow is one count of a quota, or of a rule set.
type useRow struct {
	Quota   []byte
	Counted string
	Used    int
}

func (useRow) TableName() string { return "quota_uses" }

// AddQuota inserts one and counts what entries hold of it already. The caller holds the
// edition's lock: nobody takes a place or gives one back meanwhile.
func (tx *Tx) AddQuota(ctx context.Context, q registration.Quota) (int, error) {
	db := tx.db.WithContext(ctx)
	r := toQuotaRow(q)
	if err := db.Create(&r).Error; err != nil {
		return 0, err
	}
	var found []struct {
		Event        id.ID[programmes.Event]
		EventGroup   string
		Organization id.ID[organizations.Organization]
		Delegation   *id.ID[registration.Delegation]
		District     *string
		Entries      int
		Competitors  int
		Instructors  int
	}
	const place = "e.event, v.event_group, e.organization, e.delegation, e.district"
	err := db.Table("entries e").Joins("join events v on v.id = e.event").Select(place+`,
			sum(e.held_entries) as entries, sum(e.held_competitors) as competitors, sum(e.held_instructors) as instructors`).
		Where("e.edition = ? and e.held_entries > 0", q.Edition).Group(place).Find(&found).Error
	if err != nil {
		return 0, err
	}
	counts := map[string]int{}
	most := 0
	for _, f := range found {
		place := registration.Place{Event: f.Event, Group: f.EventGroup, Organization: f.Organization, Delegation: f.Delegation, District: f.District}
		if counted, does := q.Counted(place); does {
			counts[counted] += registration.Size{Entries: f.Entries, Competitors: f.Competitors, Instructors: f.Instructors}.Of(q.Unit)
			most = max(most, counts[counted])
		}
	}
	if len(counts) == 0 {
		return 0, nil
	}
	uses := make([]useRow, 0, len(counts))
	for counted, used := range counts {
		uses = append(uses, useRow{q.ID[:], counted, used})
	}
	return most, insert(ctx, tx, uses)
}

// HasGroup reports whether an event of the edition is of this group.
func (tx *Tx) HasGroup(ctx context.Context, e id.ID[programmes.Edition], group string) (has bool, err error) {
	err = tx.db.WithContext(ctx).Raw("select exists (select 1 from events where edition = ? and event_group = ? and event_group <> '')", e, group).Scan(&has).Error
	return has, err
}

// ChangeQuota writes one over the revision before it.
func (tx *Tx) ChangeQuota(ctx context.Context, q registration.Quota) error {
	r := toQuotaRow(q)
	return tx.replace(ctx, &r, q.ID[:], q.Revision)
}

// RemoveQuota deletes one with its counts.
func (tx *Tx) RemoveQuota(ctx context.Context, q registration.Quota) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("delete from quota_uses where quota = ?", q.ID).Error; err != nil {
		return err
	}
	return db.Exec("delete from quotas where id = ?", q.ID).Error
}

// Quotas reads a page of an edition's quotas.
func (tx *Tx) Quotas(ctx context.Context, f registration.QuotaFilter) (page.Page[registration.Quota], error) {
	edition, err := tx.EditionForEntries(ctx, f.Edition, registration.Unlocked)
	if err != nil {
		return page.Page[registration.Quota]{}, err
	}
	q := tx.db.WithContext(ctx).Model(&quotaRow{}).Where("edition = ?", f.Edition)
	if f.Per != "" {
		q = q.Where("per = ?", f.Per)
	}
	if f.Event != nil {
		q = q.Where("event = ?", *f.Event)
	}
	if f.Group != nil {
		q = q.Where("event_group = ?", names.Clean(*f.Group))
	}
	if f.Organization != nil {
		q = q.Where("organization = ?", *f.Organization)
	}
	if f.Delegation != nil {
		q = q.Where("delegation = ?", *f.Delegation)
	}
	rows, err := paged(q, f.Page, order{}, func(r quotaRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, func(r quotaRow) registration.Quota { return r.quota(edition.Programme) }), err
}

// CopyQuotas gives an edition the quotas of another.
func (tx *Tx) CopyQuotas(
	ctx context.Context, from, to id.ID[programmes.Edition], became map[id.ID[programmes.Event]]id.ID[programmes.Event], ids id.Source, now time.Time,
) error {
	db := tx.db.WithContext(ctx)
	var rows []quotaRow
	if err := db.Where("edition = ? and delegation is null", from).Order("id").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		r.ID, r.Revision, r.CreatedAt, r.UpdatedAt, r.Edition = id.Ordered[registration.Quota](ids, now), 1, at(now), at(now), to
		if r.Event != nil {
			event, goes := became[*r.Event]
			if !goes {
				continue
			}
			r.Event = &event
		}
		if err := db.Create(&r).Error; err != nil {
			return err
		}
	}
	return nil
}

// QuotasFor reads the quotas of the edition that may count for entries at this place.
func (tx *Tx) QuotasFor(ctx context.Context, s registration.Setting, at registration.Place) ([]registration.Quota, error) {
	return tx.quotas(ctx, s.Edition, "(event is null or event = ?) and (event_group is null or event_group = ?) and (organization is null or organization = ?)",
		at.Event, at.Group, at.Organization)
}

// EditionQuotas reads all quotas of an edition.
func (tx *Tx) EditionQuotas(ctx context.Context, e programmes.Edition) ([]registration.Quota, error) {
	return tx.quotas(ctx, e, "1 = 1")
}

func (tx *Tx) quotas(ctx context.Context, e programmes.Edition, where string, values ...any) ([]registration.Quota, error) {
	var rows []quotaRow
	err := tx.db.WithContext(ctx).Where("edition = ?", e.ID).Where(where, values...).Order("id").Find(&rows).Error
	quotas := make([]registration.Quota, len(rows))
	for i, r := range rows {
		quotas[i] = r.quota(e.Programme)
	}
	return quotas, err
}

// HighestUse is the highest count of a quota.
func (tx *Tx) HighestUse(ctx context.Context, q id.ID[registration.Quota]) (used int, err error) {
	err = tx.db.WithContext(ctx).Raw("select coalesce(max(used), 0) from quota_uses where quota = ?", q).Scan(&used).Error
	return used, err
}

// PlacesUsed fills Used.
func (tx *Tx) PlacesUsed(ctx context.Context, limits []registration.Limit) ([]registration.Limit, error) {
	for i, l := range limits {
		err := tx.db.WithContext(ctx).Raw("select coalesce(max(used), 0) from quota_uses where quota = ? and counted = ?", l.Of.UUID[:], l.Counted).
			Scan(&limits[i].Used).Error
		if err != nil {
			return nil, err
		}
	}
	return limits, nil
}

// TakePlaces takes what the limit's Needs say, or answers false. One statement looks and takes:
// of two units that want the last place the second waits for the first, and then finds none.
func (tx *Tx) TakePlaces(ctx context.Context, l registration.Limit) (registration.Limit, bool, error) {
	db := tx.db.WithContext(ctx)
	of := id.ID[anything](l.Of.UUID) // a Valuer: gorm would take bare bytes behind "(" apart
	if l.Needs < 0 {
		return l, true, db.Exec("update quota_uses set used = used + ? where quota = ? and counted = ?", l.Needs, of, l.Counted).Error
	}
	if l.Needs <= l.Most {
		done := db.Exec(`insert into quota_uses (quota, counted, used) values (?, ?, ?)
			on conflict (quota, counted) do update set used = quota_uses.used + excluded.used where quota_uses.used + excluded.used <= ?`,
			of, l.Counted, l.Needs, l.Most)
		if done.Error != nil || done.RowsAffected > 0 {
			return l, done.Error == nil, done.Error
		}
	}
	filled, err := tx.PlacesUsed(ctx, []registration.Limit{l})
	if err != nil {
		return l, false, err
	}
	return filled[0], false, nil
}
