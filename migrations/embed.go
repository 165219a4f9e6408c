// Package migrations holds the numbered steps that build the database.
//
// A step is one file for both databases, or two files with the same number where the
// dialects differ: NNNNN_what.postgres.sql and NNNNN_what.sqlite.sql. Steps are only added:
// one that has been released is never edited.
package migrations

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed *.sql
var files embed.FS

// For is the list of steps of one dialect, "postgres" or "sqlite".
func For(dialect string) fs.FS {
	other := map[string]string{"postgres": ".sqlite.sql", "sqlite": ".postgres.sql"}[dialect]
	return steps{files, other}
}

// Latest is the number of the last step.
func Latest() int64 {
	all, _ := files.ReadDir(".") // embedded: cannot fail
	text, _, _ := strings.Cut(all[len(all)-1].Name(), "_")
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// steps hides the other dialect's files.
type steps struct {
	embed.FS
	hidden string
}

func (s steps) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := s.FS.ReadDir(name)
	var own []fs.DirEntry
	for _, e := range all {
		if !strings.HasSuffix(e.Name(), s.hidden) {
			own = append(own, e)
		}
	}
	return own, err
}
