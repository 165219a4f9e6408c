package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
)

// promised are the tables of which no row may ever change or go (reasons: the migrations).
var promised = []string{"award_decisions", "checkpoints", "journal", "mark_revisions", "placings", "run_inputs", "seal_tree", "seals", "snapshots"}

func TestRowsThatAreOnlyAddedCannotBeChangedOrDeleted(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.past()
		question := "select distinct tbl_name from sqlite_schema where type = 'trigger' and sql like '%append_only%'"
		if db.Dialect() == "postgres" {
			question = "select distinct tgrelid::regclass::text from pg_trigger where tgfoid = 'refuse_change'::regproc"
		}
		guarded, err := db.Texts(t.Context(), question)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range promised {
			if !slices.Contains(guarded, table) {
				t.Errorf("nothing keeps the rows of %s", table)
			}
		}
		for _, table := range guarded {
			rows := w.number("select count(*) from " + table)
			if rows == 0 {
				t.Errorf("%s has no row that could be changed: give it one in past()", table)
			}
			column := w.column(table)
			for _, statement := range []string{"update " + table + " set " + column + " = " + column, "delete from " + table} {
				if n, err := db.Forge(t.Context(), statement); !fault.Is(err, fault.StillReferenced) {
					t.Errorf("%s: %d rows, %v", statement, n, err)
				}
			}
			if left := w.number("select count(*) from " + table); left != rows {
				t.Errorf("%s had %d rows and has %d", table, rows, left)
			}
		}
	})
}

func TestOfAPublicationARunAndASignatureOnlyTheStandingChanges(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.past()
		if _, err := db.Forge(t.Context(), "insert into signatures (sheet, round, account, role, digest, signed_at) select id, 0, ?, 'chief_judge', 'x', created_at from mark_sheets", w.account.ID); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"update publications set digest = 'other'", "update publications set note = 'other'", "delete from publications",
			"update result_runs set digest = 'other'", "update result_runs set body = '[]'", "delete from result_runs",
			"update signatures set digest = 'other'", "delete from signatures",
		} {
			if _, err := db.Forge(t.Context(), statement); !fault.Is(err, fault.StillReferenced) {
				t.Errorf("%s: %v", statement, err)
			}
		}
		for _, statement := range []string{
			"update publications set status = 'superseded', revision = 2", "update result_runs set status = 'superseded', revision = 2",
			"update signatures set voided_at = signed_at",
		} {
			if n, err := db.Forge(t.Context(), statement); err != nil || n == 0 {
				t.Errorf("%s: %d rows, %v", statement, n, err)
			}
		}
		if _, err := db.Forge(t.Context(), "update signatures set voided_at = null"); !fault.Is(err, fault.StillReferenced) {
			t.Errorf("a void signature became good again: %v", err)
		}
	})
}

// past puts a row into every table that only grows.
func (w *world) past() {
	w.Helper()
	unit := id.OrderedBytes(id.System{}, dawn)
	w.must(func(ctx context.Context, tx *store.Tx) error {
		return tx.Append(ctx, []journal.Entry{{Unit: unit, At: dawn, Name: "x", Subject: w.edition.ID.Ref(), Data: []byte(`{}`)}})
	}, func(ctx context.Context, tx *store.Tx) error {
		return tx.AddSeal(ctx, journal.Seal{Number: 1, First: 1, Count: 1, Units: [][16]byte{unit}, SealedAt: dawn}, make([]tlog.Hash, 1))
	}, func(ctx context.Context, tx *store.Tx) error {
		return relay.Store(tx).AddCheckpoint(ctx, journal.Signed{Seals: 1, Facts: 1, Note: "x", SignedAt: dawn})
	})
	sheet := w.sheet("open")
	w.mustRow("mark_revisions", "sheet", sheet, "aspect", sheet, "part", sheet, "revision", 1, "observed", "{}", "reason", "", "author", sheet, "entered_at", dawn)
	run := ordered[judging.Sheet]() // an id like any other
	w.mustRow("result_runs", "id", run, "revision", 1, "created_at", dawn, "updated_at", dawn, "stage", w.stage.ID, "event", w.event.ID, "number", 1,
		"status", "published", "engine", "1", "rules_hash", "", "inputs_hash", "", "digest", "", "body", "{}")
	if _, err := w.db.Forge(w.Context(), "insert into placings (id, run, piece, position, award, body) select ?, ?, id, 1, 'gold', '{}' from pieces", run, run); err != nil {
		w.Fatal(err)
	}
	w.mustRow("award_decisions", "placing_id", run, "revision", 2, "award", "silver", "reason", "x", "decided_by", w.account.ID, "decided_at", dawn)
	w.mustRow("run_inputs", "run", run, "inputs", "{}")
	w.mustRow("publications", "id", run, "revision", 1, "created_at", dawn, "updated_at", dawn, "edition", w.edition.ID, "event", w.event.ID, "stage", w.stage.ID,
		"run", run, "version", 1, "status", "current", "digest", "", "note", "")
	w.mustRow("snapshots", "publication", run, "form", "json", "coding", "identity", "media_type", "application/json", "etag", "x", "body", []byte("{}"))
}

// column is some column of a table.
func (w *world) column(table string) string {
	w.Helper()
	question := "select name from pragma_table_info(?) limit 1"
	if w.db.Dialect() == "postgres" {
		question = "select column_name from information_schema.columns where table_schema = 'public' and table_name = ? limit 1"
	}
	found, err := w.db.Texts(w.Context(), question, table)
	if err != nil || len(found) != 1 {
		w.Fatalf("%s has the columns %s: %v", table, strings.Join(found, ", "), err)
	}
	return found[0]
}

func (w *world) number(question string) int64 {
	w.Helper()
	n, err := w.db.Number(w.Context(), question)
	if err != nil {
		w.Fatal(err)
	}
	return n
}
