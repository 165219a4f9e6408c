package httpapi

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"
	"github.com/oapi-codegen/runtime"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/programmes"
)

func init() {
	openapi3.DefineStringFormatValidator("date-time", openapi3.NewCallbackValidator(func(s string) error {
		t, err := time.Parse(time.RFC3339, s)
		if err == nil && !programmes.Sensible(t) { // the zero time would be taken for none
			err = errors.New("nothing happens before 1900")
		}
		return err
	}))
	openapi3.DefineStringFormatValidator("uri-reference", openapi3.NewCallbackValidator(func(s string) error { _, err := url.Parse(s); return err }))
}

// operation is what the door needs to know of one operation of the contract.
type operation struct {
	id      string
	route   *routers.Route
	query   map[string]bool // parameters that it has
	headers map[string]bool
	all     []parameter
	types   []string         // media types of its body; nil without a body
	schema  *openapi3.Schema // of a JSON body; others are read by the use case
	limit   int64            // of its body, bytes
	public  bool
}

// defaultBody is the largest body, in bytes; x-max-body in the contract sets another.
const defaultBody = 1 << 20

// operations reads the contract. An operation without x-action, or a public one that says
// nothing of security, is a defect of ours: the program does not start.
func operations(doc *openapi3.T) (map[string]*operation, error) {
	out := map[string]*operation{}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if action, _ := op.Extensions["x-action"].(string); action == "" {
				return nil, fmt.Errorf("contract: %s %s has no x-action", method, path)
			}
			checked := *op // security is asked before the body is read, by caller.go
			checked.Security = openapi3.NewSecurityRequirements()
			o := &operation{
				id: op.OperationID, query: map[string]bool{}, headers: map[string]bool{}, limit: defaultBody,
				route:  &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: &checked},
				public: op.Security != nil && len(*op.Security) == 0,
			}
			for _, p := range append(slices.Clone(item.Parameters), op.Parameters...) {
				o.all = append(o.all, newParameter(p.Value))
				switch p.Value.In {
				case "query":
					o.query[p.Value.Name] = true
				case "header":
					o.headers[p.Value.Name] = true
				}
			}
			if op.RequestBody != nil {
				for mediaType := range op.RequestBody.Value.Content {
					o.types = append(o.types, mediaType)
				}
				slices.Sort(o.types)
				if strings.HasSuffix(o.types[0], "json") {
					o.schema = op.RequestBody.Value.Content[o.types[0]].Schema.Value
				}
				if n, ok := op.Extensions["x-max-body"].(float64); ok {
					o.limit = int64(n)
				}
			}
			out[o.id] = o
		}
	}
	return out, nil
}

// check holds the request against the contract: address, parameters, media type, body.
func (o *operation) check(c echo.Context) error {
	r := c.Request()
	if err := o.checkQuery(r); err != nil {
		return err
	}
	if err := o.readBody(c); err != nil {
		return err
	}
	var wrong openapi3.MultiError
	if !o.parametersAreFine(c) {
		names, values := c.ParamNames(), c.ParamValues()
		params := make(map[string]string, len(names))
		for i, n := range names {
			params[n] = values[i]
		}
		err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
			Request: r, Route: o.route, PathParams: params, Options: &openapi3filter.Options{MultiError: true, ExcludeRequestBody: true},
		})
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	if o.schema != nil {
		if err := o.checkJSON(detailsOf(r.Context())); err != nil {
			wrong = append(wrong, err)
		}
	}
	if len(wrong) > 0 {
		return toContractFault(wrong)
	}
	return nil
}

// checkJSON holds the body against its schema, and keeps what it says, with defaults.
func (o *operation) checkJSON(d *details) error {
	if len(d.body) == 0 {
		if o.route.Operation.RequestBody.Value.Required {
			return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At(""))
		}
		return nil
	}
	value, err := strictJSON(d.body)
	if err != nil {
		return err
	}
	d.value, d.checked = value, true
	return o.schema.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors(), openapi3.DefaultsSet(func() {}))
}

// checkQuery refuses parameters that the operation does not have, repeated ones, and text
// that nobody can have meant.
func (o *operation) checkQuery(r *http.Request) error {
	if r.URL.RawQuery == "" {
		return nil
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || len(r.URL.RawQuery) > 8192 {
		return fault.InvalidRequest.New().Because(err)
	}
	var details []fault.Detail
	for name, v := range values {
		switch {
		case !o.query[name]:
			if !utf8.ValidString(name) || !Showable(name) || len(name) > 64 {
				name = ""
			}
			details = append(details, fault.UnknownParameter.Detail().In(name))
		case len(v) != 1:
			details = append(details, fault.InvalidValue.Detail().In(name))
		case !utf8.ValidString(v[0]) || !Showable(v[0]):
			details = append(details, fault.InvalidText.Detail().In(name))
		}
	}
	if details == nil {
		return nil
	}
	slices.SortFunc(details, func(a, b fault.Detail) int { return strings.Compare(a.Parameter, b.Parameter) })
	return fault.InvalidRequest.New().Listing(details...)
}

// readBody checks the media type, bounds the body, and holds a JSON body in memory.
func (o *operation) readBody(c echo.Context) error {
	r := c.Request()
	if o.types == nil {
		if r.ContentLength > 0 {
			return fault.InvalidRequest.New().Listing(fault.UnknownField.Detail().At(""))
		}
		r.Body = http.NoBody
		return nil
	}
	mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	if mediaType == "application/json" && slices.Contains(o.types, "application/merge-patch+json") {
		mediaType = "application/merge-patch+json" // many clients cannot name it
		r.Header.Set("Content-Type", mediaType)
	}
	if !slices.Contains(o.types, mediaType) || r.Header.Get("Content-Encoding") != "" {
		return fault.UnsupportedMediaType.With("expected", strings.Join(o.types, ", "))
	}
	if r.ContentLength > o.limit {
		return fault.BodyTooLarge.With("limit", o.limit)
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, o.limit)
	if o.schema == nil {
		return nil
	}
	raw, err := readAll(r)
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return err
		}
		return fault.InvalidRequest.New().Because(err)
	}
	detailsOf(r.Context()).body = raw
	return nil
}

// readAll makes room once for a body that says how long it is, unless it is long and may never
// come.
func readAll(r *http.Request) ([]byte, error) {
	if r.ContentLength < 0 || r.ContentLength > 16<<10 {
		return io.ReadAll(r.Body)
	}
	raw := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, raw)
	return raw, err
}

// binder gives handlers exactly the value that was checked, and nothing else.
type binder struct{}

func (binder) Bind(into any, c echo.Context) error {
	d := detailsOf(c.Request().Context())
	if !d.checked {
		return fault.InvalidRequest.New().Because(errors.New("httpapi: a body that was not checked"))
	}
	if err := runtime.BindJSONValue(d.value, into); err != nil {
		return fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("")).Because(err)
	}
	return nil
}

// toContractFault flattens kin-openapi's errors to pointers and codes. Its texts repeat the
// offending value and are never passed on.
func toContractFault(err error) error {
	f := fault.InvalidRequest.New()
	flatten(err, "", f)
	switch {
	case len(f.Details) == 1 && f.Details[0].Code == fault.PreconditionRequired:
		return fault.PreconditionRequired.With("header", "If-Match")
	case len(f.Details) == 1 && f.Details[0].Code == fault.KeyRequired:
		return fault.KeyRequired.New()
	}
	return f
}

func flatten(err error, parameter string, f *fault.Fault) {
	var many openapi3.MultiError
	var own *fault.Fault
	switch e := err.(type) {
	case openapi3.MultiError:
		for _, x := range e {
			flatten(x, parameter, f)
		}
	case *openapi3filter.RequestError:
		flattenRequest(e, f)
	case *openapi3.SchemaError:
		f.Listing(schemaDetail(e, parameter))
	default:
		switch {
		case errors.As(err, &own):
			f.Listing(own.Details...)
		case errors.As(err, &many):
			flatten(many, parameter, f)
		default:
			f.Listing(fault.InvalidValue.Detail().In(parameter))
		}
	}
}

func flattenRequest(e *openapi3filter.RequestError, f *fault.Fault) {
	var own *fault.Fault
	if errors.As(e.Err, &own) {
		f.Listing(own.Details...)
		return
	}
	if e.Parameter == nil {
		if e.Err == nil {
			f.Listing(fault.MissingValue.Detail().At(""))
			return
		}
		flatten(e.Err, "", f)
		return
	}
	missing := errors.Is(e.Err, openapi3filter.ErrInvalidRequired)
	switch {
	case missing && e.Parameter.Name == "If-Match":
		f.Listing(fault.PreconditionRequired.Detail("header", "If-Match").In("If-Match"))
	case missing && e.Parameter.Name == "Idempotency-Key":
		f.Listing(fault.KeyRequired.Detail().In("Idempotency-Key"))
	case missing:
		f.Listing(fault.MissingValue.Detail().In(e.Parameter.Name))
	default:
		f.Listing(fault.InvalidValue.Detail().In(e.Parameter.Name))
	}
}

func schemaDetail(e *openapi3.SchemaError, parameter string) fault.Detail {
	code := fault.InvalidValue
	switch {
	case e.SchemaField == "required":
		code = fault.MissingValue
	case e.SchemaField == "additionalProperties" || strings.Contains(e.Reason, "is unsupported"):
		code = fault.UnknownField
	}
	if parameter != "" {
		return code.Detail().In(parameter)
	}
	var pointer strings.Builder
	path := e.JSONPointer()
	if name, known := unknownField(e.Reason); code == fault.UnknownField && known {
		path = append(path, name)
	}
	for _, part := range path {
		if _, err := strconv.Atoi(part); err != nil {
			part = strings.NewReplacer("~", "~0", "/", "~1").Replace(part)
		}
		pointer.WriteString("/" + part)
	}
	return code.Detail().At(pointer.String())
}

// unknownField reads the name of a field that the contract does not have: kin-openapi says it
// in its reason only.
func unknownField(reason string) (name string, known bool) {
	quoted, _ := strings.CutPrefix(reason, "property ")
	quoted, _ = strings.CutSuffix(quoted, " is unsupported")
	name, err := strconv.Unquote(quoted)
	return name, err == nil && len(name) <= 64 && utf8.ValidString(name) && Showable(name)
}
