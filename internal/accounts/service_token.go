package accounts

import (
	"slices"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// ServiceToken lets a program do the listed actions, on one thing and all within it or
// everywhere. The token itself is kept as a hash only.
type ServiceToken struct {
	ID        id.ID[ServiceToken]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Name      string
	Actions   []access.Action // sorted
	Within    id.Ref          // zero is everywhere
	ExpiresAt time.Time
	RevokedAt *time.Time
}

// IDPrefix is "svc".
func (ServiceToken) IDPrefix() string { return "svc" }

// longest is how far ahead a token may expire.
const longest = 400 * 24 * time.Hour

// personal are the actions that only people do: what makes another way in, and what somebody
// answers for with their name. A program that could issue tokens, reset passwords, or make accounts
// and give them roles would outlive its own token, and one that could mark would be a judge whom
// nobody seated.
var personal = []access.Action{
	access.SetUp, access.SignIn, access.IssueToken, access.ResetPassword, access.CreateAccount, access.GiveGrant,
	access.ListMySheets, access.EnterMark, access.SubmitSheet, access.SignSheet, access.LockSheet, access.ReopenSheet, access.DecideAward,
}

// Listable reports whether a service token may list the action. What a caller does as itself
// is every caller's, and what the house does by itself is nobody's.
func Listable(a access.Action) bool {
	_, known := access.Policy[a]
	return known && !slices.Contains(personal, a) && !slices.Contains(access.ByItself, a) && !strings.HasPrefix(string(a), "me.")
}

// Live reports whether the token still counts.
func (t ServiceToken) Live(at time.Time) bool { return t.RevokedAt == nil && at.Before(t.ExpiresAt) }

// check holds a new token against its rules.
func (t ServiceToken) check(now time.Time) error {
	if t.Name == "" {
		return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/name"))
	}
	var wrong []string
	for _, a := range t.Actions {
		if !Listable(a) {
			wrong = append(wrong, string(a))
		}
	}
	if wrong != nil {
		return fault.ActionNotListable.With("actions", wrong).Listing(fault.ActionNotListable.Detail("actions", wrong).At("/actions"))
	}
	if !now.Before(t.ExpiresAt) || t.ExpiresAt.After(now.Add(longest)) {
		return fault.LimitBroken.With("what", "expires_at").Listing(fault.LimitBroken.Detail("what", "expires_at").At("/expires_at"))
	}
	return nil
}

// actor is who a program with this token is. Every caller may ask who it is.
func (t ServiceToken) actor() access.Actor {
	return access.Actor{Account: t.ID.Ref(), Listed: append([]access.Action{access.ReadMe}, t.Actions...), Within: t.Within}
}
