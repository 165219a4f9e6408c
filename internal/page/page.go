package page

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/saichang/saichang/internal/fault"
)

// Default and Max are the numbers of items on a page.
const (
	Default = 50
	Max     = 200
)

// Request asks for a page of a list.
type Request struct {
	Limit  int    // 0 is Default
	Cursor string // "" is the first page
	List   string // the list with its filters and order, so that a cursor fits only there
	Count  bool   // the exact number of all items is wanted
	Sealer Sealer
}

// Page is a part of a list. Next is "" on the last page; Total is set when asked for.
type Page[T any] struct {
	Items []T
	Next  string
	Total *int64
}

// Sealer signs cursors with the installation's key.
type Sealer struct{ Key []byte }

// Position is where a page ended: the value of the sort key and the id of the last item.
type Position struct {
	Key string `json:"k"`
	ID  string `json:"i"`
}

// Size is the number of items wanted.
func (r Request) Size() int {
	if r.Limit <= 0 {
		return Default
	}
	return min(r.Limit, Max)
}

// After is the position that the cursor holds; nil for the first page.
func (r Request) After() (*Position, error) {
	if r.Cursor == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(r.Cursor)
	if err != nil || len(raw) < 16 || !hmac.Equal(raw[:16], r.mac(raw[16:])) {
		return nil, fault.InvalidCursor.New().Listing(fault.InvalidCursor.Detail().In("cursor"))
	}
	var p Position
	if err := json.Unmarshal(raw[16:], &p); err != nil {
		return nil, fault.InvalidCursor.New().Because(err)
	}
	return &p, nil
}

// cursor is the sealed text of a position.
func (r Request) cursor(p Position) string {
	text, _ := json.Marshal(p) // two strings always marshal
	return base64.RawURLEncoding.EncodeToString(append(r.mac(text), text...))
}

func (r Request) mac(text []byte) []byte {
	m := hmac.New(sha256.New, r.Sealer.Key)
	m.Write([]byte(r.List))
	m.Write([]byte{0})
	m.Write(text)
	return m.Sum(nil)[:16]
}

// Cut makes a page of rows that were read with a limit of Size()+1: the extra row only says
// that there is more.
func Cut[T any](r Request, rows []T, at func(T) Position) Page[T] {
	if len(rows) <= r.Size() {
		return Page[T]{Items: rows}
	}
	rows = rows[:r.Size()]
	return Page[T]{Items: rows, Next: r.cursor(at(rows[len(rows)-1]))}
}

// Map turns the items of a page into others.
func Map[A, B any](p Page[A], f func(A) B) Page[B] {
	out := Page[B]{Items: make([]B, len(p.Items)), Next: p.Next, Total: p.Total}
	for i, item := range p.Items {
		out.Items[i] = f(item)
	}
	return out
}
