// Package instant writes moments the way the contract promises.
//
// What it is: a time whose JSON has exactly three decimals, so that the order of the text is
// the order of time.
//
// Owns: the form of an instant on the wire. Does not own: what time it is (work.Clock), the
// form in the database (store).
//
// Words: instant (时刻).
//
// Rules: RFC 3339 in UTC with milliseconds: 2026-09-22T01:00:00.000Z. Any RFC 3339 text is
// read.
//
// Files: instant.go.
package instant

import "time"

// Layout is the form: UTC, milliseconds.
const Layout = "2006-01-02T15:04:05.000Z"

// Instant is a moment on the wire.
type Instant struct{ time.Time }

// Of is a moment, cut to the millisecond.
func Of(t time.Time) Instant { return Instant{t.UTC().Truncate(time.Millisecond)} }

// MarshalText writes the form.
func (i Instant) MarshalText() ([]byte, error) { return []byte(Of(i.Time).Format(Layout)), nil }

// MarshalJSON writes the form as a JSON text.
func (i Instant) MarshalJSON() ([]byte, error) { return i.AppendJSON(nil), nil }

// AppendJSON writes the JSON text behind something else.
func (i Instant) AppendJSON(to []byte) []byte {
	return append(Of(i.Time).AppendFormat(append(to, '"'), Layout), '"')
}

// Bind reads a parameter.
func (i *Instant) Bind(text string) error { return i.UnmarshalText([]byte(text)) }
