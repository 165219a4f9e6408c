package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// RevokeServiceToken revokes a token at once. One that was revoked stays so.
func (s *Service) RevokeServiceToken(ctx context.Context, token id.ID[ServiceToken]) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		t, err := u.Store.ServiceToken(ctx, token)
		if err != nil {
			return struct{}{}, err
		}
		if err := u.Allow(access.RevokeToken, nil); err != nil {
			return struct{}{}, err
		}
		if t.RevokedAt != nil {
			return struct{}{}, nil
		}
		t.Revision, t.UpdatedAt, t.RevokedAt = t.Revision+1, u.Now, &u.Now
		u.Record(ServiceTokenRevoked{t.ID})
		return struct{}{}, u.Store.ChangeServiceToken(ctx, t)
	})
	return err
}
