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

// TakesEntries refuses a registrar's acts outside the window, and in a cancelled event.
func (s Setting) TakesEntries(at time.Time) error {
	if s.Event.Status == programmes.EventCancelled {
		return fault.EventCancelled.New()
	}
	return s.Edition.TakesEntries(at)
}

// goesOn refuses acts on the entries of an event that is cancelled or over.
func (s Setting) goesOn() error {
	if s.Event.Status == programmes.EventCancelled {
		return fault.EventCancelled.New()
	}
	return notOver(s.Edition)
}

// notOver refuses changes in an edition that is completed, archived or cancelled.
func notOver(e programmes.Edition) error {
	switch e.Status {
	case programmes.Completed, programmes.Archived, programmes.Cancelled:
		return fault.EditionOver.With("status", string(e.Status))
	}
	return nil
}
