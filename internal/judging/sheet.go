package judging

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
)

// Sheet is one piece × one sub-criterion (评分表). It has one part per judge where judges
// score alone, and one part for what the panel records together.
type Sheet struct {
	ID           id.ID[Sheet]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Stage        id.ID[programmes.Stage]
	Event        id.ID[programmes.Event]
	Edition      id.ID[programmes.Edition]
	Programme    id.ID[programmes.Programme]
	Piece        id.ID[Piece]
	PieceCode    string
	Scheme       id.ID[Scheme]
	SubCriterion id.ID[SubCriterion]
	Code         string // of the sub-criterion: E1
	Name         string
	Day          *int
	Panel        id.ID[Panel]
	Status       SheetStatus
	Reason       *string         // why it was reopened
	Round        int             // counts the reopenings; signatures belong to a round
	Held         []id.ID[Aspect] // judgement scores too far apart: to be scored again
	Parts        []Part
}

// IDPrefix is "sht".
func (Sheet) IDPrefix() string { return "sht" }

// Part is what one judge, or the panel together, enters and submits.
type Part struct {
	Of          id.Ref // the judge's account, or the panel
	SubmittedAt *time.Time
	SubmittedBy *id.ID[accounts.Account]
}

// SheetStatus is where a sheet is in its life.
type SheetStatus string

// The states.
const (
	SheetOpen      SheetStatus = "open"
	SheetSubmitted SheetStatus = "submitted"
	SheetSigned    SheetStatus = "signed"
	SheetLocked    SheetStatus = "locked"
)

// Scope is what permissions are asked on: a sheet lies within its panel, stage and event.
func (s Sheet) Scope() access.Scope {
	return access.Scope{s.ID.Ref(), s.Panel.Ref(), s.Stage.Ref(), s.Event.Ref(), s.Edition.Ref(), s.Programme.Ref()}
}

// part finds a part of the sheet.
func (s Sheet) part(of id.Ref) (int, error) {
	i := slices.IndexFunc(s.Parts, func(p Part) bool { return p.Of == of })
	if i < 0 {
		return 0, fault.PartMissing.New()
	}
	return i, nil
}

// Submit hands in one part. With the last part the whole sheet is submitted, unless
// judgement scores lie too far apart: then the judges' parts are open again and the
// aspects are held until they have been scored again.
func (s Sheet) Submit(of id.Ref, by id.ID[accounts.Account], marks Marks, aspects []AspectFacts, at time.Time) (Sheet, error) {
	if s.Status != SheetOpen {
		return Sheet{}, fault.SheetNotOpen.With("status", s.Status)
	}
	i, err := s.part(of)
	if err != nil {
		return Sheet{}, err
	}
	if s.Parts[i].SubmittedAt != nil {
		return Sheet{}, fault.PartSubmitted.New()
	}
	if blanks := marks.blanks(of, aspects); blanks != nil {
		return Sheet{}, fault.SheetHasBlanks.With("blanks", len(blanks)).Listing(blanks...)
	}
	s.Parts = slices.Clone(s.Parts)
	s.Parts[i].SubmittedAt, s.Parts[i].SubmittedBy = &at, &by
	s.Revision, s.UpdatedAt, s.Held = s.Revision+1, at, nil
	if slices.ContainsFunc(s.Parts, func(p Part) bool { return p.SubmittedAt == nil }) {
		return s, nil
	}
	if s.Held = marks.tooFarApart(aspects); s.Held != nil {
		for j, p := range s.Parts {
			if p.Of.Prefix == "acc" {
				s.Parts[j].SubmittedAt, s.Parts[j].SubmittedBy = nil, nil
			}
		}
		return s, nil
	}
	s.Status = SheetSubmitted
	return s, nil
}

// move is the sheet in its next state.
func (s Sheet) move(from, to SheetStatus, at time.Time) (Sheet, error) {
	if s.Status != from {
		return Sheet{}, fault.SheetTransition.With("status", s.Status, "to", to, "needed", from)
	}
	s.Status, s.Revision, s.UpdatedAt = to, s.Revision+1, at
	return s, nil
}

// Reopen opens a submitted, signed or locked sheet again. Submissions and signatures are
// void; the marks stay.
func (s Sheet) Reopen(reason string, at time.Time) (Sheet, error) {
	if s.Status == SheetOpen {
		return Sheet{}, fault.SheetTransition.With("status", s.Status, "to", SheetOpen, "needed", "submitted, signed, locked")
	}
	if reason = names.Clean(reason); reason == "" {
		return Sheet{}, fault.ReasonRequired.New().Listing(fault.ReasonRequired.Detail().At("/reason"))
	}
	s.Parts = slices.Clone(s.Parts)
	for i := range s.Parts {
		s.Parts[i].SubmittedAt, s.Parts[i].SubmittedBy = nil, nil
	}
	s.Status, s.Reason, s.Round, s.Revision, s.UpdatedAt = SheetOpen, &reason, s.Round+1, s.Revision+1, at
	return s, nil
}

// Signature is the chief judge's word for the marks as they stand: it holds their digest.
type Signature struct {
	Sheet    id.ID[Sheet]
	Round    int
	Account  id.ID[accounts.Account]
	Role     access.Role
	Digest   string
	SignedAt time.Time
	VoidedAt *time.Time
}

// Digest is SHA-256 over all marks of a sheet in the order of aspect and part: what a
// signature stands for. Any other mark gives another digest.
func (m Marks) Digest() string {
	sorted := slices.SortedFunc(slices.Values(m), func(a, b Mark) int {
		return strings.Compare(a.Aspect.String()+a.Part.String(), b.Aspect.String()+b.Part.String())
	})
	h := sha256.New()
	for _, mark := range sorted {
		seen, _ := json.Marshal(mark.Observed) // an Observed that was read always marshals
		fmt.Fprintf(h, "%s %s %d %s %q\n", mark.Aspect, mark.Part, mark.Revision, seen, mark.Reason)
	}
	return hex.EncodeToString(h.Sum(nil))
}
