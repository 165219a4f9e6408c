package relay

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/saichang/saichang/internal/vault"
)

// RotateKeys replaces the signing key, the cursor key and the key that seals identity numbers.
// The former verifier key stays in the file, so that what was signed with it still counts; the
// former signing key is gone. The former sealing keys stay too, so that what they sealed is still
// read; the key by which numbers are found never changes.
//
// The new key has the former one's name: the name is the log's own, which every checkpoint
// begins with, and the log goes on. A checkpoint says by the hash of its key which of the
// keys of that name signed it. So whoever stole the former key can still sign in the log's
// name; then only checkpoints that others keep from before prove anything.
//
// It is for the user whom the server runs as: the new file is that user's. Nothing is
// replaced before the new file is complete on the disk.
func RotateKeys(path string) (former, now Keys, err error) {
	err = replaceKeys(path, func() (f keyFile, err error) {
		f, former, now, err = successor(path)
		return f, err
	})
	return former, now, err
}

// replaceKeys writes another key file in the place of one, complete or not at all. Only one at a
// time does.
func replaceKeys(path string, with func() (keyFile, error)) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("the key file cannot be read: %w", err)
	}
	next := path + ".next" // whoever makes it is the only one
	out, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s is there: somebody is changing the keys, or was interrupted; if nobody is, delete it", next)
	case err != nil:
		return fmt.Errorf("the new key file cannot be written: %w", err)
	}
	f, err := with()
	if err == nil {
		_, err = out.Write(f.text())
	}
	if err = errors.Join(err, out.Sync(), out.Close()); err == nil {
		err = os.Rename(next, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("the keys stay as they were: %w", err), os.Remove(next))
	}
	return syncFolder(filepath.Dir(path))
}

// successor makes the keys that come after the ones of a file.
func successor(path string) (next keyFile, former, now Keys, err error) {
	f, former, err := loadKeys(path)
	if err != nil {
		return next, former, now, err
	}
	for { // two keys of one name share the hash by which they are told apart once in 4 billion
		if next, err = newKeys(former.Signer.Name()); err != nil {
			return next, former, now, err
		}
		next.Former = append(f.Former, f.Verifier)
		next.Lookup, next.Sealing = f.Lookup, f.Sealing
		if next = next.withVault(); f.Lookup != nil {
			next.Sealing = append([]vault.Key{newSealingKey()}, f.Sealing...)
		}
		if now, err = next.keys(); err == nil {
			return next, former, now, nil
		}
	}
}
