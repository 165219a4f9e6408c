package registration

import (
	"time"

	"github.com/saichang/saichang/internal/id"
)

// Override lets an entry through a rule for a reason (特批). It stands for what the rule had
// against the entry when it was given, and is kept for good.
type Override struct {
	ID     id.ID[Override]
	At     time.Time
	Entry  id.ID[Entry]
	Rule   RuleName
	Reason string
	By     id.Ref   // an account, or a service token
	Covers []string // the keys of findings
}

// IDPrefix is "ovr".
func (Override) IDPrefix() string { return "ovr" }
