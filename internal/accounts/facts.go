package accounts

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
)

// AccountCreated : an account was made.
type AccountCreated struct {
	Account      id.ID[Account]                     `json:"account"`
	Organization *id.ID[organizations.Organization] `json:"organization,omitempty"`
}

// Fact names it.
func (f AccountCreated) Fact() (string, id.Ref) { return "account.created", f.Account.Ref() }

// AccountUpdated : some of its fields were changed; disabling ends its sessions.
type AccountUpdated struct {
	Account      id.ID[Account]                     `json:"account"`
	Revision     int64                              `json:"revision"`
	Status       Status                             `json:"status"`
	Organization *id.ID[organizations.Organization] `json:"organization,omitempty"`
}

// Fact names it.
func (f AccountUpdated) Fact() (string, id.Ref) { return "account.updated", f.Account.Ref() }

// AccountRenamed is AccountUpdated with another display name, which is kept apart.
type AccountRenamed struct {
	AccountUpdated
	Before string `json:"-"`
	After  string `json:"-"`
}

// Personal gives the names before and after.
func (f AccountRenamed) Personal() (id.Ref, any) {
	return f.Account.Ref(), map[string]any{"display_name": map[string]string{"before": f.Before, "after": f.After}}
}

// PasswordChanged : a person chose a new password; the other sessions ended.
type PasswordChanged struct {
	Account id.ID[Account] `json:"account"`
}

// Fact names it.
func (f PasswordChanged) Fact() (string, id.Ref) { return "account.password_changed", f.Account.Ref() }

// PasswordReset : somebody else gave the account a password; all sessions ended.
type PasswordReset struct {
	Account id.ID[Account] `json:"account"`
}

// Fact names it.
func (f PasswordReset) Fact() (string, id.Ref) { return "account.password_reset", f.Account.Ref() }

// GrantCreated : an account was given a role.
type GrantCreated struct {
	Grant   id.ID[Grant]   `json:"grant"`
	Account id.ID[Account] `json:"account"`
	Role    access.Role    `json:"role"`
	On      id.Ref         `json:"on"`
	From    *time.Time     `json:"from,omitempty"`
	Until   *time.Time     `json:"until,omitempty"`
}

// Fact names it.
func (f GrantCreated) Fact() (string, id.Ref) { return "grant.created", f.Grant.Ref() }

// GrantDeleted : a role was taken away.
type GrantDeleted struct {
	Grant   id.ID[Grant]   `json:"grant"`
	Account id.ID[Account] `json:"account"`
	Role    access.Role    `json:"role"`
	On      id.Ref         `json:"on"`
}

// Fact names it.
func (f GrantDeleted) Fact() (string, id.Ref) { return "grant.deleted", f.Grant.Ref() }

// SessionCreated : somebody signed in.
type SessionCreated struct {
	Session id.ID[Session] `json:"session"`
	Account id.ID[Account] `json:"account"`
}

// Fact names it.
func (f SessionCreated) Fact() (string, id.Ref) { return "session.created", f.Session.Ref() }

// SessionRefused : a wrong password for an account, or the right one for a disabled account.
type SessionRefused struct {
	Account id.ID[Account] `json:"account"`
}

// Fact names it.
func (f SessionRefused) Fact() (string, id.Ref) { return "session.refused", f.Account.Ref() }

// SessionRevoked : a session was ended before its time.
type SessionRevoked struct {
	Session id.ID[Session] `json:"session"`
	Account id.ID[Account] `json:"account"`
}

// Fact names it.
func (f SessionRevoked) Fact() (string, id.Ref) { return "session.revoked", f.Session.Ref() }

// ServiceTokenCreated : a token was issued to a program.
type ServiceTokenCreated struct {
	ServiceToken id.ID[ServiceToken] `json:"service_token"`
	Actions      []access.Action     `json:"actions"`
	Within       id.Ref              `json:"within"`
	ExpiresAt    time.Time           `json:"expires_at"`
}

// Fact names it.
func (f ServiceTokenCreated) Fact() (string, id.Ref) {
	return "service_token.created", f.ServiceToken.Ref()
}

// ServiceTokenRevoked : it no longer counts.
type ServiceTokenRevoked struct {
	ServiceToken id.ID[ServiceToken] `json:"service_token"`
}

// Fact names it.
func (f ServiceTokenRevoked) Fact() (string, id.Ref) {
	return "service_token.revoked", f.ServiceToken.Ref()
}

// SetupCompleted : the first administrator was made.
type SetupCompleted struct {
	Account id.ID[Account] `json:"account"`
}

// Fact names it.
func (f SetupCompleted) Fact() (string, id.Ref) { return "setup.completed", f.Account.Ref() }
