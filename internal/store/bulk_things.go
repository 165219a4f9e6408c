package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"slices"

	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// OrganizationsCalled reads those with one of these names, ids or codes of other systems. What
// is found by its pinyin alone is among them: whoever asks compares.
func (tx *Tx) OrganizationsCalled(ctx context.Context, texts []string) ([]organizations.Organization, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	keys, ids := make([]string, len(texts)), [][]byte{make([]byte, 16)}
	for i, text := range texts {
		keys[i] = names.SearchKey(text)
		if o, err := id.Parse[organizations.Organization](text); err == nil {
			ids = append(ids, o[:])
		}
	}
	db := tx.db.WithContext(ctx)
	var rows []organizationRow
	err := db.Where(`id in ? or id in (select subject from search_keys where noun = 'org' and key in ?)
		or id in (select subject from external_ids where noun = 'org' and value in ?)`, ids, keys, texts).Order("id").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	external, err := tx.externalIDs(ctx, idBytes(rows, func(r organizationRow) [16]byte { return r.ID })...)
	out := make([]organizations.Organization, len(rows))
	for i, r := range rows {
		out[i] = r.organization(external)
	}
	return out, err
}

// present says of a person p that the record was not merged into another and not erased.
const present = "p.merged_into is null and p.erased_at is null"

// PeopleCalled reads the people of organizations by their names.
func (tx *Tx) PeopleCalled(ctx context.Context, called []bulk.Called) ([]people.Person, error) {
	if len(called) == 0 {
		return nil, nil
	}
	wanted := make([][2]string, len(called))
	for i, c := range called {
		wanted[i] = [2]string{hex.EncodeToString(c.Organization[:]), c.Name}
	}
	// One document for any number keeps one prepared statement, and is joined by the index.
	query := "select p.* from json_array_elements(?::json) w join people p on p.organization = (w->>0)::uuid and p.name = w->>1 where " + present + " order by p.id"
	if tx.dialect == "sqlite" {
		query = "select p.* from json_each(?) w join people p on p.organization = unhex(w.value->>0) and p.name = w.value->>1 where " + present + " order by p.id"
	}
	var rows []personRow
	err := tx.db.WithContext(ctx).Raw(query, doc(wanted)).Scan(&rows).Error
	out := make([]people.Person, len(rows))
	for i, r := range rows {
		out[i] = r.person()
	}
	return out, err
}

// AddPeople inserts many, in the order of the keys: an index takes neighbours sooner.
func (tx *Tx) AddPeople(ctx context.Context, all []people.Person) error {
	spelled := make(chan []searchKeyRow, 1)
	go func() { // while the database takes the people
		var keys []searchKeyRow
		for _, p := range all {
			keys = append(keys, searchKeyRows(p.ID.Ref(), calledPerson(p.Name, p.NameLatin)...)...)
		}
		slices.SortFunc(keys, func(a, b searchKeyRow) int { return cmp.Compare(a.Key, b.Key) })
		spelled <- keys
	}()
	rows := make([]personRow, len(all))
	for i, p := range all {
		rows[i] = toPersonRow(p)
	}
	slices.SortFunc(rows, func(a, b personRow) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	return insert(ctx, tx, <-spelled)
}

// EntriesWith reads the live entries of an event in which one of these people competes.
func (tx *Tx) EntriesWith(ctx context.Context, e id.ID[programmes.Event], all []id.ID[people.Person]) (map[id.ID[people.Person]]registration.Entry, error) {
	found := map[id.ID[people.Person]]registration.Entry{}
	if len(all) == 0 {
		return found, nil
	}
	var rows []entryRow
	err := tx.db.WithContext(ctx).Where(`id in (select entry from entry_members where event = ? and live and role in ('competitor', 'reserve') and person in ?)`,
		e, idBytes(all, func(p id.ID[people.Person]) [16]byte { return p })).Order("id").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	entries, err := tx.entries(ctx, rows)
	for _, one := range entries {
		for _, m := range one.Members {
			if m.Role.Competes() {
				found[m.Person] = one
			}
		}
	}
	return found, err
}
