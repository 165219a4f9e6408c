package backup

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// instantText has a fixed width, so that one instant has one form.
const instantText = "2006-01-02T15:04:05.000Z"

// tally writes rows as lines, and counts and hashes them.
type tally struct {
	kept Kept
	hash hash.Hash
	json *json.Encoder
	line []any
}

func newTally(t Table, out io.Writer) *tally {
	y := &tally{kept: Kept{Table: t}, hash: sha256.New(), line: make([]any, len(t.Columns))}
	y.json = json.NewEncoder(io.MultiWriter(out, y.hash))
	y.json.SetEscapeHTML(false)
	return y
}

func (y *tally) add(row []any) error {
	if len(row) != len(y.line) {
		return fmt.Errorf("a row of table %s has %d values, not %d", y.kept.Name, len(row), len(y.line))
	}
	for i, v := range row {
		c := y.kept.Columns[i]
		portable, ok := encode(c.Kind, v)
		if !ok {
			return fmt.Errorf("row %d of table %s: column %s holds a %T that is no %s", y.kept.Rows+1, y.kept.Name, c.Name, v, c.Kind)
		}
		y.line[i] = portable
	}
	y.kept.Rows++
	if err := y.json.Encode(y.line); err != nil {
		return fmt.Errorf("the archive cannot be written: %w", err)
	}
	return nil
}

func (y *tally) sum() Kept {
	y.kept.SHA256 = hex.EncodeToString(y.hash.Sum(nil))
	return y.kept
}

// Count is what Add would keep of a table, without an archive: it tells whether rows are
// those of one.
func Count(t Table, rows func(add func(row []any) error) error) (Kept, error) {
	y := newTally(t, io.Discard)
	err := rows(y.add)
	return y.sum(), err
}

// encode gives a value its portable form; false for a value that is not of the kind, and for
// text that JSON would change.
func encode(k Kind, v any) (any, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case [16]byte:
		return uuidText(v), k == UUID
	case []byte:
		return base64.StdEncoding.EncodeToString(v), k == Bytes
	case time.Time:
		return v.UTC().Format(instantText), k == Instant
	case string:
		return v, k == Text && utf8.ValidString(v)
	case int64:
		return v, k == Integer || k == Long
	case bool:
		return v, k == Boolean
	}
	return nil, false
}

// decode reads a value from its portable form; false for a text that encode does not write.
func decode(k Kind, v any) (any, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case bool:
		return v, k == Boolean
	case json.Number:
		n, err := v.Int64()
		return n, err == nil && (k == Integer || k == Long)
	case string:
		switch k {
		case Text:
			return v, true
		case UUID:
			u, err := hex.DecodeString(strings.ReplaceAll(v, "-", ""))
			if err != nil || len(u) != 16 || uuidText([16]byte(u)) != v {
				return nil, false
			}
			return [16]byte(u), true
		case Bytes:
			b, err := base64.StdEncoding.Strict().DecodeString(v)
			return b, err == nil
		case Instant:
			t, err := time.Parse(instantText, v)
			return t, err == nil && len(v) == len(instantText)
		}
	}
	return nil, false
}

func uuidText(u [16]byte) string {
	h := hex.EncodeToString(u[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
