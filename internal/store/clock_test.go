package store_test

import (
	"testing"
	"time"

	"github.com/saichang/saichang/internal/store"
)

// skewed is the machine's clock with another hand.
type skewed time.Duration

func (s skewed) Now() time.Time { return time.Now().Add(time.Duration(s)) }

func TestTheOffsetTellsHowFarTheDatabaseIsAhead(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		for _, ahead := range []time.Duration{0, time.Hour, -90 * time.Second, 700 * time.Millisecond} {
			want := -ahead
			if db.Dialect() == "sqlite" {
				want = 0
			}
			if got, err := db.ClockOffset(t.Context(), skewed(ahead)); err != nil || (got-want).Abs() > 200*time.Millisecond {
				t.Errorf("%v ahead: the database is %v ahead, %v", ahead, got, err)
			}
		}
	})
}
