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

// CreateProgramme says what to make.
type CreateProgramme struct {
	Name         names.Text
	Organization *id.ID[organizations.Organization]
}

// CreateProgramme makes a programme.
func (s Service) CreateProgramme(ctx context.Context, in CreateProgramme) (Programme, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Programme, error) {
		if err := u.Allow(access.CreateProgramme, nil); err != nil {
			return Programme{}, err
		}
		p := Programme{
			ID: id.Ordered[Programme](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now,
			Name: in.Name.Clean(), Organization: in.Organization,
		}
		if err := p.check(ctx, u.Store); err != nil {
			return Programme{}, err
		}
		u.Record(ProgrammeCreated{p.ID})
		return p, u.Store.AddProgramme(ctx, p)
	})
}

// check holds a programme against its rules.
func (p Programme) check(ctx context.Context, s Store) error {
	if err := named(p.Name, "/name"); err != nil {
		return err
	}
	if p.Organization == nil {
		return nil
	}
	if _, err := s.Organization(ctx, *p.Organization); fault.Is(err, fault.NotFound) {
		return fault.ReferenceMissing.With("what", "organization_id")
	} else if err != nil {
		return err
	}
	return nil
}

// named refuses a name that is empty once it has been cleaned.
func named(name names.Text, pointer string) error {
	if len(name) == 0 {
		return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At(pointer))
	}
	return nil
}
