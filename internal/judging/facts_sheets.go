package judging

import (
	"github.com/saichang/saichang/internal/id"
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

// SheetOpened : a sheet was made for a piece and a sub-criterion.
type SheetOpened struct {
	Sheet        id.ID[Sheet]        `json:"sheet"`
	Piece        id.ID[Piece]        `json:"piece"`
	SubCriterion id.ID[SubCriterion] `json:"sub_criterion"`
}

// Fact names it.
func (f SheetOpened) Fact() (string, id.Ref) { return "sheet.opened", f.Sheet.Ref() }

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
