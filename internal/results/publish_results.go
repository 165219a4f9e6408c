package results

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// PublishResults says which run to publish, and why it supersedes the one before.
type PublishResults struct {
	Run      id.ID[Run]
	Expected int64
	Note     string
}

// PublishResults freezes a run's list as the rules want it shown. It is refused while a tie
// is undecided, and once what the run was computed from has changed. The publication before
// is superseded and stays readable.
func (s *Service) PublishResults(ctx context.Context, in PublishResults) (Publication, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Publication, error) {
		run, err := u.Store.Run(ctx, in.Run)
		if err != nil {
			return Publication{}, err
		}
		if err := u.Allow(access.PublishRun, run.Scope()); err != nil {
			return Publication{}, err
		}
		if err := inSeason(ctx, u, run.Edition, run.Event); err != nil {
			return Publication{}, err
		}
		if run, err = u.Store.Run(ctx, in.Run); err != nil { // as it is under the lock
			return Publication{}, err
		}
		switch {
		case run.Revision != in.Expected:
			return Publication{}, fault.RevisionStale.New().Showing(run)
		case run.Status != RunComputed:
			return Publication{}, fault.RunNotCurrent.With("status", string(run.Status))
		}
		stage, err := u.Store.Stage(ctx, run.Stage)
		if err != nil {
			return Publication{}, err
		}
		if err := unchanged(ctx, u.Store, stage, run); err != nil {
			return Publication{}, err
		}
		placings, err := u.Store.AllPlacings(ctx, run.ID)
		if err != nil {
			return Publication{}, err
		}
		if open := undecided(run.Summary.Ties, placings); open != nil {
			refused := fault.TieUndecided.New().Listing(open...)
			refused.Params = open[0].Params
			return Publication{}, refused
		}
		before, err := u.Store.CurrentPublication(ctx, stage.ID)
		if err != nil {
			return Publication{}, err
		}
		note := strings.TrimSpace(in.Note)
		if before != nil && note == "" {
			return Publication{}, fault.NoteRequired.New().Listing(fault.NoteRequired.Detail().At("/note"))
		}
		return publish(ctx, u, run, stage, placings, before, note)
	})
}

// unchanged refuses a run whose inputs no longer stand: a sheet was opened again, an entry
// was disqualified.
func unchanged(ctx context.Context, s Standing, stage programmes.Stage, run Run) error {
	in, _, err := gather(ctx, s, stage)
	if fault.Is(err, fault.ResultsIncomplete) {
		return fault.InputsChanged.New().Listing(fault.As(err).Details...)
	}
	if err != nil {
		return err
	}
	hash, err := in.Hash()
	if err == nil && hash != run.InputsHash {
		err = fault.InputsChanged.New()
	}
	return err
}

// Stand refuses a stage whose results no longer stand: stage_not_computed where no run counts,
// inputs_changed where something has changed since. Its sheets stay as they are until the unit ends.
func Stand(ctx context.Context, s Standing, stage programmes.Stage) error {
	runs, err := s.Runs(ctx, stage.ID)
	if err != nil {
		return err
	}
	last := slices.IndexFunc(runs, func(r Run) bool { return r.Status != RunSuperseded })
	if last < 0 {
		return fault.StageNotComputed.With("stage", stage.ID.String())
	}
	return unchanged(ctx, s, stage, runs[last])
}

// publish writes the publication with its bytes, and ends the one before.
func publish(
	ctx context.Context, u *work.Unit[Store], run Run, stage programmes.Stage, placings []Placing, before *Publication, note string,
) (Publication, error) {
	p := Publication{
		ID: id.Ordered[Publication](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Edition: run.Edition, Event: run.Event,
		Stage: stage.ID, Run: run.ID, Version: 1, Status: Current, Note: note,
	}
	if before != nil {
		p.Version = before.Version + 1
		if err := u.Store.Supersede(ctx, *before, p.ID, u.Now); err != nil {
			return Publication{}, err
		}
	}
	list, zone, err := compose(ctx, u, p, stage, placings)
	if err != nil {
		return Publication{}, err
	}
	snapshots, err := list.render(zone)
	if err != nil {
		return Publication{}, err
	}
	p.ResultDigest, p.Digest, p.Rows, p.Pages = list.ResultDigest, digestOf(snapshots[0].Body), len(list.Rows), list.Pages
	p.EditionName, p.EventNumber, p.EventName = list.Edition.Name, list.Event.Number, list.Event.Name
	frozen := make([]Frozen, len(snapshots))
	for i, s := range snapshots {
		if frozen[i], err = freeze(s); err != nil {
			return Publication{}, err
		}
	}
	if err := u.Store.AddPublication(ctx, p, frozen); err != nil {
		return Publication{}, err
	}
	run.Status, run.Revision, run.UpdatedAt = RunPublished, run.Revision+1, u.Now
	if err := u.Store.ChangeRun(ctx, run); err != nil {
		return Publication{}, err
	}
	fact := ResultsPublished{Publication: p.ID, Run: run.ID, Event: p.Event, Version: p.Version, Digest: p.Digest, ResultDigest: p.ResultDigest}
	if before != nil {
		fact.Supersedes = &before.ID
	}
	u.Record(fact)
	return p, u.Store.EntriesCompeted(ctx, run.ID, u.Now)
}

// compose makes the list that the rules show.
func compose(ctx context.Context, u *work.Unit[Store], p Publication, stage programmes.Stage, placings []Placing) (List, string, error) {
	edition, err := u.Store.Edition(ctx, p.Edition)
	if err != nil {
		return List{}, "", err
	}
	event, err := u.Store.Event(ctx, p.Event)
	if err != nil {
		return List{}, "", err
	}
	rules, err := u.Store.RulesOf(ctx, p.Event)
	if err != nil {
		return List{}, "", err
	}
	first, err := u.Store.FirstPublished(ctx, p.Stage)
	if err != nil {
		return List{}, "", err
	}
	makers, err := u.Store.Makers(ctx, p.Run, dayOf(first, p.CreatedAt, edition.TimeZone), people.BornAfter(people.ConsentAge, p.CreatedAt))
	if err != nil {
		return List{}, "", err
	}
	finals := make([]Computed, len(placings))
	for i, placing := range placings {
		finals[i] = placing.Final()
	}
	digest, err := Digest(finals)
	if err != nil {
		return List{}, "", err
	}
	l := List{
		Publication: p.ID, Version: p.Version, PublishedAt: published(p.CreatedAt), ResultDigest: digest, Note: p.Note,
		Edition: ListEdition{edition.ID, edition.Number, edition.Year, edition.Name}, Event: ListEvent{event.ID, event.Number, event.Name},
		Stage: ListStage{stage.ID, stage.Position, stage.Name}, Rows: rows(placings, makers, rules),
	}
	l.Pages = pagesOf(len(l.Rows))
	return l, edition.TimeZone, nil
}

// dayOf is the day whose names a list prints: that of the first publication, where the edition
// is, so that a correction years later does not rename the schools.
func dayOf(first *time.Time, now time.Time, zone string) string {
	if first != nil {
		now = *first
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	return now.In(place).Format(time.DateOnly)
}
