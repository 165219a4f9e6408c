package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// MoveTrainee brings a trainee to another state, and keeps when and why.
func (s Service) MoveTrainee(ctx context.Context, trainee id.ID[Trainee], expected int64, to TraineeStatus, reason string) (Known, error) {
	return s.changeTrainee(ctx, trainee, expected, access.MoveTrainee, func(u *work.Unit[Store], t Trainee) (Trainee, error) {
		moved, err := t.move(Step{to, names.Clean(reason), by(u), u.Now})
		u.Record(TraineeMoved{t.ID, t.Status, to})
		return moved, err
	})
}

// Insure keeps the proof that a trainee is insured.
func (s Service) Insure(ctx context.Context, trainee id.ID[Trainee], expected int64, proof Insurance) (Known, error) {
	return s.changeTrainee(ctx, trainee, expected, access.InsureTrainee, func(u *work.Unit[Store], t Trainee) (Trainee, error) {
		if _, err := said(proof.Insurer, "/insurer"); err != nil {
			return Trainee{}, err
		}
		if _, err := said(proof.Policy, "/policy_number"); err != nil {
			return Trainee{}, err
		}
		u.Record(TraineeInsured{t.ID, proof.Until})
		return t.Insure(proof, u.Now), nil
	})
}

// Prove keeps the proof of insurance that a trainee has by now.
func Prove[S Store](ctx context.Context, u *work.Unit[S], t Trainee) error {
	u.Record(TraineeInsured{t.ID, t.Insurance.Until})
	return u.Store.ChangeTrainee(ctx, t)
}

func (s Service) changeTrainee(
	ctx context.Context, trainee id.ID[Trainee], expected int64, action access.Action, change func(*work.Unit[Store], Trainee) (Trainee, error),
) (Known, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Known, error) {
		t, err := u.Store.Trainee(ctx, trainee)
		if err != nil {
			return Known{}, err
		}
		if err := u.Allow(action, t.At(u.Now).Scope()); err != nil {
			return Known{}, err
		}
		if _, err := holdSquad(ctx, u, t.Base, t.Squad); err != nil { // who comes and goes is counted
			return Known{}, err
		}
		if t, err = u.Store.Trainee(ctx, trainee); err != nil {
			return Known{}, err
		}
		if t.Revision != expected {
			return Known{}, fault.RevisionStale.New().Showing(Known{t, t.Insured(u.Now)})
		}
		if err := t.Base.goesOn(); err != nil {
			return Known{}, err
		}
		changed, err := change(u, t)
		if err != nil {
			return Known{}, err
		}
		return Known{changed, changed.Insured(u.Now)}, u.Store.ChangeTrainee(ctx, changed)
	})
}
