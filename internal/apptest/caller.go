package apptest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
)

// Password is every caller's.
const Password = "correct horse battery staple"

// Caller is somebody who calls: with a token, or nobody in particular.
type Caller struct {
	house *House
	Token string
	ID    string // of the account
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Raw    []byte
	t      *testing.T
	asked  string
}

func init() {
	for _, mediaType := range []string{
		"text/html", "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	} { // shown or saved, not read
		openapi3filter.RegisterBodyDecoder(mediaType, openapi3filter.FileBodyDecoder)
	}
}

// Public is everybody.
func (h *House) Public() *Caller { return &Caller{house: h} }

// Administrator completes the set-up at the first call and signs in.
func (h *House) Administrator() *Caller {
	h.T.Helper()
	if h.setup != "" {
		h.Public().Post("/setup", map[string]any{"code": h.setup, "login": "admin", "display_name": "管理员", "password": Password}).Want(201)
		h.setup = ""
	}
	return h.SignIn("admin", Password)
}

// SignIn signs in.
func (h *House) SignIn(login, password string) *Caller {
	h.T.Helper()
	var s struct {
		Token   string
		Session struct {
			AccountID string `json:"account_id"`
		}
	}
	h.Public().Post("/sessions", map[string]any{"login": login, "password": password, "client": "test"}).Want(201).Into(&s)
	return &Caller{house: h, Token: s.Token, ID: s.Session.AccountID}
}

// Somebody makes an account with a role ("" for none) on a thing ("" for the installation),
// changes its first password and signs in.
func (h *House) Somebody(by *Caller, login, role, on string) *Caller {
	h.T.Helper()
	account := by.Post("/accounts", map[string]any{"login": login, "display_name": login, "password": "first password to change"}).Want(201).ID()
	if role != "" {
		grant := map[string]any{"role": role}
		if on != "" {
			grant["on"] = on
		}
		by.Post("/accounts/"+account+"/grants", grant).Want(201)
	}
	h.SignIn(login, "first password to change").Do("PUT", "/me/password", map[string]any{"current_password": "first password to change", "new_password": Password}).Want(204)
	return h.SignIn(login, Password)
}

// Bearer is whoever comes with this token.
func (h *House) Bearer(token string) *Caller { return &Caller{house: h, Token: token} }

// At is the same caller at another house, which knows the same tokens.
func (c *Caller) At(h *House) *Caller { return &Caller{house: h, Token: c.Token, ID: c.ID} }

// Get asks.
func (c *Caller) Get(path string) *Answer { c.house.T.Helper(); return c.Do("GET", path, nil) }

// Post sends; headers are name, value, name, value.
func (c *Caller) Post(path string, body any, headers ...string) *Answer {
	c.house.T.Helper()
	return c.Do("POST", path, body, headers...)
}

// Do sends any request under /v1 and holds the answer against the contract.
func (c *Caller) Do(method, path string, body any, headers ...string) *Answer {
	t := c.house.T
	t.Helper()
	var content io.Reader = http.NoBody
	contentType := ""
	switch b := body.(type) {
	case nil:
	case string:
		content, contentType = strings.NewReader(b), "application/json"
	default:
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		content, contentType = bytes.NewReader(text), "application/json"
	}
	r := httptest.NewRequest(method, "/v1"+path, content)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	r.Header.Set("Accept-Language", "en")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return c.house.Send(r)
}

// Table sends a file as it is.
func (c *Caller) Table(path string, file []byte) *Answer {
	c.house.T.Helper()
	return c.Do("POST", path, string(file), "Content-Type", "application/octet-stream")
}

// Finished waits for the operation that an answer has begun, and answers it in its last state.
func (c *Caller) Finished(began *Answer) *Answer {
	c.house.T.Helper()
	path := strings.TrimPrefix(began.Want(http.StatusAccepted).Header.Get("Location"), "/v1")
	for range 6000 {
		now := c.Get(path).Want(http.StatusOK)
		if state := now.Text("state"); state != "queued" && state != "running" {
			return now
		}
		time.Sleep(50 * time.Millisecond)
	}
	c.house.T.Fatalf("%s never ends", path)
	return nil
}

// Send sends a request as it is and holds the answer against the contract.
func (h *House) Send(r *http.Request) *Answer {
	h.T.Helper()
	asked := r.Method + " " + r.URL.Path
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.writes.Add(1)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	a := &Answer{Status: w.Code, Header: w.Header(), Raw: w.Body.Bytes(), t: h.T, asked: asked}
	route, params, err := h.router.FindRoute(r)
	if err != nil {
		return a // not of the contract: the test says what it expects
	}
	body := a.Raw
	if a.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(a.Raw))
		if err != nil {
			h.T.Fatalf("%s: %v", asked, err)
		}
		if body, err = io.ReadAll(z); err != nil {
			h.T.Fatalf("%s: %v", asked, err)
		}
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true}
	err = openapi3filter.ValidateResponse(h.T.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 a.Status, Header: a.Header, Body: io.NopCloser(bytes.NewReader(body)), Options: options,
	})
	if err != nil && r.Method != http.MethodHead && !strings.Contains(a.Header.Get("Content-Type"), "yaml") {
		h.T.Errorf("%s answered %d off the contract: %v\n%s", asked, a.Status, err, a.Raw)
	}
	return a
}

// Want fails the test unless the status is this.
func (a *Answer) Want(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s answered %d, want %d: %s", a.asked, a.Status, status, a.Raw)
	}
	return a
}

// Refused fails the test unless the answer is this refusal.
func (a *Answer) Refused(status int, code string) *Answer {
	a.t.Helper()
	if a.Want(status); a.Text("code") != code {
		a.t.Fatalf("%s was refused with %q, want %q: %s", a.asked, a.Text("code"), code, a.Raw)
	}
	return a
}

// Into reads the body.
func (a *Answer) Into(v any) *Answer {
	a.t.Helper()
	if err := json.Unmarshal(a.Raw, v); err != nil {
		a.t.Fatalf("%s: %v: %s", a.asked, err, a.Raw)
	}
	return a
}

// ID is the id in the body.
func (a *Answer) ID() string { a.t.Helper(); return a.Text("id") }

// ETag is the revision to send back.
func (a *Answer) ETag() string { return a.Header.Get("ETag") }

// Text is a value of the body by its path: "items.0.id".
func (a *Answer) Text(path string) string {
	a.t.Helper()
	var v any
	a.Into(&v)
	for _, part := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			var i int
			if _, err := fmt.Sscan(part, &i); err != nil || i >= len(x) {
				return ""
			}
			v = x[i]
		default:
			return ""
		}
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
