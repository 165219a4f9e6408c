package judging

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

// Panel is the judges who mark some sub-criteria together (裁判组).
type Panel struct {
	ID        id.ID[Panel]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Stage     id.ID[programmes.Stage]
	Event     id.ID[programmes.Event]
	Edition   id.ID[programmes.Edition]
	Programme id.ID[programmes.Programme]
	Name      string
	Judges    []Seat // by display name
}

// IDPrefix is "pnl".
func (Panel) IDPrefix() string { return "pnl" }

// Seat is a judge's place on a panel.
type Seat struct {
	Account id.ID[accounts.Account]
	Name    string // the account's display name
}

// Scope is what permissions are asked on: a panel lies within its stage.
func (p Panel) Scope() access.Scope {
	return access.Scope{p.ID.Ref(), p.Stage.Ref(), p.Event.Ref(), p.Edition.Ref(), p.Programme.Ref()}
}
