package judging

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// JudgeFilter says who is looked for.
type JudgeFilter struct {
	Page  page.Request
	Query string // a whole login, or the beginning of the name of somebody who judges already
	Event id.ID[programmes.Event]

	InEdition bool      // who judges in another event of the edition is found too; set by the service
	At        time.Time // set by the unit
}

// FindJudges reads a page of accounts that whoever seats judges may seat. A name finds only who
// judges where the caller seats judges; nobody else's account is found but by its whole login.
func (s *Service) FindJudges(ctx context.Context, f JudgeFilter) (page.Page[accounts.Account], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[accounts.Account], error) {
		e, err := u.Store.Event(ctx, f.Event)
		if err != nil {
			return page.Page[accounts.Account]{}, err
		}
		if err := u.Allow(access.FindJudges, e.Scope()); err != nil {
			return page.Page[accounts.Account]{}, err
		}
		f.InEdition = u.Actor.May(access.FindJudges, access.Scope{e.Edition.Ref(), e.Programme.Ref()}, u.Now) == nil
		f.At = u.Now
		return u.Store.JudgeCandidates(ctx, f)
	})
}
