package httpapi_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
)

// each visits every operation of the contract.
func each(t *testing.T, visit func(path, method string, item *openapi3.PathItem, op *openapi3.Operation)) {
	t.Helper()
	doc, err := api.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, path := range doc.Paths.InMatchingOrder() {
		item := doc.Paths.Value(path)
		for method, op := range item.Operations() {
			n++
			visit(path, method, item, op)
		}
	}
	if n < 40 {
		t.Fatalf("only %d operations were visited", n)
	}
}

func TestTheContractIsValid(t *testing.T) {
	doc, err := api.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background(), openapi3.EnableSchemaFormatValidation(), openapi3.AllowExtensionsWithRef()); err != nil {
		t.Error(err)
	}
}

func TestEveryOperationSaysWhatAClientNeeds(t *testing.T) {
	verbNoun := regexp.MustCompile(`^[a-z]+[A-Za-z0-9]+$`)
	seen := map[string]bool{}
	each(t, func(path, method string, item *openapi3.PathItem, op *openapi3.Operation) {
		where := method + " " + path
		action, _ := op.Extensions["x-action"].(string)
		if _, known := access.Policy[access.Action(action)]; !known {
			t.Errorf("%s: x-action %q is not in the policy", where, action)
		}
		if !verbNoun.MatchString(op.OperationID) || seen[op.OperationID] {
			t.Errorf("%s: operationId %q is no verbNoun of its own", where, op.OperationID)
		}
		seen[op.OperationID] = true
		if op.Summary == "" || len(op.Tags) != 1 || op.Responses.Default() == nil {
			t.Errorf("%s: a summary, one tag and the refusal are needed", where)
		}
		for _, p := range append(slices.Clone(item.Parameters), op.Parameters...) {
			if p.Value.In != "path" && p.Value.Description == "" {
				t.Errorf("%s: parameter %s has no description", where, p.Value.Name)
			}
		}
		for status, answer := range op.Responses.Map() {
			if content := answer.Value.Content.Get("application/json"); content != nil && content.Example == nil && content.Schema.Value.Example == nil {
				t.Errorf("%s: the answer %s has no example", where, status)
			}
		}
		if op.RequestBody == nil {
			return
		}
		for mediaType, content := range op.RequestBody.Value.Content {
			if content.Example == nil && content.Schema.Value.Example == nil {
				t.Errorf("%s: the body has no example", where)
			}
			if s := content.Schema.Value; strings.HasSuffix(mediaType, "json") && (s.AdditionalProperties.Has == nil || *s.AdditionalProperties.Has) {
				t.Errorf("%s: the body takes unknown fields", where)
			}
		}
	})
}

func TestEveryRowOfThePolicyIsAskedForByAnOperationOrIsTheHousesOwn(t *testing.T) {
	asked := map[access.Action]bool{}
	each(t, func(_, _ string, _ *openapi3.PathItem, op *openapi3.Operation) {
		action, _ := op.Extensions["x-action"].(string)
		asked[access.Action(action)] = true
	})
	for action := range access.Policy {
		if own := slices.Contains(access.ByItself, action); own == asked[action] {
			t.Errorf("%s: asked for by an operation: %v, the house's own: %v", action, asked[action], own)
		}
	}
}

// TestAnOperationIsPublicOrAsksWho holds the contract's security against the policy: what says
// "sign in" is not everybody's, and what does not is.
func TestAnOperationIsPublicOrAsksWho(t *testing.T) {
	each(t, func(path, method string, _ *openapi3.PathItem, op *openapi3.Operation) {
		action, _ := op.Extensions["x-action"].(string)
		public := op.Security != nil && len(*op.Security) == 0
		if everybodys := slices.Contains(access.Policy[access.Action(action)].Do, access.Public); public != everybodys {
			t.Errorf("%s %s: public in the contract: %v, in the policy: %v", method, path, public, everybodys)
		}
	})
}

// OpenAPI 3.0 knows nullable beside a type alone, and what an allOf refers to has to take null as
// well: generators guess, and strict validators refuse null, where a contract says less.
func TestWhatCanBeNullHasATypeAndRefersToWhatCanBeNull(t *testing.T) {
	doc, err := api.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	nullable, seen := 0, map[*openapi3.Schema]bool{}
	var visit func(where string, ref *openapi3.SchemaRef)
	visit = func(where string, ref *openapi3.SchemaRef) {
		if ref == nil || seen[ref.Value] {
			return
		}
		s := ref.Value
		seen[s] = true
		if s.Nullable {
			nullable++
			if s.Type == nil || len(*s.Type) != 1 {
				t.Errorf("%s is nullable and has no type", where)
			}
			for _, part := range s.AllOf {
				if plain := part.Value.Type.Is("string") && part.Value.Enum == nil; plain && !part.Value.Nullable {
					t.Errorf("%s is nullable and refers to %s, which is not: give it an …OrNull", where, part.Ref)
				}
			}
		}
		for name, p := range s.Properties {
			visit(where+"."+name, p)
		}
		visit(where+"[]", s.Items)
		for _, part := range s.AllOf {
			visit(where, part)
		}
	}
	for name, ref := range doc.Components.Schemas {
		visit(name, ref)
	}
	if nullable < 100 {
		t.Fatalf("only %d schemas are nullable", nullable)
	}
}

// What can be null is always answered: a client that reads it finds a value or null, and never
// has to ask whether the field is there. Shapes that are sent as well (closed to other fields)
// may leave it out.
func TestTheAnswersAlwaysHoldWhatCanBeNull(t *testing.T) {
	seen := map[*openapi3.Schema]bool{}
	var visit func(where string, ref *openapi3.SchemaRef)
	visit = func(where string, ref *openapi3.SchemaRef) {
		if ref == nil || seen[ref.Value] {
			return
		}
		s := ref.Value
		seen[s] = true
		if _, name, named := strings.Cut(ref.Ref, "#/components/schemas/"); named {
			where = name
		}
		sent := s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
		for name, p := range s.Properties {
			if p.Value.Nullable && !sent && !slices.Contains(s.Required, name) {
				t.Errorf("%s: %s can be null and is not required", where, name)
			}
			visit(where+"."+name, p)
		}
		visit(where, s.Items)
		for _, part := range s.AllOf {
			visit(where, part)
		}
	}
	each(t, func(path, method string, _ *openapi3.PathItem, op *openapi3.Operation) {
		for _, response := range op.Responses.Map() {
			for _, content := range response.Value.Content {
				visit(method+" "+path, content.Schema)
			}
		}
	})
	if len(seen) < 100 {
		t.Fatalf("only %d schemas were visited", len(seen))
	}
}

func TestTheContractListsExactlyTheCodesOfTheCatalogue(t *testing.T) {
	doc, err := api.GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, v := range doc.Components.Schemas["ProblemCode"].Value.Enum {
		listed[fmt.Sprint(v)] = true
	}
	for code, entry := range fault.Catalogue {
		if !listed[string(code)] {
			t.Errorf("%s is not in the contract: run scripts/generate", code)
		}
		delete(listed, string(code))
		if entry.Chinese == "" || entry.English == "" || entry.Kind.Title("zh") == "" || entry.Kind.Title("en") == "" {
			t.Errorf("%s lacks a sentence or a title", code)
		}
		placeholder := regexp.MustCompile(`\{[a-z_]+\}`)
		zh, en := placeholder.FindAllString(entry.Chinese, -1), placeholder.FindAllString(entry.English, -1)
		slices.Sort(zh)
		slices.Sort(en)
		if !slices.Equal(zh, en) {
			t.Errorf("%s: the Chinese sentence names %v, the English one %v", code, zh, en)
		}
	}
	if len(listed) > 0 {
		t.Errorf("the contract lists codes that the catalogue does not have: %v", listed)
	}
}
