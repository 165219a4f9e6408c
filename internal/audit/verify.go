package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// Options say what to hold the journal against.
type Options struct {
	Keys    []string  // verifier keys as text (relay.Keys.VerifierText); at least one
	Outside []Outside // checkpoints that were kept outside the database
}

// Outside is a checkpoint that was kept outside the database.
type Outside struct {
	Name string // where it comes from, for the report
	Note []byte
}

// How much is read in one view: a view ends after ten seconds.
const (
	sealsAtOnce       = 200
	factsAtOnce       = 5000
	unitsAtOnce       = 5000
	checkpointsAtOnce = 100
)

// Verify walks the whole journal: every seal against its facts and the seal before, the
// stored Merkle tree and every checkpoint against the seals, and the journal for facts that
// no seal covers. What is wrong stands in the report; an error means that it could not be
// found out. It may run beside a working system.
func Verify(ctx context.Context, units work.Units[Store], o Options) (Report, error) {
	ctx = access.WithActor(ctx, access.Installation)
	var known []note.Verifier
	for _, text := range o.Keys {
		v, err := note.NewVerifier(text)
		if err != nil {
			return Report{}, fmt.Errorf("%q is no verifier key: %w", text, err)
		}
		known = append(known, v)
	}
	if len(known) == 0 {
		return Report{}, errors.New("a verifier key is needed: without it anybody could have signed the checkpoints")
	}
	w := &walk{units: units, late: map[[16]byte]struct{}{}}
	w.promises = newPromises(&w.report, known, o.Outside)
	whole, err := w.seals(ctx)
	if err == nil && whole { // after a missing seal nothing can be compared
		err = w.coverage(ctx)
	}
	if w.tree.Seals() > 0 {
		w.report.Root = w.tree.Root().String()
	}
	return w.report, err
}

// walk is a verification under way.
type walk struct {
	units    work.Units[Store]
	report   Report
	tree     journal.Tree
	last     *journal.Seal
	promises *promises

	high [16]byte              // the greatest unit so far
	late map[[16]byte]struct{} // units that were sealed after a greater one
}

// view reads from the journal on one snapshot.
func view[T any](ctx context.Context, w *walk, fn func(Store) (T, error)) (T, error) {
	return work.View(ctx, w.units, func(u *work.Unit[Store]) (T, error) {
		if err := u.Allow(access.ReadAuditLog, nil); err != nil {
			var none T
			return none, err
		}
		return fn(u.Store)
	})
}

// stretch is a run of seals and the tree hashes that are stored for them.
type stretch struct {
	seals  []journal.Seal
	hashes []tlog.Hash
}

// seals checks the chain from the first seal to the last. It stops, and says so, where a
// seal is missing.
func (w *walk) seals(ctx context.Context) (whole bool, err error) {
	for {
		from := w.tree.Seals()
		s, err := view(ctx, w, func(store Store) (s stretch, err error) {
			if s.seals, err = store.SealsAfter(ctx, from, sealsAtOnce); err != nil || len(s.seals) == 0 {
				return s, err
			}
			position := journal.LeafPosition(from + 1)
			s.hashes, err = store.TreeHashes(ctx, position, int(journal.LeafPosition(from+1+int64(len(s.seals)))-position))
			return s, err
		})
		if err != nil || len(s.seals) == 0 {
			return true, err
		}
		for len(s.seals) > 0 {
			n, facts := 1, s.seals[0].Count
			for n < len(s.seals) && facts+s.seals[n].Count <= factsAtOnce {
				facts += s.seals[n].Count
				n++
			}
			switch err := w.check(ctx, &s, n); {
			case errors.Is(err, errMissingSeal):
				return false, nil
			case err != nil:
				return false, err
			}
		}
	}
}

var (
	errMissingSeal = errors.New("a seal is missing") // ends the walk
	errEnough      = errors.New("more facts than were sealed")
)

// check takes the next n seals off the stretch.
func (w *walk) check(ctx context.Context, s *stretch, n int) error {
	checks, err := view(ctx, w, func(store Store) (checks []*journal.Check, err error) {
		previous := w.last
		for i := range s.seals[:n] {
			c := s.seals[i].Against(previous)
			err := store.EachFound(ctx, s.seals[i].Units, func(f journal.Found) error {
				if c.Add(f); c.Found > s.seals[i].Count { // the verdict is certain; there may be millions
					return errEnough
				}
				return nil
			})
			if err != nil && !errors.Is(err, errEnough) {
				return nil, err
			}
			checks, previous = append(checks, c), &s.seals[i]
		}
		return checks, nil
	})
	if err != nil {
		return err
	}
	for i, c := range checks {
		seal := s.seals[i]
		if err := c.Verdict(); err != nil {
			w.report.broken(err)
		}
		if seal.Number != w.tree.Seals()+1 {
			return errMissingSeal
		}
		w.report.Seals, w.report.Facts = w.report.Seals+1, w.report.Facts+int64(c.Found)
		w.report.Personal, w.report.Erased = w.report.Personal+int64(c.Personal), w.report.Erased+int64(c.Erased)
		w.report.LastSealedAt = seal.SealedAt
		w.grow(seal, s)
		w.place(seal)
		if err := w.promises.reach(ctx, w, seal); err != nil {
			return err
		}
	}
	w.last, s.seals = &s.seals[n-1], s.seals[n:]
	return nil
}

// grow adds a seal to the tree and compares what the database keeps of it.
func (w *walk) grow(seal journal.Seal, s *stretch) {
	for i, want := range w.tree.Add(seal.Digest) {
		switch {
		case len(s.hashes) == 0:
			w.report.broken(&journal.Broken{Seal: seal.Number, Reason: fmt.Sprintf("the tree hash at position %d is missing", journal.LeafPosition(seal.Number)+int64(i))})
		case s.hashes[0] != want:
			w.report.broken(&journal.Broken{Seal: seal.Number, Reason: fmt.Sprintf("the tree hash at position %d is not the one of its seals", journal.LeafPosition(seal.Number)+int64(i))})
		}
		s.hashes = s.hashes[min(1, len(s.hashes)):]
	}
}

// place remembers the units that were sealed out of their order; these are few, and no unit
// may be sealed twice.
func (w *walk) place(seal journal.Seal) {
	for _, u := range seal.Units {
		if bytes.Compare(u[:], w.high[:]) > 0 {
			w.high = u
			continue
		}
		if _, twice := w.late[u]; twice {
			w.report.broken(&journal.Broken{Seal: seal.Number, Reason: "unit " + journal.UnitText(u) + " is sealed twice"})
		}
		w.late[u] = struct{}{}
	}
}
