package accounts

import (
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// IssueServiceToken says what a program may do.
type IssueServiceToken struct {
	Name      string
	Actions   []access.Action
	Within    id.Ref // zero is everywhere
	ExpiresAt time.Time
}

// IssuedToken is a new service token with its text, which nobody can show again.
type IssuedToken struct {
	Token        string
	ServiceToken ServiceToken
}

// IssueServiceToken issues a token for a program. An action that no program may do is
// action_not_listable. The answer holds a secret, so it takes no idempotency key.
func (s *Service) IssueServiceToken(ctx context.Context, in IssueServiceToken) (IssuedToken, error) {
	token, hash := newToken(serviceToken, s.units.IDs())
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (IssuedToken, error) {
		if err := u.Allow(access.IssueToken, nil); err != nil {
			return IssuedToken{}, err
		}
		t := ServiceToken{
			ID: id.Ordered[ServiceToken](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Name: names.Clean(in.Name),
			Actions: slices.Compact(slices.Sorted(slices.Values(in.Actions))), Within: in.Within, ExpiresAt: milliseconds(in.ExpiresAt),
		}
		if err := t.check(u.Now); err != nil {
			return IssuedToken{}, err
		}
		if err := mustExist(ctx, u, t.Within, "/within"); err != nil {
			return IssuedToken{}, err
		}
		u.Record(ServiceTokenCreated{t.ID, t.Actions, t.Within, t.ExpiresAt})
		return IssuedToken{token, t}, u.Store.AddServiceToken(ctx, t, hash)
	})
}
