package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
)

// object is a JSON object.
type object = map[string]any

// list is a JSON list.
type list = []any

// client calls the API as one account. The first unexpected answer ends the story: it
// panics with a failure, which Load returns as its error.
type client struct {
	api   http.Handler
	token string
	id    string // of the account
	keys  *int   // counts idempotency keys
}

// failure is an answer that the story did not expect.
type failure struct{ error }

// answer is a body with its ETag.
type answer struct {
	body any
	etag string
}

// get asks.
func (c client) get(path string) answer { return c.do("GET", path, nil, "") }

// post sends; every POST carries an idempotency key, as a good client's does.
func (c client) post(path string, body any) answer { return c.do("POST", path, body, "") }

// act posts over the revision that was last read.
func (c client) act(path string, body any, last answer) answer {
	return c.do("POST", path, body, last.etag)
}

// put writes over the revision that was last read.
func (c client) put(path string, body any, last answer) answer {
	return c.do("PUT", path, body, last.etag)
}

func (c client) do(method, path string, body any, etag string) answer {
	var text []byte
	mediaType := "application/json"
	switch b := body.(type) {
	case nil:
		mediaType = ""
	case []byte:
		text, mediaType = b, "text/csv"
	default:
		var err error
		if text, err = json.Marshal(b); err != nil {
			panic(failure{err})
		}
	}
	r := httptest.NewRequest(method, "/v1"+path, bytes.NewReader(text))
	for name, value := range map[string]string{"Content-Type": mediaType, "If-Match": etag, "Accept-Language": "en"} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if method == "POST" && c.keys != nil {
		*c.keys++
		r.Header.Set("Idempotency-Key", "demo-season-"+strconv.Itoa(*c.keys))
	}
	w := httptest.NewRecorder()
	c.api.ServeHTTP(w, r)
	raw, _ := io.ReadAll(w.Body) // from memory
	if w.Code >= 300 {
		panic(failure{fmt.Errorf("demo: %s %s was answered %d: %s", method, path, w.Code, raw)})
	}
	a := answer{etag: w.Header().Get("ETag")}
	if len(raw) > 0 && strings.Contains(w.Header().Get("Content-Type"), "json") {
		if err := json.Unmarshal(raw, &a.body); err != nil {
			panic(failure{fmt.Errorf("demo: %s %s: %w", method, path, err)})
		}
	}
	return a
}

// at is what stands at a place of a body: a.at("items", 0, "id").
func (a answer) at(path ...any) any {
	v := a.body
	for _, step := range path {
		switch s := step.(type) {
		case string:
			o, _ := v.(map[string]any)
			v = o[s]
		case int:
			l, _ := v.([]any)
			if s >= len(l) {
				return nil
			}
			v = l[s]
		}
	}
	return v
}

// text is a text at a place of a body.
func (a answer) text(path ...any) string {
	s, _ := a.at(path...).(string)
	return s
}

// id is the id in a body.
func (a answer) id() string { return a.text("id") }

// items are those of a list.
func (a answer) items() []answer {
	all, _ := a.at("items").([]any)
	out := make([]answer, len(all))
	for i, item := range all {
		out[i] = answer{body: item}
	}
	return out
}
