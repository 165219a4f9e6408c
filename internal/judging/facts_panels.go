package judging

import (
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

// PanelCreated : a panel was made.
type PanelCreated struct {
	Panel id.ID[Panel] `json:"panel"`
}

// Fact names it.
func (f PanelCreated) Fact() (string, id.Ref) { return "panel.created", f.Panel.Ref() }

// PanelRenamed : a panel has another name.
type PanelRenamed struct {
	Panel    id.ID[Panel] `json:"panel"`
	Revision int64        `json:"revision"`
}

// Fact names it.
func (f PanelRenamed) Fact() (string, id.Ref) { return "panel.renamed", f.Panel.Ref() }

// JudgeSeated : an account judges what the panel marks.
type JudgeSeated struct {
	Panel   id.ID[Panel]            `json:"panel"`
	Account id.ID[accounts.Account] `json:"account"`
}

// Fact names it.
func (f JudgeSeated) Fact() (string, id.Ref) { return "panel.judge_seated", f.Panel.Ref() }

// JudgeUnseated : an account no longer does.
type JudgeUnseated struct {
	Panel   id.ID[Panel]            `json:"panel"`
	Account id.ID[accounts.Account] `json:"account"`
}

// Fact names it.
func (f JudgeUnseated) Fact() (string, id.Ref) { return "panel.judge_unseated", f.Panel.Ref() }

// PiecesCreated : entries became pieces. Which ones stands nowhere in the journal.
type PiecesCreated struct {
	Stage  id.ID[programmes.Stage] `json:"stage"`
	Pieces int                     `json:"pieces"`
}

// Fact names it.
func (f PiecesCreated) Fact() (string, id.Ref) { return "pieces.created", f.Stage.Ref() }
