package work_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

func TestEffectsAndFactsAreKeptTogetherAndTold(t *testing.T) {
	p, e := onPaper()
	var told []journal.Entry
	e.Observe(func(entries []journal.Entry) { told = append(told, entries...) })
	ctx := work.WithRequest(somebody(t), &work.Request{ID: "request-1"})
	within := access.Scope{{Prefix: "edn", UUID: [16]byte{3}}}
	_, err := work.Do(ctx, work.For[*draft](e), func(u *work.Unit[*draft]) (int, error) {
		u.Store.Note("both")
		u.Record(noted{"one"})
		u.Record(noted{"two"})
		return 0, u.Allow(access.ReadService, within)
	})
	if err != nil || !slices.Equal(p.all(), []string{"both"}) || !slices.Equal(facts(t, p.entries), []string{"one", "two"}) {
		t.Fatalf("%v: noted %v, facts %v", err, p.all(), facts(t, p.entries))
	}
	at := time.Date(2026, 9, 22, 1, 0, 0, 123_000_000, time.UTC)
	for i, entry := range p.entries {
		if entry.Unit != p.entries[0].Unit || entry.Ordinal != i || entry.At != at || entry.Actor != access.ActorOf(ctx).Account ||
			entry.Action != string(access.ReadService) || entry.Request != "request-1" || !slices.Equal(entry.Within, within) {
			t.Errorf("entry %d is %+v", i, entry)
		}
	}
	if journal.UnitMillis(p.entries[0].Unit) != at.UnixMilli() || len(told) != 2 {
		t.Errorf("the unit's id tells %d; told %d facts", journal.UnitMillis(p.entries[0].Unit), len(told))
	}
}

func TestAUnitThatFailsKeepsNothingAndTellsNobody(t *testing.T) {
	failed := errors.New("failed")
	for says, c := range map[string]struct {
		unit   func(*work.Unit[*draft]) (string, error)
		commit error
		want   error
	}{
		"the use case refuses": {unit: func(u *work.Unit[*draft]) (string, error) {
			_, err := note("x")(u)
			return "half", errors.Join(err, failed)
		}, want: failed},
		"it may not": {unit: func(u *work.Unit[*draft]) (string, error) {
			u.Store.Note("x")
			return "half", u.Allow(access.SealJournal, nil)
		}, want: fault.NotFound.New()},
		"it never asked": {unit: func(u *work.Unit[*draft]) (string, error) {
			u.Store.Note("x")
			u.Record(noted{"x"})
			return "half", nil
		}, want: fault.InternalError.New()},
		"the commit fails": {unit: note("x"), commit: failed, want: failed},
	} {
		t.Run(says, func(t *testing.T) {
			p, e := onPaper()
			p.fail = func() error { return c.commit }
			e.Observe(func([]journal.Entry) { t.Error("somebody was told") })
			result, err := work.Do(somebody(t), work.For[*draft](e), c.unit)
			var want *fault.Fault
			if errors.As(c.want, &want) {
				if fault.As(err).Kind() != want.Kind() && !fault.Is(err, fault.ActionForbidden) {
					t.Errorf("answered %v", err)
				}
			} else if !errors.Is(err, c.want) {
				t.Errorf("answered %v", err)
			}
			if result != "" || len(p.all()) != 0 || len(p.entries) != 0 {
				t.Errorf("kept %v and %d facts, answered %q", p.all(), len(p.entries), result)
			}
		})
	}
}

func TestADryRunAnswersLikeTheRealOneAndKeepsNothing(t *testing.T) {
	p, e := onPaper()
	e.Observe(func([]journal.Entry) { t.Error("somebody was told") })
	key := &work.Key{Key: "a key"}
	ctx := work.WithRequest(somebody(t), &work.Request{DryRun: true, Key: key})
	result, err := work.Do(ctx, work.For[*draft](e), note("x"))
	if err != nil || result != "x" {
		t.Errorf("answered %q, %v", result, err)
	}
	if len(p.all()) != 0 || len(p.entries) != 0 || len(p.kept) != 0 {
		t.Errorf("kept %v, %d facts and the keys %v", p.all(), len(p.entries), p.kept)
	}
}

func TestWhatANeighbourSpoiltIsTriedAgainAtTheSameInstant(t *testing.T) {
	p, e := onPaper()
	left := 3
	p.fail = func() error {
		if left--; left >= 0 {
			return work.Retry{Err: errors.New("deadlock")}
		}
		return nil
	}
	instants := map[time.Time]bool{}
	told := 0
	e.Observe(func(entries []journal.Entry) { told += len(entries) })
	result, err := work.Do(somebody(t), work.For[*draft](e), func(u *work.Unit[*draft]) (string, error) {
		instants[u.Now] = true
		return note("x")(u)
	})
	if err != nil || result != "x" || p.tries != 4 || len(instants) != 1 {
		t.Errorf("%q, %v after %d tries at %v", result, err, p.tries, slices.Collect(maps.Keys(instants)))
	}
	if len(p.all()) != 1 || len(p.entries) != 1 || told != 1 {
		t.Errorf("kept %v and %d facts, told %d", p.all(), len(p.entries), told)
	}
}

func TestAfterThreeMoreTriesTheRecordIsBusy(t *testing.T) {
	for says, run := range map[string]func(*testing.T, *work.Engine) error{
		"a unit": func(t *testing.T, e *work.Engine) error {
			_, err := work.Do(somebody(t), work.For[*draft](e), note("x"))
			return err
		},
		"a view": func(t *testing.T, e *work.Engine) error {
			_, err := work.View(somebody(t), work.For[*draft](e), func(u *work.Unit[*draft]) (int, error) {
				return 0, u.Allow(access.ReadService, nil)
			})
			return err
		},
	} {
		t.Run(says, func(t *testing.T) {
			p, e := onPaper()
			cause := errors.New("deadlock")
			p.fail = func() error { return work.Retry{Err: cause} }
			err := run(t, e)
			if f := wantFault(t, err, fault.RecordBusy); f.RetryAfter <= 0 || !errors.Is(err, cause) || p.tries != 4 {
				t.Errorf("%v after %d tries, again after %v", err, p.tries, f.RetryAfter)
			}
		})
	}
}

func TestARepeatedRequestIsAnsweredWithTheKeptResultAlone(t *testing.T) {
	p, e := onPaper()
	request := &work.Request{Key: &work.Key{Key: "a key"}}
	ctx := work.WithRequest(somebody(t), request)
	first := true
	p.fail = func() error {
		if !first {
			return nil
		}
		// The first try does not get through; meanwhile the same request does elsewhere.
		first = false
		p.kept = map[string]work.Kept{"a key": {Result: []byte(`{"kept":"yes"}`)}}
		return work.Retry{Err: errors.New("serialization failure")}
	}
	result, err := work.Do(ctx, work.For[*draft](e), func(u *work.Unit[*draft]) (map[string]string, error) {
		u.Store.Note("x")
		return map[string]string{"of the first try": "yes"}, u.Allow(access.ReadService, nil)
	})
	if err != nil || !request.Replayed || !maps.Equal(result, map[string]string{"kept": "yes"}) || len(p.all()) != 0 {
		t.Errorf("answered %v, %v, replayed %v; kept %v", result, err, request.Replayed, p.all())
	}
}

func TestAViewNeitherRecordsNorForgetsToAsk(t *testing.T) {
	p, e := onPaper()
	e.Observe(func([]journal.Entry) { t.Error("somebody was told") })
	_, err := work.View(somebody(t), work.For[*draft](e), func(u *work.Unit[*draft]) (int, error) {
		u.Record(noted{"x"})
		return 1, u.Allow(access.ReadService, nil)
	})
	wantFault(t, err, fault.InternalError)
	_, err = work.View(somebody(t), work.For[*draft](e), func(*work.Unit[*draft]) (int, error) { return 1, nil })
	wantFault(t, err, fault.InternalError)
	if len(p.entries) != 0 {
		t.Errorf("%d facts are kept", len(p.entries))
	}
}

func TestAnInstantIsUTCAndCutToTheMillisecond(t *testing.T) {
	if got := work.Instant(still{}); got != time.Date(2026, 9, 22, 1, 0, 0, 123_000_000, time.UTC) {
		t.Errorf("got %v", got)
	}
}

// The personal values of a fact lie beside it; the fact holds a salted hash of them.
func TestPersonalValuesStayOutOfTheFact(t *testing.T) {
	entry, err := work.Entry(id.System{}, renamed{})
	if err != nil {
		t.Fatal(err)
	}
	if string(entry.Data) != `{}` || string(entry.Personal.Values) != `"李伟"` || len(entry.Personal.Salt) != 32 ||
		entry.Personal.Hash != journal.PersonalHash(entry.Personal.Salt, entry.Personal.Values) {
		t.Errorf("%s beside %+v", entry.Data, entry.Personal)
	}
}

type renamed struct{}

func (renamed) Fact() (string, id.Ref)  { return "person.renamed", id.Ref{} }
func (renamed) Personal() (id.Ref, any) { return id.Ref{Prefix: "per", UUID: [16]byte{4}}, "李伟" }
