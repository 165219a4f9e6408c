package majors

import "github.com/saichang/saichang/internal/id"

// MajorEntered : a catalogue has another major.
type MajorEntered struct {
	Major     id.ID[Major] `json:"major"`
	Catalogue string       `json:"catalogue"`
	Level     Level        `json:"level"`
	Code      string       `json:"code"`
}

// Fact names it.
func (f MajorEntered) Fact() (string, id.Ref) { return "major.entered", f.Major.Ref() }

// MajorCorrected : its name was corrected.
type MajorCorrected struct {
	Major    id.ID[Major] `json:"major"`
	Revision int64        `json:"revision"`
}

// Fact names it.
func (f MajorCorrected) Fact() (string, id.Ref) { return "major.corrected", f.Major.Ref() }
