package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
)

// Archive is an archive that is being read.
type Archive struct {
	Manifest

	zip   *zip.ReadCloser
	files map[string]*zip.File
}

// Open reads the manifest. It refuses a file that is no archive, of a newer form, or that
// does not hold exactly what its manifest says. Check reads the rest.
func Open(path string) (*Archive, error) {
	z, err := zip.OpenReader(path)
	switch {
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, fmt.Errorf("%s is no archive, or its end is missing: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("the archive cannot be read: %w", err)
	}
	a := &Archive{zip: z, files: map[string]*zip.File{}}
	for _, f := range z.File {
		a.files[f.Name] = f
	}
	if err := a.readManifest(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), z.Close())
	}
	return a, nil
}

// Close lets go of the file.
func (a *Archive) Close() error { return a.zip.Close() }

func (a *Archive) readManifest() error {
	f := a.files[manifestName]
	if f == nil {
		return errors.New("it has no manifest.json: it is no archive, or was not finished")
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	text, err := io.ReadAll(io.LimitReader(r, 16<<20))
	if err != nil {
		return fmt.Errorf("its manifest is damaged: %w", err)
	}
	var form struct {
		Format        string `json:"format"`
		FormatVersion int    `json:"format_version"`
	}
	switch err := json.Unmarshal(text, &form); {
	case err != nil || form.Format != Format:
		return errors.New("its manifest is not one of a backup")
	case form.FormatVersion != FormatVersion:
		return fmt.Errorf("it is of format version %d, and this program reads version %d: use the program that made it", form.FormatVersion, FormatVersion)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields() // what is not understood would not be covered by the digest
	if err := d.Decode(&a.Manifest); err != nil {
		return fmt.Errorf("its manifest is damaged: %w", err)
	}
	if a.digest() != a.Digest {
		return errors.New("its manifest is damaged: the digest is another")
	}
	return a.complete()
}

// complete holds the files against the manifest.
func (a *Archive) complete() error {
	named := map[string]bool{manifestName: true}
	for _, t := range a.Tables {
		if a.files[t.fileName()] == nil {
			return fmt.Errorf("table %s is missing", t.Name)
		}
		named[t.fileName()] = true
	}
	for _, f := range a.zip.File {
		if !named[f.Name] {
			return fmt.Errorf("it holds %s, of which its manifest says nothing", f.Name)
		}
		delete(named, f.Name) // a second one of that name would be found here
	}
	return nil
}

// Check reads every table and holds it against the manifest.
func (a *Archive) Check(ctx context.Context) error {
	for _, t := range a.Tables {
		if err := a.check(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (a *Archive) check(ctx context.Context, t Kept) error {
	r, err := a.files[t.fileName()].Open()
	if err != nil {
		return damaged(t, err)
	}
	defer func() { _ = r.Close() }()
	rows, h, block := int64(0), sha256.New(), make([]byte, 64<<10)
	for ctx.Err() == nil {
		n, err := r.Read(block)
		_, _ = h.Write(block[:n]) // never fails
		rows += int64(bytes.Count(block[:n], []byte("\n")))
		switch {
		case errors.Is(err, io.EOF):
			return t.against(rows, h)
		case err != nil:
			return damaged(t, err)
		}
	}
	return ctx.Err()
}

func damaged(t Kept, err error) error {
	return fmt.Errorf("the archive is damaged: table %s: %w", t.Name, err)
}

// against holds what was found against what the manifest says.
func (k Kept) against(rows int64, h hash.Hash) error {
	switch {
	case rows != k.Rows:
		return damaged(k, fmt.Errorf("it has %d rows, not %d", rows, k.Rows))
	case hex.EncodeToString(h.Sum(nil)) != k.SHA256:
		return damaged(k, errors.New("its digest is another"))
	}
	return nil
}

// Rows are the rows of one table, one after the other.
type Rows struct {
	table Kept
	file  io.ReadCloser
	hash  hash.Hash
	json  *json.Decoder
	row   []any
	count int64
}

// Rows begins to read a table of the manifest.
func (a *Archive) Rows(t Kept) (*Rows, error) {
	f, err := a.files[t.fileName()].Open()
	if err != nil {
		return nil, damaged(t, err)
	}
	r := &Rows{table: t, file: f, hash: sha256.New()}
	r.json = json.NewDecoder(io.TeeReader(f, r.hash))
	r.json.UseNumber()
	return r, nil
}

// EachRow gives the rows of one table, each good until the next.
func (a *Archive) EachRow(t Kept, fn func(row []any) error) error {
	rows, err := a.Rows(t)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

// Close lets go of the table.
func (r *Rows) Close() error { return r.file.Close() }

// Next gives the next row, which is good until the next call. After the last one it gives
// io.EOF, once count and digest are the manifest's.
func (r *Rows) Next() ([]any, error) {
	r.row = r.row[:0]
	switch err := r.json.Decode(&r.row); {
	case errors.Is(err, io.EOF):
		if err := r.table.against(r.count, r.hash); err != nil {
			return nil, err
		}
		return nil, io.EOF
	case err != nil:
		return nil, damaged(r.table, err)
	case len(r.row) != len(r.table.Columns):
		return nil, damaged(r.table, fmt.Errorf("row %d has %d values, not %d", r.count+1, len(r.row), len(r.table.Columns)))
	}
	r.count++
	for i, c := range r.table.Columns {
		v, ok := decode(c.Kind, r.row[i])
		if !ok {
			return nil, damaged(r.table, fmt.Errorf("row %d: column %s is no %s", r.count, c.Name, c.Kind))
		}
		r.row[i] = v
	}
	return r.row, nil
}
