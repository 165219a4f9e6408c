package bulk

import (
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/vault"
)

// Import is one table that was sent.
type Import struct {
	ID           id.ID[Import]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Account      id.Ref // who sent it
	Kind         Kind
	Organization *id.ID[organizations.Organization]
	Event        *id.ID[programmes.Event]
	Base         *id.ID[training.Base]  // of a roster and of staff
	Squad        *id.ID[training.Squad] // of a roster
	Status       Status
	Operation    id.ID[Operation] // the last
	Header       []Heading
	Problems     []Problem // with the header
	Counts       Counts
}

// IDPrefix is "imp".
func (Import) IDPrefix() string { return "imp" }

// Heading is a title of the table with the column that it is taken for; "" for none.
type Heading struct {
	Title  string `json:"title"`
	Column string `json:"column"`
}

// Status is where an import is in its life.
type Status string

// The states.
const (
	Checking   Status = "checking"
	Checked    Status = "checked"
	Committing Status = "committing"
	Committed  Status = "committed"
	Broken     Status = "failed"
	Abandoned  Status = "cancelled"
)

// Counts are the rows by outcome. Applied are those that were committed.
type Counts struct {
	Rows          int `json:"rows"`
	Created       int `json:"created"`
	Updated       int `json:"updated"`
	Unchanged     int `json:"unchanged"`
	Rejected      int `json:"rejected"`
	NeedsMatching int `json:"needs_matching"`
	Applied       int `json:"applied"`
}

// Outcome is what a row does, or did.
type Outcome string

// The outcomes.
const (
	Created       Outcome = "created"
	Updated       Outcome = "updated"
	Unchanged     Outcome = "unchanged"
	Rejected      Outcome = "rejected"
	NeedsMatching Outcome = "needs_matching"
)

// Good reports an outcome that a commit keeps.
func (o Outcome) Good() bool { return o != Rejected && o != NeedsMatching }

// Row is a row of the table and what becomes of it.
type Row struct {
	Number     int                  // as a spreadsheet shows it
	Cells      []string             // hidden ones masked
	Sealed     map[int]vault.Sealed // what stands in the hidden ones
	Outcome    Outcome
	Applied    bool
	Subject    id.Ref // what it makes or changes; zero: nothing yet
	Problems   []Problem
	Candidates []Candidate
}

// Candidate is one of several things that a cell may mean.
type Candidate struct {
	Column string `json:"column"`
	ID     id.Ref `json:"id"`
	Name   string `json:"name"`
}

// Match is which of them it means, as a human said.
type Match struct {
	Row    int
	Column string
	Chosen id.Ref
}

// at is the import in another state, with the operation that brings it on.
func (i Import) at(s Status, now time.Time) Import {
	i.Status, i.UpdatedAt, i.Revision = s, now, i.Revision+1
	return i
}

// idle refuses what cannot be done while an operation is at work, or once the import was given
// up. Rows that a commit has left out can still be matched and committed.
func (i Import) idle() error {
	if i.Status == Checked || i.Status == Committed {
		return nil
	}
	return fault.ImportNotChecked.With("status", string(i.Status))
}
