package judging

import (
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// MarkEntered : a mark was given or corrected. What was observed is part of the fact, so
// that the chain covers it.
type MarkEntered struct {
	Sheet    id.ID[Sheet]     `json:"sheet"`
	Aspect   id.ID[Aspect]    `json:"aspect"`
	Part     id.Ref           `json:"part"`
	Revision int64            `json:"revision"`
	Observed scoring.Observed `json:"observed"`
}

// Fact names it.
func (f MarkEntered) Fact() (string, id.Ref) { return "mark.entered", f.Sheet.Ref() }

// SheetsOpened : sheets were made for the pieces of a stage; a large stage has thousands, so
// the fact counts them.
type SheetsOpened struct {
	Stage  id.ID[programmes.Stage] `json:"stage"`
	Scheme id.ID[Scheme]           `json:"scheme"`
	Sheets int                     `json:"sheets"`
}

// Fact names it.
func (f SheetsOpened) Fact() (string, id.Ref) { return "sheets.opened", f.Stage.Ref() }

// PartHandedIn : a judge, or a judge for the panel, submitted a part. Held lists aspects
// whose scores lie too far apart: then the judges' parts are open again.
type PartHandedIn struct {
	Sheet id.ID[Sheet]    `json:"sheet"`
	Part  id.Ref          `json:"part"`
	Held  []id.ID[Aspect] `json:"held,omitempty"`
}

// Fact names it.
func (f PartHandedIn) Fact() (string, id.Ref) { return "sheet.part_submitted", f.Sheet.Ref() }

// SheetWasSubmitted : all parts of a sheet are submitted.
type SheetWasSubmitted struct {
	Sheet id.ID[Sheet] `json:"sheet"`
	Round int          `json:"round"`
}

// Fact names it.
func (f SheetWasSubmitted) Fact() (string, id.Ref) { return "sheet.submitted", f.Sheet.Ref() }

// SheetWasSigned : the chief judge signed the marks with this digest.
type SheetWasSigned struct {
	Sheet  id.ID[Sheet] `json:"sheet"`
	Round  int          `json:"round"`
	Digest string       `json:"digest"`
}

// Fact names it.
func (f SheetWasSigned) Fact() (string, id.Ref) { return "sheet.signed", f.Sheet.Ref() }

// SheetWasLocked : a signed sheet was closed.
type SheetWasLocked struct {
	Sheet id.ID[Sheet] `json:"sheet"`
	Round int          `json:"round"`
}

// Fact names it.
func (f SheetWasLocked) Fact() (string, id.Ref) { return "sheet.locked", f.Sheet.Ref() }

// SheetReopened : a sheet was opened again; its submissions and signatures are void.
type SheetReopened struct {
	Sheet id.ID[Sheet] `json:"sheet"`
	From  SheetStatus  `json:"from"`
	Round int          `json:"round"`
}

// Fact names it.
func (f SheetReopened) Fact() (string, id.Ref) { return "sheet.reopened", f.Sheet.Ref() }
