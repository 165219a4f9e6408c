package relay

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/saichang/saichang/internal/journal"
)

// CheckpointFiles lists the checkpoint files of a folder, the oldest first.
func CheckpointFiles(folder string) ([]string, error) {
	all, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	type file struct {
		seals int64
		path  string
	}
	var found []file
	for _, entry := range all {
		name, isText := strings.CutSuffix(entry.Name(), ".txt")
		if seals, err := strconv.ParseInt(name, 10, 64); err == nil && isText {
			found = append(found, file{seals, filepath.Join(folder, entry.Name())})
		}
	}
	slices.SortFunc(found, func(a, b file) int { return cmp.Compare(a.seals, b.seals) })
	paths := make([]string, len(found))
	for i, f := range found {
		paths[i] = f.path
	}
	return paths, err
}

// newestCheckpoint reads the checkpoint file with the most seals; nil if there is none.
func newestCheckpoint(folder string, known []note.Verifier) (*journal.Checkpoint, error) {
	paths, err := CheckpointFiles(folder)
	if err != nil || len(paths) == 0 {
		return nil, err
	}
	path := paths[len(paths)-1]
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	c, err := journal.OpenCheckpoint(text, known...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; if the key file was lost and made anew, move the old checkpoints elsewhere and keep them", path, err)
	}
	return &c, nil
}

// writeCheckpoint puts a note into <seals>.txt.
func writeCheckpoint(folder string, seals int64, text []byte) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	temporary, err := writeSynced(folder, text, 0o644)
	if err != nil {
		return err
	}
	if err := os.Rename(temporary, filepath.Join(folder, fmt.Sprintf("%d.txt", seals))); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return syncFolder(folder)
}

// writeSynced writes a temporary file that is on the disk when it returns.
func writeSynced(folder string, text []byte, mode fs.FileMode) (path string, err error) {
	f, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// syncFolder puts the names of a folder on the disk.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
