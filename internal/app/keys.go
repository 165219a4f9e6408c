package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/saichang/saichang/internal/relay"
)

// keyPath is where the installation's keys lie.
func keyPath(s Settings) string { return filepath.Join(s.Data, "keys.json") }

// keys rotates the keys of the installation.
func (p Program) keys(_ context.Context, args []string) error {
	var verb string
	s, err := readSettings("keys", args, p.Err, nil, &verb)
	if err != nil {
		return err
	}
	if verb != "rotate" {
		return errors.New("saichang keys rotate is all there is")
	}
	former, now, err := relay.RotateKeys(keyPath(s))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Out, "%s was rotated.\n\n  signs checkpoints from now on  %s\n  signed them until now          %s\n\n"+
		"The former verifier key stays in the file: what was signed with it still verifies, and the\n"+
		"new key continues the same log. Its signing key is gone. Keep a copy of the new file apart,\n"+
		"and give the new verifier key to whoever checks checkpoints.\n\n"+
		"The key of cursors was rotated too. A running server takes both at its next start; a list\n"+
		"that is being paged through then answers 400 invalid_cursor, and is begun again.\n\n"+
		"Identity numbers are sealed with a new key from then on. The former ones stay in the file,\n"+
		"because they open what they sealed: without this file no identity number can be read.\n",
		keyPath(s), now.VerifierText, former.VerifierText)
	return err
}
