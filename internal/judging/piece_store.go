package judging

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// PieceStore is what pieces need from a database.
type PieceStore interface {
	PieceMaker
	Pieces(ctx context.Context, f PieceFilter) (page.Page[Piece], error)
}

// PieceMaker is the part that makes them.
type PieceMaker interface {
	// RulesOf reads the rules that an event is run by.
	RulesOf(ctx context.Context, e id.ID[programmes.Event]) (programmes.Rules, error)
	// EntriesToPiece reads the entries of the stage's event that have no piece in it, in an
	// order that tells nothing; of a stage that an edge leads into, those that advanced.
	EntriesToPiece(ctx context.Context, s programmes.Stage) ([]EntryToPiece, error)
	// PieceCodes reads the codes that a stage has.
	PieceCodes(ctx context.Context, s id.ID[programmes.Stage]) (map[string]bool, error)
	// AddPieces inserts pieces and, in a table of their own, which entry each belongs to.
	AddPieces(ctx context.Context, pieces []Piece, of []id.ID[registration.Entry]) error
}
