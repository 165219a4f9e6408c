package majors

import (
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
)

// Major is one major of a version of a catalogue.
type Major struct {
	ID        id.ID[Major]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Key
	Name string
}

// IDPrefix is "maj".
func (Major) IDPrefix() string { return "maj" }

// Key is what a major is known by.
type Key struct {
	Catalogue string // its version: "2021"
	Level     Level
	Code      string
}

// Level is what somebody who has studied it reaches.
type Level string

// The levels.
const (
	Secondary          Level = "secondary"
	Associate          Level = "associate"
	VocationalBachelor Level = "vocational_bachelor"
	Bachelor           Level = "bachelor"
	Technician         Level = "technician"
)

// clean is the major with its code and name in normal form.
func (m Major) clean() Major {
	m.Code, m.Name = names.Code(m.Code), names.Clean(m.Name)
	return m
}

// check holds a major against its rules.
func (m Major) check() error {
	switch {
	case m.Code == "":
		return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/code"))
	case m.Name == "":
		return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/name"))
	case names.Rounded(m.Code):
		return fault.CodeRounded.With("code", m.Code).Listing(fault.CodeRounded.Detail("code", m.Code).At("/code"))
	}
	return nil
}
