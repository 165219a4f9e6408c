package audit

import (
	"context"
	"fmt"
	"math"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"github.com/saichang/saichang/internal/journal"
)

// promises are the checkpoints that the walk still has to meet, in the order of their seals.
type promises struct {
	report  *Report
	known   []note.Verifier
	outside []promise
	stored  []journal.Signed // read ahead
	after   int64            // stored ones up to here were read
}

// promise is a checkpoint whose signature holds.
type promise struct {
	name string
	journal.Checkpoint
}

// newPromises opens the checkpoints from outside.
func newPromises(r *Report, known []note.Verifier, outside []Outside) *promises {
	p := &promises{report: r, known: known, after: math.MinInt64}
	for _, o := range outside {
		c, err := journal.OpenCheckpoint(o.Note, known...)
		if err != nil {
			r.problem("%s: %v", o.Name, err)
			continue
		}
		p.outside = append(p.outside, promise{o.Name, c})
	}
	slices.SortStableFunc(p.outside, func(a, b promise) int { return int(min(max(a.Seals-b.Seals, -1), 1)) })
	return p
}

// reach holds every checkpoint over exactly the seals so far against them.
func (p *promises) reach(ctx context.Context, w *walk, seal journal.Seal) error {
	for len(p.outside) > 0 && p.outside[0].Seals == seal.Number {
		p.compare(p.outside[0], w, seal)
		p.report.Outside++
		p.outside = p.outside[1:]
	}
	for {
		if len(p.stored) == 0 {
			var err error
			p.stored, err = view(ctx, w, func(store Store) ([]journal.Signed, error) {
				return store.CheckpointsAfter(ctx, p.after, checkpointsAtOnce)
			})
			if err != nil || len(p.stored) == 0 {
				return err
			}
			p.after = p.stored[len(p.stored)-1].Seals
		}
		next := p.stored[0]
		if next.Seals > seal.Number {
			return nil
		}
		p.stored = p.stored[1:]
		p.report.Checkpoints++
		name := fmt.Sprintf("the stored checkpoint over %d seals", next.Seals)
		c, err := journal.OpenCheckpoint([]byte(next.Note), p.known...)
		switch {
		case err != nil:
			p.report.problem("%s: %v", name, err)
		case c.Seals != next.Seals || c.Facts != next.Facts || c.Seals != seal.Number:
			p.report.problem("%s: its row does not say what its note says", name)
		default:
			p.compare(promise{name, c}, w, seal)
		}
	}
}

// compare holds one checkpoint against the first seals.
func (p *promises) compare(c promise, w *walk, seal journal.Seal) {
	root := w.tree.Root()
	switch {
	case c.Root != root:
		p.report.problem("%s promised the root %v for the first %d seals, which have the root %v now: the past was rewritten", c.name, c.Root, c.Seals, root)
	case c.Facts != seal.Last():
		p.report.problem("%s promised %d facts, %d are sealed", c.name, c.Facts, seal.Last())
	}
}

// rest holds what the walk never met against the number of seals there are.
func (p *promises) rest(stored []journal.Signed, seals int64) {
	for _, c := range p.outside {
		p.report.Outside++
		p.report.problem("%s promised %d seals, and there are %d: the end was cut off", c.name, c.Seals, seals)
	}
	for _, c := range stored {
		p.report.Checkpoints++
		p.report.problem("the stored checkpoint over %d seals: there are %d, the end was cut off", c.Seals, seals)
	}
}
