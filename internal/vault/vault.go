// Package vault keeps a few values unreadable to whoever has only the database.
//
// What it is: values sealed under a key that never lies in the database, and the keyed digest by
// which such a value is found again without being read.
//
// Owns: the form of a sealed value, its keys. Does not own: the key file (relay), which values are
// sealed (people).
//
// Words: sealed (密封), sealing key (加密密钥), look-up key (查找密钥).
//
// Rules: AES-256-GCM with a random nonce; what a value is about is authenticated with it, so that
// it cannot be moved to another row. A sealed value names its key: a new key seals from then on,
// and the ones before still open. The look-up key does not change, or nothing would be found any
// more. No error says what was sealed.
//
// Files: vault.go.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// KeySize is the length of every key.
const KeySize = 32

// Key is one sealing key with the name that is written beside what it seals.
type Key struct {
	ID     string `json:"id"`
	Secret []byte `json:"key"`
}

// Vault seals, opens and finds. The zero Vault has no keys and opens nothing.
type Vault struct {
	names  []string // of the sealing keys, the current one first
	boxes  map[string]cipher.AEAD
	lookup []byte
}

// Sealed is a value that only its key opens.
type Sealed struct {
	Key string // which one
	Box []byte // nonce, cipher text, tag
}

// New takes the sealing keys, the current one first, and the look-up key.
func New(sealing []Key, lookup []byte) (Vault, error) {
	if len(sealing) == 0 || len(lookup) != KeySize {
		return Vault{}, errors.New("a sealing key and a look-up key are needed")
	}
	v := Vault{boxes: map[string]cipher.AEAD{}, lookup: lookup}
	for _, k := range sealing {
		if _, twice := v.boxes[k.ID]; twice || k.ID == "" || len(k.Secret) != KeySize {
			return Vault{}, errors.New("a sealing key is damaged or there twice")
		}
		block, err := aes.NewCipher(k.Secret)
		if err != nil {
			return Vault{}, err
		}
		if v.boxes[k.ID], err = cipher.NewGCMWithRandomNonce(block); err != nil {
			return Vault{}, err
		}
		v.names = append(v.names, k.ID)
	}
	return v, nil
}

// Current names the key that seals now; "" in a vault without keys.
func (v Vault) Current() string {
	if len(v.names) == 0 {
		return ""
	}
	return v.names[0]
}

// Former names the keys that sealed before.
func (v Vault) Former() []string { return v.names[min(1, len(v.names)):] }

// Seal makes a value unreadable. about says what it belongs to, and has to be given again.
func (v Vault) Seal(value, about string) (Sealed, error) {
	current := v.Current()
	box, ok := v.boxes[current]
	if !ok {
		return Sealed{}, errors.New("vault: there is no sealing key")
	}
	return Sealed{current, box.Seal(nil, nil, []byte(value), []byte(about))}, nil
}

// ErrKeyMissing : the key that sealed a value is not here.
var ErrKeyMissing = errors.New("vault: the key of this value is missing")

// Open reads a sealed value; ErrKeyMissing where its key is not here.
func (v Vault) Open(s Sealed, about string) (string, error) {
	box, ok := v.boxes[s.Key]
	if !ok {
		return "", fmt.Errorf("%w: %s", ErrKeyMissing, s.Key)
	}
	value, err := box.Open(nil, nil, s.Box, []byte(about))
	if err != nil {
		return "", errors.New("vault: the value is not what was sealed here")
	}
	return string(value), nil
}

// Digest is what equal values have in common, and tells nothing about them without the key.
func (v Vault) Digest(parts ...string) []byte {
	h := hmac.New(sha256.New, v.lookup)
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(p))))
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}
