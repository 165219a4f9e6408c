package judging

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// SheetStore is what sheets and marks need from a database.
type SheetStore interface {
	// SheetFacts reads what entering a mark needs to know; not_found if there is no sheet.
	SheetFacts(ctx context.Context, s id.ID[Sheet]) (SheetFacts, error)
	// EnterMarks writes the marks that it can: the sheet open, the author on the panel, the
	// part not submitted, the revision as expected; each with its revision and, where the
	// item has one, its journal entry. It answers an outcome for each, in order.
	EnterMarks(ctx context.Context, items []work.Item[EnterMark]) ([]work.Outcome[Mark], error)

	Sheet(ctx context.Context, s id.ID[Sheet]) (Sheet, error)
	// LockSheet reads a sheet that the unit is going to change: marks wait meanwhile.
	LockSheet(ctx context.Context, s id.ID[Sheet]) (Sheet, error)
	Sheets(ctx context.Context, f SheetFilter) (page.Page[Sheet], error)
	SheetPlan(ctx context.Context, s id.ID[programmes.Stage]) (SheetPlan, error)
	AddSheets(ctx context.Context, sheets []Sheet) error
	ChangeSheet(ctx context.Context, s Sheet) error
	Marks(ctx context.Context, s id.ID[Sheet]) (Marks, error)
	MarkRevisions(ctx context.Context, s id.ID[Sheet], a id.ID[Aspect]) (Marks, error)
	AddSignature(ctx context.Context, s Signature) error
	VoidSignatures(ctx context.Context, s id.ID[Sheet], at time.Time) error
	Signatures(ctx context.Context, s id.ID[Sheet]) ([]Signature, error)
	Progress(ctx context.Context, e id.ID[programmes.Event]) ([]Progress, error)
}
