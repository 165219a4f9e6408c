package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"github.com/saichang/saichang/internal/fault"
)

// maxDepth is how deep a JSON body may nest: ours nest five deep.
const maxDepth = 24

func init() {
	openapi3filter.RegisterBodyDecoder("application/json", decodeBody)
	openapi3filter.RegisterBodyDecoder("application/merge-patch+json", decodeBody)
}

// decodeBody is what openapi3filter calls for a JSON body.
func decodeBody(r io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return strictJSON(raw)
}

// strictJSON reads one JSON value. It refuses what encoding/json lets pass: bytes that are
// not UTF-8, a field given twice, text that cannot be shown or stored, deep nesting, and
// anything after the value. It is a reader of its own because encoding/json's tokens cost a
// third of what a mark costs at the door.
func strictJSON(raw []byte) (any, error) {
	if !utf8.Valid(raw) {
		return nil, fault.InvalidRequest.New().Listing(fault.InvalidText.Detail().At(""))
	}
	r := bodyReader{raw: raw}
	v, wrong := r.value(0)
	if r.next(); wrong == nil && r.at < len(raw) {
		wrong = notJSON("data after the JSON value")
	}
	if wrong != nil {
		f := fault.InvalidRequest.New().Listing(wrong.code.Detail().At(wrong.pointer))
		f.Cause = wrong.cause
		return nil, f
	}
	return v, nil
}

// flaw is what is wrong with a body and where. The pointer grows on the way out, so that a
// good body does not pay for it.
type flaw struct {
	code    fault.Code
	pointer string
	cause   error // not JSON at all: there is no telling where
}

func notJSON(why string) *flaw { return &flaw{code: fault.InvalidValue, cause: errors.New(why)} }

func (f *flaw) within(step string) *flaw {
	if f.cause == nil {
		f.pointer = "/" + step + f.pointer
	}
	return f
}

var escapePointer = strings.NewReplacer("~", "~0", "/", "~1")

// bodyReader reads JSON from front to back.
type bodyReader struct {
	raw []byte
	at  int
}

// next passes over white space, and answers the byte that follows; 0, which begins nothing,
// at the end.
func (r *bodyReader) next() byte {
	for ; r.at < len(r.raw); r.at++ {
		switch c := r.raw[r.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// words are the values that are written in letters.
var words = []struct {
	text  []byte
	value any
}{{[]byte("true"), true}, {[]byte("false"), false}, {[]byte("null"), nil}}

func (r *bodyReader) value(depth int) (any, *flaw) {
	if depth > maxDepth {
		return nil, notJSON("nested too deep")
	}
	switch c := r.next(); {
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.array(depth)
	case c == '"':
		text, wrong := r.text()
		if wrong == nil && !Showable(text) {
			wrong = &flaw{code: fault.InvalidText}
		}
		return text, wrong
	case c == '-' || c >= '0' && c <= '9':
		return r.number()
	}
	for _, w := range words {
		if bytes.HasPrefix(r.raw[r.at:], w.text) {
			r.at += len(w.text)
			return w.value, nil
		}
	}
	return nil, notJSON("no JSON value")
}

func (r *bodyReader) object(depth int) (any, *flaw) {
	out := map[string]any{}
	r.at++
	if r.next() == '}' {
		r.at++
		return out, nil
	}
	for {
		if r.next() != '"' {
			return nil, notJSON("no name of a field")
		}
		name, wrong := r.text()
		if wrong != nil {
			return nil, wrong
		}
		if !Showable(name) || len(name) > 200 {
			return nil, &flaw{code: fault.InvalidText}
		}
		if _, twice := out[name]; twice {
			return nil, (&flaw{code: fault.DuplicateField}).within(escapePointer.Replace(name))
		}
		if r.next() != ':' {
			return nil, notJSON("no colon after a name")
		}
		r.at++
		if out[name], wrong = r.value(depth + 1); wrong != nil {
			return nil, wrong.within(escapePointer.Replace(name))
		}
		if more, wrong := r.more('}'); !more {
			return out, wrong
		}
	}
}

func (r *bodyReader) array(depth int) (any, *flaw) {
	out := []any{}
	r.at++
	if r.next() == ']' {
		r.at++
		return out, nil
	}
	for {
		v, wrong := r.value(depth + 1)
		if wrong != nil {
			return nil, wrong.within(strconv.Itoa(len(out)))
		}
		out = append(out, v)
		if more, wrong := r.more(']'); !more {
			return out, wrong
		}
	}
}

// more passes over the comma before another member, or over the closing bracket.
func (r *bodyReader) more(closing byte) (bool, *flaw) {
	c := r.next()
	r.at++
	switch c {
	case ',':
		return true, nil
	case closing:
		return false, nil
	}
	return false, notJSON("neither a comma nor a closing bracket")
}

// text reads a string; one with escapes is left to encoding/json.
func (r *bodyReader) text() (text string, wrong *flaw) {
	plain := true
	for end := r.at + 1; end < len(r.raw); end++ {
		switch c := r.raw[end]; {
		case c == '\\':
			plain = false
			end++
		case c < ' ':
			return "", notJSON("a control character in a text")
		case c == '"':
			quoted := r.raw[r.at : end+1]
			r.at = end + 1
			if plain {
				return string(quoted[1 : len(quoted)-1]), nil
			}
			if json.Unmarshal(quoted, &text) != nil {
				return "", notJSON("an escape that is none")
			}
			return text, nil
		}
	}
	return "", notJSON("a text without an end")
}

func (r *bodyReader) number() (any, *flaw) {
	begin := r.at
	for r.at < len(r.raw) && strings.IndexByte("0123456789+-.eE", r.raw[r.at]) >= 0 {
		r.at++
	}
	digits := r.raw[begin:r.at]
	if !json.Valid(digits) {
		return nil, notJSON("a number that is none")
	}
	if len(digits) > 40 {
		return nil, &flaw{code: fault.InvalidValue}
	}
	return json.Number(digits), nil
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
