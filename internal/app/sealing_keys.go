package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/backup"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// resealDocuments seals identity numbers under the present key, while others go on.
func (p Program) resealDocuments(ctx context.Context, s Settings) error {
	return p.withKeys(ctx, s, func(db *store.DB, keys relay.Keys) error {
		var last people.Resealing
		err := people.New(work.For[people.Store](engineOf(db)), keys.Vault).ResealDocuments(access.WithActor(ctx, access.Installation), func(r people.Resealing) {
			last = r
			_, _ = fmt.Fprintf(p.Out, "%d identity numbers were sealed anew\n", r.Resealed)
		})
		switch {
		case err != nil:
			return fmt.Errorf("it ended before all numbers were sealed anew, and can be begun again: %w", err)
		case last.Unreadable > 0:
			return fmt.Errorf("%d identity numbers are sealed with keys that are not in %s: saichang keys list names them", last.Unreadable, keyPath(s))
		}
		_, err = fmt.Fprintf(p.Out, "All identity numbers are under the present key %s.\n", keys.Vault.Current())
		return err
	})
}

// needs are the rows that cannot be read without a key: by key, and by where they are.
type needs map[string]map[string]int

// count counts the rows of a table.
func (n needs) count(where string, t backup.Table, each func(func([]any) error) error) error {
	keysOf := store.SealedRows(t)
	if keysOf == nil {
		return nil
	}
	return each(func(row []any) error {
		keys, err := keysOf(row)
		for _, key := range keys {
			if n[key] == nil {
				n[key] = map[string]int{}
			}
			n[key][where+t.Name]++
		}
		return err
	})
}

// sentence lists what needs a key.
func (n needs) sentence(key string) string {
	var all []string
	for where, rows := range n[key] {
		all = append(all, fmt.Sprintf("%d rows of %s", rows, where))
	}
	if all == nil {
		return "nothing needs it"
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// needsOf counts what is sealed in the database and in the archives of a folder.
func needsOf(ctx context.Context, db *store.DB, archives string) (needs, error) {
	n := needs{}
	if err := db.Snapshot(ctx, func(s *store.Snapshot) error {
		for _, t := range s.Tables {
			if err := n.count("", t, func(add func([]any) error) error { return s.EachRow(ctx, t, add) }); err != nil {
				return err
			}
		}
		return nil
	}); err != nil || archives == "" || archives == noArchives {
		return n, err
	}
	files, err := filepath.Glob(filepath.Join(archives, "*.zip"))
	if err == nil && files == nil {
		err = fmt.Errorf("there is no archive in %s; --archives none says that there is none anywhere", archives)
	}
	for _, file := range files {
		if err := n.archive(file); err != nil {
			return nil, err
		}
	}
	return n, err
}

func (n needs) archive(file string) error {
	a, err := backup.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }()
	for _, t := range a.Tables {
		if err := n.count(filepath.Base(file)+": ", t.Table, func(add func([]any) error) error { return a.EachRow(t, add) }); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

// listKeys says what needs which sealing key; those that are missing are among them.
func (p Program) listKeys(ctx context.Context, s Settings, archives string) error {
	return p.withKeys(ctx, s, func(db *store.DB, keys relay.Keys) error {
		n, err := needsOf(ctx, db, archives)
		if err != nil {
			return err
		}
		known := append([]string{keys.Vault.Current()}, keys.Vault.Former()...)
		for i, key := range known {
			is := "former   "
			if i == 0 {
				is = "seals now"
			}
			_, _ = fmt.Fprintf(p.Out, "%s  %s  %s\n", key, is, n.sentence(key))
		}
		for _, key := range slices.Sorted(maps.Keys(n)) {
			if !slices.Contains(known, key) {
				_, _ = fmt.Fprintf(p.Out, "%s  MISSING    %s\n", key, n.sentence(key))
			}
		}
		return nil
	})
}

// noArchives is said by an operator who keeps no backup.
const noArchives = "none"

// dropKeys takes former sealing keys out of the key file that nothing needs.
func (p Program) dropKeys(ctx context.Context, s Settings, archives string) error {
	if archives == "" {
		return errors.New("--archives FOLDER has to say where the backups are that may have to be restored: they need keys too; none says that there are none")
	}
	return p.withKeys(ctx, s, func(db *store.DB, keys relay.Keys) error {
		var n needs
		dropped, err := relay.DropKeys(access.WithActor(ctx, access.Installation), work.For[relay.Store](engineOf(db)), keyPath(s),
			func(key string) (needed bool, err error) {
				if n == nil {
					n, err = needsOf(ctx, db, archives)
				}
				return n[key] != nil, err
			})
		if err != nil {
			return err
		}
		for _, key := range keys.Vault.Former() {
			is := "stays  "
			if slices.Contains(dropped, key) {
				is = "dropped"
			}
			_, _ = fmt.Fprintf(p.Out, "%s  %s  %s\n", key, is, n.sentence(key))
		}
		_, err = fmt.Fprintf(p.Out, "%d former sealing keys were taken out of %s.\n", len(dropped), keyPath(s))
		return err
	})
}

// withKeys opens the key file and the database.
func (p Program) withKeys(ctx context.Context, s Settings, fn func(*store.DB, relay.Keys) error) error {
	keys, err := relay.LoadKeys(keyPath(s))
	if err != nil {
		return err
	}
	if keys.Vault.Current() == "" {
		return errors.New("the key file has no key that seals identity numbers: no server was started with it yet")
	}
	db, err := openExisting(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return fn(db, keys)
}
