package bulk

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// OperationFilter narrows the list of operations.
type OperationFilter struct {
	Page  page.Request
	State State // "" for all

	Everybodys bool   // set by the service
	Account    id.Ref // set by the service: otherwise only this one's
}

// Operation reads one.
func (s *Service) Operation(ctx context.Context, o id.ID[Operation]) (Operation, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Operation, error) {
		found, err := u.Store.Operation(ctx, o)
		if err != nil {
			return Operation{}, err
		}
		return found, u.Allow(access.ReadOperation, found.Scope())
	})
}

// Operations reads a page of the caller's own, the newest first; an administrator sees all.
func (s *Service) Operations(ctx context.Context, f OperationFilter) (page.Page[Operation], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Operation], error) {
		if err := u.Allow(access.ListOperations, nil); err != nil {
			return page.Page[Operation]{}, err
		}
		f.Account = u.Actor.Account
		_, f.Everybodys = u.Actor.Reach(access.ReadOperation, u.Now)
		_, administers := u.Actor.On([]access.Role{access.Administrator}, "", u.Now)
		f.Everybodys = f.Everybodys || administers
		return u.Store.Operations(ctx, f)
	})
}

// CancelOperation has an operation end before its next step. What it has committed stays. A step that
// ends meanwhile does not get in the way: the caller names no revision.
func (s *Service) CancelOperation(ctx context.Context, o id.ID[Operation]) (Operation, error) {
	for {
		cancelled, err := s.cancel(ctx, o)
		if !fault.Is(err, fault.RevisionStale) {
			return cancelled, err
		}
	}
}

func (s *Service) cancel(ctx context.Context, o id.ID[Operation]) (Operation, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Operation, error) {
		found, err := u.Store.Operation(ctx, o)
		if err != nil {
			return Operation{}, err
		}
		if err := u.Allow(access.CancelOperation, found.Scope()); err != nil {
			return Operation{}, err
		}
		if found.State.Ended() {
			return Operation{}, fault.OperationEnded.With("state", string(found.State))
		}
		if found.Cancelling {
			return found, nil
		}
		found.Cancelling, found.UpdatedAt, found.Revision = true, u.Now, found.Revision+1
		u.Record(OperationCancelled{found.ID})
		return found, u.Store.ChangeOperation(ctx, found)
	})
}
