package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// SeatJudge makes an account a judge of what a panel marks, at once. A panel that has sheets
// does not change: its sheets have a part for each of its judges. A seat is a role: nobody
// takes one (grant_to_self).
func (s *Service) SeatJudge(ctx context.Context, panel id.ID[Panel], account id.ID[accounts.Account]) (Panel, error) {
	return s.changePanel(ctx, panel, access.SeatJudge, func(u *work.Unit[Store], now Panel) (Panel, error) {
		if account.Ref() == u.Actor.Account {
			return Panel{}, fault.GrantToSelf.New()
		}
		judge, err := u.Store.Account(ctx, account)
		if fault.Is(err, fault.NotFound) || (err == nil && judge.Status != accounts.Active) {
			return Panel{}, fault.ReferenceMissing.With("what", "account").Listing(fault.ReferenceMissing.Detail("what", "account").At("/account_id"))
		}
		if err != nil {
			return Panel{}, err
		}
		if err := unsheeted(ctx, u, now); err != nil {
			return Panel{}, err
		}
		u.Record(JudgeSeated{now.ID, account})
		if err := u.Store.SeatJudge(ctx, now.ID, account, id.Ordered[accounts.Grant](u.IDs, u.Now), u.Now); err != nil {
			return Panel{}, err
		}
		return reseated(ctx, u, now)
	})
}

// UnseatJudge takes a judge off a panel, at once.
func (s *Service) UnseatJudge(ctx context.Context, panel id.ID[Panel], account id.ID[accounts.Account]) (Panel, error) {
	return s.changePanel(ctx, panel, access.UnseatJudge, func(u *work.Unit[Store], now Panel) (Panel, error) {
		if err := unsheeted(ctx, u, now); err != nil {
			return Panel{}, err
		}
		u.Record(JudgeUnseated{now.ID, account})
		if err := u.Store.UnseatJudge(ctx, now.ID, account); err != nil {
			return Panel{}, err
		}
		return reseated(ctx, u, now)
	})
}

func unsheeted(ctx context.Context, u *work.Unit[Store], p Panel) error {
	sheets, err := u.Store.PanelHasSheets(ctx, p.ID)
	if err == nil && sheets {
		err = fault.PanelHasSheets.New()
	}
	return err
}

// reseated is the panel after its seats changed.
func reseated(ctx context.Context, u *work.Unit[Store], p Panel) (Panel, error) {
	p.Revision, p.UpdatedAt = p.Revision+1, u.Now
	if err := u.Store.ChangePanel(ctx, p); err != nil {
		return Panel{}, err
	}
	return u.Store.Panel(ctx, p.ID)
}
