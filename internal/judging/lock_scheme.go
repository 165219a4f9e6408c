package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// LockScheme has a stage marked by a validated scheme from now on. The version that was
// locked before is superseded, unless there are sheets: marks were given by it.
func (s *Service) LockScheme(ctx context.Context, scheme id.ID[Scheme], expected int64) (Scheme, error) {
	return changeScheme(ctx, s, scheme, expected, access.LockScheme, func(u *work.Unit[Store], now Scheme) (Scheme, error) {
		if now.Status != SchemeValidated {
			return Scheme{}, fault.SchemeTransition.With("status", string(now.Status), "to", string(SchemeLocked), "needed", string(SchemeValidated))
		}
		sheets, err := u.Store.StageHasSheets(ctx, now.Stage)
		if err != nil {
			return Scheme{}, err
		}
		if sheets {
			return Scheme{}, fault.StageHasSheets.New()
		}
		if err := u.Store.SupersedeSchemes(ctx, now.Stage, u.Now); err != nil {
			return Scheme{}, err
		}
		now.Status, now.Revision, now.UpdatedAt = SchemeLocked, now.Revision+1, u.Now
		u.Record(SchemeWasLocked{now.ID, now.Version})
		return now, u.Store.ChangeScheme(ctx, now)
	})
}
