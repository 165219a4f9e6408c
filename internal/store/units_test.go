package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// shop is units of organizations over a database, acted in by somebody.
type shop struct {
	*world
	units work.Units[organizations.Store]
}

func newShop(t *testing.T, db *store.DB) *shop {
	t.Helper()
	e := &work.Engine{DB: db, Clock: &journalClock{at: dawn}, IDs: id.System{}}
	return &shop{newWorld(t, db), work.For[organizations.Store](e)}
}

// renames is a unit that gives the world's school another name and says so.
func (s *shop) renames(ctx context.Context, name string, end func(*work.Unit[organizations.Store]) error) (string, error) {
	return work.Do(access.WithActor(ctx, access.Actor{Account: someone}), s.units, func(u *work.Unit[organizations.Store]) (string, error) {
		o, err := u.Store.Organization(ctx, s.organization.ID)
		if err != nil {
			return "", err
		}
		o.Name, o.Revision = map[string]string{"zh-CN": name}, o.Revision+1
		u.Record(happened{"organization.changed", 1, 1})
		return name, errors.Join(u.Store.ChangeOrganization(ctx, o), end(u))
	})
}

func allowed(u *work.Unit[organizations.Store]) error { return u.Allow(access.ReadService, nil) }

// state is the school's name, and how much stands in the journal and waits for a seal.
func (s *shop) state() string {
	s.Helper()
	names, err := s.db.Texts(s.Context(), "select name from organizations where id = ?", s.organization.ID)
	if err != nil || len(names) != 1 {
		s.Fatal(names, err)
	}
	return fmt.Sprint(names[0], s.number("select count(*) from journal"), s.number("select count(*) from unsealed"), s.number("select count(*) from idempotency_keys"))
}

func TestEffectFactAndKeyAreCommittedTogetherOrNotAtAll(t *testing.T) {
	failed := errors.New("failed")
	eachDB(t, func(t *testing.T, db *store.DB) {
		s := newShop(t, db)
		before := s.state()
		keyed := func(dry bool) context.Context {
			return work.WithRequest(t.Context(), &work.Request{DryRun: dry, Key: &work.Key{Actor: someone, Operation: "op", Key: "key"}})
		}
		for says, end := range map[string]func(*work.Unit[organizations.Store]) error{
			"the use case fails": func(u *work.Unit[organizations.Store]) error { return errors.Join(allowed(u), failed) },
			"it never asked":     func(*work.Unit[organizations.Store]) error { return nil },
			"it may not":         func(u *work.Unit[organizations.Store]) error { return u.Allow(access.SealJournal, nil) },
			"a constraint breaks": func(u *work.Unit[organizations.Store]) error {
				return errors.Join(allowed(u), u.Store.AddOrganization(t.Context(), s.organization))
			},
		} {
			if _, err := s.renames(keyed(false), "新名", end); err == nil {
				t.Errorf("%s: it went through", says)
			}
			if after := s.state(); after != before {
				t.Errorf("%s: it was %s and is %s", says, before, after)
			}
		}
		if name, err := s.renames(keyed(true), "新名", allowed); err != nil || name != "新名" || s.state() != before {
			t.Errorf("a dry run answers %q, %v, and leaves %s", name, err, s.state())
		}
		if _, err := s.renames(keyed(false), "新名", allowed); err != nil {
			t.Fatal(err)
		}
		if after := s.state(); !strings.Contains(after, "新名") || !strings.HasSuffix(after, "1 1 1") {
			t.Errorf("it is %s", after)
		}
	})
}

func TestAPanicInAUnitKeepsNothingAndLetsGoOfTheDatabase(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		s := newShop(t, db)
		before := s.state()
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_, _ = s.renames(t.Context(), "新名", func(*work.Unit[organizations.Store]) error { panic("a defect") })
		}()
		if after := s.state(); after != before {
			t.Errorf("it was %s and is %s", before, after)
		}
		if _, err := s.renames(t.Context(), "新名", allowed); err != nil {
			t.Error(err)
		}
	})
}

func TestAViewCannotWriteAndSeesOneSnapshot(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		s := newShop(t, db)
		before := s.state()
		_, err := work.View(t.Context(), s.units, func(u *work.Unit[organizations.Store]) (int, error) {
			o := s.organization
			o.Revision = 2
			return 0, errors.Join(allowed(u), u.Store.ChangeOrganization(t.Context(), o))
		})
		if err == nil || s.state() != before {
			t.Errorf("a view wrote: %v, %s", err, s.state())
		}
		_, err = work.View(t.Context(), s.units, func(u *work.Unit[organizations.Store]) (int, error) {
			first, err := u.Store.Organization(t.Context(), s.organization.ID)
			if err != nil {
				return 0, err
			}
			if _, err := s.renames(t.Context(), "新名", allowed); err != nil { // elsewhere, meanwhile
				return 0, err
			}
			second, err := u.Store.Organization(t.Context(), s.organization.ID)
			if second.Revision != first.Revision {
				t.Errorf("revision %d became %d in one view", first.Revision, second.Revision)
			}
			return 0, errors.Join(err, allowed(u))
		})
		if err != nil || !strings.Contains(s.state(), "新名") {
			t.Errorf("%v, %s", err, s.state())
		}
	})
}

func TestOfTwoUnitsOnOneRevisionOneIsStale(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		s := newShop(t, db)
		codes := sideBySide(6, func(i int) error {
			return s.try(func(ctx context.Context, tx *store.Tx) error {
				o := s.organization
				o.Name, o.Revision = map[string]string{"zh-CN": fmt.Sprint("name ", i)}, 2
				return tx.ChangeOrganization(ctx, o)
			})
		})
		if codes[""] != 1 || codes[fault.RevisionStale] != 5 {
			t.Errorf("answered %v", codes)
		}
	})
}

// Two units that lock two rows in opposite orders, which no use case does.
func TestADeadlockIsTriedAgain(t *testing.T) {
	db := openPostgres(t)
	w := newWorld(t, db)
	units := work.For[*store.Tx](&work.Engine{DB: db, Clock: &journalClock{at: dawn}, IDs: id.System{}})
	other := w.account
	other.ID, other.Login = ordered[accounts.Account](), "other"
	w.must(func(ctx context.Context, tx *store.Tx) error {
		return tx.AddAccount(ctx, accounts.Credentials{Account: other, Hash: "x"})
	})
	var meet sync.WaitGroup
	meet.Add(2)
	tries := [2]int{}
	codes := sideBySide(2, func(i int) error {
		order := [][]accounts.Account{{w.account, other}, {other, w.account}}[i]
		_, err := work.Do(t.Context(), units, func(u *work.Unit[*store.Tx]) (int, error) {
			tries[i]++
			if _, err := u.Store.LockCredentials(t.Context(), order[0].ID); err != nil {
				return 0, err
			}
			if tries[i] == 1 {
				meet.Done()
				meet.Wait()
			}
			_, err := u.Store.LockCredentials(t.Context(), order[1].ID)
			return 0, errors.Join(err, u.Allow(access.ReadService, nil))
		})
		return err
	})
	if codes[""] != 2 || tries[0]+tries[1] < 3 { // one of them at least once more
		t.Errorf("answered %v after %v tries", codes, tries)
	}
}

// The limit of a unit, or its caller, can end it between two statements as well as within one.
func TestAUnitThatRunsOutOfTimeIsBusyAndNoDefect(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		s := newShop(t, db)
		before := s.state()
		for says, begin := range map[string]func(context.Context) (context.Context, context.CancelFunc){
			"its time is up": func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, 100*time.Millisecond)
			},
			"its caller has gone": func(ctx context.Context) (context.Context, context.CancelFunc) {
				ctx, leave := context.WithCancel(ctx)
				time.AfterFunc(100*time.Millisecond, leave)
				return ctx, leave
			},
		} {
			for _, write := range []bool{true, false} {
				ctx, cancel := begin(t.Context())
				run := db.Read
				if write {
					run = db.Write
				}
				err := run(ctx, func(tx work.Tx) error {
					<-ctx.Done()
					time.Sleep(50 * time.Millisecond) // the transaction is rolled back meanwhile
					_, err := tx.(*store.Tx).Organization(context.WithoutCancel(ctx), s.organization.ID)
					return err
				})
				cancel()
				if f := fault.As(err); f.Code != fault.RecordBusy || f.RetryAfter <= 0 {
					t.Errorf("%s, writing %v: %v", says, write, err)
				}
			}
		}
		if after := s.state(); after != before {
			t.Errorf("it was %s and is %s", before, after)
		}
	})
}

func TestARowThatSomebodyHoldsIsBusyAfterTwoSeconds(t *testing.T) {
	db := openPostgres(t)
	s := newShop(t, db)
	s.must(func(ctx context.Context, tx *store.Tx) error {
		o := s.organization
		o.Revision = 2
		if err := tx.ChangeOrganization(ctx, o); err != nil {
			return err
		}
		begun := time.Now()
		_, err := s.renames(ctx, "新名", allowed)
		waited := time.Since(begun)
		if f := refused(t, err, fault.RecordBusy); f.RetryAfter <= 0 || waited < 1500*time.Millisecond || waited > 4*time.Second {
			t.Errorf("refused after %v: %v", waited, f)
		}
		return nil
	})
}

// A newer program migrates while an older one still answers.
func TestATableThatGrowsUnderAPreparedStatementIsReadAnew(t *testing.T) {
	db := openPostgres(t)
	s := newShop(t, db)
	read := func() error {
		_, err := work.View(t.Context(), s.units, func(u *work.Unit[organizations.Store]) (int, error) {
			_, err := u.Store.Organization(t.Context(), s.organization.ID)
			return 0, errors.Join(err, allowed(u))
		})
		return err
	}
	if err := read(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Forge(t.Context(), "alter table organizations add column later text"); err != nil {
		t.Fatal(err)
	}
	if err := read(); err != nil {
		t.Error(err)
	}
}
