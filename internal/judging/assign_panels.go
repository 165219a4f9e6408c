package judging

import (
	"context"
	"fmt"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Assignment has a panel mark some sub-criteria.
type Assignment struct {
	Panel       id.ID[Panel]
	SubCriteria []string // codes
}

// AssignPanels says which panel marks which sub-criteria, all anew. It is possible until the
// scheme has sheets, because a sheet's parts are those of its panel.
func (s *Service) AssignPanels(ctx context.Context, scheme id.ID[Scheme], expected int64, all []Assignment) (Scheme, error) {
	return changeScheme(ctx, s, scheme, expected, access.AssignPanels, func(u *work.Unit[Store], now Scheme) (Scheme, error) {
		if now.Status == SchemeSuperseded {
			return Scheme{}, fault.SchemeNotEditable.With("status", string(now.Status))
		}
		sheets, err := u.Store.StageHasSheets(ctx, now.Stage)
		if err != nil {
			return Scheme{}, err
		}
		if sheets && now.Status == SchemeLocked {
			return Scheme{}, fault.StageHasSheets.New()
		}
		panels, err := u.Store.Panels(ctx, now.Stage)
		if err != nil {
			return Scheme{}, err
		}
		if now, err = now.assigned(all, panels); err != nil {
			return Scheme{}, err
		}
		now.Revision, now.UpdatedAt = now.Revision+1, u.Now
		u.Record(PanelsAssigned{now.ID, now.Revision})
		return now, u.Store.SaveAssignments(ctx, now)
	})
}

// assigned is the scheme with these panels and no others; what cannot be is listed.
func (s Scheme) assigned(all []Assignment, panels []Panel) (Scheme, error) {
	known := map[id.ID[Panel]]bool{}
	for _, p := range panels {
		known[p.ID] = true
	}
	forms := map[string]*SubCriterion{}
	for i := range s.Criteria {
		for j := range s.Criteria[i].SubCriteria {
			form := &s.Criteria[i].SubCriteria[j]
			form.Panel, forms[form.Code] = nil, form
		}
	}
	var wrong []fault.Detail
	for i, a := range all {
		if !known[a.Panel] {
			wrong = append(wrong, fault.ReferenceMissing.Detail("what", "panel").At(fmt.Sprintf("/assignments/%d/panel_id", i)))
		}
		for j, code := range a.SubCriteria {
			at := fmt.Sprintf("/assignments/%d/sub_criteria/%d", i, j)
			switch form := forms[code]; {
			case form == nil:
				wrong = append(wrong, fault.ReferenceMissing.Detail("what", "sub_criterion").At(at))
			case form.Panel != nil:
				wrong = append(wrong, fault.AlreadyExists.Detail("what", "assignment").At(at))
			default:
				form.Panel = &a.Panel
			}
		}
	}
	if wrong != nil {
		return Scheme{}, fault.AssignmentsInvalid.New().Listing(wrong...)
	}
	return s, nil
}
