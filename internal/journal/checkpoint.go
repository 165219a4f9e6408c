package journal

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the promise that the journal had this many seals with this Merkle root (RFC
// 6962 over the seals' digests). Kept outside the database, it shows a rewritten past.
type Checkpoint struct {
	Origin string // the installation, which is also the key's name: "saichang/…"
	Seals  int64
	Facts  int64
	Root   tlog.Hash
}

// Signed is a checkpoint as it is kept: in the database, in a file, on paper.
type Signed struct {
	Seals    int64
	Facts    int64
	Note     string
	SignedAt time.Time
}

// text is the signed form, the checkpoint format of transparency logs: origin, size, root,
// then a line of ours with the number of facts.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\nfacts %d\n", c.Origin, c.Seals, base64.StdEncoding.EncodeToString(c.Root[:]), c.Facts)
}

// Sign writes the checkpoint as a signed note.
func (c Checkpoint) Sign(s note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: c.text()}, s)
}

// Continues holds the checkpoint against an older one of the same journal: nil if the stored
// tree proves that all that the older one promised is still there, unchanged.
func (c Checkpoint) Continues(old Checkpoint, stored tlog.HashReader) error {
	if c.Seals < old.Seals {
		return fmt.Errorf("the journal has %d seals, and had %d when the checkpoint before was signed", c.Seals, old.Seals)
	}
	proof, err := tlog.ProveTree(c.Seals, old.Seals, stored)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, c.Seals, c.Root, old.Seals, old.Root); err != nil {
		return fmt.Errorf("the first %d seals are not the ones of the checkpoint before: %w", old.Seals, err)
	}
	return nil
}

// OpenCheckpoint reads a signed note. A signature that none of the verifiers accepts is an
// error, and so is a text that Sign would not have written. White space around the note and
// the line ends of other systems are forgiven: notes travel by mail.
func OpenCheckpoint(signed []byte, known ...note.Verifier) (Checkpoint, error) {
	signed = bytes.ReplaceAll(signed, []byte("\r\n"), []byte("\n"))
	signed = append(bytes.TrimSpace(signed), '\n')
	n, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the checkpoint's signature does not hold: %w", err)
	}
	c, err := parseCheckpoint(n.Text)
	if err == nil && c.text() != n.Text {
		err = fmt.Errorf("the checkpoint is signed but not in the form of one")
	}
	return c, err
}

func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 {
		return Checkpoint{}, fmt.Errorf("the checkpoint has %d lines, not 4", len(lines)-1)
	}
	c := Checkpoint{Origin: lines[0]}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, fmt.Errorf("the checkpoint's root is not %d bytes of base64", tlog.HashSize)
	}
	copy(c.Root[:], root)
	if c.Seals, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Seals < 1 {
		return Checkpoint{}, fmt.Errorf("the checkpoint's size is not a number of seals: %q", lines[1])
	}
	if c.Facts, err = strconv.ParseInt(strings.TrimPrefix(lines[3], "facts "), 10, 64); err != nil || c.Facts < 0 {
		return Checkpoint{}, fmt.Errorf("the checkpoint's facts are not a number: %q", lines[3])
	}
	return c, nil
}
