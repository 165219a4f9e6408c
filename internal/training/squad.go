package training

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
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
// Stage is its official assessment; nil: it has none.
type PlanStage struct {
	Name  string                   `json:"name"`
	From  string                   `json:"from"`
	Until string                   `json:"until"` // last day
	Keep  *int                     `json:"keep"`
	Goals string                   `json:"goals"`
	Stage *id.ID[programmes.Stage] `json:"stage"`
}

// assessedBy is the part of the plan whose official assessment a stage of the event is.
func (s Squad) assessedBy(stage id.ID[programmes.Stage]) PlanStage {
	for _, part := range s.Plan {
		if part.Stage != nil && *part.Stage == stage {
			return part
		}
	}
	return PlanStage{}
}

// checkPlan refuses a plan whose stages end before they begin, overlap, keep more than the stage
// before did, or are assessed by what is no stage of the event, or not theirs alone.
func checkPlan(plan []PlanStage, most int, event []programmes.Stage) error {
	var wrong []fault.Detail
	free := map[id.ID[programmes.Stage]]bool{} // false once a part of the plan has it
	for _, s := range event {
		free[s.ID] = true
	}
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
		if s.Stage != nil {
			switch unused, there := free[*s.Stage]; {
			case !there:
				wrong = append(wrong, fault.ReferenceMissing.Detail("what", "stage").At(at("stage_id")))
			case !unused:
				wrong = append(wrong, fault.PlanStageTwice.Detail().At(at("stage_id")))
			default:
				free[*s.Stage] = false
			}
		}
	}
	if wrong != nil {
		return fault.PlanInvalid.New().Listing(wrong...)
	}
	return nil
}
