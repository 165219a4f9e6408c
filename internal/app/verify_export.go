package app

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/saichang/saichang/internal/results"
)

// verifyExport computes the export of a result run anew. It needs the file alone: no
// database, no key.
func (p Program) verifyExport(file string, args []string) error {
	fs := flag.NewFlagSet("saichang verify FILE", flag.ContinueOnError)
	fs.SetOutput(p.Err)
	printed := fs.String("digest", "", "the result digest on the printed list, to compare with")
	if err := fs.Parse(args); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("the export cannot be read: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("the export cannot be read: %w", err)
	}
	v, err := results.VerifyExport(f, info.Size(), *printed)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(p.Out, "run       %s, number %d, engine %s\npieces    %d\ndecisions %d\nproposed  %s\nfinal     %s\n",
		v.Run, v.Number, v.Engine, v.Pieces, len(v.Decisions), v.Digest, v.FinalDigest)
	if len(v.Problems) == 0 {
		_, _ = fmt.Fprintln(p.Out, "The results are what the marks come to.")
		return nil
	}
	for _, problem := range v.Problems {
		_, _ = fmt.Fprintln(p.Out, "- "+problem)
	}
	return errors.New("the export is not what it says")
}
