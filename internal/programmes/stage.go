package programmes

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
)

// Stage is one part of an event with its own pieces, scheme, panels and results (阶段): a
// school round, an assessment, a final.
type Stage struct {
	ID         id.ID[Stage]
	Revision   int64
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Event      id.ID[Event]
	Edition    id.ID[Edition]
	Programme  id.ID[Programme]
	Position   int // from 1
	Name       names.Text
	BlindLevel int // 0: names stand beside codes
}

// IDPrefix is "stg".
func (Stage) IDPrefix() string { return "stg" }

// Scope is what permissions are asked on.
func (s Stage) Scope() access.Scope {
	return access.Scope{s.ID.Ref(), s.Event.Ref(), s.Edition.Ref(), s.Programme.Ref()}
}
