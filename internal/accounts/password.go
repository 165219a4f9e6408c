package accounts

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// The cost of one password: about 20 ms and 19 MiB (OWASP's least for argon2id).
const (
	passes   = 2
	memory   = 19 * 1024 // KiB
	lanes    = 1
	keyBytes = 32
)

// patience is how long a request waits for its turn to hash; atOnce is how many do.
const (
	patience = 5 * time.Second
	atOnce   = 2
)

// nobody is the hash of no password: checking against it costs what checking a real one
// does, so that an answer's time does not tell whether a name exists.
var nobody = phc(make([]byte, 16), make([]byte, keyBytes))

// passwords hashes and checks, a few at a time: a crowd at the door must not take the
// memory and the processors from those who are already in.
type passwords struct {
	turns chan struct{}
	salts id.Source
}

func newPasswords(salts id.Source) passwords {
	return passwords{make(chan struct{}, atOnce), salts}
}

// turn waits for a place. The caller gives it back.
func (p passwords) turn(ctx context.Context) (giveBack func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case p.turns <- struct{}{}:
		return func() { <-p.turns }, nil
	case <-ctx.Done():
		return nil, fault.Overloaded.New().After(patience).Because(ctx.Err())
	}
}

// hash is the PHC form of a new password.
func (p passwords) hash(ctx context.Context, password string) (string, error) {
	giveBack, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer giveBack()
	salt := make([]byte, 16)
	p.salts.Bytes(salt)
	return phc(salt, argon2.IDKey(plain(password), salt, passes, memory, lanes, keyBytes)), nil
}

// verify reports whether the password is the one that was hashed. It takes the hash's own
// cost, so that older hashes stay good when the cost is raised.
func (p passwords) verify(ctx context.Context, password, hash string) (bool, error) {
	giveBack, err := p.turn(ctx)
	if err != nil {
		return false, err
	}
	defer giveBack()
	h, err := readPHC(hash)
	if err != nil {
		return false, err
	}
	key := argon2.IDKey(plain(password), h.salt, h.passes, h.memory, h.lanes, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1, nil
}

// plain is a password's bytes: an é typed on one keyboard is the é of another.
func plain(password string) []byte { return norm.NFC.Bytes([]byte(password)) }

// phc is the usual text form: $argon2id$v=19$m=19456,t=2,p=1$salt$key.
func phc(salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, b.EncodeToString(salt), b.EncodeToString(key))
}

type phcHash struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func readPHC(text string) (h phcHash, err error) {
	parts := strings.Split(text, "$")
	var version int
	if len(parts) != 6 || parts[1] != "argon2id" {
		return h, fmt.Errorf("accounts: a password hash is not argon2id")
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return h, fmt.Errorf("accounts: a password hash is of another version")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); err != nil || h.passes < 1 || h.lanes < 1 {
		return h, fmt.Errorf("accounts: a password hash does not tell its cost")
	}
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return h, fmt.Errorf("accounts: a password hash has no salt")
	}
	if h.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(h.key) < 16 {
		return h, fmt.Errorf("accounts: a password hash has no key")
	}
	return h, nil
}
