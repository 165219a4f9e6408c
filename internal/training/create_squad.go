package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CreateSquad gives a recognised base its squad, of at most so many trainees at a time.
func (s Service) CreateSquad(ctx context.Context, base id.ID[Base], most int) (Squad, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Squad, error) {
		b, err := baseToChange(ctx, u, base, access.CreateSquad)
		if err != nil {
			return Squad{}, err
		}
		if err := b.recognised(u.Now); err != nil {
			return Squad{}, err
		}
		squad := Squad{ID: id.Ordered[Squad](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Base: b, Most: most}
		u.Record(SquadCreated{squad.ID, b.ID, most})
		return squad, u.Store.AddSquad(ctx, squad)
	})
}

// ReplacePlan has a squad train by another plan.
func (s Service) ReplacePlan(ctx context.Context, squad id.ID[Squad], expected int64, plan []PlanStage) (Squad, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Squad, error) {
		found, err := squadToChange(ctx, u, squad, access.PlanTraining)
		if err != nil {
			return Squad{}, err
		}
		if found.Revision != expected {
			return Squad{}, fault.RevisionStale.New().Showing(found)
		}
		for i := range plan {
			plan[i].Name, plan[i].Goals = names.Clean(plan[i].Name), names.Clean(plan[i].Goals)
		}
		stages, err := u.Store.Stages(ctx, found.Base.Event)
		if err != nil {
			return Squad{}, err
		}
		if err := checkPlan(plan, found.Most, stages); err != nil {
			return Squad{}, err
		}
		found.Plan, found.Revision, found.UpdatedAt = plan, found.Revision+1, u.Now
		u.Record(PlanReplaced{found.ID, found.Revision, len(plan)})
		return found, u.Store.ChangeSquad(ctx, found)
	})
}
