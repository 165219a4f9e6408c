package bulk

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
)

// Operation is work that takes longer than a request.
type Operation struct {
	ID           id.ID[Operation]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Kind         Work
	State        State
	Account      id.Ref // who started it: an account or a service token
	Organization *id.ID[organizations.Organization]
	Subject      id.Ref // what it is about
	Done, Total  int    // rows
	Problem      *Problem
	Cancelling   bool // somebody wants it to end
	StartedAt    *time.Time
	EndedAt      *time.Time

	Runner     string // the process that is at it
	LeaseUntil *time.Time
}

// IDPrefix is "opn".
func (Operation) IDPrefix() string { return "opn" }

// Scope is what permissions are asked on: an operation belongs to who started it.
func (o Operation) Scope() access.Scope {
	scope := access.Scope{o.ID.Ref(), o.Account}
	if o.Organization != nil {
		scope = append(scope, o.Organization.Ref())
	}
	return scope
}

// Work is what an operation does.
type Work string

// The kinds of work.
const (
	CheckImport Work = "import_check"
	CommitAll   Work = "import_commit_atomic"
	CommitSome  Work = "import_commit_partial"
)

// State is where an operation is in its life.
type State string

// The states.
const (
	Queued    State = "queued"
	Running   State = "running"
	Succeeded State = "succeeded"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Ended reports a state that nothing follows.
func (s State) Ended() bool { return s != Queued && s != Running }

// end is the operation in its last state.
func (o Operation) end(s State, p *Problem, at time.Time) Operation {
	o.State, o.Problem, o.EndedAt, o.UpdatedAt, o.Runner, o.LeaseUntil = s, p, &at, at, "", nil
	o.Revision++
	return o
}
