package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// CreateScheme says what to draft.
type CreateScheme struct {
	Stage  id.ID[programmes.Stage]
	Title  string
	CopyOf *id.ID[Scheme] // content to begin with
}

// CreateScheme drafts the next version of a stage's scheme, empty or as a copy.
func (s *Service) CreateScheme(ctx context.Context, in CreateScheme) (Scheme, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Scheme, error) {
		stage, err := u.Store.Stage(ctx, in.Stage)
		if err != nil {
			return Scheme{}, err
		}
		if err := u.Allow(access.CreateScheme, stage.Scope()); err != nil {
			return Scheme{}, err
		}
		edition, err := u.Store.LockEdition(ctx, stage.Edition) // versions are counted one at a time
		if err != nil {
			return Scheme{}, err
		}
		if err := goesOn(edition); err != nil {
			return Scheme{}, err
		}
		content, err := in.begin(ctx, u)
		if err != nil {
			return Scheme{}, err
		}
		if content.Title = names.Clean(in.Title); content.Title == "" {
			return Scheme{}, fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/title"))
		}
		versions, err := u.Store.Schemes(ctx, stage.ID)
		if err != nil {
			return Scheme{}, err
		}
		scheme := Scheme{
			ID: id.Ordered[Scheme](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Stage: stage.ID, Event: stage.Event,
			Edition: stage.Edition, Programme: stage.Programme, Version: len(versions) + 1, Status: SchemeDraft, Content: content,
		}
		u.Record(SchemeCreated{scheme.ID, scheme.Version, in.CopyOf})
		return scheme, u.Store.AddScheme(ctx, scheme)
	})
}

// begin is the content to begin with. What is copied must be readable for the caller.
func (in CreateScheme) begin(ctx context.Context, u *work.Unit[Store]) (Content, error) {
	if in.CopyOf == nil {
		return Content{}, nil
	}
	from, err := u.Store.Scheme(ctx, *in.CopyOf)
	if err != nil {
		return Content{}, err
	}
	if err := u.Actor.May(access.ReadScheme, from.Scope(), u.Now); err != nil {
		return Content{}, err
	}
	return from.Content.number(u.IDs, Content{}), nil // panels are another stage's
}

// goesOn refuses to prepare an edition that is over.
func goesOn(e programmes.Edition) error {
	if e.Status.Over() {
		return fault.EditionFinished.With("status", string(e.Status))
	}
	return nil
}

// running refuses what is only done while the competition runs.
func running(s programmes.EditionStatus) error {
	if s != programmes.Running {
		return fault.EditionNotRunning.With("status", string(s))
	}
	return nil
}
