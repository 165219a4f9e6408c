package batch

import (
	"fmt"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// Outcome is what became of an item.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Rejected  Outcome = "rejected"
)

// Result is the answer for one item.
type Result struct {
	Outcome Outcome        `json:"outcome"`
	Thing   id.Ref         `json:"thing"` // zero if the item was rejected
	Errors  []fault.Detail `json:"errors,omitempty"`
}

// Kept is the answer for an item that stands as it was asked for.
func Kept(o Outcome, thing id.Ref) Result { return Result{Outcome: o, Thing: thing} }

// Reject is the answer for item i of a list, refused with err: its reasons point to the item.
// What is our defect, or the database's trouble, is an error of the whole list.
func Reject(i int, err error) (Result, error) {
	f := fault.As(err)
	if f.Kind() == fault.Internal || f.Kind() == fault.Unavailable {
		return Result{}, err
	}
	reasons := f.Details
	if len(reasons) == 0 {
		reasons = []fault.Detail{{Code: f.Code, Params: f.Params}}
	}
	out := Result{Outcome: Rejected}
	for _, d := range reasons {
		out.Errors = append(out.Errors, d.At(fmt.Sprintf("/items/%d%s", i, d.Pointer)))
	}
	return out, nil
}

// Together refuses a list of which an item was rejected, unless what can be kept is to be kept.
func Together(results []Result, partial bool) error {
	refusal := fault.BatchRefused.New()
	for _, r := range results {
		refusal.Listing(r.Errors...)
	}
	if partial || refusal.Details == nil {
		return nil
	}
	return refusal
}
