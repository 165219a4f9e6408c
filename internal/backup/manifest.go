package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// Format and FormatVersion say that a file is an archive, and of which form.
const (
	Format        = "saichang backup"
	FormatVersion = 1
)

// Kind is what a column holds, in the words of the schema.
type Kind string

// The kinds of columns, and the Go type of their values in a row; NULL is nil.
const (
	UUID    Kind = "uuid"        // [16]byte
	Bytes   Kind = "bytea"       // []byte
	Instant Kind = "timestamptz" // time.Time, UTC, whole milliseconds
	Text    Kind = "text"        // string
	Integer Kind = "integer"     // int64
	Long    Kind = "bigint"      // int64
	Boolean Kind = "boolean"     // bool
)

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Table is a table with its columns, in the order of a row's values.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// Kept is a table as it lies in an archive.
type Kept struct {
	Table
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"` // of its lines, hexadecimal
}

// Manifest says what an archive holds.
type Manifest struct {
	Format        string    `json:"format"`
	FormatVersion int       `json:"format_version"`
	SchemaVersion int64     `json:"schema_version"` // number of the last migration
	Program       string    `json:"program"`        // version of the program that made it
	Database      string    `json:"database"`       // where it comes from: postgres or sqlite
	TakenAt       time.Time `json:"taken_at"`
	Tables        []Kept    `json:"tables"`
	Digest        string    `json:"digest"` // of the manifest with this left empty, hexadecimal
}

// Total is how many rows all tables have together.
func (m Manifest) Total() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// digest covers everything that the manifest says, and so every line of every table.
func (m Manifest) digest() string {
	m.Digest = ""
	text, _ := json.Marshal(m) // strings, numbers and an instant: cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

const manifestName = "manifest.json"

func (t Table) fileName() string { return "tables/" + t.Name + ".jsonl" }

// Same reports whether two tables have the same columns, in any order.
func (t Table) Same(other Table) bool {
	kinds := map[string]Kind{}
	for _, c := range t.Columns {
		kinds[c.Name] = c.Kind
	}
	for _, c := range other.Columns {
		if kinds[c.Name] != c.Kind {
			return false
		}
	}
	return len(t.Columns) == len(other.Columns) && len(kinds) == len(t.Columns)
}

// String is the table for sentences: its name and its columns.
func (t Table) String() string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = c.Name + " " + string(c.Kind)
	}
	return t.Name + " (" + strings.Join(columns, ", ") + ")"
}
