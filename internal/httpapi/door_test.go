package httpapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/saichang/saichang/internal/apptest"
)

// The tests of this file are of the door alone and run on SQLite: no request of theirs that
// has to be refused reaches a database.

// sent is a request as it is written, by an administrator.
func sent(h *apptest.House, by *apptest.Caller, method, target, body string, headers ...string) *apptest.Answer {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+by.Token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.Send(r)
}

func TestAnAddressThatIsNotWrittenLikeTheContractsLeadsNowhere(t *testing.T) {
	h := apptest.SQLite(t)
	admin := h.Administrator()
	org := admin.Post("/organizations", map[string]any{"name": map[string]any{"en": "A"}, "kind": "school"}).Want(201).ID()
	for _, target := range []string{
		"/v1/accounts/", "/v1//accounts", "//v1/accounts", "/v1/accounts//", "/v1/./accounts", "/v1/accounts/.", "/v1/x/../accounts", "/v1/accounts/..",
		"/v1/service/../accounts", "/docs/../v1/accounts", "/v1/ACCOUNTS", "/V1/accounts", "/v1/Accounts", "/v1%2Faccounts", "/v1/accounts%2F", "/v1/accounts%2f",
		"/v1/%61ccounts", "/v1/%2e/accounts", "/v1/x/%2e%2e/accounts", "/v1/service%2f..%2faccounts", "/v1/accounts;a=b", "/v1/accounts%3B", "/v1/accounts%00",
		"/v1/accounts%20", "/v1/accounts%5C", "/v1%5Caccounts", "/v1/sessions%2Fcurrent", "/v1/sessions/CURRENT", "/v1/sessions/current/", "/v1/me%2Faccess",
		"/v1/organizations/" + org + "/", "/v1/organizations//" + org, "/v1/organizations/" + org + "%2F", "/v1/organizations/" + org + "%2F..%2F" + org,
		"/v1/organizations/" + org + "/../" + org, "/v1/organizations/" + strings.ToUpper(org), "/v1/organizations/" + org + "%00", "/v1/organizations/" + org + ".json",
		"/v1/organizations/%2e%2e%2faccounts", "/v1", "/v1/", "/", "/accounts", "/api/v1/accounts", "/v2/accounts",
		"/metrics", "/debug/pprof/", "/debug/vars", "/docs/..%2f..%2fgo.mod", "/docs/%2e%2e/%2e%2e/go.mod", "/.git/config",
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
			body := ""
			if method != "GET" && method != "HEAD" && method != "DELETE" {
				body = "{}"
			}
			a := sent(h, admin, method, target, body, "If-Match", `"1"`)
			if a.Status != 404 && a.Status != 405 && (a.Status != 400 || strings.Count(target, "/") < 3) { // 400: what stands in the place of an id is none
				t.Errorf("%s %s is answered %d: %.200s", method, target, a.Status, a.Raw)
			}
			if a.Header.Get("Content-Type") != "application/problem+json" && !strings.HasPrefix(target, "/docs/") {
				t.Errorf("%s %s is refused as %q", method, target, a.Header.Get("Content-Type"))
			}
		}
	}
	admin.Get("/organizations/" + org).Want(200)
	admin.Get("/me").Want(200) // nothing ended the session
}

func TestAMethodThatTheContractDoesNotHaveIsNotAllowed(t *testing.T) {
	h := apptest.SQLite(t)
	admin := h.Administrator()
	methods := []string{"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get", "G"}
	each(t, func(path, _ string, item *openapi3.PathItem, _ *openapi3.Operation) {
		target := "/v1" + anyParameter.ReplaceAllString(path, "x")
		if a := sent(h, admin, "OPTIONS", target, ""); a.Status != 204 || len(a.Raw) > 0 || a.Header.Get("Allow") == "" { // names the methods, does nothing
			t.Errorf("OPTIONS %s is answered %d", target, a.Status)
		}
		for _, method := range methods {
			if item.GetOperation(strings.ToUpper(method)) != nil && method == strings.ToUpper(method) {
				continue
			}
			if a := sent(h, admin, method, target, ""); a.Status != 404 && a.Status != 405 {
				// /sessions/current, /organizations/batch and /people/export also stand in the place of an id, which is then none
				named := path == "/sessions/current" || strings.HasSuffix(path, "/batch") || strings.HasSuffix(path, "/export")
				if !named || a.Status != 400 && a.Status != 415 {
					t.Errorf("%s %s is answered %d", method, target, a.Status)
				}
			}
		}
	})
}

func TestNoHeaderOrParameterChangesTheMethodOrTheAddress(t *testing.T) {
	h := apptest.SQLite(t)
	admin := h.Administrator()
	made := admin.Post("/organizations", map[string]any{"name": map[string]any{"en": "A"}, "kind": "school"}).Want(201)
	path := "/v1/organizations/" + made.ID()
	for _, name := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method"} {
		for _, method := range []string{"DELETE", "PATCH", "PUT"} {
			if a := sent(h, admin, "GET", path, "", name, method).Want(200); a.ID() != made.ID() {
				t.Errorf("%s: %s made it %s", name, method, a.Raw)
			}
			sent(h, admin, "POST", path, `{"status":"closed"}`, name, method, "If-Match", made.ETag()).Refused(405, "method_not_allowed")
		}
		sent(h, admin, "POST", "/v1/organizations", `{"name":{"en":"B"},"kind":"school"}`, name, "GET").Want(201)
		sent(h, admin, "GET", path+"?"+name+"=DELETE", "").Refused(400, "invalid_request")
	}
	for _, name := range []string{"X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix", "X-Forwarded-Path", "X-Forwarded-Uri", "Destination"} {
		if a := sent(h, admin, "GET", path, "", name, "/v1/accounts").Want(200); a.ID() != made.ID() {
			t.Errorf("%s led elsewhere: %s", name, a.Raw)
		}
	}
	for _, host := range []string{"X-Forwarded-Host", "X-Host", "Forwarded"} {
		if a := sent(h, admin, "POST", "/v1/organizations", `{"name":{"en":"C"},"kind":"school"}`, host, "evil.example").Want(201); strings.Contains(a.Header.Get("Location"), "evil") {
			t.Errorf("%s stands in the Location %s", host, a.Header.Get("Location"))
		}
	}
	if got := admin.Get("/organizations/" + made.ID()).Want(200); got.Text("status") != "active" || got.Text("revision") != "1" {
		t.Errorf("it was changed: %s", got.Raw)
	}
}

// kept are fields that the house sets by itself, and some that others have been caught taking.
var kept = map[string]any{
	"id": "org_01jd2kxq4ve9bs3d3fg8yx1j6m", "revision": 7, "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z", "status": "confirmed",
	"role": "administrator", "roles": []string{"administrator"}, "grants": []any{}, "is_admin": true, "must_change_password": false, "password_hash": "x",
	"account_id": "acc_01jd2kxq4ve9bs3d3fg8yx1j6m", "organization_id": "org_01jd2kxq4ve9bs3d3fg8yx1j6m", "edition_id": "edn_01jd2kxq4ve9bs3d3fg8yx1j6m",
	"author_id": "acc_01jd2kxq4ve9bs3d3fg8yx1j6m", "judge_id": "acc_01jd2kxq4ve9bs3d3fg8yx1j6m", "official": false, "version": 9, "score": "100.00", "total": "100.00",
	"points": "100.00", "rank": 1, "award": "gold", "submitted_at": "2020-01-01T00:00:00Z", "signed_at": "2020-01-01T00:00:00Z", "digest": "x", "__proto__": map[string]any{},
}

// TestNobodySetsWhatTheHouseKeepsForItself adds each kept field to the valid body of every
// operation that does not take it: the contract refuses it by name, before anything happens.
func TestNobodySetsWhatTheHouseKeepsForItself(t *testing.T) {
	w := newWorld(apptest.SQLite(t))
	w.Stop()
	tried := 0
	each(t, func(path, method string, _ *openapi3.PathItem, op *openapi3.Operation) {
		if op.RequestBody == nil {
			return
		}
		var schema *openapi3.Schema
		for mediaType, content := range op.RequestBody.Value.Content {
			if strings.HasSuffix(mediaType, "json") {
				schema = content.Schema.Value
			}
		}
		if schema == nil {
			return
		}
		t.Run(op.OperationID, func(t *testing.T) {
			now := w.at(w.Copy(t))
			c := now.valid(op, path)
			for _, field := range slices.Sorted(maps.Keys(kept)) {
				if _, takes := schema.Properties[field]; takes {
					continue
				}
				r := now.request(method, op, c)
				body := map[string]any{}
				if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
					t.Fatal(err)
				}
				body[field] = kept[field]
				text, _ := json.Marshal(body)
				r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
				a := now.Send(r).Refused(http.StatusBadRequest, "invalid_request")
				if a.Text("errors.0.code") != "unknown_field" || a.Text("errors.0.pointer") != "/"+field {
					t.Errorf("%s is refused as %s", field, a.Raw)
				}
				tried++
			}
		})
	})
	if tried < 500 {
		t.Errorf("only %d were tried", tried)
	}
}

// TestABodyTakesNoUnknownFieldAtAnyDepth looks at the schemas, which the bodies are held against.
func TestABodyTakesNoUnknownFieldAtAnyDepth(t *testing.T) {
	var walk func(where string, s *openapi3.SchemaRef, seen map[*openapi3.Schema]bool)
	walk = func(where string, s *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
		if s == nil || s.Value == nil || seen[s.Value] {
			return
		}
		seen[s.Value] = true
		v := s.Value
		closed := func(s *openapi3.Schema) bool {
			return s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
		}
		refers := slices.ContainsFunc(v.AllOf, func(part *openapi3.SchemaRef) bool { return closed(part.Value) })
		if values := v.AdditionalProperties.Schema; values != nil { // a map, whose keys are data
			walk(where+"/*", values, seen)
		} else if v.Type.Is("object") && !closed(v) && !refers {
			t.Errorf("%s takes unknown fields", where)
		}
		for name, p := range v.Properties {
			if p.Value.ReadOnly {
				t.Errorf("%s/%s is the house's own", where, name)
			}
			walk(where+"/"+name, p, seen)
		}
		walk(where+"/0", v.Items, seen)
		for _, part := range slices.Concat(v.AllOf, v.OneOf, v.AnyOf) {
			walk(where, part, seen)
		}
	}
	each(t, func(_, _ string, _ *openapi3.PathItem, op *openapi3.Operation) {
		if op.RequestBody == nil {
			return
		}
		for mediaType, content := range op.RequestBody.Value.Content {
			if strings.HasSuffix(mediaType, "json") {
				walk(op.OperationID, content.Schema, map[*openapi3.Schema]bool{})
			}
		}
	})
}
