package accounts

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
)

// Session is one sign-in of an account. Its token is kept as a hash only.
type Session struct {
	ID         id.ID[Session]
	Account    id.ID[Account]
	Client     string // what the client calls itself
	CreatedAt  time.Time
	LastSeenAt time.Time // exact to TouchEvery
	ExpiresAt  time.Time
	RevokedAt  *time.Time
}

// IDPrefix is "ses".
func (Session) IDPrefix() string { return "ses" }

// A session lasts at most Lifetime, and ends when it was not used for Idle. When it was last
// used is written down at most every TouchEvery.
const (
	Lifetime   = 12 * time.Hour
	Idle       = 30 * time.Minute
	TouchEvery = time.Minute
)

// Scope is what permissions are asked on: the account that it belongs to.
func (s Session) Scope() access.Scope { return access.Scope{s.Account.Ref()} }

// Live reports whether the session still counts.
func (s Session) Live(at time.Time) bool {
	return s.RevokedAt == nil && at.Before(s.ExpiresAt) && at.Sub(s.LastSeenAt) < Idle
}

// The beginnings of tokens. They tell a secret scanner what it found, and us where to look.
const (
	sessionToken = "sai_s_"
	serviceToken = "sai_t_"
)

// secretBytes is the length of the random part of a token.
const secretBytes = 32

// newToken is a new token and the hash under which it is kept. A plain hash will do: nobody
// guesses 32 random bytes.
func newToken(kind string, ids id.Source) (token string, hash [32]byte) {
	var secret [secretBytes]byte
	ids.Bytes(secret[:])
	token = kind + base64.RawURLEncoding.EncodeToString(secret[:])
	return token, sha256.Sum256([]byte(token))
}

// readToken tells what kind of token a text is, and its hash; false for what was never one.
func readToken(text string) (kind string, hash [32]byte, ok bool) {
	for _, kind := range []string{sessionToken, serviceToken} {
		if secret, found := strings.CutPrefix(text, kind); found {
			raw, err := base64.RawURLEncoding.Strict().DecodeString(secret)
			return kind, sha256.Sum256([]byte(text)), err == nil && len(raw) == secretBytes
		}
	}
	return "", hash, false
}
