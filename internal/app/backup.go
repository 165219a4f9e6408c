package app

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/saichang/saichang/internal/backup"
	"github.com/saichang/saichang/internal/store"
)

// backup writes the whole database into one archive, from one snapshot, while the system is
// serving. It asks nothing of the schema: what the database has goes in.
func (p Program) backup(ctx context.Context, args []string) error {
	var out string
	s, err := readSettings("backup", args, p.Err, func(f *flag.FlagSet) {
		f.StringVar(&out, "out", "", "the archive to make; a file that is there is refused")
	})
	if err != nil {
		return err
	}
	if out == "" {
		return errors.New("--out FILE has to say where the archive goes")
	}
	db, err := openExisting(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	m, err := archive(ctx, db, out, p.Version)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Out, "Backed up %d rows of %d tables at schema version %d into %s\nsha256 of its manifest %s\n\n"+
		"It holds personal data and password hashes: keep it as you keep the database.\n"+
		"The keys are not in it, or whoever has an archive could sign checkpoints in your name.\n"+
		"Keep %s and the checkpoints apart from it, and do keep them: without the key file a\n"+
		"restored log goes on under another key, its old checkpoints need the old verifier key, and\n"+
		"no identity number in it can be read or found.\n",
		m.Total(), len(m.Tables), m.SchemaVersion, out, m.Digest, keyPath(s))
	return err
}

// archive makes the file at path; an error leaves none.
func archive(ctx context.Context, db *store.DB, path, program string) (m backup.Manifest, err error) {
	err = db.Snapshot(ctx, func(s *store.Snapshot) error {
		w, err := backup.Create(path, backup.Manifest{
			SchemaVersion: s.Schema, Program: program, Database: db.Dialect(), TakenAt: systemClock{}.Now(),
		})
		if err != nil {
			return err
		}
		defer w.Abandon()
		for _, t := range s.Tables {
			if err := w.Add(t, func(add func([]any) error) error { return s.EachRow(ctx, t, add) }); err != nil {
				return err
			}
		}
		m, err = w.Finish()
		return err
	})
	return m, err
}
