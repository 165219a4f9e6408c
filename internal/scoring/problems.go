package scoring

import "fmt"

// Problem is one thing that is wrong with an aspect or a policy. Validate methods return
// all of them at once, in the order of the fields, so that an organiser repairs a scheme
// in one go.
type Problem struct {
	// Pointer is the JSON Pointer (RFC 6901) of the member at fault, "/table/rows/1/points".
	Pointer string `json:"pointer"`
	// Code is stable; Detail is for developers and may change.
	Code   ProblemCode `json:"code"`
	Detail string      `json:"detail"`
}

// Error makes a Problem usable as an error on its own.
func (p Problem) Error() string { return fmt.Sprintf("%s: %s", p.Pointer, p.Detail) }

// ProblemCode is one of a closed list.
type ProblemCode string

// What can be wrong.
const (
	ProblemUnknown      ProblemCode = "unknown"         // not one of the listed values
	ProblemMissing      ProblemCode = "missing"         // needed and not there
	ProblemNotForKind   ProblemCode = "not_for_kind"    // there, but this kind ignores it
	ProblemOutOfRange   ProblemCode = "out_of_range"    // too small or too large
	ProblemNotMultiple  ProblemCode = "not_a_multiple"  // of the step
	ProblemDuplicate    ProblemCode = "duplicate"       // the same name twice
	ProblemNotAscending ProblemCode = "not_ascending"   // out of order
	ProblemUnreachable  ProblemCode = "max_unreachable" // nothing gives (or takes) Max
	ProblemOpenEnd      ProblemCode = "open_end"        // the last row must hold the rest, and only the last
)

// problems collects what is wrong.
type problems []Problem

// need records a problem unless ok.
func (p *problems) need(ok bool, pointer string, code ProblemCode, format string, args ...any) {
	if !ok {
		*p = append(*p, Problem{Pointer: pointer, Code: code, Detail: fmt.Sprintf(format, args...)})
	}
}
