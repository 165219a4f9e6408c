package advancement

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/work"
)

// Proposal is who would go on. Free is how many places are left to those who are undecided.
type Proposal struct {
	Edge   Edge
	Lines  []Line
	Free   int
	Digest string
}

// Propose computes who would go on, from the results as they are now. It lists the entries that the
// caller may see; the ranks, the places and the digest are those of all.
func (s Service) Propose(ctx context.Context, edge id.ID[Edge]) (Proposal, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Proposal, error) {
		e, err := u.Store.Edge(ctx, edge)
		if err != nil {
			return Proposal{}, err
		}
		if err := u.Allow(access.ReadProposal, e.Scope()); err != nil {
			return Proposal{}, err
		}
		p, err := propose(ctx, u, e)
		if err != nil {
			return Proposal{}, err
		}
		seen, err := p.seen(ctx, u, access.ReadProposal)
		p.Lines = slices.DeleteFunc(p.Lines, func(l Line) bool { return !seen[l.Entry] })
		return p, err
	})
}

// seen are the entries of a proposal that the caller may see.
func (p Proposal) seen(ctx context.Context, u *work.Unit[Store], action access.Action) (map[id.ID[registration.Entry]]bool, error) {
	all := make([]id.ID[registration.Entry], len(p.Lines))
	for i, l := range p.Lines {
		all[i] = l.Entry
	}
	return u.Store.EntriesSeen(ctx, all, registration.SeenBy(u.Actor, action, u.Now))
}

func propose(ctx context.Context, u *work.Unit[Store], e Edge) (Proposal, error) {
	for _, w := range e.Rules.Weights {
		computed, err := u.Store.Computed(ctx, w.Stage)
		if err != nil {
			return Proposal{}, err
		}
		if !computed {
			return Proposal{}, fault.StageNotComputed.With("stage", w.Stage.String())
		}
	}
	candidates, err := u.Store.Candidates(ctx, e)
	if err != nil {
		return Proposal{}, err
	}
	lines := e.Rules.Cut(candidates)
	return Proposal{e, lines, e.Rules.free(lines), digest(lines)}, nil
}

// Confirm says which proposal is confirmed, and who of the undecided goes on.
type Confirm struct {
	Edge     id.ID[Edge]
	Expected int64  // the revision that the caller has seen
	Digest   string // of the proposal that the caller has seen
	Chosen   []id.ID[registration.Entry]
	Reason   string // where there was something to decide
}

// Confirmed is an edge that was confirmed, and the pieces that were made in the stage after it.
type Confirmed struct {
	Edge   Edge
	Pieces judging.CreatedPieces
}

// Confirm lets those of a proposal go on, and makes their pieces in the next stage.
func (s Service) Confirm(ctx context.Context, in Confirm) (Confirmed, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Confirmed, error) {
		e, err := u.Store.Edge(ctx, in.Edge)
		if err != nil {
			return Confirmed{}, err
		}
		if _, err := stageToChange(ctx, u, e.From.ID, access.ConfirmEdge); err != nil {
			return Confirmed{}, err
		}
		if e, err = u.Store.Edge(ctx, in.Edge); err != nil { // as it is now that nobody else changes it
			return Confirmed{}, err
		}
		switch {
		case e.Revision != in.Expected:
			return Confirmed{}, fault.RevisionStale.New().Showing(e)
		case e.Confirmed():
			return Confirmed{}, fault.EdgeConfirmed.New()
		}
		if err := results.Stand(ctx, u.Store, e.From); err != nil { // of stages before it has been gone by already
			return Confirmed{}, err
		}
		p, err := propose(ctx, u, e)
		if err != nil {
			return Confirmed{}, err
		}
		if p.Digest != in.Digest {
			return Confirmed{}, fault.InputsChanged.New()
		}
		seen, err := p.seen(ctx, u, access.ConfirmEdge)
		if err != nil {
			return Confirmed{}, err
		}
		if e.Advanced, err = p.decide(in.Chosen, seen); err != nil {
			return Confirmed{}, err
		}
		if e.Reason = names.Clean(in.Reason); e.Reason == "" && p.Free > 0 {
			return Confirmed{}, fault.ReasonRequired.New().Listing(fault.ReasonRequired.Detail().At("/reason"))
		}
		e.Revision, e.UpdatedAt = e.Revision+1, u.Now
		u.Record(EdgeConfirmed{e.ID, p.Digest, len(e.Advanced), len(in.Chosen)})
		if err := u.Store.ConfirmEdge(ctx, e); err != nil {
			return Confirmed{}, err
		}
		pieces, err := judging.MakePieces(ctx, u, e.To)
		return Confirmed{e, pieces}, err
	})
}

// decide lists who goes on: those whom the rules let, and of the undecided the chosen ones, who
// have to take exactly the places that are free. Nobody chooses whom they do not see.
func (p Proposal) decide(chosen []id.ID[registration.Entry], seen map[id.ID[registration.Entry]]bool) ([]id.ID[registration.Entry], error) {
	advanced := []id.ID[registration.Entry]{}
	taken := 0
	for _, l := range p.Lines {
		isChosen := seen[l.Entry] && slices.Contains(chosen, l.Entry)
		if l.Fate == Undecided && isChosen {
			taken++
		}
		if l.Fate == Advances || (l.Fate == Undecided && isChosen) {
			advanced = append(advanced, l.Entry)
		}
	}
	if taken != p.Free || taken != len(chosen) {
		return nil, fault.ChoiceWrong.With("free", p.Free, "chosen", len(chosen)).
			Listing(fault.ChoiceWrong.Detail("free", p.Free, "chosen", len(chosen)).At("/chosen_entry_ids"))
	}
	return advanced, nil
}
