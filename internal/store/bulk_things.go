package store

import (
	"context"
	"strings"

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

// PeopleCalled reads the people of these organizations who have one of these names. Who turned
// out to be another, or was erased, is nobody any more.
func (tx *Tx) PeopleCalled(ctx context.Context, in []id.ID[organizations.Organization], called []string) ([]people.Person, error) {
	if len(in) == 0 || len(called) == 0 {
		return nil, nil
	}
	// values are joined; a list would be compared with every person one by one
	wanted := "(values (?)" + strings.Repeat(", (?)", len(called)-1) + ")"
	values := []any{idBytes(in, func(o id.ID[organizations.Organization]) [16]byte { return o })}
	for _, name := range called {
		values = append(values, name)
	}
	var rows []personRow
	err := tx.db.WithContext(ctx).Where("merged_into is null and erased_at is null and organization in ? and name in "+wanted, values...).Order("id").Find(&rows).Error
	out := make([]people.Person, len(rows))
	for i, r := range rows {
		out[i] = r.person()
	}
	return out, err
}

// AddPeople inserts many.
func (tx *Tx) AddPeople(ctx context.Context, all []people.Person) error {
	if len(all) == 0 {
		return nil
	}
	rows := make([]personRow, len(all))
	var keys []searchKeyRow
	for i, p := range all {
		rows[i] = toPersonRow(p)
		for _, k := range names.SearchKeys(calledPerson(p.Name, p.NameLatin)...) {
			keys = append(keys, searchKeyRow{"per", k, p.ID[:]})
		}
	}
	db := tx.db.WithContext(ctx)
	if err := db.CreateInBatches(&rows, 500).Error; err != nil {
		return err
	}
	return db.CreateInBatches(&keys, 1000).Error
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
