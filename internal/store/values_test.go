package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/store"
)

func TestInstantsSurviveToTheMillisecondAndSortAsTime(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	instants := []time.Time{ // in order
		time.Date(1969, 12, 31, 23, 59, 59, 999_000_000, time.UTC),
		time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 9, 22, 8, 59, 59, 999_000_000, shanghai),
		time.Date(2026, 9, 22, 1, 0, 0, 0, time.UTC),
		time.Date(2026, 9, 22, 9, 0, 0, 1_000_000, shanghai),
		time.Date(2026, 9, 22, 1, 0, 0, 10_000_000, time.UTC),
		time.Date(2026, 9, 22, 1, 0, 0, 100_000_000, time.UTC),
		time.Date(2026, 9, 22, 1, 0, 1, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC),
	}
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		add := func(p people.Person) {
			w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddPerson(ctx, p) })
		}
		var want []string
		for i, at := range slices.Backward(instants) {
			p := w.person
			p.ID, p.Name, p.CreatedAt, p.UpdatedAt = id.Random[people.Person](id.System{}), fmt.Sprint("at ", i), at.Add(999_999), at
			add(p)
			want = append(want, p.Name)
			w.must(func(ctx context.Context, tx *store.Tx) error {
				read, err := tx.Person(ctx, p.ID)
				if !read.CreatedAt.Equal(at) || !read.UpdatedAt.Equal(at) || read.CreatedAt.Location() != time.UTC {
					t.Errorf("%v became %v and %v", at, read.CreatedAt, read.UpdatedAt)
				}
				return err
			})
		}
		slices.Reverse(want)
		got, err := db.Texts(t.Context(), "select name from people where name like 'at %' order by created_at")
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("in the order of time: %v, %v", got, err)
		}
	})
}

func TestNamesAndIDsSurviveAsTheyAre(t *testing.T) {
	all := []string{
		"阿卜杜拉·买买提", "𠮷野家𡃁", "王😀", "Çağrı Ñandú", "O'Brien \"x\" \\ % _ ; --", "e\u0301", "اسم", "ﷺ", "{}[]", "\u2028", "null",
	}
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for i, name := range all {
			o, p := w.organization, w.person
			// Bytes that text would not take: NUL, quotes, a broken UTF-8 sequence.
			o.ID, p.ID = id.ID[organizations.Organization]{0, '\'', '"', '\\', 0xff, 0xc3, 15: byte(i)}, id.ID[people.Person]{0xff, 15: byte(i)}
			o.Name, o.ExternalIDs = names.Text{"zh-CN": name, "en": name + "!"}, map[string]string{"source": name}
			p.Name, p.NameLatin, p.Organization = name, &name, o.ID
			w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddOrganization(ctx, o) },
				func(ctx context.Context, tx *store.Tx) error { return tx.AddPerson(ctx, p) },
				func(ctx context.Context, tx *store.Tx) error {
					read, err := tx.Organization(ctx, o.ID)
					if diff := cmp.Diff(o, read); diff != "" {
						t.Errorf("%q: %s", name, diff)
					}
					return err
				},
				func(ctx context.Context, tx *store.Tx) error {
					read, err := tx.Person(ctx, p.ID)
					if diff := cmp.Diff(p, read); diff != "" {
						t.Errorf("%q: %s", name, diff)
					}
					return err
				})
		}
	})
}

func TestWhatIsAbsentStaysAbsent(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.must(func(ctx context.Context, tx *store.Tx) error {
			edition, err := tx.Edition(ctx, w.edition.ID)
			if diff := cmp.Diff(w.edition, edition); diff != "" {
				t.Error(diff)
			}
			return err
		}, func(ctx context.Context, tx *store.Tx) error {
			person, err := tx.Person(ctx, w.person.ID)
			if diff := cmp.Diff(w.person, person); diff != "" {
				t.Error(diff)
			}
			return err
		}, func(ctx context.Context, tx *store.Tx) error {
			account, err := tx.Account(ctx, w.account.ID)
			if diff := cmp.Diff(w.account, account); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}
