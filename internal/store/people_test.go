package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/vault"
)

func (w *world) somebody(name, born string) people.Person {
	w.Helper()
	p := w.person
	p.ID, p.Name, p.BirthDate = ordered[people.Person](), name, born
	w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddPerson(ctx, p) })
	return p
}

func documentOf(p people.Person, hash string) people.Document {
	return people.Document{
		ID: ordered[people.Document](), CreatedAt: dawn, Person: p.ID, Type: people.Passport, Hash: []byte(hash), Sealed: vault.Sealed{Key: "k", Box: []byte{0, 255}},
	}
}

func TestTheDatabaseKeepsADocumentWithOnePersonAndPeriodsInOrder(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		other, d := w.somebody("李伟", "2002-03-04"), documentOf(w.person, "hash")
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddDocument(ctx, d) })
		late, early := "2020-09-02", "2020-09-01"
		for says, c := range map[string]struct {
			code fault.Code
			act  func(ctx context.Context, tx *store.Tx) error
		}{
			"a number twice": {fault.NumberTaken, func(ctx context.Context, tx *store.Tx) error { return tx.AddDocument(ctx, documentOf(other, "hash")) }},
			"a type that there is not": {fault.LimitBroken, func(ctx context.Context, tx *store.Tx) error {
				d := documentOf(other, "another")
				d.Type = "library_card"
				return tx.AddDocument(ctx, d)
			}},
			"a study that ends before it starts": {fault.EndsBeforeStart, func(ctx context.Context, tx *store.Tx) error {
				return tx.AddEnrolment(ctx, people.Enrolment{
					ID: ordered[people.Enrolment](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Person: other.ID, Organization: w.organization.ID,
					Period: people.Period{From: &late, Until: &early},
				})
			}},
			"work that ends before it starts": {fault.EndsBeforeStart, func(ctx context.Context, tx *store.Tx) error {
				return tx.AddEmployment(ctx, people.Employment{
					ID: ordered[people.Employment](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Person: other.ID, Organization: w.organization.ID, Kind: "full_time",
					Period: people.Period{From: &late, Until: &early},
				})
			}},
			"a kind of work that there is not": {fault.LimitBroken, func(ctx context.Context, tx *store.Tx) error {
				return tx.AddEmployment(ctx, people.Employment{
					ID: ordered[people.Employment](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Person: other.ID, Organization: w.organization.ID, Kind: "hobby",
				})
			}},
			"a relation that there is not": {fault.LimitBroken, func(ctx context.Context, tx *store.Tx) error {
				return tx.AddConsent(ctx, people.Consent{ID: ordered[people.Consent](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Person: other.ID, Relation: "friend"})
			}},
		} {
			if err := w.try(c.act); !fault.Is(err, c.code) {
				t.Errorf("%s: %v, want %s", says, err, c.code)
			}
		}
		w.must(func(ctx context.Context, tx *store.Tx) error {
			found, err := tx.DocumentByHash(ctx, people.Passport, []byte("hash"))
			if err != nil || found.Person != w.person.ID || found.Sealed.Key != "k" || string(found.Sealed.Box) != "\x00\xff" {
				t.Errorf("it is read as %v", found)
			}
			return err
		})
	})
}

func TestAMergeMovesEverythingThatCanBeMovedAndTakesItBack(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		same := w.person
		same.ID, same.ExternalIDs = ordered[people.Person](), map[string]string{"学籍号": "2", "卡号": "7"}
		w.person.Revision, w.person.ExternalIDs = 2, map[string]string{"学籍号": "1"}
		withdrawn := w.entryOf(same)
		withdrawn.Status = registration.Withdrawn
		m := people.Merge{ID: ordered[people.Merge](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Person: w.person.ID, Duplicate: same.ID}
		w.must(
			func(ctx context.Context, tx *store.Tx) error { return tx.ChangePerson(ctx, w.person) },
			func(ctx context.Context, tx *store.Tx) error { return tx.AddPerson(ctx, same) },
			func(ctx context.Context, tx *store.Tx) error { return tx.AddEntry(ctx, withdrawn) },
			func(ctx context.Context, tx *store.Tx) error { return tx.AddDocument(ctx, documentOf(same, "hash")) },
			func(ctx context.Context, tx *store.Tx) (err error) { m, err = tx.MergeInto(ctx, m); return err },
			func(ctx context.Context, tx *store.Tx) error {
				one, err := tx.Person(ctx, w.person.ID)
				if err != nil || one.Revision != 3 || one.ExternalIDs["学籍号"] != "1" || one.ExternalIDs["卡号"] != "7" {
					t.Errorf("the person became %v", one)
				}
				other, err := tx.Person(ctx, same.ID)
				if err != nil || other.MergedInto == nil || *other.MergedInto != w.person.ID || other.ExternalIDs["学籍号"] != "2" {
					t.Errorf("the duplicate became %v", other)
				}
				found, err := tx.PeopleForEntry(ctx, []id.ID[people.Person]{same.ID}, false)
				if len(found) != 0 {
					t.Error("a merged person can be entered")
				}
				return err
			},
			func(ctx context.Context, tx *store.Tx) error {
				m.Revision, m.UndoneAt = 2, &dawn
				return tx.TakeApart(ctx, m)
			},
			func(ctx context.Context, tx *store.Tx) error {
				again, err := tx.Person(ctx, same.ID)
				documents, _ := tx.Documents(ctx, same.ID)
				if again.MergedInto != nil || len(again.ExternalIDs) != 2 || len(documents) != 1 {
					t.Errorf("the duplicate came back as %v with %d documents", again, len(documents))
				}
				return err
			})
		if m.Moved.Count() != 3 { // the document, the entry, one of two external ids
			t.Errorf("moved %v", m.Moved)
		}
	})
}

func TestAnErasureForgetsWhoWasMergedTooAndNobodyElse(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		same, neighbour := w.somebody("王方", "2008-02-29"), w.somebody("王芳", "2008-02-29")
		m := people.Merge{ID: ordered[people.Merge](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Person: w.person.ID, Duplicate: same.ID}
		w.must(
			func(ctx context.Context, tx *store.Tx) error { _, err := tx.MergeInto(ctx, m); return err },
			func(ctx context.Context, tx *store.Tx) error {
				return tx.Erase(ctx, w.person.ID, "（已删除）", dawn)
			},
			func(ctx context.Context, tx *store.Tx) error {
				kept, err := tx.Person(ctx, neighbour.ID)
				if kept.Name != "王芳" {
					t.Errorf("the neighbour is called %q", kept.Name)
				}
				return err
			})
		for _, p := range []people.Person{w.person, same} {
			if err := w.try(func(ctx context.Context, tx *store.Tx) error { _, err := tx.Person(ctx, p.ID); return err }); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s is still there: %v", p.Name, err)
			}
		}
		names, err := db.Texts(t.Context(), "select name || coalesce(name_latin, '') || birth_date from people order by name")
		if err != nil || strings.Join(names, " ") != "王芳2008-02-29 （已删除） （已删除）" {
			t.Errorf("left are %q, %v", names, err)
		}
	})
}

func TestNothingIsSealedWithAKeyOnceItIsRetiredAndWhoeverRetiresItWaits(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		retired := make(chan error, 1)
		w.must(func(ctx context.Context, tx *store.Tx) error {
			if err := tx.AddDocument(ctx, documentOf(w.person, "before")); err != nil {
				return err
			}
			go func() {
				retired <- w.try(func(ctx context.Context, tx *store.Tx) error { return tx.RetireKeys(ctx, []string{"k", "other"}, dawn) })
			}()
			select {
			case err := <-retired:
				t.Errorf("the key was retired while something was being sealed with it: %v", err)
			case <-time.After(300 * time.Millisecond):
			}
			return nil
		})
		if err := <-retired; err != nil {
			t.Fatal(err)
		}
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.RetireKeys(ctx, []string{"k"}, dawn) })
		sealed := bulk.Row{Number: 2, Outcome: bulk.Created, Sealed: map[int]vault.Sealed{0: {Key: "k"}}}
		for says, act := range map[string]func(ctx context.Context, tx *store.Tx) error{
			"a document": func(ctx context.Context, tx *store.Tx) error {
				return tx.AddDocument(ctx, documentOf(w.person, "after"))
			},
			"documents": func(ctx context.Context, tx *store.Tx) error {
				return tx.AddDocuments(ctx, []people.Document{documentOf(w.person, "after")})
			},
			"one anew": func(ctx context.Context, tx *store.Tx) error {
				return tx.ResealDocument(ctx, ordered[people.Document](), vault.Sealed{Key: "k"})
			},
			"a table": func(ctx context.Context, tx *store.Tx) error {
				return tx.AddImport(ctx, bulk.Import{}, vault.Sealed{Key: "k"})
			},
			"rows": func(ctx context.Context, tx *store.Tx) error {
				return tx.AddRows(ctx, ordered[bulk.Import](), []bulk.Row{sealed})
			},
			"a row anew": func(ctx context.Context, tx *store.Tx) error {
				return tx.ChangeRow(ctx, ordered[bulk.Import](), sealed)
			},
		} {
			if err := w.try(act); !fault.Is(err, fault.SealingKeyRetired) {
				t.Errorf("%s: %v", says, err)
			}
		}
	})
}
