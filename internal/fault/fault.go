package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind is the class of a refusal. httpapi/problem.go gives each its status.
type Kind string

// The kinds, in the order in which a request meets them.
const (
	Malformed       Kind = "malformed"        // the request cannot be read, or is not what the contract says
	Unauthenticated Kind = "unauthenticated"  // who is calling is not known
	Forbidden       Kind = "forbidden"        // a known thing, but not for this caller
	Missing         Kind = "missing"          // does not exist, or not for this caller
	NotAllowed      Kind = "not_allowed"      // the path has no such method
	NotAcceptable   Kind = "not_acceptable"   // no representation that the caller accepts
	Conflict        Kind = "conflict"         // the state of the thing does not allow it
	Stale           Kind = "stale"            // someone else was faster
	TooLarge        Kind = "too_large"        // the body is larger than allowed
	UnsupportedType Kind = "unsupported_type" // the body is of another media type
	Unprocessable   Kind = "unprocessable"    // well-formed, but means something that the rules refuse
	Unconditional   Kind = "unconditional"    // a precondition is required
	Throttled       Kind = "throttled"        // too many requests
	Internal        Kind = "internal"         // our defect
	Unavailable     Kind = "unavailable"      // try again later
)

// Params are the values that a sentence names: ids, codes, numbers, instants.
type Params map[string]any

// Fault is a refusal. Compare by code: fault.Is(err, fault.NotFound).
type Fault struct {
	Code       Code
	Params     Params
	Details    []Detail
	Current    any           // the thing as it is now, shown with a stale precondition
	RetryAfter time.Duration // with Throttled, Unavailable and some conflicts
	Cause      error         // for the log, never for the caller
}

// Detail points to one part of the request or one reason among several.
type Detail struct {
	Pointer   string // JSON pointer into the body
	Parameter string // name of a path, query or header parameter
	Row       int    // row of an imported table, 1-based
	Column    string // column of an imported table
	Code      Code
	Params    Params

	Chinese, English string // the sentence, where the code alone does not say it
}

// New is a refusal with this code.
func (c Code) New() *Fault { return &Fault{Code: c} }

// With is a refusal with this code and its parameters, given as name, value, name, value.
func (c Code) With(pairs ...any) *Fault { return &Fault{Code: c, Params: params(pairs)} }

// Detail is one reason with this code, to be listed in a Fault.
func (c Code) Detail(pairs ...any) Detail { return Detail{Code: c, Params: params(pairs)} }

func params(pairs []any) Params {
	if len(pairs) == 0 {
		return nil
	}
	p := Params{}
	for i := 0; i+1 < len(pairs); i += 2 {
		p[pairs[i].(string)] = pairs[i+1]
	}
	return p
}

// Sentence is the text for people in "zh" or "en".
func (d Detail) Sentence(language string) string {
	switch {
	case d.English == "":
		return d.Code.Sentence(language, d.Params)
	case language == "zh":
		return d.Chinese
	}
	return d.English
}

// At says which part of the body a reason is about.
func (d Detail) At(pointer string) Detail { d.Pointer = pointer; return d }

// In says which parameter a reason is about.
func (d Detail) In(parameter string) Detail { d.Parameter = parameter; return d }

// Listing adds reasons: all at once, so that nobody repairs one by one.
func (f *Fault) Listing(d ...Detail) *Fault { f.Details = append(f.Details, d...); return f }

// Showing adds the thing as it is now.
func (f *Fault) Showing(current any) *Fault { f.Current = current; return f }

// Because adds the cause for the log.
func (f *Fault) Because(err error) *Fault { f.Cause = err; return f }

// After says when to try again.
func (f *Fault) After(d time.Duration) *Fault { f.RetryAfter = d; return f }

// Kind is the class of the refusal.
func (f *Fault) Kind() Kind { return Catalogue[f.Code].Kind }

func (f *Fault) Error() string {
	text := f.Code.Sentence("en", f.Params)
	if f.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", f.Code, text, f.Cause)
	}
	return fmt.Sprintf("%s: %s", f.Code, text)
}

func (f *Fault) Unwrap() error { return f.Cause }

// As finds the refusal in an error; anything else is our defect.
func As(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return InternalError.New().Because(err)
}

// Is reports whether err is a refusal with this code.
func Is(err error, c Code) bool {
	var f *Fault
	return errors.As(err, &f) && f.Code == c
}

// Sentence is the text for people in "zh" or "en", parameters filled in.
func (c Code) Sentence(language string, p Params) string {
	text := Catalogue[c].English
	if language == "zh" {
		text = Catalogue[c].Chinese
	}
	for name, value := range p {
		text = strings.ReplaceAll(text, "{"+name+"}", show(value))
	}
	return text
}

func show(v any) string {
	switch v := v.(type) {
	case time.Time:
		return v.UTC().Format("2006-01-02T15:04:05.000Z")
	case []string:
		return strings.Join(v, ", ")
	case []any: // as it comes back from JSON
		texts := make([]string, len(v))
		for i, one := range v {
			texts[i] = show(one)
		}
		return strings.Join(texts, ", ")
	}
	return fmt.Sprint(v)
}
