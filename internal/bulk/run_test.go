package bulk

import (
	"fmt"
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/work"
)

func TestAConflictThatEveryTryMetEndsAnOperationAndABusyDatabaseDoesNot(t *testing.T) {
	conflict, busy := fault.AlreadyExists.New(), fault.RecordBusy.New()
	for _, c := range []struct {
		met   error
		lasts error
	}{
		{nil, nil},
		{fault.RecordBusy.New().Because(work.Retry{Err: conflict}), conflict},
		{fmt.Errorf("committing: %w", work.Retry{Err: conflict}), conflict},
		{work.Retry{Err: busy}, nil},
		{work.Retry{Err: fmt.Errorf("deadlock detected")}, nil},
		{conflict, nil}, // an outcome like any other
	} {
		if got := lasting(c.met); got != c.lasts {
			t.Errorf("%v lasts as %v, want %v", c.met, got, c.lasts)
		}
	}
}
