package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

func TestNobodyLearnsWhetherAnAccountExists(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		g.account("li.wei")
		gone := g.account("gone")
		off := accounts.Disabled
		if _, err := g.UpdateAccount(house(), accounts.UpdateAccount{Account: gone.ID, Expected: 1, Status: &off}); err != nil {
			t.Fatal(err)
		}
		for login, password := range map[string]string{"li.wei": "wrong wrong wrong", "gone": goodPassword, "nobody": goodPassword, "": goodPassword} {
			g.told()
			_, err := g.SignIn(context.Background(), accounts.SignIn{Login: login, Password: password})
			if f := refused(t, err, fault.CredentialsWrong); f.Params != nil || f.Details != nil || f.Kind() != fault.Unauthenticated {
				t.Errorf("%q is answered %v", login, f)
			}
			told := g.told()
			if known := login == "li.wei" || login == "gone"; known != slices.Equal(told, []string{"session.refused"}) {
				t.Errorf("%q leaves %v", login, told)
			}
		}
		if _, err := g.SignIn(context.Background(), accounts.SignIn{Login: "LI.WEI", Password: goodPassword}); err != nil {
			t.Errorf("case matters: %v", err)
		}
	})
}

func TestGuessingIsSlowedDownAndNobodyIsLockedOut(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		a := g.account("li.wei")
		try := func(login, password string) error {
			_, err := g.SignIn(context.Background(), accounts.SignIn{Login: login, Password: password, Peer: "192.0.2.1"})
			return err
		}
		for _, login := range []string{"li.wei", "nobody"} {
			for range 5 {
				refused(t, try(login, "wrong wrong wrong"), fault.CredentialsWrong)
			}
			for _, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
				f := refused(t, try(login, goodPassword), fault.RateLimited)
				if f.RetryAfter != wait {
					t.Errorf("%s waits %v, want %v", login, f.RetryAfter, wait)
				}
				g.clock.advance(wait - time.Millisecond)
				refused(t, try(login, goodPassword), fault.RateLimited)
				g.clock.advance(time.Millisecond)
				if wait < 4*time.Second {
					refused(t, try(login, "wrong wrong wrong"), fault.CredentialsWrong)
				}
			}
		}
		if err := try("li.wei", goodPassword); err != nil {
			t.Fatalf("who waited and knows the password comes in: %v", err)
		}
		for range 5 {
			refused(t, try("li.wei", "wrong wrong wrong"), fault.CredentialsWrong) // a success made the count new
		}
		refused(t, try("li.wei", goodPassword), fault.RateLimited)
		if err := g.ResetPassword(house(), accounts.ResetPassword{Account: a.ID, Password: "to be changed on first use"}); err != nil {
			t.Fatal(err)
		}
		if err := try("li.wei", "to be changed on first use"); err != nil {
			t.Errorf("after a reset: %v", err)
		}
	})
}

func TestTriesSideBySideDoNotSlipPastTheLimit(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		g.account("li.wei")
		codes := sideBySide(24, func(int) error {
			_, err := g.SignIn(context.Background(), accounts.SignIn{Login: "li.wei", Password: "wrong wrong wrong"})
			return err
		})
		if codes[fault.CredentialsWrong] != 5 || codes[fault.RateLimited] != 19 {
			t.Errorf("answered %v", codes)
		}
	})
}

// sideBySide runs n tries at once and counts the answers; "" is success.
func sideBySide(n int, try func(int) error) map[fault.Code]int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	codes := map[fault.Code]int{}
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			err := try(i)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				codes[""]++
				return
			}
			codes[fault.As(err).Code]++
		})
	}
	close(start)
	wg.Wait()
	return codes
}

func TestAPeerIsCountedWithoutItsSuccesses(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		peer := accounts.Attempts{Subject: "peer:test", Free: 3, Most: time.Minute}
		now := g.clock.Now()
		do := func(fn func(tx *store.Tx) error) {
			t.Helper()
			if err := db.Write(context.Background(), func(tx work.Tx) error { return fn(tx.(*store.Tx)) }); err != nil {
				t.Fatal(err)
			}
		}
		count := func(at time.Time) (until time.Time) {
			t.Helper()
			do(func(tx *store.Tx) (err error) {
				until, err = tx.CountAttempt(context.Background(), peer, at)
				return err
			})
			return until
		}
		for range 10 { // nothing but successes
			if until := count(now); !until.IsZero() {
				t.Fatalf("blocked until %v", until)
			}
			do(func(tx *store.Tx) error { return tx.TakeBackAttempt(context.Background(), peer, now) })
		}
		for range 3 {
			if until := count(now); !until.IsZero() {
				t.Fatalf("blocked until %v", until)
			}
		}
		if until := count(now); !until.Equal(now.Add(time.Second)) {
			t.Errorf("blocked until %v", until)
		}
		do(func(tx *store.Tx) error { return tx.TakeBackAttempt(context.Background(), peer, now) }) // one of the three succeeded
		if until := count(now); !until.IsZero() {
			t.Errorf("blocked until %v", until)
		}
		if until := count(now.Add(-time.Second)); until.IsZero() {
			t.Error("it is not blocked for a clock that is behind")
		}
		if until := count(now.Add(accounts.Forgotten + 2*time.Second)); !until.IsZero() {
			t.Errorf("blocked until %v", until)
		}
		for range 2 { // forgotten: counted from one again
			if until := count(now.Add(accounts.Forgotten + 2*time.Second)); !until.IsZero() {
				t.Errorf("blocked until %v", until)
			}
		}
		do(func(tx *store.Tx) error { return tx.Tidy(context.Background(), now.Add(48*time.Hour), now) })
		if until := count(now); !until.IsZero() {
			t.Errorf("tidied, and blocked until %v", until)
		}
	})
}

func TestTheFirstAdministratorIsMadeWithTheCode(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		ctx := context.Background()
		setup := func(code string) error {
			_, err := g.CompleteSetup(ctx, accounts.CompleteSetup{Code: code, Login: "Admin", DisplayName: "管理员", Password: goodPassword})
			return err
		}
		refused(t, setup("7F3K-9QXM-2HTD-5RWA"), fault.SetupCodeWrong) // none was made yet
		first, needed, err := g.NewSetupCode(ctx)
		if err != nil || !needed {
			t.Fatal(needed, err)
		}
		second, _, err := g.NewSetupCode(ctx)
		if err != nil || second == first {
			t.Fatal(second, err)
		}
		refused(t, setup(first), fault.SetupCodeWrong) // another start made another
		g.clock.advance(time.Hour)
		refused(t, setup(second), fault.SetupCodeWrong)
		third, _, err := g.NewSetupCode(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if needed, err := g.SetupNeeded(ctx); err != nil || !needed {
			t.Errorf("needed %v, %v", needed, err)
		}
		g.told()
		if err := setup(strings.ToLower(third)); err != nil {
			t.Fatal(err)
		}
		if told := g.told(); !slices.Equal(told, []string{"account.created", "grant.created", "setup.completed"}) {
			t.Errorf("told %v", told)
		}
		refused(t, setup(third), fault.SetupDone)
		g.reads.Store(0)
		if needed, err := g.SetupNeeded(ctx); err != nil || needed || g.reads.Load() != 0 {
			t.Errorf("needed %v, %v, %d reads", needed, err, g.reads.Load())
		}
		if needed, err := anotherGate(t, db, g.clock).SetupNeeded(ctx); err != nil || needed {
			t.Errorf("needed %v, %v", needed, err)
		}
		if code, needed, err := g.NewSetupCode(ctx); code != "" || needed || err != nil {
			t.Errorf("a new code: %q, %v, %v", code, needed, err)
		}
		actor := g.actor(g.in("admin"))
		if err := actor.May(access.CreateAccount, nil, g.clock.Now()); err != nil {
			t.Errorf("the administrator: %v", err)
		}
	})
}

func TestOfManySetupsWithOneCodeExactlyOneSucceeds(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		code, _, err := g.NewSetupCode(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		codes := sideBySide(6, func(i int) error {
			_, err := g.CompleteSetup(context.Background(), accounts.CompleteSetup{Code: code, Login: fmt.Sprint("admin", i), DisplayName: "x", Password: goodPassword})
			return err
		})
		if codes[""] != 1 || codes[fault.SetupDone] != 5 {
			t.Errorf("answered %v", codes)
		}
		p, err := g.Accounts(house(), accounts.Filter{})
		if err != nil || len(p.Items) != 1 {
			t.Errorf("%d accounts, %v", len(p.Items), err)
		}
	})
}
