package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

func TestWhatWasCommittedIsSealedAndVerifies(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		w.act(id.Ref{}, nil, happened{"thing.seen", 1, 1})
		w.burst("thing.changed")
		w.burst("thing.changed")
		r := w.verify()
		if !r.OK() || r.Facts != 19 || r.Seals != 2 || r.Personal != 6 || r.Erased != 0 || r.Waiting != 0 {
			t.Errorf("%+v\n%s", r, r)
		}
	})
}

func TestWhatIsNotCommittedLeavesNothingToSeal(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		dry := work.WithRequest(t.Context(), &work.Request{DryRun: true})
		if err := w.try(dry, nil, happened{"thing.changed", 1, 1}); err != nil {
			t.Fatal(err)
		}
		failed := errors.New("failed")
		if _, err := work.Do(t.Context(), w.units, func(u *work.Unit[any]) (int, error) {
			u.Record(happened{"thing.changed", 1, 1})
			return 0, errors.Join(u.Allow(access.ReadService, nil), failed)
		}); !errors.Is(err, failed) {
			t.Fatal(err)
		}
		w.seal()
		if n := w.number("select (select count(*) from journal) + (select count(*) from unsealed) + (select count(*) from seals)"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestTheJournalSealsTreeAndCheckpointsRefuseToBeChanged(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		w.burst("sheet.signed")
		w.sign()
		for table, column := range map[string]string{"journal": "name", "seals": "facts", "seal_tree": "position", "checkpoints": "note"} {
			for _, statement := range []string{"update " + table + " set " + column + " = " + column, "delete from " + table} {
				if rows, err := db.Forge(t.Context(), statement); !fault.Is(err, fault.StillReferenced) {
					t.Errorf("%s: %d rows, %v", statement, rows, err)
				}
			}
		}
		if db.Dialect() == "postgres" {
			for _, table := range []string{"journal cascade", "seals"} {
				if _, err := db.Forge(t.Context(), "truncate "+table); !fault.Is(err, fault.StillReferenced) {
					t.Errorf("truncate %s: %v", table, err)
				}
			}
		}
		if r := w.verify(); !r.OK() || r.Facts != 9 || r.Checkpoints != 1 {
			t.Errorf("%+v\n%s", r, r)
		}
	})
}

func TestAUnitThatCommitsLateGoesIntoALaterSeal(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		w.act(someone, nil, happened{"thing.changed", 1, 1})
		w.seal()
		w.clock.move(-time.Minute) // it began before the other one
		w.act(someone, nil, happened{"thing.changed", 2, 1})
		w.clock.move(time.Hour)
		w.act(someone, nil, happened{"thing.changed", 3, 1})
		w.seal()
		seals := sealsOf(t, w)
		if len(seals) != 2 || len(seals[0].Units) != 1 || len(seals[1].Units) != 2 || string(seals[1].Units[0][:]) > string(seals[0].Units[0][:]) {
			t.Errorf("%+v", seals)
		}
		if r := w.verify(); !r.OK() || r.Facts != 3 {
			t.Errorf("%+v\n%s", r, r)
		}
	})
}

func TestASealTakesAtMostAThousandUnitsAndManyFactsOnlyFromOneUnit(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		write := func(units int) (last [16]byte) {
			var entries []journal.Entry
			for range units {
				w.clock.move(time.Millisecond)
				last = id.OrderedBytes(id.System{}, w.clock.Now())
				entries = append(entries, journal.Entry{Unit: last, At: w.clock.Now(), Action: "a", Name: "thing.changed", Subject: thing(1), Data: []byte(`{}`)})
			}
			if err := db.Write(t.Context(), func(tx work.Tx) error { return tx.Append(t.Context(), entries) }); err != nil {
				t.Fatal(err)
			}
			return last
		}
		write(1005)
		w.seal()
		many := write(1) // of 20 001 facts
		w.forge(`insert into journal (unit, ordinal, at, actor, action, name, subject, within, request, data)
			with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
			select unit, i, at, actor, action, name, subject, within, request, data from journal, n where unit = ?`, many[:])
		write(2)
		w.seal()
		var counts []string
		for _, s := range sealsOf(t, w) {
			counts = append(counts, fmt.Sprintf("%d/%d", len(s.Units), s.Count))
		}
		if got := fmt.Sprint(counts); got != "[1000/1000 5/5 1/20001 2/2]" {
			t.Errorf("seals of units/facts: %s", got)
		}
		if r := w.verify(); !r.OK() || r.Facts != 21_008 {
			t.Errorf("%+v\n%s", r, r)
		}
	})
}

func sealsOf(t *testing.T, w *journalWorld) []journal.Seal {
	t.Helper()
	seals, err := work.View(access.WithActor(t.Context(), access.Installation), work.For[relay.Store](w.engine), func(u *work.Unit[relay.Store]) ([]journal.Seal, error) {
		if err := u.Allow(access.SealJournal, nil); err != nil {
			return nil, err
		}
		return u.Store.SealsAfter(t.Context(), 0, 1_000_000)
	})
	if err != nil {
		t.Fatal(err)
	}
	return seals
}

func TestOnlyTheHouseItselfSeals(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		for name, actor := range map[string]access.Actor{
			"anonymous": access.Anonymous, "an auditor": {Account: someone, Grants: []access.Grant{{Role: access.Auditor}}},
		} {
			ctx := access.WithActor(t.Context(), actor)
			if _, err := work.Do(ctx, w.units, func(u *work.Unit[any]) (int, error) { return 0, u.Allow(access.SealJournal, nil) }); err == nil {
				t.Errorf("%s may seal", name)
			}
		}
	})
}

func TestOneSealerIsAtItAtATime(t *testing.T) {
	db := openPostgres(t)
	w := newJournalWorld(t, db)
	w.act(someone, nil, happened{"thing.changed", 1, 1})
	err := db.Write(t.Context(), func(tx work.Tx) error {
		if alone, err := tx.(relay.Store).TakeSealing(t.Context()); err != nil || !alone {
			return fmt.Errorf("the first sealer: %v, %w", alone, err)
		}
		w.seal() // another process, meanwhile: it does not wait, and seals nothing
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := w.number("select count(*) from seals"); n != 0 {
		t.Errorf("%d seals were made beside the sealer", n)
	}
	w.seal()
	if n := w.number("select count(*) from seals"); n != 1 {
		t.Errorf("%d seals after it", n)
	}
}

// Eight writers and the relays of two processes, all at once.
func TestEveryFactIsSealedExactlyOnceWithoutGapsWhateverRunsBesides(t *testing.T) {
	const writers, each, facts = 8, 60, 3
	first := newJournalWorld(t, openPostgres(t))
	second := anotherProcess(first, relay.Options{})
	ctx, stop := context.WithCancel(t.Context())
	var relays, acts sync.WaitGroup
	for _, w := range []*journalWorld{first, second} {
		relays.Go(func() { w.relay.Run(ctx) })
	}
	for n := range writers {
		w := []*journalWorld{first, second}[n%2]
		acts.Go(func() {
			ctx := access.WithActor(t.Context(), access.Actor{Account: someone})
			for i := range each {
				first.clock.move(time.Millisecond)
				for retry := 0; ; retry++ {
					err := w.try(ctx, access.Scope{edition}, happened{"thing.changed", byte(n), i}, renamed{happened{"thing.changed", byte(n), i}}, happened{"sheet.signed", byte(n), i})
					if err == nil {
						break
					}
					if retry == 5 {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	acts.Wait()
	stop()
	relays.Wait()
	for range 100 { // a server that has not yet noticed that its client left holds the lock of the sealer
		if first.seal(); first.number("select count(*) from unsealed") == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}

	sealed := map[[16]byte]int{}
	next := int64(1)
	for i, s := range sealsOf(t, first) {
		if s.Number != int64(i+1) || s.First != next {
			t.Fatalf("seal %d begins at %d, not %d", s.Number, s.First, next)
		}
		next = s.Last() + 1
		for _, u := range s.Units {
			sealed[u]++
		}
	}
	for u, times := range sealed {
		if times != 1 {
			t.Errorf("unit %s is sealed %d times", journal.UnitText(u), times)
		}
	}
	if len(sealed) != writers*each || next-1 != writers*each*facts {
		t.Errorf("%d units and %d facts are sealed, not %d and %d", len(sealed), next-1, writers*each, writers*each*facts)
	}
	r := first.verify(checkpointFiles(t, first)...)
	if !r.OK() || r.Facts != writers*each*facts || r.Outside == 0 {
		t.Errorf("%+v\n%s", r, r)
	}
}

func TestIdempotencyKeysAreForgottenInSmallBatchesTheOldestFirst(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newJournalWorld(t, db)
		for n := range 5 {
			ctx := work.WithRequest(t.Context(), &work.Request{Key: &work.Key{Actor: someone, Operation: "op", Key: fmt.Sprint("key-", n)}})
			if err := w.try(ctx, nil); err != nil {
				t.Fatal(err)
			}
			w.clock.move(time.Hour)
		}
		expire := func(before time.Time) (gone int) {
			if err := db.Write(t.Context(), func(tx work.Tx) (err error) {
				gone, err = tx.(relay.Store).ExpireKeys(t.Context(), before, 2)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return gone
		}
		limit := w.clock.Now().Add(-2 * time.Hour) // the instant of the fourth
		if a, b, c := expire(limit), expire(limit), expire(limit); a != 2 || b != 1 || c != 0 {
			t.Errorf("%d, %d and %d are forgotten", a, b, c)
		}
		left, err := db.Texts(t.Context(), "select key from idempotency_keys order by key")
		if err != nil || !slices.Equal(left, []string{"key-3", "key-4"}) {
			t.Errorf("left: %v, %v", left, err)
		}
	})
}
