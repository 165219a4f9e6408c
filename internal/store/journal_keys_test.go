package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// claims is a transaction that claims a key, and keeps a result unless it found one.
func (w *world) claims(k work.Key, result string, end error) (kept string, err error) {
	err = w.try(func(ctx context.Context, tx *store.Tx) error {
		found, replayed, err := tx.ClaimKey(ctx, k, dawn)
		if err != nil || replayed {
			kept = string(found.Result)
			return err
		}
		return errors.Join(tx.KeepResult(ctx, k, work.Kept{Result: []byte(result)}), end)
	})
	return kept, err
}

func TestAKeyIsClaimedOnceByItsActorForItsOperation(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		key := work.Key{Actor: someone, Operation: "createEntry", Key: "key-0001", Hash: [32]byte{1}}
		another, operation, text, hash := key, key, key, key
		another.Actor, operation.Operation, text.Key, hash.Hash = somebody, "createPerson", "key-0002", [32]byte{2}
		for says, k := range map[string]work.Key{"the first": key, "another actor's": another, "of another operation": operation, "another key": text} {
			if kept, err := w.claims(k, `{"of":"`+says+`"}`, nil); kept != "" || err != nil {
				t.Errorf("%s finds %q, %v", says, kept, err)
			}
		}
		for says, k := range map[string]work.Key{"the first": key, "another actor's": another, "of another operation": operation, "another key": text} {
			if kept, err := w.claims(k, "never kept", nil); kept != `{"of":"`+says+`"}` || err != nil {
				t.Errorf("%s again finds %q, %v", says, kept, err)
			}
		}
		_, err := w.claims(hash, "", nil)
		refused(t, err, fault.KeyReused)
	})
}

func TestAUnitThatIsRolledBackLeavesNoKey(t *testing.T) {
	failed := errors.New("failed")
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		key := work.Key{Actor: someone, Operation: "createEntry", Key: "key-0001"}
		if _, err := w.claims(key, `"first"`, failed); !errors.Is(err, failed) {
			t.Fatal(err)
		}
		key.Hash = [32]byte{9} // even another request may now have it
		if kept, err := w.claims(key, `"second"`, nil); kept != "" || err != nil {
			t.Errorf("found %q, %v", kept, err)
		}
		if kept, err := w.claims(key, `"third"`, nil); kept != `"second"` || err != nil {
			t.Errorf("found %q, %v", kept, err)
		}
	})
}

func TestARepeatedRequestThatIsInFlightWaitsForTheFirst(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		key := work.Key{Actor: someone, Operation: "createEntry", Key: "key-0001"}
		answered := make(chan error, 1)
		w.must(func(ctx context.Context, tx *store.Tx) error {
			if _, _, err := tx.ClaimKey(ctx, key, dawn); err != nil {
				return err
			}
			go func() {
				kept, err := w.claims(key, `"second"`, nil)
				if kept != `"first"` {
					err = errors.Join(err, errors.New("it found "+kept))
				}
				answered <- err
			}()
			select {
			case err := <-answered:
				t.Errorf("it did not wait: %v", err)
			case <-time.After(200 * time.Millisecond):
			}
			return tx.KeepResult(ctx, key, work.Kept{Result: []byte(`"first"`)})
		})
		if err := <-answered; err != nil {
			t.Error(err)
		}
	})
}

func TestWhoWaitsTooLongForAKeyIsToldWhenToComeAgain(t *testing.T) {
	db := openPostgres(t)
	w := newWorld(t, db)
	key := work.Key{Actor: someone, Operation: "createEntry", Key: "key-0001"}
	w.must(func(ctx context.Context, tx *store.Tx) error {
		if _, _, err := tx.ClaimKey(ctx, key, dawn); err != nil {
			return err
		}
		begun := time.Now()
		_, err := w.claims(key, "", nil)
		waited := time.Since(begun)
		if f := refused(t, err, fault.KeyInFlight); f.RetryAfter <= 0 || waited < 1500*time.Millisecond || waited > 4*time.Second {
			t.Errorf("refused after %v, again after %v", waited, f.RetryAfter)
		}
		return nil
	})
}
