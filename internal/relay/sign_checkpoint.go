package relay

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// daily is how old the newest checkpoint gets while there is something new to promise.
const daily = 24 * time.Hour

// signing is what this process knows of the checkpoints that went outside.
type signing struct {
	mu   sync.Mutex
	read bool
	last *journal.Checkpoint
}

func (r *Relay) settleAndSign(ctx context.Context) error {
	if r.o.Keys.Signer == nil {
		return nil
	}
	pause(ctx, r.o.Settle)
	return r.Sign(ctx)
}

// Sign signs a checkpoint over what is sealed, if a fact called for one or the newest is a
// day old, and if there is something new to promise. The note goes to its file first, then
// to its row; after an interruption both are written again, with the same bytes unless the
// key was rotated meanwhile.
func (r *Relay) Sign(ctx context.Context) error {
	r.signer.mu.Lock()
	defer r.signer.mu.Unlock()
	ctx = access.WithActor(ctx, access.Installation)
	called := r.due.Swap(false)
	err := r.sign(ctx, called)
	if err != nil && called {
		r.due.Store(true)
	}
	return err
}

func (r *Relay) sign(ctx context.Context, called bool) error {
	if err := r.readLast(); err != nil {
		return err
	}
	c, err := r.head(ctx, called)
	if err != nil || c == nil {
		return err
	}
	text, err := c.Sign(r.o.Keys.Signer)
	if err != nil {
		return err
	}
	if err := writeCheckpoint(r.o.Folder, c.Seals, text); err != nil {
		return err
	}
	r.signer.last = c
	_, err = work.Do(ctx, r.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.SealJournal, nil); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, u.Store.AddCheckpoint(ctx, journal.Signed{Seals: c.Seals, Facts: c.Facts, Note: string(text), SignedAt: u.Now})
	})
	return err
}

// head is the checkpoint to sign; nil if none is due.
func (r *Relay) head(ctx context.Context, called bool) (*journal.Checkpoint, error) {
	return work.View(ctx, r.units, func(u *work.Unit[Store]) (*journal.Checkpoint, error) {
		if err := u.Allow(access.SealJournal, nil); err != nil {
			return nil, err
		}
		seal, err := u.Store.LastSeal(ctx)
		if err != nil {
			return nil, err
		}
		newest, err := u.Store.LastCheckpoint(ctx)
		if err != nil {
			return nil, err
		}
		switch {
		case seal == nil && newest == nil && r.signer.last == nil:
			return nil, nil
		case seal == nil:
			return nil, fmt.Errorf("the journal has checkpoints and no seals: its past was taken away")
		case newest != nil && newest.Seals == seal.Number:
			return nil, nil
		case newest != nil && !called && u.Now.Sub(newest.SignedAt) < daily:
			return nil, nil
		}
		tree := u.Store.SealTree(ctx)
		c := journal.Checkpoint{Origin: r.o.Keys.Signer.Name(), Seals: seal.Number, Facts: seal.Last()}
		if c.Root, err = tlog.TreeHash(c.Seals, tree); err != nil {
			return nil, err
		}
		if r.signer.last != nil {
			if err := c.Continues(*r.signer.last, tree); err != nil {
				return nil, fmt.Errorf("the journal's past was changed: %w; see saichang verify --audit", err)
			}
		}
		return &c, nil
	})
}

// readLast takes up the newest checkpoint file, once.
func (r *Relay) readLast() (err error) {
	if !r.signer.read {
		r.signer.last, err = newestCheckpoint(r.o.Folder, r.o.Keys.Known())
		r.signer.read = err == nil
	}
	return err
}
