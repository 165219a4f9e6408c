package results

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Frozen is one form of a published list, as it is sent: the same bytes for ever. The two
// codings have different strong ETags, so that no cache mixes them up.
type Frozen struct {
	Form      string
	MediaType string
	ETag      string // of the identity coding, without quotes
	Body      []byte
	Gzip      []byte
}

// GzipETag is the ETag of the gzip coding, without quotes.
func (f Frozen) GzipETag() string { return f.ETag + "-gzip" }

// freeze compresses a snapshot once.
func freeze(s Snapshot) (Frozen, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return Frozen{}, err
	}
	if _, err := w.Write(s.Body); err != nil {
		return Frozen{}, err
	}
	if err := w.Close(); err != nil {
		return Frozen{}, err
	}
	return Frozen{Form: s.Form, MediaType: s.MediaType, ETag: digestOf(s.Body)[:32], Body: s.Body, Gzip: out.Bytes()}, nil
}

// Shown is a frozen list as it is answered.
type Shown struct {
	Frozen
	SupersededBy *id.ID[Publication]
}

type shelved struct {
	publication id.ID[Publication]
	name        string
}

// shelf keeps published lists in memory: a reader costs no question to the database, and
// reading goes on while the database is away.
type shelf struct {
	units work.Units[Store]

	mu         sync.RWMutex
	shown      map[shelved]Shown
	current    map[id.ID[programmes.Event]]*id.ID[Publication] // nil: nothing is published
	size       int                                             // bytes
	generation int                                             // counts what was heard
}

// shelfRoom is how many bytes are kept; beyond that the shelf starts anew.
const shelfRoom = 256 << 20

func newShelf(units work.Units[Store]) *shelf {
	return &shelf{units: units, shown: map[shelved]Shown{}, current: map[id.ID[programmes.Event]]*id.ID[Publication]{}}
}

// find is a form of a publication; not_found if there is none.
func (s *shelf) find(ctx context.Context, p id.ID[Publication], name string) (Shown, error) {
	f := shelved{p, name}
	s.mu.RLock()
	shown, kept := s.shown[f]
	generation := s.generation
	s.mu.RUnlock()
	if kept {
		return shown, nil
	}
	shown, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (Shown, error) {
		if err := u.Allow(access.ReadPublished, nil); err != nil {
			return Shown{}, err
		}
		publication, err := u.Store.Publication(ctx, p)
		if err != nil {
			return Shown{}, err
		}
		frozen, err := u.Store.Frozen(ctx, p, name)
		return Shown{frozen, publication.SupersededBy}, err
	})
	if err != nil {
		return Shown{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.generation == generation {
		if s.size += len(shown.Body) + len(shown.Gzip); s.size > shelfRoom {
			clear(s.shown)
			s.size = len(shown.Body) + len(shown.Gzip)
		}
		s.shown[f] = shown
	}
	return shown, nil
}

// mostEvents bounds the memory of which publication counts.
const mostEvents = 10_000

// now is the publication that counts for an event; nil if nothing is published.
func (s *shelf) now(ctx context.Context, e id.ID[programmes.Event]) (*id.ID[Publication], error) {
	s.mu.RLock()
	p, known := s.current[e]
	generation := s.generation
	s.mu.RUnlock()
	if known {
		return p, nil
	}
	p, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (*id.ID[Publication], error) {
		if err := u.Allow(access.ReadPublished, nil); err != nil {
			return nil, err
		}
		if _, err := u.Store.Event(ctx, e); err != nil { // what is not there is not remembered
			return nil, err
		}
		return u.Store.CurrentOfEvent(ctx, e)
	})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.generation == generation {
		if len(s.current) >= mostEvents {
			clear(s.current)
		}
		s.current[e] = p
	}
	return p, nil
}

// hear forgets what a publication changed: which one counts, and that the one before does not.
func (s *shelf) hear(entries []journal.Entry) {
	for _, e := range entries {
		if !strings.HasPrefix(e.Name, "publication.") {
			continue
		}
		var fact ResultsPublished
		_ = json.Unmarshal(e.Data, &fact) // without it everything is forgotten
		s.mu.Lock()
		s.generation++
		if fact.Event.IsZero() {
			clear(s.shown)
			clear(s.current)
			s.size = 0
		}
		delete(s.current, fact.Event)
		for f, shown := range s.shown {
			if fact.Supersedes != nil && f.publication == *fact.Supersedes {
				s.size -= len(shown.Body) + len(shown.Gzip)
				delete(s.shown, f)
			}
		}
		s.mu.Unlock()
	}
}
