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
)

// Keys are the installation's own secrets. They lie in a file and never in the database, so
// that who owns the database can neither sign a checkpoint nor make a cursor.
type Keys struct {
	Signer       note.Signer
	Verifier     note.Verifier
	VerifierText string // public: whoever has it can check checkpoints
	Cursors      []byte // seals the cursors of lists
}

// keyFile is the file's form.
type keyFile struct {
	Signing  string `json:"signing_key"`  // a note signer key; secret
	Verifier string `json:"verifier_key"` // the note verifier key to it; public
	Cursors  []byte `json:"cursor_key"`   // secret
}

const cursorKeySize = 32

// LoadOrCreateKeys reads the key file, or makes one at the first start. Of several processes
// that start at once, one makes it and all read the same. A file that others can read is
// refused.
func LoadOrCreateKeys(path string) (Keys, error) {
	k, err := loadKeys(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := createKeys(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return Keys{}, fmt.Errorf("the key file cannot be made: %w", err)
	}
	return loadKeys(path)
}

func loadKeys(path string) (Keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Keys{}, fmt.Errorf("the key file cannot be read: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Keys{}, fmt.Errorf("the key file %s can be read by others (%v): chmod 600 it, and consider its keys known", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Keys{}, fmt.Errorf("the key file cannot be read: %w", err)
	}
	k, err := parseKeys(text)
	if err != nil { // the cause could quote a secret
		return Keys{}, fmt.Errorf("the key file %s is damaged: %w", path, err)
	}
	return k, nil
}

func parseKeys(text []byte) (Keys, error) {
	var f keyFile
	if err := json.Unmarshal(text, &f); err != nil {
		return Keys{}, errors.New("it is not JSON of the right form")
	}
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
	return Keys{signer, verifier, f.Verifier, f.Cursors}, nil
}

// createKeys makes the file, complete or not at all; fs.ErrExist if another was faster.
func createKeys(path string) error {
	name := make([]byte, 8)
	f := keyFile{Cursors: make([]byte, cursorKeySize)}
	_, _ = rand.Read(name) // never fails: it ends the program
	_, _ = rand.Read(f.Cursors)
	var err error
	if f.Signing, f.Verifier, err = note.GenerateKey(rand.Reader, "saichang/"+hex.EncodeToString(name)); err != nil {
		return err
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetIndent("", "  ")
	if err := e.Encode(f); err != nil {
		return err
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	temporary, err := writeSynced(folder, text.Bytes(), 0o600)
	if err != nil {
		return err
	}
	err = os.Link(temporary, path) // fails if the file is there, which a rename would not
	return errors.Join(err, os.Remove(temporary), syncFolder(folder))
}
