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

// codeAlphabet has no letters that are misread; codeDigits is what the check character is
// computed over (ISO 7064, MOD 37,36).
const (
	codeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeDigits   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

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
		if check := checkCharacter(string(body)); strings.IndexByte(codeAlphabet, check) >= 0 {
			return "W-" + string(body) + "-" + string(check)
		}
	}
}

// checkCharacter is the ISO 7064 MOD 37,36 check character.
func checkCharacter(body string) byte {
	p := 36
	for i := range len(body) {
		if p += strings.IndexByte(codeDigits, body[i]); p > 36 {
			p -= 36
		}
		p = p * 2 % 37
	}
	return codeDigits[(37-p)%36]
}
