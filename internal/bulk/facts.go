package bulk

import (
	"github.com/saichang/saichang/internal/id"
)

// ImportCreated : a table was sent.
type ImportCreated struct {
	Import id.ID[Import] `json:"import"`
	Kind   Kind          `json:"kind"`
	Rows   int           `json:"rows"`
}

// Fact names it.
func (f ImportCreated) Fact() (string, id.Ref) { return "import.created", f.Import.Ref() }

// ImportMapped : it was said what the titles of a table mean; it is checked again.
type ImportMapped struct {
	Import id.ID[Import] `json:"import"`
	Titles int           `json:"titles"`
}

// Fact names it.
func (f ImportMapped) Fact() (string, id.Ref) { return "import.mapped", f.Import.Ref() }

// ImportMatched : it was said which of several things a row means.
type ImportMatched struct {
	Import id.ID[Import] `json:"import"`
	Row    int           `json:"row"`
	Column string        `json:"column"`
	Chosen id.Ref        `json:"chosen"`
}

// Fact names it.
func (f ImportMatched) Fact() (string, id.Ref) { return "import.matched", f.Import.Ref() }

// ImportCommitStarted : the good rows of an import are to be committed.
type ImportCommitStarted struct {
	Import    id.ID[Import]    `json:"import"`
	Operation id.ID[Operation] `json:"operation"`
	Work      Work             `json:"work"`
}

// Fact names it.
func (f ImportCommitStarted) Fact() (string, id.Ref) { return "import.commit_started", f.Import.Ref() }

// ImportCommitted : it is done.
type ImportCommitted struct {
	Import id.ID[Import] `json:"import"`
	Counts Counts        `json:"counts"`
}

// Fact names it.
func (f ImportCommitted) Fact() (string, id.Ref) { return "import.committed", f.Import.Ref() }

// OperationCancelled : somebody wants an operation to end.
type OperationCancelled struct {
	Operation id.ID[Operation] `json:"operation"`
}

// Fact names it.
func (f OperationCancelled) Fact() (string, id.Ref) { return "operation.cancelled", f.Operation.Ref() }
