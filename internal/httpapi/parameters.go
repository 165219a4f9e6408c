package httpapi

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"github.com/saichang/saichang/internal/id"
)

// parameter is a parameter of an operation, with a quick test for what is certainly right: the
// usual request has ids and ETags, and openapi3filter takes as long for them as the rest of the
// door. What the test does not pass is held against the contract by openapi3filter, which says
// what is wrong.
type parameter struct {
	in, name string
	optional bool              // nothing happens if it is not given
	fine     func(string) bool // nil: there is no quick test
}

func newParameter(p *openapi3.Parameter) parameter {
	out := parameter{in: p.In, name: p.Name, fine: quickTest(p)}
	if p.In == openapi3.ParameterInHeader {
		out.name = http.CanonicalHeaderKey(p.Name)
	}
	out.optional = !p.Required && p.Schema != nil && p.Schema.Value.Default == nil && len(p.Schema.Value.AllOf) == 0
	return out
}

// idPattern is the pattern of ids in the contract.
var idPattern = regexp.MustCompile(`^\^([a-z]+)_\[0-7]\[0-9a-hjkmnp-tv-z]\{25}\$$`)

// quickTest is nil unless the schema is a text with a pattern, a greatest length or a list of
// values, and nothing else.
func quickTest(p *openapi3.Parameter) func(string) bool {
	if p.Schema == nil || p.Style != "" || p.Content != nil {
		return nil
	}
	s := p.Schema.Value
	known := openapi3.Schema{
		Extensions: s.Extensions, Origin: s.Origin, Title: s.Title, Description: s.Description, Example: s.Example,
		Type: s.Type, Pattern: s.Pattern, MaxLength: s.MaxLength, Enum: s.Enum,
	}
	if !s.Type.Is("string") || !reflect.DeepEqual(*s, known) {
		return nil
	}
	matches := func(string) bool { return true }
	if m := idPattern.FindStringSubmatch(s.Pattern); m != nil {
		matches = func(v string) bool { ref, err := id.ParseRef(v); return err == nil && ref.Prefix == m[1] }
	} else if s.Pattern != "" {
		pattern, err := regexp.Compile(s.Pattern)
		if err != nil {
			return nil
		}
		matches = pattern.MatchString
	}
	return func(v string) bool {
		return v != "" && (s.MaxLength == nil || uint64(len(v)) <= *s.MaxLength) && // bytes are no fewer than characters
			(s.Enum == nil || slices.Contains(s.Enum, any(v))) && matches(v)
	}
}

// parametersAreFine reports parameters that are certainly what the contract says.
func (o *operation) parametersAreFine(c echo.Context) bool {
	r := c.Request()
	return !slices.ContainsFunc(o.all, func(p parameter) bool {
		var given []string
		switch p.in {
		case openapi3.ParameterInPath:
			given = []string{c.Param(p.name)}
		case openapi3.ParameterInHeader:
			given = r.Header[p.name]
		default:
			if r.URL.RawQuery != "" {
				return true
			}
		}
		if len(given) == 0 {
			return !p.optional
		}
		return len(given) != 1 || p.fine == nil || !p.fine(given[0])
	})
}
