package judging

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
)

// PanelStore is what panels need from a database.
type PanelStore interface {
	// Panel reads one with its judges; not_found if there is none.
	Panel(ctx context.Context, p id.ID[Panel]) (Panel, error)
	// Panels reads a stage's panels, by name.
	Panels(ctx context.Context, s id.ID[programmes.Stage]) ([]Panel, error)
	AddPanel(ctx context.Context, p Panel) error
	// ChangePanel writes one over the revision before it, without its judges.
	ChangePanel(ctx context.Context, p Panel) error
	// SeatJudge gives an account a seat and the role that goes with it; already_exists if it
	// sits there.
	SeatJudge(ctx context.Context, p id.ID[Panel], a id.ID[accounts.Account], grant id.ID[accounts.Grant], at time.Time) error
	// UnseatJudge takes both away; not_found if it does not sit there.
	UnseatJudge(ctx context.Context, p id.ID[Panel], a id.ID[accounts.Account]) error
	PanelHasSheets(ctx context.Context, p id.ID[Panel]) (bool, error)
	Account(ctx context.Context, a id.ID[accounts.Account]) (accounts.Account, error)
	// JudgeCandidates reads a page of active accounts, by name.
	JudgeCandidates(ctx context.Context, f JudgeFilter) (page.Page[accounts.Account], error)
}
