package work

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

// empty is a database that holds nothing, and says whether it was asked to commit.
type empty struct{ committed int }

func (e *empty) Write(_ context.Context, fn func(Tx) error) error {
	err := fn(e)
	if err == nil {
		e.committed++
	}
	return err
}
func (e *empty) Statement(ctx context.Context, fn func(Tx) error) error { return e.Write(ctx, fn) }
func (e *empty) Glance(ctx context.Context, fn func(Tx) error) error    { return e.Read(ctx, fn) }
func (e *empty) Read(ctx context.Context, fn func(Tx) error) error      { return e.Write(ctx, fn) }

func (*empty) Append(context.Context, []journal.Entry) error { return nil }
func (*empty) ClaimKey(context.Context, Key, time.Time) (Kept, bool, error) {
	return Kept{}, false, nil
}
func (*empty) KeepResult(context.Context, Key, Kept) error { return nil }

type still struct{}

func (still) Now() time.Time { return time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC) }

// run runs a unit both ways, as an administrator, and answers how often it was committed.
// Who is refused is given no result.
func run(t *testing.T, fn func(*Unit[Tx]) (string, error)) (committed int, errs []error) {
	t.Helper()
	db := &empty{}
	units := For[Tx](&Engine{DB: db, Clock: still{}, IDs: id.System{}})
	ctx := access.WithActor(t.Context(), access.Actor{Account: id.Ref{Prefix: "acc", UUID: [16]byte{1}}, Grants: []access.Grant{{Role: access.Administrator}}})
	written, done := Do(ctx, units, fn)
	read, seen := View(ctx, units, fn)
	if (done != nil && written != "") || (seen != nil && read != "") {
		t.Errorf("a refusal came with %q and %q", written, read)
	}
	return db.committed, []error{done, seen}
}

func TestAUnitThatNeverAskedForPermissionIsRolledBack(t *testing.T) {
	committed, errs := run(t, func(*Unit[Tx]) (string, error) { return "secret", nil })
	for _, err := range errs {
		if !fault.Is(err, fault.InternalError) {
			t.Errorf("got %v", err)
		}
	}
	if committed != 0 {
		t.Error("it was committed")
	}
}

func TestARefusalAndAnErrorWhileDecidingBothDeny(t *testing.T) {
	broken := errors.New("the scope could not be read")
	for name, fn := range map[string]func(*Unit[Tx]) (string, error){
		"refused": func(u *Unit[Tx]) (string, error) { return "secret", u.Allow("crown.take", nil) },
		"broken":  func(*Unit[Tx]) (string, error) { return "secret", broken },
		"allowed, then broken": func(u *Unit[Tx]) (string, error) {
			_ = u.Allow(access.ReadService, nil)
			return "secret", broken
		},
	} {
		committed, errs := run(t, fn)
		if committed != 0 || errs[0] == nil || errs[1] == nil {
			t.Errorf("%s: committed %d times, errors %v", name, committed, errs)
		}
	}
}

func TestAUnitAsksAsItsCallerAtItsInstant(t *testing.T) {
	committed, errs := run(t, func(u *Unit[Tx]) (string, error) {
		if !u.Now.Equal(still{}.Now()) {
			t.Errorf("it is %v", u.Now)
		}
		return "done", u.Allow(access.CreateOrganization, nil)
	})
	if committed != 2 || errs[0] != nil || errs[1] != nil {
		t.Errorf("committed %d times, errors %v", committed, errs)
	}
}
