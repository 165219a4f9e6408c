package training

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// Squad is who trains at a base (集训队). A base has one.
type Squad struct {
	ID        id.ID[Squad]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Base      Base
	Most      int // trainees at a time
	Plan      []PlanStage

	Live      int // trainees who have not left
	Uninsured int // of these, the ones without valid proof of insurance today
}

// IDPrefix is "sqd".
func (Squad) IDPrefix() string { return "sqd" }

// Scope is what permissions are asked on: a squad lies within its base.
func (s Squad) Scope() access.Scope { return append(s.Base.Scope(), s.ID.Ref()) }

// PlanStage is one part of a training plan. Keep says how many go on after it; nil: everybody.
type PlanStage struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	Until string `json:"until"` // last day
	Keep  *int   `json:"keep"`
	Goals string `json:"goals"`
}

// checkPlan refuses a plan whose stages end before they begin, overlap, or keep more than the
// stage before did.
func checkPlan(plan []PlanStage, most int) error {
	var wrong []fault.Detail
	before, kept := "", most
	for i, s := range plan {
		at := func(field string) string { return pointer("stages", i, field) }
		switch {
		case s.Until < s.From:
			wrong = append(wrong, fault.EndsBeforeStart.Detail().At(at("until_date")))
		case s.From <= before:
			wrong = append(wrong, fault.PlanOverlaps.Detail("from", s.From).At(at("from_date")))
		}
		before = max(before, s.Until)
		if s.Keep != nil {
			if *s.Keep > kept {
				wrong = append(wrong, fault.PlanKeepsMore.Detail("keep", *s.Keep, "most", kept).At(at("keep")))
			}
			kept = min(kept, *s.Keep)
		}
	}
	if wrong != nil {
		return fault.PlanInvalid.New().Listing(wrong...)
	}
	return nil
}
