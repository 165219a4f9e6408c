package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// PieceFilter narrows a list of pieces.
type PieceFilter struct {
	Page   page.Request
	Stage  id.ID[programmes.Stage]
	Status PieceStatus // "" for all
	Named  bool        // with the names of who made them; set by the service

	ChildrenBornAfter string // who is younger needs a guardian's consent to be named; "": everybody is; set by the service
}

// Pieces reads a page of a stage's pieces, by code, so that their order tells nothing. Names
// stand beside the codes only where the stage is not blind, and where the entry itself is shown.
func (s *Service) Pieces(ctx context.Context, f PieceFilter) (page.Page[Piece], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Piece], error) {
		stage, err := u.Store.Stage(ctx, f.Stage)
		if err != nil {
			return page.Page[Piece]{}, err
		}
		if err := u.Allow(access.ListPieces, stage.Scope()); err != nil {
			return page.Page[Piece]{}, err
		}
		f.Named = stage.BlindLevel == 0
		if _, everywhere := u.Actor.Reach(access.ListEntries, u.Now, "edn"); !everywhere {
			f.ChildrenBornAfter = people.BornAfter(people.ConsentAge, u.Now)
		}
		return u.Store.Pieces(ctx, f)
	})
}
