package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/backup"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
	"github.com/saichang/saichang/migrations"
)

// restore reads an archive into an empty database of either kind. The whole archive is
// checked before the database is touched; what was written is read back before it is
// committed.
//
// Sessions and service tokens end: one that was revoked after the backup was made, because it
// had been stolen, would otherwise be good again.
func (p Program) restore(ctx context.Context, args []string) error {
	var file string
	s, err := readSettings("restore", args, p.Err, nil, &file)
	if err != nil {
		return err
	}
	a, err := backup.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	if has, want := a.SchemaVersion, migrations.Latest(); has != want {
		return fmt.Errorf("%s is of schema version %d, and this program's is %d: restore it with the program that made it (%s), then migrate", file, has, want, a.Program)
	}
	if err := a.Check(ctx); err != nil {
		return err
	}
	db, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	switch table, err := db.Occupied(ctx); {
	case err != nil:
		return err
	case table != "":
		return fmt.Errorf("table %s has rows: an archive is restored into an empty database only", table)
	}
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	ended, err := fill(ctx, db, a)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	_, _ = fmt.Fprintf(p.Out, "Restored %d rows of %d tables, as they were at %s.\nEverybody signs in anew: sessions and service tokens ended (%d).\n\n",
		a.Total(), len(a.Tables), a.TakenAt.Format("2006-01-02 15:04:05 MST"), ended)
	return p.verifyRestored(ctx, s, db)
}

// fill writes the archive's rows in one transaction, and reads them back.
func fill(ctx context.Context, db *store.DB, a *backup.Archive) (ended int64, err error) {
	err = db.Fill(ctx, func(f *store.Filling) error {
		if err := fits(a.Tables, f.Tables); err != nil {
			return err
		}
		for _, t := range a.Tables {
			if err := fillTable(ctx, f, a, t); err != nil {
				return err
			}
		}
		for _, t := range a.Tables {
			found, err := backup.Count(t.Table, func(add func([]any) error) error { return f.EachRow(ctx, t.Table, add) })
			if err != nil {
				return err
			}
			if found.Rows != t.Rows || found.SHA256 != t.SHA256 {
				return fmt.Errorf("table %s does not read as it was written", t.Name)
			}
		}
		ended, err = f.EndTokens(ctx, work.Instant(systemClock{}))
		return err
	})
	return ended, err
}

func fillTable(ctx context.Context, f *store.Filling, a *backup.Archive, t backup.Kept) error {
	rows, err := a.Rows(t)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	return f.Table(ctx, t.Table, rows.Next)
}

// fits holds the tables of an archive against those of the database.
func fits(kept []backup.Kept, have []backup.Table) error {
	known := map[string]backup.Table{}
	for _, t := range have {
		known[t.Name] = t
	}
	for _, t := range kept {
		there, ok := known[t.Name]
		if !ok {
			return fmt.Errorf("the archive has table %s, which the database does not have", t.Table)
		}
		if !there.Same(t.Table) {
			return fmt.Errorf("table %s of the archive is not the database's %s", t.Table, there)
		}
		delete(known, t.Name)
	}
	for _, t := range have {
		if _, missing := known[t.Name]; missing {
			return fmt.Errorf("the archive has no table %s", t.Name)
		}
	}
	return nil
}

// verifyRestored checks the audit log if the installation's keys are at hand.
func (p Program) verifyRestored(ctx context.Context, s Settings, db *store.DB) error {
	keys, err := relay.LoadKeys(keyPath(s))
	if errors.Is(err, fs.ErrNotExist) {
		_, err = fmt.Fprintf(p.Out, "There is no key file %s: put the installation's there before the first start,\n"+
			"or the log goes on under a new key. Then check the audit log: saichang verify\n", keyPath(s))
		return err
	}
	if err != nil {
		return err
	}
	if err := p.report(ctx, db, audit.Options{Keys: keys.KnownTexts()}); err != nil {
		return fmt.Errorf("the archive was restored, but %w", err)
	}
	return nil
}
