package registration

import (
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
)

// DelegationCreated : a delegation was made.
type DelegationCreated struct {
	Delegation    id.ID[Delegation]                   `json:"delegation"`
	Kind          DelegationKind                      `json:"kind"`
	Organization  *id.ID[organizations.Organization]  `json:"organization"`
	Organizations []id.ID[organizations.Organization] `json:"organizations"`
}

// Fact names it.
func (f DelegationCreated) Fact() (string, id.Ref) { return "delegation.created", f.Delegation.Ref() }

// DelegationUpdated : a delegation was changed.
type DelegationUpdated struct {
	Delegation    id.ID[Delegation]                   `json:"delegation"`
	Revision      int64                               `json:"revision"`
	Organization  *id.ID[organizations.Organization]  `json:"organization"`
	Organizations []id.ID[organizations.Organization] `json:"organizations"`
}

// Fact names it.
func (f DelegationUpdated) Fact() (string, id.Ref) { return "delegation.updated", f.Delegation.Ref() }

// DelegationDeleted : a delegation was removed.
type DelegationDeleted struct {
	Delegation id.ID[Delegation] `json:"delegation"`
}

// Fact names it.
func (f DelegationDeleted) Fact() (string, id.Ref) { return "delegation.deleted", f.Delegation.Ref() }

// QuotaCreated : a quota was set.
type QuotaCreated struct {
	Quota id.ID[Quota] `json:"quota"`
	Per   Per          `json:"per"`
	Unit  Unit         `json:"unit"`
	Most  int          `json:"most"`
}

// Fact names it.
func (f QuotaCreated) Fact() (string, id.Ref) { return "quota.created", f.Quota.Ref() }

// QuotaUpdated : a quota was raised or lowered.
type QuotaUpdated struct {
	Quota    id.ID[Quota] `json:"quota"`
	Revision int64        `json:"revision"`
	Before   int          `json:"before"`
	Most     int          `json:"most"`
}

// Fact names it.
func (f QuotaUpdated) Fact() (string, id.Ref) { return "quota.updated", f.Quota.Ref() }

// QuotaDeleted : a quota was removed.
type QuotaDeleted struct {
	Quota id.ID[Quota] `json:"quota"`
}

// Fact names it.
func (f QuotaDeleted) Fact() (string, id.Ref) { return "quota.deleted", f.Quota.Ref() }

// EntryCreated : a draft was made.
type EntryCreated struct {
	Entry        id.ID[Entry]                      `json:"entry"`
	Event        id.ID[programmes.Event]           `json:"event"`
	Organization id.ID[organizations.Organization] `json:"organization"`
	Members      int                               `json:"members"`
}

// Drafted is the fact that a draft was made.
func Drafted(e Entry) EntryCreated {
	return EntryCreated{e.ID, e.Event, e.Organization, len(e.Members)}
}

// Fact names it.
func (f EntryCreated) Fact() (string, id.Ref) { return "entry.created", f.Entry.Ref() }

// EntryUpdated : a draft or returned entry was changed.
type EntryUpdated struct {
	Entry    id.ID[Entry] `json:"entry"`
	Revision int64        `json:"revision"`
	Members  int          `json:"members"`
}

// Redrafted is the fact that a draft or a returned entry was changed.
func Redrafted(e Entry) EntryUpdated { return EntryUpdated{e.ID, e.Revision, len(e.Members)} }

// Fact names it.
func (f EntryUpdated) Fact() (string, id.Ref) { return "entry.updated", f.Entry.Ref() }

// EntrySubmitted : an entry was handed to the organiser. Places are those that it took now.
type EntrySubmitted struct {
	Entry    id.ID[Entry]            `json:"entry"`
	Event    id.ID[programmes.Event] `json:"event"`
	Official bool                    `json:"official"`
	Places   int                     `json:"places"`
}

// Fact names it.
func (f EntrySubmitted) Fact() (string, id.Ref) { return "entry.submitted", f.Entry.Ref() }

// EntryWaiting : it was handed to the organiser, but so many limits lacked places.
type EntryWaiting struct {
	Entry  id.ID[Entry]            `json:"entry"`
	Event  id.ID[programmes.Event] `json:"event"`
	Limits int                     `json:"limits"`
}

// Fact names it.
func (f EntryWaiting) Fact() (string, id.Ref) { return "entry.waiting", f.Entry.Ref() }

// EntryPromoted : it left the waiting list for a place. Passed are those before it that did not
// fit; why stands in the promotion.
type EntryPromoted struct {
	Entry  id.ID[Entry]            `json:"entry"`
	Event  id.ID[programmes.Event] `json:"event"`
	Cause  CauseKind               `json:"cause"`
	By     string                  `json:"by"`
	Passed int                     `json:"passed"`
}

// Fact names it.
func (f EntryPromoted) Fact() (string, id.Ref) { return "entry.promoted", f.Entry.Ref() }

// EntryHeld : a draft holds its places for a time.
type EntryHeld struct {
	Entry  id.ID[Entry]            `json:"entry"`
	Event  id.ID[programmes.Event] `json:"event"`
	Until  time.Time               `json:"until"`
	Places int                     `json:"places"`
}

// Fact names it.
func (f EntryHeld) Fact() (string, id.Ref) { return "entry.held", f.Entry.Ref() }

// HoldReleased : a draft gave its places back before their time.
type HoldReleased struct {
	Entry  id.ID[Entry]            `json:"entry"`
	Event  id.ID[programmes.Event] `json:"event"`
	Places int                     `json:"places"`
}

// Fact names it.
func (f HoldReleased) Fact() (string, id.Ref) { return "entry.hold_released", f.Entry.Ref() }

// HoldExpired : the time of a draft's places has run out.
type HoldExpired struct {
	Entry  id.ID[Entry]            `json:"entry"`
	Event  id.ID[programmes.Event] `json:"event"`
	Until  time.Time               `json:"until"`
	Places int                     `json:"places"`
}

// Fact names it.
func (f HoldExpired) Fact() (string, id.Ref) { return "entry.hold_expired", f.Entry.Ref() }

// EntryReturned : it was sent back with reasons, which stand in the entry.
type EntryReturned struct {
	Entry id.ID[Entry]            `json:"entry"`
	Event id.ID[programmes.Event] `json:"event"`
}

// Fact names it.
func (f EntryReturned) Fact() (string, id.Ref) { return "entry.returned", f.Entry.Ref() }

// EntryApproved : the organiser found it in order.
type EntryApproved struct {
	Entry id.ID[Entry]            `json:"entry"`
	Event id.ID[programmes.Event] `json:"event"`
}

// Fact names it.
func (f EntryApproved) Fact() (string, id.Ref) { return "entry.approved", f.Entry.Ref() }

// EntryConfirmed : it takes part, as it is.
type EntryConfirmed struct {
	Entry id.ID[Entry]            `json:"entry"`
	Event id.ID[programmes.Event] `json:"event"`
}

// Fact names it.
func (f EntryConfirmed) Fact() (string, id.Ref) { return "entry.confirmed", f.Entry.Ref() }

// EntryWithdrawn : it does not take part, and gave back its places.
type EntryWithdrawn struct {
	Entry  id.ID[Entry]            `json:"entry"`
	Event  id.ID[programmes.Event] `json:"event"`
	From   Status                  `json:"from"`
	Places int                     `json:"places"`
}

// Fact names it.
func (f EntryWithdrawn) Fact() (string, id.Ref) { return "entry.withdrawn", f.Entry.Ref() }

// EntryCheckedIn : it is in the hall.
type EntryCheckedIn struct {
	Entry id.ID[Entry]            `json:"entry"`
	Event id.ID[programmes.Event] `json:"event"`
	From  Status                  `json:"from"`
}

// Fact names it.
func (f EntryCheckedIn) Fact() (string, id.Ref) { return "entry.checked_in", f.Entry.Ref() }

// EntryAbsent : it did not come.
type EntryAbsent struct {
	Entry id.ID[Entry]            `json:"entry"`
	Event id.ID[programmes.Event] `json:"event"`
	From  Status                  `json:"from"`
}

// Fact names it.
func (f EntryAbsent) Fact() (string, id.Ref) { return "entry.absent", f.Entry.Ref() }

// EntryDisqualified : it takes no part in the ranking any more.
type EntryDisqualified struct {
	Entry id.ID[Entry]            `json:"entry"`
	Event id.ID[programmes.Event] `json:"event"`
	From  Status                  `json:"from"`
	Code  ReasonCode              `json:"code"`
}

// Fact names it.
func (f EntryDisqualified) Fact() (string, id.Ref) { return "entry.disqualified", f.Entry.Ref() }
