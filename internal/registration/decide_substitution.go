package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ApproveSubstitution puts the substitute in the member's place. The entry keeps who was
// replaced; its places and its state stay as they are. The rules are asked once more, and
// nobody approves one once the event has started.
func (s Service) ApproveSubstitution(ctx context.Context, substitution id.ID[Substitution], expected int64) (Substitution, error) {
	return s.decide(ctx, substitution, expected, access.ApproveSubstitution, func(u *work.Unit[Store], asked *Substitution) error {
		e, err := u.Store.Entry(ctx, asked.Entry)
		if err != nil {
			return err
		}
		setting, err := u.Store.Setting(ctx, e.Event, Shared)
		if err != nil {
			return err
		}
		if err := e.takesSubstitutes(); err != nil {
			return err
		}
		if err := setting.notStarted(u.Now); err != nil {
			return err
		}
		if e, err = substituted(ctx, u, setting, e, *asked); err != nil {
			return err
		}
		asked.Status = Granted
		e.Revision, e.UpdatedAt = e.Revision+1, u.Now
		u.Record(SubstitutionApproved{asked.ID, asked.Entry, asked.Person, asked.Substitute})
		if err := u.Store.ChangeEntry(ctx, e); err != nil {
			return err
		}
		return u.Store.ReplaceMembers(ctx, e)
	})
}

// RefuseSubstitution leaves the entry as it is, for a reason.
func (s Service) RefuseSubstitution(ctx context.Context, substitution id.ID[Substitution], expected int64, reason string) (Substitution, error) {
	return s.decide(ctx, substitution, expected, access.RefuseSubstitution, func(u *work.Unit[Store], asked *Substitution) error {
		reasons, err := given("/reason", reason)
		if err != nil {
			return err
		}
		asked.Status, asked.Refusal = Refused, &reasons[0]
		u.Record(SubstitutionRefused{asked.ID, asked.Entry})
		return nil
	})
}

// decide is what both decisions have in common: each is made once, and by somebody else than
// who asked.
func (s Service) decide(
	ctx context.Context, substitution id.ID[Substitution], expected int64, action access.Action, how func(u *work.Unit[Store], asked *Substitution) error,
) (Substitution, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Substitution, error) {
		asked, err := substitutionTo(ctx, u, substitution, action)
		if err != nil {
			return Substitution{}, err
		}
		switch {
		case asked.Revision != expected:
			return Substitution{}, fault.RevisionStale.New().Showing(asked)
		case asked.Status != Requested:
			return Substitution{}, fault.SubstitutionDecided.With("status", string(asked.Status))
		case asked.RequestedBy == u.Actor.Account:
			return Substitution{}, fault.SubstitutionOwnRequest.New()
		}
		if err := how(u, &asked); err != nil {
			return Substitution{}, err
		}
		asked.Revision, asked.UpdatedAt, asked.DecidedAt = asked.Revision+1, u.Now, &u.Now
		return asked, u.Store.ChangeSubstitution(ctx, asked)
	})
}
