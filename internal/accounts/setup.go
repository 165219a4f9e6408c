package accounts

import (
	"crypto/sha256"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/id"
)

// SetupCode is the one-time code with which the first administrator is made, as it is kept.
type SetupCode struct {
	Hash      [32]byte
	ExpiresAt time.Time
}

// setupLifetime is how long a code holds.
const setupLifetime = time.Hour

// crockford is base32 without I, L, O, U: a code is read from a screen and typed.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newSetupCode is a new code of 80 random bits: XXXX-XXXX-XXXX-XXXX.
func newSetupCode(ids id.Source) string {
	var secret [16]byte
	ids.Bytes(secret[:])
	var b strings.Builder
	for i, v := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[v&31])
	}
	return b.String()
}

// setupHash is the hash of a code, however it was typed.
func setupHash(typed string) [32]byte {
	code := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	return sha256.Sum256([]byte(code))
}

// opens reports whether the typed code is this one and still holds.
func (c SetupCode) opens(typed string, at time.Time) bool {
	hash := setupHash(typed)
	return subtle.ConstantTimeCompare(hash[:], c.Hash[:]) == 1 && at.Before(c.ExpiresAt)
}
