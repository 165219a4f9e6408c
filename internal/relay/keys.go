package relay

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"github.com/saichang/saichang/internal/vault"
)

// Keys are the installation's own secrets. They lie in a file and never in the database, so
// that who owns the database can neither sign a checkpoint nor make a cursor.
type Keys struct {
	Signer       note.Signer
	Verifier     note.Verifier
	VerifierText string      // public: whoever has it can check checkpoints
	Cursors      []byte      // seals the cursors of lists
	Vault        vault.Vault // seals identity numbers

	Former      []note.Verifier // of the keys before, the oldest first: what they signed still counts
	FormerTexts []string        // public, like VerifierText
}

// Known are the verifiers of all checkpoints that this installation signed.
func (k Keys) Known() []note.Verifier { return append([]note.Verifier{k.Verifier}, k.Former...) }

// KnownTexts are the verifier keys of all checkpoints that this installation signed.
func (k Keys) KnownTexts() []string { return append([]string{k.VerifierText}, k.FormerTexts...) }

// keyFile is the file's form.
type keyFile struct {
	Signing  string   `json:"signing_key"`                    // a note signer key; secret
	Verifier string   `json:"verifier_key"`                   // the note verifier key to it; public
	Cursors  []byte   `json:"cursor_key"`                     // secret
	Former   []string `json:"former_verifier_keys,omitempty"` // of the keys before, the oldest first; public

	Sealing []vault.Key `json:"sealing_keys,omitempty"` // of identity numbers, the current one first; secret
	Lookup  []byte      `json:"lookup_key,omitempty"`   // by which they are found; secret, and never rotated
}

const cursorKeySize = 32

// LoadOrCreateKeys reads the key file, or makes one at the first start. Of several processes
// that start at once, one makes it and all read the same. A file that others can read is
// refused. A file of the time before identity numbers were kept gets the keys for them.
func LoadOrCreateKeys(path string) (Keys, error) {
	k, err := LoadKeys(path)
	if err == nil && k.Vault.Current() == "" {
		if err := replaceKeys(path, func() (keyFile, error) {
			f, _, err := loadKeys(path)
			return f.withVault(), err
		}); err != nil {
			return Keys{}, err
		}
		return LoadKeys(path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := createKeys(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return Keys{}, fmt.Errorf("the key file cannot be made: %w", err)
	}
	return LoadKeys(path)
}

// LoadKeys reads the key file; an fs.ErrNotExist if there is none. A file that others can
// read is refused.
func LoadKeys(path string) (Keys, error) {
	_, k, err := loadKeys(path)
	return k, err
}

func loadKeys(path string) (keyFile, Keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return keyFile{}, Keys{}, fmt.Errorf("the key file cannot be read: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return keyFile{}, Keys{}, fmt.Errorf("the key file %s can be read by others (%v): chmod 600 it, and consider its keys known", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return keyFile{}, Keys{}, fmt.Errorf("the key file cannot be read: %w", err)
	}
	var f keyFile
	if err := json.Unmarshal(text, &f); err != nil { // the cause could quote a secret
		return keyFile{}, Keys{}, fmt.Errorf("the key file %s is damaged: it is not JSON of the right form", path)
	}
	k, err := f.keys()
	if err != nil {
		return keyFile{}, Keys{}, fmt.Errorf("the key file %s is damaged: %w", path, err)
	}
	return f, k, nil
}

// keys reads the file's keys. No error quotes a secret.
func (f keyFile) keys() (Keys, error) {
	signer, err := note.NewSigner(f.Signing)
	if err != nil {
		return Keys{}, errors.New("signing_key is no note signer key")
	}
	verifier, err := note.NewVerifier(f.Verifier)
	if err != nil {
		return Keys{}, errors.New("verifier_key is no note verifier key")
	}
	probe := []byte("probe\n")
	signature, err := signer.Sign(probe)
	switch {
	case err != nil || !verifier.Verify(probe, signature):
		return Keys{}, errors.New("verifier_key does not belong to signing_key")
	case len(f.Cursors) < cursorKeySize:
		return Keys{}, fmt.Errorf("cursor_key is shorter than %d bytes", cursorKeySize)
	}
	k := Keys{Signer: signer, Verifier: verifier, VerifierText: f.Verifier, Cursors: f.Cursors}
	for _, text := range f.Former {
		former, err := note.NewVerifier(text)
		if err != nil {
			return Keys{}, errors.New("one of former_verifier_keys is no note verifier key")
		}
		for _, other := range k.Known() { // a checkpoint names its key by these two
			if other.Name() == former.Name() && other.KeyHash() == former.KeyHash() {
				return Keys{}, errors.New("one of former_verifier_keys is there twice")
			}
		}
		k.Former, k.FormerTexts = append(k.Former, former), append(k.FormerTexts, text)
	}
	if f.Sealing == nil && f.Lookup == nil {
		return k, nil // of the time before identity numbers were kept
	}
	if k.Vault, err = vault.New(f.Sealing, f.Lookup); err != nil {
		return Keys{}, fmt.Errorf("sealing_keys, lookup_key: %w", err)
	}
	return k, nil
}

// withVault is the file with keys for identity numbers, if it has none.
func (f keyFile) withVault() keyFile {
	if f.Lookup == nil {
		f.Lookup, f.Sealing = secret(vault.KeySize), []vault.Key{newSealingKey()}
	}
	return f
}

func newSealingKey() vault.Key {
	return vault.Key{ID: hex.EncodeToString(secret(8)), Secret: secret(vault.KeySize)}
}

func secret(size int) []byte {
	b := make([]byte, size)
	_, _ = rand.Read(b) // never fails: it ends the program
	return b
}

// createKeys makes the file, complete or not at all; fs.ErrExist if another was faster.
func createKeys(path string) error {
	f, err := newKeys("saichang/" + hex.EncodeToString(secret(8)))
	if err != nil {
		return err
	}
	f = f.withVault()
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	temporary, err := writeSynced(folder, f.text(), 0o600)
	if err != nil {
		return err
	}
	err = os.Link(temporary, path) // fails if the file is there, which a rename would not
	return errors.Join(err, os.Remove(temporary), syncFolder(folder))
}

// newKeys makes the secrets of a log with this name.
func newKeys(name string) (f keyFile, err error) {
	f.Cursors = secret(cursorKeySize)
	f.Signing, f.Verifier, err = note.GenerateKey(rand.Reader, name)
	return f, err
}

func (f keyFile) text() []byte {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetIndent("", "  ")
	_ = e.Encode(f) // strings and bytes: cannot fail
	return text.Bytes()
}
