package bulk

import (
	"context"
	"log/slog"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database, beside what the nouns need whose things it
// takes in.
type Store interface {
	organizations.Store
	people.Store
	training.Store // and with it registration's
	OperationStore
	ImportStore

	// OrganizationsCalled reads those with one of these names, ids or codes of other systems.
	OrganizationsCalled(ctx context.Context, texts []string) ([]organizations.Organization, error)
	// PeopleCalled reads the people of organizations by their names.
	PeopleCalled(ctx context.Context, called []Called) ([]people.Person, error)
	// AddPeople inserts many.
	AddPeople(ctx context.Context, all []people.Person) error
	NumberStore
	// EntriesWith reads the live entries of an event in which one of these people competes.
	EntriesWith(ctx context.Context, e id.ID[programmes.Event], all []id.ID[people.Person]) (map[id.ID[people.Person]]registration.Entry, error)
}

// Called is a name in an organization.
type Called struct {
	Organization id.ID[organizations.Organization]
	Name         string
}

// NumberStore is the part for what people are known by besides their names.
type NumberStore interface {
	// PeopleWith reads some people with their external ids; not who was merged or erased.
	PeopleWith(ctx context.Context, all []id.ID[people.Person]) ([]people.Person, error)
	// PeopleNumbered says who has one of these external ids in one of these organizations.
	PeopleNumbered(ctx context.Context, in []id.ID[organizations.Organization], numbers []string) ([]id.ID[people.Person], error)
	// AddNumbers inserts the external ids of people who are new.
	AddNumbers(ctx context.Context, all []people.Person) error
	// DocumentsHashed finds documents by the keyed digests of their numbers.
	DocumentsHashed(ctx context.Context, hashes [][]byte) ([]people.Document, error)
	// DocumentsOf reads the documents of some people.
	DocumentsOf(ctx context.Context, all []id.ID[people.Person]) ([]people.Document, error)
	// AddDocuments inserts some; identity_document_taken if another unit was faster.
	AddDocuments(ctx context.Context, all []people.Document) error
	// EnrolmentsOf reads the enrolments of some people, the oldest first.
	EnrolmentsOf(ctx context.Context, all []id.ID[people.Person]) ([]people.Enrolment, error)
	// AddEnrolments inserts some.
	AddEnrolments(ctx context.Context, all []people.Enrolment) error
}

// OperationStore is the part for operations.
type OperationStore interface {
	// Operation reads one; not_found if there is none.
	Operation(ctx context.Context, o id.ID[Operation]) (Operation, error)
	// AddOperation inserts one.
	AddOperation(ctx context.Context, o Operation) error
	// ChangeOperation writes one over the revision before it; revision_stale if another unit was
	// faster.
	ChangeOperation(ctx context.Context, o Operation) error
	// Operations reads a page.
	Operations(ctx context.Context, f OperationFilter) (page.Page[Operation], error)
	// NextOperation reads and locks the oldest that waits, or whose runner has let its time pass;
	// nil if there is none.
	NextOperation(ctx context.Context, now time.Time) (*Operation, error)
	// Abandoned has the next NextOperation find what was running: on a database that only one
	// process serves, whoever was running is gone.
	Abandoned(ctx context.Context) error
}

// ImportStore is the part for imports.
type ImportStore interface {
	// Import reads one; not_found if there is none.
	Import(ctx context.Context, i id.ID[Import]) (Import, error)
	// AddImport inserts one with its table.
	AddImport(ctx context.Context, i Import, file vault.Sealed) error
	// ChangeImport writes one over the revision before it; revision_stale if another unit was
	// faster.
	ChangeImport(ctx context.Context, i Import) error
	// ImportFile reads the table that was sent; not_found once it is forgotten.
	ImportFile(ctx context.Context, i id.ID[Import]) (vault.Sealed, error)
	// ClearRows removes the rows of a check before.
	ClearRows(ctx context.Context, i id.ID[Import]) error
	// AddRows inserts rows that were checked.
	AddRows(ctx context.Context, i id.ID[Import], rows []Row) error
	// ChangeRow writes one anew.
	ChangeRow(ctx context.Context, i id.ID[Import], r Row) error
	// ApplyRows notes that the good rows between these two are committed as they are.
	ApplyRows(ctx context.Context, i id.ID[Import], first, last int) error
	// Row reads one; not_found if there is none.
	Row(ctx context.Context, i id.ID[Import], number int) (Row, error)
	// RowsAfter reads rows in order, all or those that a commit has to look at.
	RowsAfter(ctx context.Context, i id.ID[Import], number, most int, which Which) ([]Row, error)
	// CountRows counts them by outcome.
	CountRows(ctx context.Context, i id.ID[Import]) (Counts, error)
	// Rows reads a page.
	Rows(ctx context.Context, f RowFilter) (page.Page[Row], error)
	// Matches reads what humans have said of an import's rows.
	Matches(ctx context.Context, i id.ID[Import]) (map[Match]id.Ref, error)
	// SaveMatch keeps one, over one before.
	SaveMatch(ctx context.Context, i id.ID[Import], m Match) error
	// Titles reads what an organization calls the columns of a kind; nil: the installation.
	Titles(ctx context.Context, o *id.ID[organizations.Organization], k Kind) (map[string]string, error)
	// SaveTitles keeps some, over those before.
	SaveTitles(ctx context.Context, o *id.ID[organizations.Organization], k Kind, titles map[string]string) error
	// Imports reads a page of those that f.Seen allows, the newest first.
	Imports(ctx context.Context, f ImportFilter) (page.Page[Import], error)
	// ForgetImports drops the tables and rows of some imports that nobody touched since, and
	// says how many.
	ForgetImports(ctx context.Context, before time.Time, most int) (int, error)
}

// Which says which rows are wanted.
type Which int

// The rows.
const (
	Every      Which = iota
	Applicable       // that would be committed and are not yet
	Bad              // that would not
)

// Actors tells who an account or a service token is now, without its being there.
type Actors interface {
	ActorFor(ctx context.Context, account id.Ref) (access.Actor, error)
}

// Service runs the use cases, and the operations.
type Service struct {
	units   work.Units[Store]
	actors  Actors
	vault   vault.Vault
	log     *slog.Logger
	runner  string        // this process
	woken   chan struct{} // something waits
	reading chan struct{} // tables that are read at this moment
}

// readers is how many tables are read at once: each takes memory.
const readers = 2

// New gives the use cases their units of work.
func New(units work.Units[Store], actors Actors, v vault.Vault, log *slog.Logger) *Service {
	return &Service{
		units: units, actors: actors, vault: v, log: log, runner: id.Random[Operation](units.IDs()).String(),
		woken: make(chan struct{}, 1), reading: make(chan struct{}, readers),
	}
}

// Observe hears of every committed fact: an operation may wait now.
func (s *Service) Observe(entries []journal.Entry) {
	for _, e := range entries {
		if e.Subject.Prefix == "imp" || e.Subject.Prefix == "opn" {
			s.wake()
			return
		}
	}
}

func (s *Service) wake() {
	select {
	case s.woken <- struct{}{}:
	default: // it has been woken already
	}
}
