package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/work"
)

// NewSetupCode makes the one-time code for the first administrator, in the place of any
// other; needed is false where there is an administrator. The program prints it as it starts.
func (s *Service) NewSetupCode(ctx context.Context) (code string, needed bool, err error) {
	code = newSetupCode(s.units.IDs())
	needed, err = work.Do(access.WithActor(ctx, access.Installation), s.units, func(u *work.Unit[Store]) (bool, error) {
		if err := u.Allow(access.SetUp, nil); err != nil {
			return false, err
		}
		// The old codes go first: a unit that is taking one is waited for, and what it did is seen.
		if err := u.Store.ReplaceSetupCode(ctx, nil); err != nil {
			return false, err
		}
		if done, err := u.Store.HasAdministrator(ctx); err != nil || done {
			return false, err
		}
		return true, u.Store.ReplaceSetupCode(ctx, &SetupCode{setupHash(code), u.Now.Add(setupLifetime)})
	})
	if err != nil || !needed {
		return "", false, err
	}
	return code, true, nil
}

// SetupNeeded reports whether there is no administrator yet.
func (s *Service) SetupNeeded(ctx context.Context) (bool, error) {
	if s.administered.Load() {
		return false, nil
	}
	done, err := work.View(access.WithActor(ctx, access.Anonymous), s.units, func(u *work.Unit[Store]) (bool, error) {
		if err := u.Allow(access.ReadService, nil); err != nil {
			return false, err
		}
		return u.Store.HasAdministrator(ctx)
	})
	if done {
		s.administered.Store(true)
	}
	return err == nil && !done, err
}
