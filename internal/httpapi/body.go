package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/saichang/saichang/internal/fault"
)

// maxDepth is how deep a JSON body may nest: ours nest five deep.
const maxDepth = 24

// strictJSON reads one JSON value. It refuses what encoding/json lets pass: bytes that are
// not UTF-8, a field given twice, text that cannot be shown or stored, deep nesting, and
// anything after the value. jsontext, which becomes encoding/json's own reader with Go 1.27,
// knows most of that and where it is.
func strictJSON(raw []byte) (any, error) {
	r := bodies.Get().(*jsontext.Decoder)
	defer bodies.Put(r)
	r.Reset(bytes.NewBuffer(raw), jsontext.AllowInvalidUTF8(true)) // read as U+FFFD, and refused with its place
	v, err := readValue(r)
	if err == nil {
		if _, end := r.ReadToken(); end != io.EOF {
			err = errors.New("data after the JSON value")
		}
	}
	if err == nil {
		return v, nil
	}
	var known *fault.Fault
	if errors.As(err, &known) {
		return nil, known
	}
	var wrong *jsontext.SyntacticError
	if errors.As(err, &wrong) && errors.Is(err, jsontext.ErrDuplicateName) {
		return nil, refusedAt(wrong.JSONPointer, fault.DuplicateField)
	}
	return nil, fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("")).Because(err)
}

// bodies keeps readers, which are larger than most bodies.
var bodies = sync.Pool{New: func() any { return new(jsontext.Decoder) }}

func readValue(r *jsontext.Decoder) (any, error) {
	token, err := r.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		return readObject(r)
	case '[':
		return readArray(r)
	case '"':
		text := token.String()
		if !Showable(text) {
			return nil, refusedAt(r.StackPointer(), fault.InvalidText)
		}
		return text, nil
	case '0':
		number := token.String()
		if len(number) > 40 {
			return nil, refusedAt(r.StackPointer(), fault.InvalidValue)
		}
		return json.Number(number), nil
	case 'n':
		return nil, nil
	}
	return token.Bool(), nil
}

func refusedAt(place jsontext.Pointer, code fault.Code) error {
	return fault.InvalidRequest.New().Listing(code.Detail().At(string(place)))
}

var errTooDeep = fmt.Errorf("nested deeper than %d", maxDepth)

func readObject(r *jsontext.Decoder) (any, error) {
	if r.StackDepth() > maxDepth {
		return nil, errTooDeep
	}
	out := map[string]any{}
	for r.PeekKind() != '}' {
		token, err := r.ReadToken()
		if err != nil {
			return nil, err
		}
		name := token.String()
		if !Showable(name) || len(name) > 200 {
			return nil, refusedAt(r.StackPointer().Parent(), fault.InvalidText)
		}
		if out[name], err = readValue(r); err != nil {
			return nil, err
		}
	}
	_, err := r.ReadToken()
	return out, err
}

func readArray(r *jsontext.Decoder) (any, error) {
	if r.StackDepth() > maxDepth {
		return nil, errTooDeep
	}
	out := []any{}
	for r.PeekKind() != ']' {
		v, err := readValue(r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := r.ReadToken()
	return out, err
}

// Showable reports text that can be stored in both databases and shown to people as it was
// meant: no control characters but tab and line ends, no characters that turn the direction
// of what follows, no lone surrogates (which JSON decoding replaces by U+FFFD).
func Showable(s string) bool {
	for _, r := range s {
		switch {
		case r < 0x20 && r != '\n' && r != '\r' && r != '\t', r >= 0x7f && r < 0xa0:
			return false
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
			return false
		case r == utf8.RuneError, r == 0xfffe, r == 0xffff, r == 0xfeff:
			return false
		}
	}
	return true
}
