package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/work"
)

// CreatedPieces says how many pieces a stage has, how many of them are new, and how many
// confirmed entries still wait for their check-in.
type CreatedPieces struct{ Created, Total, Waiting int }

// CreatePieces makes a piece for every entry of the event that takes part and has none yet.
// It may be repeated: a late entry gets its piece.
func (s *Service) CreatePieces(ctx context.Context, stage id.ID[programmes.Stage]) (CreatedPieces, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (CreatedPieces, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return CreatedPieces{}, err
		}
		if err := u.Allow(access.CreatePieces, st.Scope()); err != nil {
			return CreatedPieces{}, err
		}
		edition, err := u.Store.LockEdition(ctx, st.Edition) // entries do not move meanwhile
		if err != nil {
			return CreatedPieces{}, err
		}
		if edition.Status != programmes.Closed && edition.Status != programmes.Running {
			return CreatedPieces{}, fault.EditionNotRunning.With("status", string(edition.Status))
		}
		return MakePieces(ctx, u, st)
	})
}

// MakePieces makes the pieces of a stage within the unit of whoever asks, by whose permission it
// goes and who has locked the edition.
func MakePieces[S PieceMaker](ctx context.Context, u *work.Unit[S], st programmes.Stage) (CreatedPieces, error) {
	rules, err := u.Store.RulesOf(ctx, st.Event)
	if err != nil {
		return CreatedPieces{}, err
	}
	taken, err := u.Store.PieceCodes(ctx, st.ID)
	if err != nil {
		return CreatedPieces{}, err
	}
	entries, err := u.Store.EntriesToPiece(ctx, st)
	if err != nil {
		return CreatedPieces{}, err
	}
	out := CreatedPieces{Total: len(taken)}
	var pieces []Piece
	var of []id.ID[registration.Entry]
	for _, e := range entries {
		status, now := e.becomes(rules.Registration.CheckInRequired)
		if !now {
			if e.Status == registration.Confirmed {
				out.Waiting++
			}
			continue
		}
		code := newCode(u.IDs)
		for taken[code] {
			code = newCode(u.IDs)
		}
		taken[code] = true
		pieces = append(pieces, Piece{
			ID: id.Random[Piece](u.IDs), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Stage: st.ID, Code: code, Status: status, Official: e.Official,
		})
		of = append(of, e.Entry)
	}
	out.Created, out.Total = len(pieces), out.Total+len(pieces)
	u.Record(PiecesCreated{st.ID, len(pieces)})
	return out, u.Store.AddPieces(ctx, pieces, of)
}
