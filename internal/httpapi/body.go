package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
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
// anything after the value.
func strictJSON(raw []byte) (any, error) {
	if !utf8.Valid(raw) {
		return nil, fault.InvalidRequest.New().Listing(fault.InvalidText.Detail().At(""))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	v, err := value(d, "", 0)
	if err != nil {
		var f *fault.Fault
		if errors.As(err, &f) {
			return nil, f
		}
		return nil, fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("")).Because(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("")).Because(errors.New("data after the JSON value"))
	}
	return v, nil
}

func value(d *json.Decoder, pointer string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return object(d, pointer, depth)
		}
		return array(d, pointer, depth)
	case string:
		if !Showable(t) {
			return nil, fault.InvalidRequest.New().Listing(fault.InvalidText.Detail().At(pointer))
		}
		return t, nil
	case json.Number:
		if len(t) > 40 {
			return nil, fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At(pointer))
		}
		return t, nil
	}
	return t, nil // true, false, nil
}

func object(d *json.Decoder, pointer string, depth int) (any, error) {
	out := map[string]any{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := t.(string)
		at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		if !Showable(name) || len(name) > 200 {
			return nil, fault.InvalidRequest.New().Listing(fault.InvalidText.Detail().At(pointer))
		}
		if _, twice := out[name]; twice {
			return nil, fault.InvalidRequest.New().Listing(fault.DuplicateField.Detail().At(at))
		}
		if out[name], err = value(d, at, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return out, err
}

func array(d *json.Decoder, pointer string, depth int) (any, error) {
	out := []any{}
	for d.More() {
		v, err := value(d, fmt.Sprintf("%s/%d", pointer, len(out)), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := d.Token()
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
