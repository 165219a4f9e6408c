package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/fault"
)

func TestABodyIsReadStrictly(t *testing.T) {
	for body, want := range map[string]string{
		` {"a": [1, -2.5e3, true, false, null, "x"], "b": {}} `: "",
		`"\u00e9\n"`:                            "",
		`[]`:                                    "",
		``:                                      "invalid_value ",
		`{"a":1} x`:                             "invalid_value ",
		"{}\x00":                                "invalid_value ",
		"\x00{}":                                "invalid_value ",
		`{"a":1,}`:                              "invalid_value ",
		`[1,]`:                                  "invalid_value ",
		`[1 2]`:                                 "invalid_value ",
		`{"a" 1}`:                               "invalid_value ",
		`{a:1}`:                                 "invalid_value ",
		`{"a":1`:                                "invalid_value ",
		`"a`:                                    "invalid_value ",
		`"a\`:                                   "invalid_value ",
		`"\q"`:                                  "invalid_value ",
		`tru`:                                   "invalid_value ",
		`nulll`:                                 "invalid_value ",
		`NaN`:                                   "invalid_value ",
		`01`:                                    "invalid_value ",
		`1.`:                                    "invalid_value ",
		`+1`:                                    "invalid_value ",
		"\"a\tb\"":                              "invalid_value ",
		`{"a":{"b":1,"b":2}}`:                   "duplicate_field /a/b",
		`{"a":1,"\u0061":2}`:                    "duplicate_field /a",
		`[{"a/b~c":1,"a/b~c":2}]`:               "duplicate_field /0/a~1b~0c",
		`{"a":[0,"\u0000"]}`:                    "invalid_text /a/1",
		`{"a":"\ud800"}`:                        "invalid_text /a",
		`{"a":"\u202e"}`:                        "invalid_text /a",
		`{"a":{"\u0007":1}}`:                    "invalid_text /a",
		"{\"a\":\"\xff\"}":                      "invalid_text /a",
		`{"a":` + strings.Repeat("1", 41) + `}`: "invalid_value /a",
		strings.Repeat("[", 24) + strings.Repeat("]", 24):      "",
		strings.Repeat("[", 30) + strings.Repeat("]", 30):      "invalid_value ",
		`{"` + strings.Repeat("n", 201) + `":` + `"too long"}`: "invalid_text ",
	} {
		_, err := strictJSON([]byte(body))
		got := ""
		var f *fault.Fault
		if errors.As(err, &f) {
			got = string(f.Details[0].Code) + " " + f.Details[0].Pointer
		}
		if got != want {
			t.Errorf("%q is refused with %q, want %q", body, got, want)
		}
	}
}

func BenchmarkBody(b *testing.B) {
	body := []byte(`{"observed":{"kind":"score","score":2},"reason":"late by a minute"}`)
	for b.Loop() {
		if _, err := strictJSON(body); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzBody holds the reader against encoding/json: what it takes is JSON, and the same value.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{`{"observed":{"kind":"score","score":2},"reason":""}`, `[1,"\u00e9",null,{"a":[]}]`, `-0.5E+10`, ` "x" `} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := strictJSON(raw)
		if err != nil {
			return
		}
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatalf("%q was taken, and is no JSON: %v", raw, err)
		}
		if _, err := d.Token(); err != io.EOF {
			t.Fatalf("%q was taken with what follows it", raw)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q was read as %#v, not %#v", raw, got, want)
		}
	})
}
