package judging

import (
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/scoring"
)

// SchemeCreated : a version of a marking scheme was drafted.
type SchemeCreated struct {
	Scheme  id.ID[Scheme]  `json:"scheme"`
	Version int            `json:"version"`
	CopyOf  *id.ID[Scheme] `json:"copy_of,omitempty"`
}

// Fact names it.
func (f SchemeCreated) Fact() (string, id.Ref) { return "scheme.created", f.Scheme.Ref() }

// SchemeRewritten : the content of a draft was written anew or imported.
type SchemeRewritten struct {
	Scheme   id.ID[Scheme]  `json:"scheme"`
	Revision int64          `json:"revision"`
	Total    scoring.Points `json:"total"`
}

// Fact names it.
func (f SchemeRewritten) Fact() (string, id.Ref) { return "scheme.rewritten", f.Scheme.Ref() }

// SchemeWasValidated : a draft has no errors.
type SchemeWasValidated struct {
	Scheme   id.ID[Scheme] `json:"scheme"`
	Revision int64         `json:"revision"`
}

// Fact names it.
func (f SchemeWasValidated) Fact() (string, id.Ref) { return "scheme.validated", f.Scheme.Ref() }

// SchemeWasLocked : the stage is marked by it from now on.
type SchemeWasLocked struct {
	Scheme  id.ID[Scheme] `json:"scheme"`
	Version int           `json:"version"`
}

// Fact names it.
func (f SchemeWasLocked) Fact() (string, id.Ref) { return "scheme.locked", f.Scheme.Ref() }

// PanelsAssigned : the panels of its sub-criteria were set anew.
type PanelsAssigned struct {
	Scheme   id.ID[Scheme] `json:"scheme"`
	Revision int64         `json:"revision"`
}

// Fact names it.
func (f PanelsAssigned) Fact() (string, id.Ref) { return "scheme.panels_assigned", f.Scheme.Ref() }
