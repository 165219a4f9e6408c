package accounts

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database. What reads one thing answers not_found if
// there is none.
type Store interface {
	// Account reads one.
	Account(ctx context.Context, a id.ID[Account]) (Account, error)
	// Accounts reads a page.
	Accounts(ctx context.Context, f Filter) (page.Page[Account], error)
	// AddAccount inserts one with its password; already_exists for a login that is taken.
	AddAccount(ctx context.Context, c Credentials) error
	// ChangeAccount writes one, but not its password, over the revision before it;
	// revision_stale if another unit was faster.
	ChangeAccount(ctx context.Context, a Account) error
	// CredentialsOf reads an account by its login.
	CredentialsOf(ctx context.Context, login string) (Credentials, error)
	// LockCredentials reads an account that the unit is going to change, or to sign in.
	LockCredentials(ctx context.Context, a id.ID[Account]) (Credentials, error)
	// ChangePassword writes a new password with the account, which LockCredentials read.
	ChangePassword(ctx context.Context, c Credentials) error

	// Exists reports whether there is a thing that a role can be given on.
	Exists(ctx context.Context, thing id.Ref) (bool, error)
	// ScopeOf is a thing with all that it lies within; a thing that does not exist lies
	// within nothing.
	ScopeOf(ctx context.Context, thing id.Ref) (access.Scope, error)
	// Grant reads one.
	Grant(ctx context.Context, g id.ID[Grant]) (Grant, error)
	// GrantsOf reads all grants of an account in the order of their creation.
	GrantsOf(ctx context.Context, a id.ID[Account]) ([]Grant, error)
	// AddGrant inserts one in the place of one that has ended; already_exists if the account
	// has the role there.
	AddGrant(ctx context.Context, g Grant) error
	// RemoveGrant deletes one; false if it was gone.
	RemoveGrant(ctx context.Context, g id.ID[Grant]) (bool, error)
	// LockAdministrators makes units that could take the last administrator away wait for
	// each other, then lists the active accounts that hold the role without an end.
	LockAdministrators(ctx context.Context, at time.Time) ([]id.ID[Account], error)
	// HasAdministrator reports whether anybody was ever made administrator and still is.
	HasAdministrator(ctx context.Context) (bool, error)

	// Session reads one.
	Session(ctx context.Context, s id.ID[Session]) (Session, error)
	// SessionByToken reads the session of a token, and its account.
	SessionByToken(ctx context.Context, hash [32]byte) (Session, Account, error)
	// Sessions reads a page of an account's live sessions, newest first.
	Sessions(ctx context.Context, f SessionFilter) (page.Page[Session], error)
	// AddSession inserts one under the hash of its token.
	AddSession(ctx context.Context, s Session, hash [32]byte) error
	// TouchSession notes that a session was used.
	TouchSession(ctx context.Context, s id.ID[Session], at time.Time) error
	// EndSession ends one; false if it had ended.
	EndSession(ctx context.Context, s id.ID[Session], at time.Time) (bool, error)
	// EndSessions ends all sessions of an account but one.
	EndSessions(ctx context.Context, a id.ID[Account], but id.ID[Session], at time.Time) error

	// ServiceToken reads one.
	ServiceToken(ctx context.Context, t id.ID[ServiceToken]) (ServiceToken, error)
	// ServiceTokenByToken reads the one with this token.
	ServiceTokenByToken(ctx context.Context, hash [32]byte) (ServiceToken, error)
	// ServiceTokens reads a page, oldest first.
	ServiceTokens(ctx context.Context, p page.Request) (page.Page[ServiceToken], error)
	// AddServiceToken inserts one under the hash of its token.
	AddServiceToken(ctx context.Context, t ServiceToken, hash [32]byte) error
	// ChangeServiceToken writes one over the revision before it.
	ChangeServiceToken(ctx context.Context, t ServiceToken) error

	// CountAttempt counts a try as a failure, unless the subject has to wait: then it counts
	// nothing and answers until when.
	CountAttempt(ctx context.Context, a Attempts, at time.Time) (blockedUntil time.Time, err error)
	// TakeBackAttempt takes one counted try back.
	TakeBackAttempt(ctx context.Context, a Attempts, at time.Time) error
	// ConfirmAttempt writes a counted try once more and changes nothing.
	ConfirmAttempt(ctx context.Context, a Attempts) error
	// ForgetAttempts forgets a subject's failures.
	ForgetAttempts(ctx context.Context, a Attempts) error
	// Tidy deletes failures that are forgotten, and sessions that ended before an instant.
	Tidy(ctx context.Context, failures, sessions time.Time) error

	// SetupCode reads the code that is valid now, if any.
	SetupCode(ctx context.Context) (SetupCode, error)
	// ReplaceSetupCode puts a new code in the place of all others; nil leaves none.
	ReplaceSetupCode(ctx context.Context, c *SetupCode) error
	// TakeSetupCode deletes a code; false if another unit has taken it.
	TakeSetupCode(ctx context.Context, c SetupCode) (bool, error)
}

// Service runs the use cases.
type Service struct {
	units     work.Units[Store]
	passwords passwords
	actors    *actors

	administered atomic.Bool  // an administrator exists; never false again
	tidied       atomic.Int64 // when old rows were last deleted, in milliseconds
}

// New gives the use cases their units of work. The caller has the engine call Observe.
func New(units work.Units[Store]) *Service {
	return &Service{units: units, passwords: newPasswords(units.IDs()), actors: newActors()}
}

// now is the instant of whatever happens outside a unit.
func (s *Service) now() time.Time { return work.Instant(s.units.Clock()) }

// ask asks for permission before work that costs time and needs no transaction. The unit
// that follows asks again.
func (s *Service) ask(ctx context.Context, action access.Action, scope access.Scope) error {
	return access.ActorOf(ctx).May(action, scope, s.now())
}
