package registration

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
)

// Setting is where an entry stands: the event, its edition, and the rules of registration.
// Of the edition and the event it holds what registration asks for, not every field.
type Setting struct {
	Edition programmes.Edition
	Event   programmes.Event
	Rules   programmes.RegistrationRules
}

// Scope is the scope of an organization's entries here.
func (s Setting) Scope(o id.ID[organizations.Organization]) access.Scope {
	return append(s.Event.Scope(), o.Ref())
}

// TakesEntries refuses a registrar's acts outside the window, and in an event that does not go on.
func (s Setting) TakesEntries(at time.Time) error { return s.takes(programmes.RegistrationWindow, at) }

// takes refuses a registrar's acts outside their window, and in an event that does not go on.
func (s Setting) takes(kind programmes.WindowKind, at time.Time) error {
	if err := s.Event.Goes(); err != nil {
		return err
	}
	return s.Edition.Takes(kind, at)
}

// goesOn refuses acts on the entries of an event that is cancelled, deferred or over.
func (s Setting) goesOn() error {
	if err := s.Event.Goes(); err != nil {
		return err
	}
	return notOver(s.Edition)
}

// notOver refuses changes in an edition that is completed, archived or cancelled.
func notOver(e programmes.Edition) error {
	if e.Status.Over() {
		return fault.EditionOver.With("status", string(e.Status))
	}
	return nil
}

// ShortHanded reports a team that takes part with fewer competitors than it may have.
func (s Setting) ShortHanded(members []Member) bool {
	competitors := 0
	for _, m := range members {
		if m.Role == Competitor {
			competitors++
		}
	}
	return competitors >= s.Event.TeamMin && competitors < s.Event.TeamMax
}
