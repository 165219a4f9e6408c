package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// SheetFilter narrows a list of sheets.
type SheetFilter struct {
	Page   page.Request
	Stage  *id.ID[programmes.Stage]
	Judge  *id.ID[accounts.Account] // only sheets with a part of this judge or of a panel of theirs
	Status SheetStatus              // "" for all
	Code   string                   // sub-criterion, "" for all
	Piece  string                   // piece code, "" for all
	Open   bool                     // only those that the judge has still to submit
}

// Sheet reads one, with the state of its parts.
func (s *Service) Sheet(ctx context.Context, sheet id.ID[Sheet]) (Sheet, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Sheet, error) {
		found, err := u.Store.Sheet(ctx, sheet)
		if err != nil {
			return Sheet{}, err
		}
		return found, u.Allow(access.ReadSheet, found.Scope())
	})
}

// Sheets reads a page of a stage's sheets.
func (s *Service) Sheets(ctx context.Context, f SheetFilter) (page.Page[Sheet], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Sheet], error) {
		stage, err := u.Store.Stage(ctx, *f.Stage)
		if err != nil {
			return page.Page[Sheet]{}, err
		}
		if err := u.Allow(access.ListSheets, stage.Scope()); err != nil {
			return page.Page[Sheet]{}, err
		}
		return u.Store.Sheets(ctx, f)
	})
}

// MySheets reads a page of the sheets that the caller marks.
func (s *Service) MySheets(ctx context.Context, f SheetFilter) (page.Page[Sheet], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Sheet], error) {
		if err := u.Allow(access.ListMySheets, nil); err != nil {
			return page.Page[Sheet]{}, err
		}
		judge, _ := id.As[accounts.Account](u.Actor.Account)
		f.Judge = &judge
		return u.Store.Sheets(ctx, f)
	})
}

// SheetMarks reads the marks of a sheet that the caller may see: a judge the own part and
// the panel's, who oversees the event all of them.
func (s *Service) SheetMarks(ctx context.Context, sheet id.ID[Sheet]) (Marks, error) {
	f, err := s.facts.of(ctx, sheet, access.ReadMarks)
	if err != nil {
		return nil, err
	}
	return work.Glance(ctx, s.units, func(u *work.Unit[Store]) (Marks, error) {
		if err := u.Allow(access.ReadMarks, f.Scope); err != nil {
			return nil, err
		}
		marks, err := u.Store.Marks(ctx, sheet)
		return marks.visibleTo(u.Actor, f.Scope, f.Panel, u.Now), err
	})
}

// Mark reads one mark of the caller's part, or of the panel's.
func (s *Service) Mark(ctx context.Context, sheet id.ID[Sheet], aspect id.ID[Aspect]) (Mark, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Mark, error) {
		found, err := u.Store.Sheet(ctx, sheet)
		if err != nil {
			return Mark{}, err
		}
		if err := u.Allow(access.ReadMarks, found.Scope()); err != nil {
			return Mark{}, err
		}
		marks, err := u.Store.Marks(ctx, sheet)
		for _, m := range marks {
			if m.Aspect == aspect && (m.Part == u.Actor.Account || m.Part == found.Panel.Ref()) {
				return m, err
			}
		}
		if err == nil {
			err = fault.NotFound.New()
		}
		return Mark{}, err
	})
}

// Revisions reads every revision of an aspect's marks that the caller may see, oldest first.
func (s *Service) Revisions(ctx context.Context, sheet id.ID[Sheet], aspect id.ID[Aspect]) (Marks, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Marks, error) {
		found, err := u.Store.Sheet(ctx, sheet)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ReadRevisions, found.Scope()); err != nil {
			return nil, err
		}
		marks, err := u.Store.MarkRevisions(ctx, sheet, aspect)
		return marks.visibleTo(u.Actor, found.Scope(), found.Panel, u.Now), err
	})
}

// Signatures reads the signatures of a sheet, void ones included.
func (s *Service) Signatures(ctx context.Context, sheet id.ID[Sheet]) ([]Signature, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Signature, error) {
		found, err := u.Store.Sheet(ctx, sheet)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ReadSheet, found.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Signatures(ctx, sheet)
	})
}

// Progress says how far the marking of a stage is.
type Progress struct {
	Stage                           id.ID[programmes.Stage]
	Name                            map[string]string
	Pieces                          int
	Open, Submitted, Signed, Locked int
	MarksEntered                    int
}

// EventProgress reads how far the marking of an event is, stage by stage.
func (s *Service) EventProgress(ctx context.Context, event id.ID[programmes.Event]) ([]Progress, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Progress, error) {
		e, err := u.Store.Event(ctx, event)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ReadProgress, e.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Progress(ctx, event)
	})
}
