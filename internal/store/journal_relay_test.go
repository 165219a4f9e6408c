package store_test

import (
	"os"
	"testing"

	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/relay"
)

// checkpointFiles are the notes that lie outside the database.
func checkpointFiles(t *testing.T, w *journalWorld) []audit.Outside {
	t.Helper()
	paths, err := relay.CheckpointFiles(w.folder)
	if err != nil {
		t.Fatal(err)
	}
	var notes []audit.Outside
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		notes = append(notes, audit.Outside{Name: path, Note: text})
	}
	return notes
}
