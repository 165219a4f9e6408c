package programmes

import (
	"time"

	"github.com/saichang/saichang/internal/id"
)

// RuleSet is one version of an edition's rules.
type RuleSet struct {
	ID        id.ID[RuleSet]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Edition   id.ID[Edition]
	Programme id.ID[Programme]
	Version   int
	Preset    string // the preset it was made from
	Status    RuleSetStatus
	Rules     Rules
}

// IDPrefix is "rul".
func (RuleSet) IDPrefix() string { return "rul" }

// RuleSetStatus is draft, or frozen once the edition has opened.
type RuleSetStatus string

// The states.
const (
	RuleSetDraft  RuleSetStatus = "draft"
	RuleSetFrozen RuleSetStatus = "frozen"
)
