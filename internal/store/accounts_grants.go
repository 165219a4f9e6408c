package store

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
)

type grantRow struct {
	ID        id.ID[accounts.Grant]
	Account   id.ID[accounts.Account]
	Role      access.Role
	OnRef     string
	FromAt    *instant
	UntilAt   *instant
	CreatedAt instant
}

func (grantRow) TableName() string { return "grants" }

func (r grantRow) grant() (accounts.Grant, error) {
	on, err := readRef(r.OnRef)
	return accounts.Grant{
		ID: r.ID, Account: r.Account, Role: r.Role, On: on, From: orZero(r.FromAt), Until: orZero(r.UntilAt), CreatedAt: r.CreatedAt.Time,
	}, err
}

// readRef reads a column that holds the id of any thing; "" is the zero Ref.
func readRef(text string) (ref id.Ref, err error) {
	err = ref.UnmarshalText([]byte(text))
	return ref, err
}

// Grant reads one.
func (tx *Tx) Grant(ctx context.Context, g id.ID[accounts.Grant]) (accounts.Grant, error) {
	var r grantRow
	if err := tx.db.WithContext(ctx).Where("id = ?", g).Take(&r).Error; err != nil {
		return accounts.Grant{}, err
	}
	return r.grant()
}

// GrantsOf reads all grants of an account in the order of their creation, and after them what
// follows from its part in the staff of bases.
func (tx *Tx) GrantsOf(ctx context.Context, a id.ID[accounts.Account]) ([]accounts.Grant, error) {
	var rows []grantRow
	if err := tx.db.WithContext(ctx).Where("account = ?", a).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	grants := make([]accounts.Grant, len(rows))
	for i, r := range rows {
		var err error
		if grants[i], err = r.grant(); err != nil {
			return nil, err
		}
	}
	follow, err := tx.staffGrants(ctx, a)
	return append(grants, follow...), err
}

// AddGrant inserts one in the place of one that has ended.
func (tx *Tx) AddGrant(ctx context.Context, g accounts.Grant) error {
	db := tx.db.WithContext(ctx)
	err := db.Exec("delete from grants where account = ? and role = ? and on_ref = ? and until_at <= ?", g.Account, g.Role, g.On.String(), at(g.CreatedAt)).Error
	if err != nil {
		return err
	}
	return db.Create(&grantRow{g.ID, g.Account, g.Role, g.On.String(), zeroNull(g.From), zeroNull(g.Until), at(g.CreatedAt)}).Error
}

// RemoveGrant deletes one; false if it was gone.
func (tx *Tx) RemoveGrant(ctx context.Context, g id.ID[accounts.Grant]) (bool, error) {
	done := tx.db.WithContext(ctx).Exec("delete from grants where id = ?", g)
	return done.RowsAffected == 1, done.Error
}

// LockAdministrators locks every administrator's grant, and only then looks who is active:
// what the unit waited for is seen by the second statement, not by the first.
func (tx *Tx) LockAdministrators(ctx context.Context, now time.Time) ([]id.ID[accounts.Account], error) {
	var locked []grantRow
	err := tx.locked(ctx).Where("role = ? and on_ref = ''", access.Administrator).Order("id").Find(&locked).Error
	if err != nil {
		return nil, err
	}
	var found []struct{ Account id.ID[accounts.Account] }
	err = tx.db.WithContext(ctx).Raw(`select g.account from grants g join accounts a on a.id = g.account
		where g.role = ? and g.on_ref = '' and g.until_at is null and (g.from_at is null or g.from_at <= ?) and a.status = ? order by g.id`,
		access.Administrator, at(now), accounts.Active).Scan(&found).Error
	administrators := make([]id.ID[accounts.Account], len(found))
	for i, f := range found {
		administrators[i] = f.Account
	}
	return administrators, err
}

// HasAdministrator reports whether anybody was ever made administrator and still is.
func (tx *Tx) HasAdministrator(ctx context.Context) (bool, error) {
	var n int64
	err := tx.db.WithContext(ctx).Model(&grantRow{}).Where("role = ? and on_ref = ''", access.Administrator).Limit(1).Count(&n).Error
	return n > 0, err
}

// things says in which table each kind of thing is kept that a role can be given on, or a
// service token be confined to, and which column says what it lies within.
var things = map[string]struct{ table, column, within string }{
	"org": {"organizations", "", ""},
	"prg": {"programmes", "", ""},
	"edn": {"editions", "programme", "prg"},
	"evt": {"events", "edition", "edn"},
}

// Exists reports whether there is a thing that a role can be given on.
func (tx *Tx) Exists(ctx context.Context, thing id.Ref) (bool, error) {
	kind, known := things[thing.Prefix]
	if !known {
		return false, nil
	}
	var n int64
	err := tx.db.WithContext(ctx).Table(kind.table).Where("id = ?", thing.UUID[:]).Count(&n).Error
	return n > 0, err
}

// ScopeOf is a thing with all that it lies within.
func (tx *Tx) ScopeOf(ctx context.Context, thing id.Ref) (access.Scope, error) {
	var scope access.Scope
	for !thing.IsZero() {
		scope = append(scope, thing)
		kind := things[thing.Prefix]
		if kind.column == "" {
			break
		}
		var above []struct{ Above id.ID[anything] }
		err := tx.db.WithContext(ctx).Table(kind.table).Select(kind.column+" as above").Where("id = ?", thing.UUID[:]).Scan(&above).Error
		if err != nil || len(above) == 0 {
			return scope, err
		}
		thing = id.Ref{Prefix: kind.within, UUID: above[0].Above}
	}
	return scope, nil
}
