package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/work"
)

// Nominate says who of a squad is to compete, and as what.
type Nominate struct {
	Squad   id.ID[Squad]
	Name    *string // of a team
	Course  *string
	Major   *people.Major
	Members []Nominee
}

// Nominee is a trainee who becomes a competitor or a reserve.
type Nominee struct {
	Trainee id.ID[Trainee]
	As      TraineeStatus
}

// role is what a nominee is in the entry.
func (n Nominee) role() registration.Role {
	if n.As == Reserve {
		return registration.Reserve
	}
	return registration.Competitor
}

// Nominate enters trainees who advanced: a draft is made and handed in like any other entry of
// the base's organization. It takes its places, or is refused with everything that the rules have
// against each of them.
func (s Service) Nominate(ctx context.Context, in Nominate) (registration.Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (registration.Entry, error) {
		squad, err := squadToChange(ctx, u, in.Squad, access.Nominate)
		if err != nil {
			return registration.Entry{}, err
		}
		all, err := rosterFor(ctx, u, squad.ID, access.Nominate)
		if err != nil {
			return registration.Entry{}, err
		}
		roster := make(map[id.ID[Trainee]]Trainee, len(all))
		for _, t := range all {
			roster[t.ID] = t
		}
		nomination := registration.Nomination{Event: squad.Base.Event, Organization: squad.Base.Organization, Name: in.Name, Course: in.Course, Major: in.Major}
		var unknown []fault.Detail
		for i, n := range in.Members {
			t, there := roster[n.Trainee]
			switch {
			case !there:
				unknown = append(unknown, fault.ReferenceMissing.Detail("what", "trainee").At(pointer("members", i, "trainee_id")))
			case t.Status != Advanced: // twice listed is not advanced the second time
				nomination.Against = append(nomination.Against, fault.TraineeNotAdvanced.Detail("status", string(t.Status)).At(pointer("members", i)))
			}
			nomination.Members = append(nomination.Members, registration.Member{
				Person: t.Person, Role: n.role(), Name: t.Name, NameLatin: t.NameLatin, Organization: t.Organization,
			})
			if t.Status == Advanced {
				roster[n.Trainee] = t.step(Step{n.As, "", by(u), u.Now})
			}
		}
		if unknown != nil {
			return registration.Entry{}, fault.ReferenceMissing.With("what", "trainee").Listing(unknown...)
		}
		entry, err := registration.Enter(ctx, u, nomination)
		if err != nil {
			return registration.Entry{}, err
		}
		for _, n := range in.Members {
			u.Record(TraineeMoved{n.Trainee, Advanced, n.As})
			if err := u.Store.ChangeTrainee(ctx, roster[n.Trainee]); err != nil {
				return registration.Entry{}, err
			}
		}
		u.Record(SquadNominated{squad.ID, entry.ID, len(in.Members)})
		return entry, nil
	})
}
