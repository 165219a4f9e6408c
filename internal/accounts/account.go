package accounts

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
)

// Account is one person's way in. Its password is kept apart, in Credentials.
type Account struct {
	ID                 id.ID[Account]
	Revision           int64
	CreatedAt          time.Time
	UpdatedAt          time.Time
	Login              string // in the form of NormalLogin
	DisplayName        string
	Status             Status
	MustChangePassword bool // until then the account may do nothing else
	Organization       *id.ID[organizations.Organization]
}

// IDPrefix is "acc".
func (Account) IDPrefix() string { return "acc" }

// Status is active or disabled.
type Status string

// The states.
const (
	Active   Status = "active"
	Disabled Status = "disabled"
)

// Credentials are an account with the hash of its password.
type Credentials struct {
	Account Account
	Hash    string // PHC form; "" is no account
}

// Scope is what permissions are asked on.
func (a Account) Scope() access.Scope { return access.Scope{a.ID.Ref()} }

// check holds an account against its rules.
func (a Account) check() error {
	f := fault.InvalidRequest.New()
	if a.Login == "" {
		f.Listing(fault.MissingValue.Detail().At("/login"))
	}
	if a.DisplayName == "" {
		f.Listing(fault.MissingValue.Detail().At("/display_name"))
	}
	if f.Details != nil {
		return f
	}
	return nil
}

// NormalLogin is a login as it is kept and compared: case and composition do not matter.
func NormalLogin(typed string) string {
	return norm.NFC.String(strings.ToLower(names.Clean(typed)))
}

// checkPassword refuses a password that the login already tells. The contract gives the
// least length; there is no other rule.
func (a Account) checkPassword(password, pointer string) error {
	if NormalLogin(password) == a.Login {
		return fault.PasswordIsLogin.New().Listing(fault.PasswordIsLogin.Detail().At(pointer))
	}
	return nil
}

// isLast reports whether nobody would be left to administer the installation without this
// account. administrators are the active accounts that hold the role without an end.
func (a Account) isLast(administrators []id.ID[Account]) bool {
	return slices.Contains(administrators, a.ID) &&
		!slices.ContainsFunc(administrators, func(other id.ID[Account]) bool { return other != a.ID })
}
