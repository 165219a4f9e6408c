package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"

	"github.com/saichang/saichang/internal/relay"
)

// keyPath is where the installation's keys lie.
func keyPath(s Settings) string { return filepath.Join(s.Data, "keys.json") }

// keys is what an operator does with the keys of the installation.
func (p Program) keys(ctx context.Context, args []string) error {
	var verb, archives string
	s, err := readSettings("keys", args, p.Err, func(f *flag.FlagSet) {
		f.StringVar(&archives, "archives", "", "folder of the backups that may have to be restored; none: there are none")
	}, &verb)
	if err != nil {
		return err
	}
	switch verb {
	case "rotate":
		return p.rotateKeys(s)
	case "reseal":
		return p.resealDocuments(ctx, s)
	case "list":
		return p.listKeys(ctx, s, archives)
	case "drop":
		return p.dropKeys(ctx, s, archives)
	}
	return errors.New("saichang keys rotate, reseal, list and drop are all there is")
}

func (p Program) rotateKeys(s Settings) error {
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
		"because they open what they sealed: without this file no identity number can be read. After\n"+
		"the start, saichang keys reseal brings all numbers under the new key, and saichang keys drop\n"+
		"takes out those that nothing needs any more.\n",
		keyPath(s), now.VerifierText, former.VerifierText)
	return err
}
