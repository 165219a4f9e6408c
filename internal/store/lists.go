package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
)

// order is the sort of a list: by one column, ties broken by id.
type order struct {
	column string // "" sorts by id alone
	desc   bool
}

// paged reads one row more than the page holds, from after the cursor's position on, and
// counts all rows when asked. q selects and filters.
func paged[R any](q *gorm.DB, r page.Request, o order, key func(R) page.Position) (page.Page[R], error) {
	var total *int64
	if r.Count {
		var n int64
		if err := q.Session(&gorm.Session{}).Count(&n).Error; err != nil {
			return page.Page[R]{}, err
		}
		total = &n
	}
	than, direction := ">", ""
	if o.desc {
		than, direction = "<", " desc"
	}
	after, err := r.After()
	if err != nil {
		return page.Page[R]{}, err
	}
	if after != nil {
		ref, err := id.ParseRef(after.ID)
		if err != nil {
			return page.Page[R]{}, err
		}
		if o.column == "" {
			q = q.Where("id "+than+" ?", ref.UUID[:])
		} else {
			q = q.Where("("+o.column+", id) "+than+" (?, ?)", after.Key, ref.UUID[:])
		}
	}
	if o.column != "" {
		q = q.Order(o.column + direction)
	}
	var rows []R
	if err := q.Order("id" + direction).Limit(r.Size() + 1).Find(&rows).Error; err != nil {
		return page.Page[R]{}, err
	}
	p := page.Cut(r, rows, key)
	p.Total = total
	return p, nil
}

// named narrows a list to the rows whose name begins with what was typed.
func (tx *Tx) named(q *gorm.DB, noun, typed string) *gorm.DB {
	if found := tx.found(noun, typed); found != nil {
		return q.Where("id in (?)", found)
	}
	return q
}

// found are the things that are called by a beginning; nil if nothing was typed.
func (tx *Tx) found(noun, typed string) *gorm.DB {
	key := names.SearchKey(typed)
	if key == "" {
		return nil
	}
	found := tx.new().Table("search_keys").Select("subject").Where("noun = ?", noun)
	if tx.dialect == "postgres" {
		escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(key)
		return found.Where("key like ?", escaped+"%")
	}
	return found.Where("key >= ? and key < ?", key, key+"\U0010FFFF")
}

// called is the thing that another system calls so.
func (tx *Tx) called(noun, source, value string) *gorm.DB {
	return tx.new().Table("external_ids").Select("subject").Where("noun = ? and source = ? and value = ?", noun, source, value)
}

// new begins a query within another one.
func (tx *Tx) new() *gorm.DB { return tx.db.Session(&gorm.Session{NewDB: true}) }

type searchKeyRow struct {
	Noun    string
	Key     string
	Subject []byte
}

func (searchKeyRow) TableName() string { return "search_keys" }

// saveSearchKeys replaces the keys under which a thing is found.
func (tx *Tx) saveSearchKeys(ctx context.Context, thing id.Ref, called ...string) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("delete from search_keys where subject = ?", thing.UUID[:]).Error; err != nil {
		return err
	}
	rows := searchKeyRows(thing, called...)
	if len(rows) == 0 {
		return nil
	}
	return db.Create(&rows).Error
}

func searchKeyRows(thing id.Ref, called ...string) (rows []searchKeyRow) {
	for _, k := range names.SearchKeys(called...) {
		rows = append(rows, searchKeyRow{thing.Prefix, k, thing.UUID[:]})
	}
	return rows
}

// saveNames makes a thing findable by all of its names.
func (tx *Tx) saveNames(ctx context.Context, thing id.Ref, name names.Text) error {
	called := make([]string, 0, len(name))
	for _, text := range name {
		called = append(called, text)
	}
	return tx.saveSearchKeys(ctx, thing, called...)
}

type externalIDRow struct {
	Noun    string
	Source  string
	Value   string
	Subject []byte
}

func (externalIDRow) TableName() string { return "external_ids" }

// saveExternalIDs replaces what other systems call a thing.
func (tx *Tx) saveExternalIDs(ctx context.Context, thing id.Ref, ids map[string]string) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("delete from external_ids where subject = ?", thing.UUID[:]).Error; err != nil {
		return err
	}
	rows := externalIDRows(thing, ids)
	if len(rows) == 0 {
		return nil
	}
	return db.Create(&rows).Error
}

func externalIDRows(thing id.Ref, ids map[string]string) (rows []externalIDRow) {
	for source, value := range ids {
		rows = append(rows, externalIDRow{thing.Prefix, source, value, thing.UUID[:]})
	}
	return rows
}

// externalIDs reads what other systems call these things.
func (tx *Tx) externalIDs(ctx context.Context, things ...[]byte) (map[[16]byte]map[string]string, error) {
	found := map[[16]byte]map[string]string{}
	if len(things) == 0 {
		return found, nil
	}
	var rows []struct {
		Source, Value string
		Subject       id.ID[anything]
	}
	err := tx.db.WithContext(ctx).Table("external_ids").Where("subject in ?", things).Find(&rows).Error
	for _, r := range rows {
		if found[r.Subject] == nil {
			found[r.Subject] = map[string]string{}
		}
		found[r.Subject][r.Source] = r.Value
	}
	return found, err
}

// anything stands for the noun of an id that is only bytes here.
type anything struct{}

func (anything) IDPrefix() string { return "any" }

// replace writes every column of a row over the revision before it. Nothing written means
// that another unit was faster.
func (tx *Tx) replace(ctx context.Context, row any, rowID []byte, revision int64) error {
	done := tx.db.WithContext(ctx).Model(row).Select("*").Omit("id", "created_at").Where("id = ? and revision = ?", rowID, revision-1).Updates(row)
	if done.Error == nil && done.RowsAffected == 0 {
		return fault.RevisionStale.New()
	}
	return done.Error
}

func idBytes[R any](rows []R, of func(R) [16]byte) [][]byte {
	out := make([][]byte, len(rows))
	for i, r := range rows {
		b := of(r)
		out[i] = b[:]
	}
	return out
}
