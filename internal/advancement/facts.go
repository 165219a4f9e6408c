package advancement

import (
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// EdgeCreated : a stage leads to another.
type EdgeCreated struct {
	Edge  id.ID[Edge]             `json:"edge"`
	From  id.ID[programmes.Stage] `json:"from"`
	To    id.ID[programmes.Stage] `json:"to"`
	Rules Rules                   `json:"rules"`
}

// Fact names it.
func (f EdgeCreated) Fact() (string, id.Ref) { return "stage_edge.created", f.Edge.Ref() }

// EdgeConfirmed : the organiser confirmed who goes on.
type EdgeConfirmed struct {
	Edge     id.ID[Edge] `json:"edge"`
	Proposal string      `json:"proposal"` // its digest
	Advanced int         `json:"advanced"`
	Decided  int         `json:"decided"` // of these, by the organiser
}

// Fact names it.
func (f EdgeConfirmed) Fact() (string, id.Ref) { return "stage_edge.confirmed", f.Edge.Ref() }

// AbsenceApproved : an entry was allowed to be absent; why stands with it.
type AbsenceApproved struct {
	Stage id.ID[programmes.Stage]   `json:"stage"`
	Entry id.ID[registration.Entry] `json:"entry"`
}

// Fact names it.
func (f AbsenceApproved) Fact() (string, id.Ref) { return "absence.approved", f.Entry.Ref() }
