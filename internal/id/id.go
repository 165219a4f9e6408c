package id

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strings"
)

// Noun is what an ID points to. The prefix is part of the contract and never changes.
type Noun interface{ IDPrefix() string }

// ID identifies one T. The zero ID identifies nothing.
type ID[T Noun] [16]byte

// Ref is an ID whose noun is only known at run time. The zero Ref refers to nothing.
type Ref struct {
	Prefix string
	UUID   [16]byte
}

// alphabet is Crockford's base32 in lower case: no i, l, o, u to misread.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

var digits = func() (d [256]byte) {
	for i := range d {
		d[i] = 0xff
	}
	for i := range alphabet {
		d[alphabet[i]] = byte(i)
	}
	return d
}()

// Prefix is the prefix of T's ids.
func Prefix[T Noun]() string {
	var t T
	return t.IDPrefix()
}

// From reads an id that the contract has already checked. Text that is no id of T gives
// the zero ID, which no row carries: the caller then answers "not found".
func From[T Noun](text string) ID[T] {
	parsed, _ := Parse[T](text)
	return parsed
}

// FromPtr is From for an optional id; nil stays nil.
func FromPtr[T Noun](text *string) *ID[T] {
	if text == nil {
		return nil
	}
	parsed := From[T](*text)
	return &parsed
}

// Parse reads "org_…"; the prefix must be T's.
func Parse[T Noun](text string) (ID[T], error) {
	ref, err := ParseRef(text)
	if err != nil {
		return ID[T]{}, err
	}
	if ref.Prefix != Prefix[T]() {
		return ID[T]{}, fmt.Errorf("id: %q does not start with %s_", text, Prefix[T]())
	}
	return ID[T](ref.UUID), nil
}

// ParseRef reads an id of any noun.
func ParseRef(text string) (Ref, error) {
	prefix, tail, ok := strings.Cut(text, "_")
	if !ok || prefix == "" || len(tail) != 26 || tail[0] > '7' {
		return Ref{}, fmt.Errorf("id: %q is not prefix_26characters", text)
	}
	var high, low uint64
	for i := range 26 {
		d := digits[tail[i]]
		if d == 0xff {
			return Ref{}, fmt.Errorf("id: %q has a character outside base32", text)
		}
		high = high<<5 | low>>59
		low = low<<5 | uint64(d)
	}
	ref := Ref{Prefix: prefix}
	for i := range 8 {
		ref.UUID[i] = byte(high >> (56 - 8*i))
		ref.UUID[8+i] = byte(low >> (56 - 8*i))
	}
	return ref, nil
}

func (i ID[T]) String() string { return i.Ref().String() }

// Ref forgets the type.
func (i ID[T]) Ref() Ref { return Ref{Prefix: Prefix[T](), UUID: i} }

// IsZero reports an id that identifies nothing.
func (i ID[T]) IsZero() bool { return i == ID[T]{} }

// Ptr is the id as a pointer, nil for the zero id.
func (i ID[T]) Ptr() *ID[T] {
	if i.IsZero() {
		return nil
	}
	return &i
}

// MarshalText writes the public form.
func (i ID[T]) MarshalText() ([]byte, error) {
	if i.IsZero() {
		return nil, nil
	}
	return []byte(i.String()), nil
}

// UnmarshalText reads the public form.
func (i *ID[T]) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = ID[T]{}
		return nil
	}
	parsed, err := Parse[T](string(text))
	*i = parsed
	return err
}

// Value stores the 16 bytes; the zero id is NULL.
func (i ID[T]) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i[:], nil
}

// Scan reads what either database returns: 16 bytes, or a UUID in its usual text form.
func (i *ID[T]) Scan(src any) error {
	bytes, err := scan(src)
	*i = bytes
	return err
}

// GormDataType names the column type.
func (ID[T]) GormDataType() string { return "uuid" }

func scan(src any) (out [16]byte, err error) {
	switch v := src.(type) {
	case nil:
		return out, nil
	case [16]byte:
		return v, nil
	case []byte:
		if len(v) == 16 {
			return [16]byte(v), nil
		}
		return scan(string(v))
	case string:
		raw, err := hex.DecodeString(strings.ReplaceAll(v, "-", ""))
		if err != nil || len(raw) != 16 {
			return out, fmt.Errorf("id: column holds %q, not a UUID", v)
		}
		return [16]byte(raw), nil
	}
	return out, fmt.Errorf("id: column holds a %T, not a UUID", src)
}

// String writes the public form; the zero Ref is "".
func (r Ref) String() string {
	var room [40]byte
	return string(r.Append(room[:0]))
}

// Append writes the public form behind something else.
func (r Ref) Append(to []byte) []byte {
	if r.IsZero() {
		return to
	}
	var high, low uint64
	for i := range 8 {
		high = high<<8 | uint64(r.UUID[i])
		low = low<<8 | uint64(r.UUID[8+i])
	}
	var tail [26]byte
	for i := 25; i >= 0; i-- {
		tail[i] = alphabet[low&31]
		low = low>>5 | high<<59
		high >>= 5
	}
	return append(append(append(to, r.Prefix...), '_'), tail[:]...)
}

// IsZero reports a Ref that refers to nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// MarshalText writes the public form.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the public form.
func (r *Ref) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*r = Ref{}
		return nil
	}
	*r, err = ParseRef(string(text))
	return err
}

// As is the id of a T that the Ref carries; false if it refers to something else.
func As[T Noun](r Ref) (ID[T], bool) {
	return ID[T](r.UUID), r.Prefix == Prefix[T]() && !r.IsZero()
}
