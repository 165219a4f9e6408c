package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/saichang/saichang/internal/journal"
)

// mostLoose is how many units without a seal are remembered: 16 bytes each.
const mostLoose = 1_000_000

var errBacklog = fmt.Errorf("more than %d units have no seal: let the system seal them, then verify again", mostLoose)

// coverage looks for facts that no seal covers and that do not wait for one: they were put
// in behind the back of the system. The journal's units and those units that were sealed in
// their order are two ascending streams, which are merged; the late ones are remembered.
func (w *walk) coverage(ctx context.Context) error {
	sealed := &ascending{walk: w}
	loose := map[[16]byte]struct{}{}
	var after *[16]byte
	for {
		page, err := view(ctx, w, func(store Store) ([][16]byte, error) { return store.JournalUnits(ctx, after, unitsAtOnce) })
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return w.settle(ctx, loose)
		}
		if len(loose) >= mostLoose {
			return errors.Join(w.settle(ctx, loose), errBacklog)
		}
		for _, u := range page {
			inOrder, err := sealed.has(ctx, u)
			if err != nil {
				return err
			}
			_, late := w.late[u]
			switch {
			case inOrder && late:
				w.report.problem("unit %s is sealed twice", journal.UnitText(u))
			case !inOrder && !late:
				loose[u] = struct{}{}
			}
		}
		after = &page[len(page)-1]
	}
}

// ascending streams the units that were sealed in their order.
type ascending struct {
	walk   *walk
	number int64
	units  [][16]byte
	high   [16]byte
}

// has reports whether a unit is in the stream. It is asked for ascending units.
func (a *ascending) has(ctx context.Context, unit [16]byte) (bool, error) {
	for {
		for len(a.units) > 0 {
			next := a.units[0]
			if order := bytes.Compare(next[:], unit[:]); order >= 0 {
				return order == 0, nil
			}
			a.units = a.units[1:]
		}
		if a.number >= a.walk.tree.Seals() {
			return false, nil
		}
		seals, err := view(ctx, a.walk, func(store Store) ([]journal.Seal, error) { return store.SealsAfter(ctx, a.number, sealsAtOnce) })
		if err != nil || len(seals) == 0 {
			return false, err
		}
		for _, s := range seals {
			a.number = s.Number
			if s.Number > a.walk.tree.Seals() { // sealed since the walk: settle finds it
				break
			}
			for _, u := range s.Units {
				if bytes.Compare(u[:], a.high[:]) > 0 {
					a.high, a.units = u, append(a.units, u)
				}
			}
		}
	}
}

// ending is what one snapshot shows after the walk.
type ending struct {
	seals   int64
	tree    int64
	waiting int64
	loose   [][16]byte       // units that are neither sealed nor waiting
	cut     []journal.Signed // checkpoints over more seals than there are
}

// settle looks once more, on one snapshot, at what seemed to be uncovered: what was
// committed since the walk is either sealed or waiting.
func (w *walk) settle(ctx context.Context, loose map[[16]byte]struct{}) error {
	e, err := view(ctx, w, func(store Store) (ending, error) { return w.ending(ctx, store, loose) })
	if err != nil {
		return err
	}
	w.report.Waiting = e.waiting
	if want := journal.LeafPosition(e.seals + 1); e.tree != want {
		w.report.problem("the stored tree has %d hashes, and %d seals make %d", e.tree, e.seals, want)
	}
	w.promises.rest(e.cut, e.seals)
	for _, u := range e.loose {
		w.report.UncoveredUnits++
		if w.report.UncoveredUnits <= mostProblems {
			w.report.problem("unit %s has facts that no seal covers and that do not wait for one: they were put in behind the back", journal.UnitText(u))
		}
	}
	for rest := e.loose; len(rest) > 0; {
		some := rest[:min(len(rest), sealsAtOnce)]
		rest = rest[len(some):]
		facts, err := view(ctx, w, func(store Store) (n int64, err error) {
			return n, store.EachFound(ctx, some, func(journal.Found) error { n++; return nil })
		})
		if err != nil {
			return err
		}
		w.report.Uncovered += facts
	}
	return nil
}

func (w *walk) ending(ctx context.Context, store Store, loose map[[16]byte]struct{}) (e ending, err error) {
	covered := map[[16]byte]struct{}{}
	for e.seals = w.tree.Seals(); ; {
		seals, err := store.SealsAfter(ctx, e.seals, sealsAtOnce)
		if err != nil {
			return e, err
		}
		if len(seals) == 0 {
			break
		}
		for _, s := range seals {
			e.seals = s.Number
			for _, u := range s.Units {
				covered[u] = struct{}{}
			}
		}
	}
	var after *[16]byte
	for {
		units, err := store.UnitsWaitingAfter(ctx, after, unitsAtOnce)
		if err != nil {
			return e, err
		}
		if len(units) == 0 {
			break
		}
		e.waiting += int64(len(units))
		for _, u := range units {
			covered[u] = struct{}{}
		}
		after = &units[len(units)-1]
	}
	for u := range loose {
		if _, ok := covered[u]; !ok {
			e.loose = append(e.loose, u)
		}
	}
	if e.tree, err = store.TreeSize(ctx); err != nil {
		return e, err
	}
	e.cut, err = store.CheckpointsAfter(ctx, e.seals, checkpointsAtOnce)
	return e, err
}
