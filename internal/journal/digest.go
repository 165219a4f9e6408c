package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// saltSize is the length of a salt. Another length is refused: bytes moved between salt and
// values would keep the hash.
const saltSize = 32

// PersonalHash ties values to an entry without revealing them: hex of SHA-256 over salt and
// values.
func PersonalHash(salt, values []byte) string {
	h := sha256.New()
	h.Write(salt)
	h.Write(values)
	return hex.EncodeToString(h.Sum(nil))
}

// Erased reports that the values and their salt are gone, as they may be.
func (p Personal) Erased() bool { return len(p.Salt) == 0 && len(p.Values) == 0 }

// Holds reports that the values are the ones that the entry was tied to.
func (p Personal) Holds() bool {
	return len(p.Salt) == saltSize && PersonalHash(p.Salt, p.Values) == p.Hash
}

// Digest is SHA-256 over every field that the chain protects, each written as its length, a
// colon, its bytes and a comma (a netstring), so that two entries which differ anywhere
// differ in what is digested. Personal values are covered through their hash alone.
func (e Entry) Digest() [32]byte {
	text := make([]byte, 0, 512+len(e.Data))
	field := func(s string) {
		text = strconv.AppendInt(text, int64(len(s)), 10)
		text = append(text, ':')
		text = append(text, s...)
		text = append(text, ',')
	}
	field("saichang entry 1")
	field(hex.EncodeToString(e.Unit[:]))
	field(strconv.Itoa(e.Ordinal))
	field(e.At.UTC().Format("2006-01-02T15:04:05.000Z"))
	field(e.Actor.String())
	field(e.Action)
	field(e.Name)
	field(e.Subject.String())
	field(strconv.Itoa(len(e.Within)))
	for _, ref := range e.Within {
		field(ref.String())
	}
	field(e.Request)
	field(string(e.Data))
	if e.Personal != nil {
		field(e.Personal.Hash)
	}
	return sha256.Sum256(text)
}
