package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// instant is a moment as both databases keep it: timestamptz on PostgreSQL; on SQLite text
// of fixed width, so that the order of the text is the order of time.
type instant struct{ time.Time }

const instantText = "2006-01-02T15:04:05.000Z"

func at(t time.Time) instant { return instant{t} }

func atPtr(t *time.Time) *instant {
	if t == nil {
		return nil
	}
	return &instant{*t}
}

func timePtr(i *instant) *time.Time {
	if i == nil {
		return nil
	}
	return &i.Time
}

// zeroNull keeps a zero time as NULL.
func zeroNull(t time.Time) *instant {
	if t.IsZero() {
		return nil
	}
	return &instant{t}
}

// orZero reads NULL as the zero time.
func orZero(i *instant) time.Time {
	if i == nil {
		return time.Time{}
	}
	return i.Time
}

func (i instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.UTC().Truncate(time.Millisecond).Format(instantText), nil
}

func (i *instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		i.Time = time.Time{}
		return nil
	case time.Time:
		i.Time = v.UTC().Truncate(time.Millisecond)
		return nil
	case string:
		t, err := time.Parse(time.RFC3339Nano, v)
		i.Time = t.UTC()
		return err
	case []byte:
		return i.Scan(string(v))
	}
	return fmt.Errorf("store: column holds a %T, not an instant", src)
}

func (instant) GormDataType() string { return "timestamptz" }

// document is any value kept as JSON text.
type document[T any] struct{ V T }

func doc[T any](v T) document[T] { return document[T]{v} }

func (d document[T]) Value() (driver.Value, error) {
	text, err := json.Marshal(d.V)
	return string(text), err
}

func (d *document[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), &d.V)
	case []byte:
		return json.Unmarshal(v, &d.V)
	}
	return fmt.Errorf("store: column holds a %T, not JSON text", src)
}

func (document[T]) GormDataType() string { return "text" }
