package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// CreatePanel makes a panel without judges.
func (s *Service) CreatePanel(ctx context.Context, stage id.ID[programmes.Stage], name string) (Panel, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Panel, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return Panel{}, err
		}
		if err := u.Allow(access.CreatePanel, st.Scope()); err != nil {
			return Panel{}, err
		}
		edition, err := u.Store.LockEdition(ctx, st.Edition)
		if err != nil {
			return Panel{}, err
		}
		if err := goesOn(edition); err != nil {
			return Panel{}, err
		}
		p := Panel{
			ID: id.Ordered[Panel](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Stage: st.ID, Event: st.Event, Edition: st.Edition,
			Programme: st.Programme, Name: names.Clean(name),
		}
		if p.Name == "" {
			return Panel{}, fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/name"))
		}
		u.Record(PanelCreated{p.ID})
		return p, u.Store.AddPanel(ctx, p)
	})
}

// RenamePanel gives a panel another name.
func (s *Service) RenamePanel(ctx context.Context, panel id.ID[Panel], expected int64, name string) (Panel, error) {
	return s.changePanel(ctx, panel, access.UpdatePanel, func(u *work.Unit[Store], now Panel) (Panel, error) {
		if now.Revision != expected {
			return Panel{}, fault.RevisionStale.New().Showing(now)
		}
		if now.Name = names.Clean(name); now.Name == "" {
			return Panel{}, fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/name"))
		}
		now.Revision, now.UpdatedAt = now.Revision+1, u.Now
		u.Record(PanelRenamed{now.ID, now.Revision})
		return now, u.Store.ChangePanel(ctx, now)
	})
}

// changePanel runs one change of a panel; changes of one edition take turns.
func (s *Service) changePanel(
	ctx context.Context, panel id.ID[Panel], action access.Action, change func(*work.Unit[Store], Panel) (Panel, error),
) (Panel, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Panel, error) {
		now, err := u.Store.Panel(ctx, panel)
		if err != nil {
			return Panel{}, err
		}
		if err := u.Allow(action, now.Scope()); err != nil {
			return Panel{}, err
		}
		edition, err := u.Store.LockEdition(ctx, now.Edition)
		if err != nil {
			return Panel{}, err
		}
		if err := goesOn(edition); err != nil {
			return Panel{}, err
		}
		if now, err = u.Store.Panel(ctx, panel); err != nil { // as it is under the lock
			return Panel{}, err
		}
		return change(u, now)
	})
}
