package journal

import (
	"encoding/binary"
	"encoding/json"
	"time"

	"github.com/saichang/saichang/internal/id"
)

// Fact is something that happened, in the past tense: "entry.submitted". The value itself is
// kept as JSON; it holds ids, codes and numbers only.
type Fact interface {
	Fact() (name string, subject id.Ref)
}

// PersonalFact has personal values before and after, kept apart and erasable.
type PersonalFact interface {
	Fact
	Personal() (person id.Ref, values any)
}

// Entry is one fact in the journal. Unit and Ordinal name it.
type Entry struct {
	Unit    [16]byte        // the unit of work, or the batch; time-ordered
	Ordinal int             // its place within the unit
	At      time.Time       // the act's one instant, UTC, milliseconds
	Actor   id.Ref          // who; zero for the public, "sys" for the house itself
	Action  string          // the permission that was asked
	Name    string          // what happened
	Subject id.Ref          // to which thing
	Within  []id.Ref        // what the thing lies within
	Request string          // the request id, to find the log lines
	Data    json.RawMessage // the fact

	Personal *Personal // nil for most
}

// Personal holds values that may have to be erased later. Hash is in the chain; Salt and
// Values are not, and go together.
type Personal struct {
	Person id.Ref
	Hash   string
	Salt   []byte
	Values json.RawMessage
}

// Found is an entry as a database gives it back.
type Found struct {
	Entry
	Flaw string // why the row cannot be what was written; "" for a sound row
}

// UnitMillis is the instant that a unit's id carries, in milliseconds since 1970.
func UnitMillis(unit [16]byte) int64 {
	return int64(binary.BigEndian.Uint64(unit[:8]) >> 16)
}

// UnitFloor is the least id that a unit of this instant, or a later one, can have.
func UnitFloor(at time.Time) (unit [16]byte) {
	ms := at.UnixMilli()
	if at.Sub(time.UnixMilli(ms)) > 0 {
		ms++ // instants are whole milliseconds: none lies between
	}
	binary.BigEndian.PutUint64(unit[:8], uint64(max(ms, 0))<<16)
	return unit
}
