package backup

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Writer makes an archive. Until Finish it is a temporary file beside its place, without
// the directory that a zip file ends with.
type Writer struct {
	path string
	file *os.File
	zip  *zip.Writer
	m    Manifest
}

// Create begins an archive that will lie at path. A file that is there is refused. What is
// said of the archive is the schema's version, the program and the kind of the database.
func Create(path string, m Manifest) (*Writer, error) {
	if err := free(path); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".backup-*.part") // 0600: it will hold personal data
	if err != nil {
		return nil, fmt.Errorf("the archive cannot be made: %w", err)
	}
	m.Format, m.FormatVersion, m.TakenAt = Format, FormatVersion, m.TakenAt.UTC().Truncate(time.Millisecond)
	return &Writer{path, f, zip.NewWriter(f), m}, nil
}

func free(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already, and a backup overwrites nothing: choose another name", path)
	}
	return nil
}

// Add writes the rows that add is called with.
func (w *Writer) Add(t Table, rows func(add func(row []any) error) error) error {
	out, err := w.zip.CreateHeader(&zip.FileHeader{Name: t.fileName(), Method: zip.Deflate, Modified: w.m.TakenAt})
	if err != nil {
		return err
	}
	y := newTally(t, out)
	if err := rows(y.add); err != nil {
		return err
	}
	w.m.Tables = append(w.m.Tables, y.sum())
	return nil
}

// Finish puts the complete archive on the disk, and then in its place.
func (w *Writer) Finish() (Manifest, error) {
	w.m.Digest = w.m.digest()
	out, err := w.zip.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate, Modified: w.m.TakenAt})
	if err == nil {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		err = e.Encode(w.m)
	}
	if err = errors.Join(err, w.zip.Close(), w.file.Sync()); err != nil {
		return Manifest{}, fmt.Errorf("the archive cannot be written: %w", err)
	}
	if err := free(w.path); err != nil { // somebody may have been faster
		return Manifest{}, err
	}
	temporary := w.file.Name()
	if err := errors.Join(w.file.Close(), os.Rename(temporary, w.path)); err != nil {
		return Manifest{}, fmt.Errorf("the archive cannot be put in its place: %w", err)
	}
	w.file = nil
	return w.m, syncFolder(filepath.Dir(w.path))
}

// Abandon removes an archive that was not finished; after Finish it does nothing.
func (w *Writer) Abandon() {
	if w.file != nil {
		_ = w.file.Close()
		_ = os.Remove(w.file.Name())
	}
}

// syncFolder puts the names of a folder on the disk.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
