package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// world is one row of each noun, put into a database without any rule but the schema's.
type world struct {
	*testing.T
	db           *store.DB
	organization organizations.Organization
	account      accounts.Account
	programme    programmes.Programme
	edition      programmes.Edition
	rules        programmes.RuleSet
	event        programmes.Event
	stage        programmes.Stage
	person       people.Person
	entry        registration.Entry
	quota        registration.Quota
}

// dawn is when everything in the world was made.
var dawn = time.Date(2026, 9, 22, 1, 0, 0, 123_000_000, time.UTC)

func ordered[T id.Noun]() id.ID[T] { return id.Ordered[T](id.System{}, dawn) }

func newWorld(t *testing.T, db *store.DB) *world {
	t.Helper()
	w := &world{T: t, db: db}
	w.organization = w.school("上海信息技术学校")
	w.account = accounts.Account{
		ID: ordered[accounts.Account](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Login: "li.wei", DisplayName: "李伟", Status: accounts.Active,
	}
	w.programme = programmes.Programme{ID: ordered[programmes.Programme](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Name: names.Text{"zh-CN": "世界技能大赛"}}
	w.edition = programmes.Edition{
		ID: ordered[programmes.Edition](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Programme: w.programme.ID, Number: 48, Year: 2026,
		Name: names.Text{"zh-CN": "第48届"}, Host: names.Text{"zh-CN": "上海"}, Status: programmes.Open, TimeZone: "Asia/Shanghai",
	}
	w.rules = programmes.RuleSet{
		ID: ordered[programmes.RuleSet](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Edition: w.edition.ID, Version: 1,
		Preset: "worldskills", Status: programmes.RuleSetFrozen,
	}
	w.event = programmes.Event{
		ID: ordered[programmes.Event](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Edition: w.edition.ID, Programme: w.programme.ID,
		Number: "17", Name: names.Text{"zh-CN": "网站技术"}, Status: programmes.EventOpen, TeamMin: 1, TeamMax: 2, RuleSet: w.rules.ID,
	}
	w.stage = programmes.Stage{
		ID: ordered[programmes.Stage](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Event: w.event.ID, Position: 1, Name: names.Text{"zh-CN": "决赛"},
	}
	w.person = people.Person{
		ID: ordered[people.Person](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Name: "王芳", BirthDate: "2008-02-29", Organization: w.organization.ID,
	}
	w.quota = registration.Quota{
		ID: ordered[registration.Quota](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Edition: w.edition.ID, Per: registration.PerTotal, Unit: registration.Entries, Most: 2,
	}
	w.entry = w.entryOf(w.person)
	w.must(w.add, func(ctx context.Context, tx *store.Tx) error { _, err := tx.AddQuota(ctx, w.quota); return err })
	return w
}

// entryOf is a draft with one competitor.
func (w *world) entryOf(p people.Person) registration.Entry {
	return registration.Entry{
		ID: ordered[registration.Entry](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Edition: w.edition.ID, Event: w.event.ID,
		Organization: p.Organization, Status: registration.Draft, Official: true,
		Members: []registration.Member{{Person: p.ID, Role: registration.Competitor, Name: p.Name, Organization: p.Organization}},
	}
}

// add puts the world into the database, upper nouns first.
func (w *world) add(ctx context.Context, tx *store.Tx) error {
	for _, add := range []func() error{
		func() error { return tx.AddAccount(ctx, accounts.Credentials{Account: w.account, Hash: "x"}) },
		func() error { return tx.AddProgramme(ctx, w.programme) },
		func() error { return tx.AddEdition(ctx, w.edition) },
		func() error { return tx.AddRuleSet(ctx, w.rules) },
		func() error { return tx.AddEvent(ctx, w.event) },
		func() error { return tx.AddStage(ctx, w.stage) },
		func() error { return tx.AddPerson(ctx, w.person) },
		func() error { return tx.AddEntry(ctx, w.entry) },
	} {
		if err := add(); err != nil {
			return err
		}
	}
	return nil
}

// school adds an organization.
func (w *world) school(name string) organizations.Organization {
	w.Helper()
	o := organizations.Organization{
		ID: ordered[organizations.Organization](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Name: names.Text{"zh-CN": name},
		Kind: organizations.School, Status: organizations.Active,
	}
	w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddOrganization(ctx, o) })
	return o
}

// try runs one transaction and gives its error as the use cases see it.
func (w *world) try(fn func(ctx context.Context, tx *store.Tx) error) error {
	return w.db.Write(w.Context(), func(tx work.Tx) error { return fn(w.Context(), tx.(*store.Tx)) })
}

func (w *world) must(all ...func(ctx context.Context, tx *store.Tx) error) {
	w.Helper()
	for _, fn := range all {
		if err := w.try(fn); err != nil {
			w.Fatal(err)
		}
	}
}

// row puts a row into a table for which no store method is needed here. The values are given
// as column, value, column, value.
func (w *world) row(table string, pairs ...any) error {
	columns, marks := "", ""
	var values []any
	for i := 0; i+1 < len(pairs); i += 2 {
		if i > 0 {
			columns, marks = columns+", ", marks+", "
		}
		columns, marks = columns+pairs[i].(string), marks+"?"
		values = append(values, pairs[i+1])
	}
	_, err := w.db.Forge(w.Context(), "insert into "+table+" ("+columns+") values ("+marks+")", values...)
	return err
}

func (w *world) mustRow(table string, pairs ...any) {
	w.Helper()
	if err := w.row(table, pairs...); err != nil {
		w.Fatalf("%s: %v", table, err)
	}
}
