package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/work"
)

// UpdateProgramme says what to change; nil leaves a field as it is.
type UpdateProgramme struct {
	Programme    id.ID[Programme]
	Expected     int64
	Name         names.Patch
	Organization **id.ID[organizations.Organization]
}

// UpdateProgramme changes a programme; revision_stale shows it as it is now.
func (s Service) UpdateProgramme(ctx context.Context, in UpdateProgramme) (Programme, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Programme, error) {
		p, err := u.Store.Programme(ctx, in.Programme)
		if err != nil {
			return Programme{}, err
		}
		if err := u.Allow(access.UpdateProgramme, p.Scope()); err != nil {
			return Programme{}, err
		}
		if p.Revision != in.Expected {
			return Programme{}, fault.RevisionStale.New().Showing(p)
		}
		if in.Name != nil {
			p.Name = names.Text(in.Name.On(p.Name)).Clean()
		}
		if in.Organization != nil {
			p.Organization = *in.Organization
		}
		p.Revision, p.UpdatedAt = p.Revision+1, u.Now
		if err := p.check(ctx, u.Store); err != nil {
			return Programme{}, err
		}
		u.Record(ProgrammeUpdated{p.ID, p.Revision})
		return p, u.Store.ChangeProgramme(ctx, p)
	})
}
