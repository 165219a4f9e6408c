package people

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database.
type Store interface {
	// Organization reads one; not_found if there is none.
	Organization(ctx context.Context, o id.ID[organizations.Organization]) (organizations.Organization, error)
	// Person reads one; not_found if there is none, or none any more.
	Person(ctx context.Context, p id.ID[Person]) (Person, error)
	// LockPerson reads one and has others wait who want to change, merge or enter it.
	LockPerson(ctx context.Context, p id.ID[Person]) (Person, error)
	// AddPerson inserts one.
	AddPerson(ctx context.Context, p Person) error
	// ChangePerson writes one over the revision before it; revision_stale if another unit
	// was faster. The person's entries are found under the new name from then on.
	ChangePerson(ctx context.Context, p Person) error
	// People reads a page of those that f.Seen allows.
	People(ctx context.Context, f Filter) (page.Page[Person], error)

	DocumentStore
	PastStore
	MergeStore
}

// DocumentStore is the part for identity documents and consents.
type DocumentStore interface {
	// Document reads one; not_found if there is none.
	Document(ctx context.Context, d id.ID[Document]) (Document, error)
	// DocumentByHash finds one by the keyed digest of its number; not_found if there is none.
	DocumentByHash(ctx context.Context, t DocumentType, hash []byte) (Document, error)
	// Documents reads those of a person, the oldest first.
	Documents(ctx context.Context, p id.ID[Person]) ([]Document, error)
	// AddDocument inserts one; identity_document_taken if another unit was faster.
	AddDocument(ctx context.Context, d Document) error
	// RemoveDocument deletes one.
	RemoveDocument(ctx context.Context, d id.ID[Document]) error
	// DocumentsUnderOther reads and locks some documents that are sealed under another key than
	// this one, by their ids, after one.
	DocumentsUnderOther(ctx context.Context, key string, after id.ID[Document], most int) ([]Document, error)
	// ResealDocument writes how one is sealed.
	ResealDocument(ctx context.Context, d id.ID[Document], sealed vault.Sealed) error

	// Consent reads one; not_found if there is none.
	Consent(ctx context.Context, c id.ID[Consent]) (Consent, error)
	// Consents reads those of a person, the oldest first.
	Consents(ctx context.Context, p id.ID[Person]) ([]Consent, error)
	// AddConsent inserts one.
	AddConsent(ctx context.Context, c Consent) error
	// ChangeConsent writes one over the revision before it.
	// ForgetResults forgets the kept answers that name a person.
	ForgetResults(ctx context.Context, p id.ID[Person]) error
	ChangeConsent(ctx context.Context, c Consent) error
}

// PastStore is the part for where people study and work.
type PastStore interface {
	// Enrolment reads one; not_found if there is none.
	Enrolment(ctx context.Context, e id.ID[Enrolment]) (Enrolment, error)
	// Enrolments reads those of a person, the oldest first.
	Enrolments(ctx context.Context, p id.ID[Person]) ([]Enrolment, error)
	// AddEnrolment inserts one.
	AddEnrolment(ctx context.Context, e Enrolment) error
	// ChangeEnrolment writes one over the revision before it.
	ChangeEnrolment(ctx context.Context, e Enrolment) error
	// Employment reads one; not_found if there is none.
	Employment(ctx context.Context, e id.ID[Employment]) (Employment, error)
	// Employments reads those of a person, the oldest first.
	Employments(ctx context.Context, p id.ID[Person]) ([]Employment, error)
	// AddEmployment inserts one.
	AddEmployment(ctx context.Context, e Employment) error
	// ChangeEmployment writes one over the revision before it.
	ChangeEmployment(ctx context.Context, e Employment) error
}

// MergeStore is the part for people who are one, and for people who are to be forgotten.
type MergeStore interface {
	// Alike reads people who are called or spelled like this one, at most so many of those that
	// seen allows. Whoever was merged is not among them.
	Alike(ctx context.Context, p Person, seen Seen, most int) ([]Person, error)
	// BothIn pairs the entries of one edition in which the two stand.
	BothIn(ctx context.Context, one, other id.ID[Person]) ([]Pair, error)
	// BothTraining lists the editions in which both are in a squad that they have not left.
	BothTraining(ctx context.Context, one, other id.ID[Person]) ([]id.Ref, error)
	// Merge reads one; not_found if there is none.
	Merge(ctx context.Context, m id.ID[Merge]) (Merge, error)
	// Merges reads those into a person, the oldest first.
	Merges(ctx context.Context, p id.ID[Person]) ([]Merge, error)
	// MergeInto moves what hangs on the duplicate to the person and fills Moved.
	MergeInto(ctx context.Context, m Merge) (Merge, error)
	// TakeApart moves back what is still there, and makes the duplicate a person again.
	TakeApart(ctx context.Context, m Merge) error

	// EntriesOf lists where a person stands, the oldest first.
	EntriesOf(ctx context.Context, p id.ID[Person]) ([]Standing, error)
	// TrainingsOf lists where a person trains or trained, the oldest first.
	TrainingsOf(ctx context.Context, p id.ID[Person]) ([]Training, error)
	// SwapsOf lists the substitutions that a person leaves or comes by, the oldest first.
	SwapsOf(ctx context.Context, p id.ID[Person]) ([]Swap, error)
	// DutiesOf lists what a person does at bases and in delegations, the oldest first.
	DutiesOf(ctx context.Context, p id.ID[Person]) ([]Duty, error)
	// RecordsOf lists what the journal holds about a person, and about who was merged into it, the
	// oldest first.
	RecordsOf(ctx context.Context, p id.ID[Person]) ([]Record, error)
	// Erase forgets everything about a person but the id, and about who was merged into it. name
	// stands in its place.
	Erase(ctx context.Context, p id.ID[Person], name string, at time.Time) error
}

// Service runs the use cases.
type Service struct {
	units work.Units[Store]
	vault vault.Vault
}

// New gives the use cases their units of work, and what seals identity numbers.
func New(units work.Units[Store], v vault.Vault) Service { return Service{units, v} }
