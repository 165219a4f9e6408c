package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// EvaluateBase says what an expert thinks of an application.
type EvaluateBase struct {
	Base       id.ID[Base]
	Recommends bool
	Score      *string
	Text       string
}

// EvaluateBase keeps an expert's opinion of an application, one of each expert. Nobody evaluates
// the own organization's.
func (s Service) EvaluateBase(ctx context.Context, in EvaluateBase) (Evaluation, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Evaluation, error) {
		b, err := baseToChange(ctx, u, in.Base, access.EvaluateBase)
		if err != nil {
			return Evaluation{}, err
		}
		if err := b.goesOn(); err != nil {
			return Evaluation{}, err
		}
		if b.Status != Applied {
			return Evaluation{}, fault.BaseTransition.With("status", string(b.Status), "to", "evaluated", "allowed", texts(b.Status.verdicts()))
		}
		text, err := said(in.Text, "/text")
		if err != nil {
			return Evaluation{}, err
		}
		e := Evaluation{
			ID: id.Ordered[Evaluation](u.IDs, u.Now), Base: b.ID, By: by(u), Recommends: in.Recommends, Score: in.Score,
			Text: text, CreatedAt: u.Now,
		}
		if e.By != nil {
			expert, err := u.Store.Account(ctx, *e.By)
			if err != nil {
				return Evaluation{}, err
			}
			if expert.Organization != nil && *expert.Organization == b.Organization {
				return Evaluation{}, fault.EvaluatorConflict.New()
			}
		}
		u.Record(BaseEvaluated{b.ID, e.ID, e.Recommends})
		return e, u.Store.AddEvaluation(ctx, e)
	})
}
