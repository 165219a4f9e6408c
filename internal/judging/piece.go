package judging

import (
	"strings"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// Piece is what is judged: one per entry and stage (评判对象). Judging knows pieces only; which
// entry a piece belongs to stands in a table of its own.
type Piece struct {
	ID        id.ID[Piece]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Stage     id.ID[programmes.Stage]
	Code      string
	Status    PieceStatus
	Official  bool    // a guest's is not
	Name      *string // who made it; nil where the stage is blind
}

// IDPrefix is "pce".
func (Piece) IDPrefix() string { return "pce" }

// PieceStatus follows the entry's.
type PieceStatus string

// The states.
const (
	PiecePresent      PieceStatus = "present"
	PieceAbsent       PieceStatus = "absent"
	PieceWithdrawn    PieceStatus = "withdrawn"
	PieceDisqualified PieceStatus = "disqualified"
)

// EntryToPiece is an entry that has no piece in a stage yet.
type EntryToPiece struct {
	Entry    id.ID[registration.Entry]
	Status   registration.Status
	Official bool
}

// becomes says what piece an entry becomes, and whether it becomes one yet: a confirmed entry
// waits for its check-in where the rules want one.
func (e EntryToPiece) becomes(checkIn bool) (PieceStatus, bool) {
	switch e.Status {
	case registration.CheckedIn, registration.Competed:
		return PiecePresent, true
	case registration.Confirmed:
		return PiecePresent, !checkIn
	case registration.Absent:
		return PieceAbsent, true
	}
	return "", false
}

// codeAlphabet has no characters that are misread.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode is a random code with a check character: "W-7K3QD-9". W says that it names a work;
// any single wrong character, and two that were swapped, are noticed.
func newCode(ids id.Source) string {
	for {
		var random [5]byte
		ids.Bytes(random[:])
		body := make([]byte, len(random))
		for i, b := range random {
			if b >= 8*byte(len(codeAlphabet)) { // every character equally often
				body = nil
				break
			}
			body[i] = codeAlphabet[int(b)%len(codeAlphabet)]
		}
		if body == nil {
			continue
		}
		if check, ok := checkCharacter(string(body)); ok {
			return "W-" + string(body) + "-" + string(check)
		}
	}
}

// checkCharacter makes the sum of all places, each times its own weight, a multiple of 31.
// 31 is prime and larger than the alphabet: any single wrong character and any two that were
// swapped change the sum. A code whose check value has no character is not used.
func checkCharacter(body string) (byte, bool) {
	sum := 0
	for i := range len(body) {
		sum += (i + 2) * strings.IndexByte(codeAlphabet, body[i])
	}
	value := (31 - sum%31) % 31
	if value >= len(codeAlphabet) {
		return 0, false
	}
	return codeAlphabet[value], true
}
