package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/training"
)

// referring asks the schema which columns refer to people.
var referring = map[string]string{
	"postgres": `select c.conrelid::regclass::text || '.' || a.attname from pg_constraint c
		join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
		where c.contype = 'f' and c.confrelid = 'people'::regclass`,
	"sqlite": `select t.name || '.' || f."from" from sqlite_schema t join pragma_foreign_key_list(t.name) f
		where t.type = 'table' and f."table" = 'people'`,
}

func TestEveryColumnThatRefersToPeopleIsMergedAndErased(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		found, err := db.Texts(t.Context(), referring[db.Dialect()])
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(found, strings.Compare)
		if known := store.AboutPeople(); !slices.Equal(found, known) {
			t.Errorf("the schema refers to people by %v, merging and erasing know %v", found, known)
		}
	})
}

func TestAMergeMovesSquadsSubstitutionsOverridesAndFunctionsAndTakesThemBack(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		same, leaves := w.somebody("王方", "2008-02-29"), w.somebody("李伟", "2007-01-01")
		base, squad := ordered[training.Base](), ordered[training.Squad]()
		w.mustRow("bases", "id", base, "revision", 1, "created_at", dawn, "updated_at", dawn, "event", w.event.ID, "organization", w.organization.ID,
			"status", "recognised", "statement", "x", "inspections", "[]", "decisions", "[]")
		w.mustRow("squads", "id", squad, "revision", 1, "created_at", dawn, "updated_at", dawn, "base", base, "most", 9, "plan", "[]")
		trains := func(p id.ID[people.Person], live bool) error {
			return w.row("trainees", "id", ordered[training.Trainee](), "revision", 1, "created_at", dawn, "updated_at", dawn, "squad", squad, "edition", w.edition.ID,
				"person", p, "status", "injured", "live", live, "insurer", "平安", "policy", "P1", "insured_until", "2026-12-31",
				"history", `[{"status":"injured","reason":"骨折","by":null,"at":"2026-09-22T01:00:00Z"}]`)
		}
		if err := trains(same.ID, true); err != nil {
			t.Fatal(err)
		}
		w.mustRow("base_staff", "id", ordered[training.Assignment](), "revision", 1, "created_at", dawn, "updated_at", dawn, "base", base,
			"function", "interpreter", "person", same.ID, "from_date", "2026-01-01")
		w.mustRow("delegations", "id", ordered[registration.Delegation](), "revision", 1, "created_at", dawn, "updated_at", dawn, "edition", w.edition.ID,
			"kind", "school", "name", "{}", "sort_key", "", "leader", same.ID)
		w.mustRow("substitutions", "id", ordered[registration.Substitution](), "revision", 1, "created_at", dawn, "updated_at", dawn, "entry", w.entry.ID,
			"status", "refused", "role", "competitor", "person", leaves.ID, "substitute", same.ID, "reason", "生病", "requested_by", w.account.ID.String())
		w.must(func(ctx context.Context, tx *store.Tx) error {
			return tx.AddOverride(ctx, registration.Override{
				ID: ordered[registration.Override](), At: dawn, Entry: w.entry.ID, Rule: registration.Age, Reason: "特批", By: w.account.ID.Ref(),
				Covers: []string{"member_too_old " + same.ID.String()},
			})
		})
		held := func(p people.Person) (n int) {
			w.must(func(ctx context.Context, tx *store.Tx) error {
				trainings, err := tx.TrainingsOf(ctx, p.ID)
				if err != nil {
					return err
				}
				swaps, err := tx.SwapsOf(ctx, p.ID)
				if err != nil {
					return err
				}
				duties, err := tx.DutiesOf(ctx, p.ID)
				if err != nil {
					return err
				}
				n = len(trainings) + len(swaps) + len(duties)
				overrides, err := tx.Overrides(ctx, w.entry.ID)
				if slices.Contains(overrides[0].Covers, "member_too_old "+p.ID.String()) {
					n++
				}
				return err
			})
			return n
		}
		m := people.Merge{ID: ordered[people.Merge](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Person: w.person.ID, Duplicate: same.ID}
		w.must(func(ctx context.Context, tx *store.Tx) (err error) { m, err = tx.MergeInto(ctx, m); return err })
		if held(w.person) != 5 || held(same) != 0 {
			t.Errorf("of five things %d moved and %d stayed: %v", held(w.person), held(same), m.Moved)
		}
		m.Revision, m.UndoneAt = 2, &dawn
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.TakeApart(ctx, m) })
		if held(w.person) != 0 || held(same) != 5 {
			t.Errorf("of five things %d stayed and %d came back", held(w.person), held(same))
		}

		if err := trains(w.person.ID, true); err != nil {
			t.Fatal(err)
		}
		w.must(func(ctx context.Context, tx *store.Tx) error {
			editions, err := tx.BothTraining(ctx, w.person.ID, same.ID)
			if len(editions) != 1 || editions[0] != w.edition.ID.Ref() {
				t.Errorf("both train in %v", editions)
			}
			return err
		})
		again := m
		again.ID, again.Revision, again.UndoneAt = ordered[people.Merge](), 1, nil
		if err := w.try(func(ctx context.Context, tx *store.Tx) error { _, err := tx.MergeInto(ctx, again); return err }); !fault.Is(err, fault.TraineeElsewhere) {
			t.Errorf("one person is in two squads of an edition: %v", err)
		}

		w.must(
			func(ctx context.Context, tx *store.Tx) error {
				trainings, err := tx.TrainingsOf(ctx, same.ID)
				if err != nil || len(trainings) != 1 || !trainings[0].Live || trainings[0].Steps[0].Reason != "骨折" || *trainings[0].Policy != "P1" {
					t.Errorf("the trainings are %v", trainings)
				}
				swaps, err := tx.SwapsOf(ctx, same.ID)
				if err != nil || len(swaps) != 1 || swaps[0].Leaves || swaps[0].Reason != "生病" {
					t.Errorf("the substitutions are %v", swaps)
				}
				duties, err := tx.DutiesOf(ctx, same.ID)
				if len(duties) != 2 || duties[0].Function != "delegation_leader" || duties[1].Function != "interpreter" {
					t.Errorf("the functions are %v", duties)
				}
				return err
			},
			func(ctx context.Context, tx *store.Tx) error { return tx.Erase(ctx, same.ID, "（已删除）", dawn) },
			func(ctx context.Context, tx *store.Tx) error {
				trainings, err := tx.TrainingsOf(ctx, same.ID)
				if err != nil || len(trainings) != 1 || trainings[0].Steps[0].Reason != "" || trainings[0].Policy != nil {
					t.Errorf("the trainings still say %v", trainings)
				}
				swaps, err := tx.SwapsOf(ctx, same.ID)
				if err != nil || swaps[0].Reason != "" {
					t.Errorf("the substitutions still say %v", swaps)
				}
				duties, err := tx.DutiesOf(ctx, same.ID)
				if len(duties) != 1 {
					t.Errorf("the functions are %v", duties)
				}
				return err
			})
	})
}
