package programmes

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
)

// Programme is a competition that is held again and again (赛事).
type Programme struct {
	ID           id.ID[Programme]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Name         names.Text
	Organization *id.ID[organizations.Organization] // who holds it
}

// IDPrefix is "prg".
func (Programme) IDPrefix() string { return "prg" }

// Scope is what permissions are asked on.
func (p Programme) Scope() access.Scope { return access.Scope{p.ID.Ref()} }
