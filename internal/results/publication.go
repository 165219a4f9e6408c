package results

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
)

// Publication is a published list (公布). Its bytes never change; a later one of the stage
// supersedes it.
type Publication struct {
	ID           id.ID[Publication]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Edition      id.ID[programmes.Edition]
	Event        id.ID[programmes.Event]
	Stage        id.ID[programmes.Stage]
	Run          id.ID[Run]
	Version      int // of the stage, from 1
	Status       PublicationStatus
	Digest       string // SHA-256 of the whole list's bytes
	ResultDigest string // of the placings with their decided awards
	Note         string // why it supersedes the one before
	SupersededBy *id.ID[Publication]
	Rows, Pages  int

	EditionName names.Text // as they are now, to find it by
	EventNumber string
	EventName   names.Text
}

// IDPrefix is "pub".
func (Publication) IDPrefix() string { return "pub" }

// Scope is what permissions are asked on.
func (p Publication) Scope() access.Scope {
	return access.Scope{p.ID.Ref(), p.Stage.Ref(), p.Event.Ref(), p.Edition.Ref()}
}

// PublicationStatus says whether a publication counts.
type PublicationStatus string

// The states.
const (
	Current    PublicationStatus = "current"
	Superseded PublicationStatus = "superseded"
)

// Maker is who made a piece.
type Maker struct {
	Team         *string
	Competitors  []string
	Organization names.Text
}

// Snapshot is one form of a published list: "list", "page/1", "csv", "html".
type Snapshot struct {
	Form      string
	MediaType string
	Body      []byte
}
