package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
)

// etag is the strong ETag of a revision.
func etag(revision int64) string { return `"` + strconv.FormatInt(revision, 10) + `"` }

// revisionOf reads an If-Match that the contract has checked; 0, which no row has, for
// anything else.
func revisionOf(ifMatch string) int64 {
	n, _ := strconv.ParseInt(strings.Trim(ifMatch, `"`), 10, 64)
	return n
}

// orNull is a value that may be absent.
func orNull[T any](p *T) nullable.Nullable[T] {
	if p == nil {
		return nullable.NewNullNullable[T]()
	}
	return nullable.NewNullableWithValue(*p)
}

// orNullText is orNull for anything whose public form is text.
func orNullText[T interface{ String() string }](p *T) nullable.Nullable[string] {
	if p == nil {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue((*p).String())
}

// fromNullable reads a field of a merge patch: nil where it is absent, a pointer to nil where
// it is null.
func fromNullable[T any](n nullable.Nullable[T]) **T {
	if !n.IsSpecified() {
		return nil
	}
	var p *T
	if v, err := n.Get(); err == nil {
		p = &v
	}
	return &p
}

// given is the value of a field that may be absent or null, nil for both.
func given[T any](n nullable.Nullable[T]) *T {
	if v, err := n.Get(); err == nil {
		return &v
	}
	return nil
}

// next is the cursor of the page after, null on the last one.
func next(cursor string) nullable.Nullable[string] { return textOrNull(cursor) }

// textOrNull is a text of which nothing is the absence.
func textOrNull(text string) nullable.Nullable[string] {
	if text == "" {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue(text)
}

// instant is a time as the contract writes it: UTC, milliseconds.
func instant(t time.Time) api.Instant { return api.Instant{Time: t.UTC().Truncate(time.Millisecond)} }

func instantPtr(t *time.Time) nullable.Nullable[api.Instant] {
	if t == nil || t.IsZero() {
		return nullable.NewNullNullable[api.Instant]()
	}
	return nullable.NewNullableWithValue(instant(*t))
}

// or is the value of an optional parameter, or its default.
func or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// descending reads a sort parameter: "-name" is ("name", true).
func descending(sort string) (key string, desc bool) {
	return strings.TrimPrefix(sort, "-"), strings.HasPrefix(sort, "-")
}

// pageRequest asks for a page of the list that this request is about: a cursor only fits
// the operation, filters and order that gave it.
func pageRequest[C ~string](ctx context.Context, limit *int, cursor *string, count *C) page.Request {
	d := detailsOf(ctx)
	return page.Request{Limit: or(limit, 0), Cursor: or(cursor, ""), Count: count != nil, List: d.list(), Sealer: d.door.cursors}
}

// none is for lists without a total.
var none *string

// each translates every item; an empty list is [], never null.
func each[A, B any](items []A, f func(A) B) []B {
	out := make([]B, len(items))
	for i, item := range items {
		out[i] = f(item)
	}
	return out
}

// externalIDs is an object even where there are none.
func externalIDs(ids map[string]string) map[string]string {
	if ids == nil {
		return map[string]string{}
	}
	return ids
}

func externalIDsOf(ids *api.ExternalIds) map[string]string {
	if ids == nil {
		return nil
	}
	return *ids
}

// patchOf reads the patch of a map that may be absent.
func patchOf[M ~map[string]*string](m *M) names.Patch {
	if m == nil {
		return nil
	}
	return names.Patch(*m)
}

// textOf reads a text that may be absent.
func textOf(t *api.Text) names.Text {
	if t == nil {
		return nil
	}
	return names.Text(*t)
}

// convert turns a value into its twin with the same JSON: the rules of a competition are
// written once in the contract and once in the noun, field by field the same.
func convert[B any](a any) (b B, err error) {
	text, err := json.Marshal(a)
	if err != nil {
		return b, err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	return b, d.Decode(&b)
}

// mustConvert is convert for what the house itself made: the contract names every field.
func mustConvert[B any](a any) B {
	b, err := convert[B](a)
	if err != nil {
		panic(err) // answered as a defect of ours, with its stack in the log
	}
	return b
}

// pointer is a JSON pointer of names and indices.
func pointer(parts ...any) string {
	var out strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&out, "/%v", p)
	}
	return out.String()
}

// idPatch reads an id of a merge patch: nil where it is absent, a pointer to nil where it is
// null.
func idPatch[T id.Noun](n nullable.Nullable[string]) **id.ID[T] {
	text := fromNullable(n)
	if text == nil {
		return nil
	}
	p := id.FromPtr[T](*text)
	return &p
}

// dateOf reads a local date that may be absent or null: "2020-11-01".
func dateOf(n nullable.Nullable[api.LocalDate]) *string {
	d := given(n)
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}

// dayOf reads a local date that may be absent.
func dayOf(d *api.LocalDate) *string {
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}

func datePatch(n nullable.Nullable[api.LocalDate]) **string {
	if !n.IsSpecified() {
		return nil
	}
	d := dateOf(n)
	return &d
}

func toDate(text *string) nullable.Nullable[api.LocalDate] {
	if text == nil {
		return nullable.NewNullNullable[api.LocalDate]()
	}
	return nullable.NewNullableWithValue(date(*text))
}

// date writes a date that was checked when it came in.
func date(text string) api.LocalDate {
	t, _ := time.Parse(time.DateOnly, text)
	return api.LocalDate{Time: t}
}
