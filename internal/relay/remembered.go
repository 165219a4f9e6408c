package relay

import (
	"context"
	"sync"

	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// remembered keeps the entries of units that wait for their seal, as this process committed
// or heard them. Sealing then need not read them again, which took nine of a hundred and fifty
// microseconds of every mark; and a row that somebody changes before it is sealed is found,
// because the seal is of what was written.
type remembered struct {
	mu      sync.Mutex
	units   map[[16]byte][]journal.Entry
	entries int
}

// mostRemembered bounds the memory; beyond it the memory starts anew, and what was lost is read
// when it is sealed.
const mostRemembered = 50_000

// add keeps the entries of one unit.
func (m *remembered) add(entries []journal.Entry) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.units == nil || m.entries+len(entries) > mostRemembered {
		m.units, m.entries = map[[16]byte][]journal.Entry{}, 0
	}
	m.entries += len(entries) - len(m.units[entries[0].Unit])
	m.units[entries[0].Unit] = entries
}

func (m *remembered) of(unit [16]byte) []journal.Entry {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.units[unit]
}

// forget lets go of units that were sealed.
func (m *remembered) forget(units [][16]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, unit := range units {
		m.entries -= len(m.units[unit])
		delete(m.units, unit)
	}
}

// digests are those of the entries of units, in order, and whether one of them calls for a
// checkpoint. What is not remembered is read.
func (r *Relay) digests(ctx context.Context, u *work.Unit[Store], units [][16]byte) (all [][32]byte, calls bool, err error) {
	of := make(map[[16]byte][][32]byte, len(units))
	add := func(e journal.Entry) {
		of[e.Unit], calls = append(of[e.Unit], e.Digest()), calls || r.calls(e.Name)
	}
	var others [][16]byte
	for _, unit := range units {
		entries := r.waiting.of(unit)
		for _, e := range entries {
			add(e)
		}
		if entries == nil {
			others = append(others, unit)
		}
	}
	if err := u.Store.EachEntry(ctx, others, func(f journal.Found) error { add(f.Entry); return nil }); err != nil {
		return nil, false, err
	}
	for _, unit := range units {
		all = append(all, of[unit]...)
	}
	return all, calls, nil
}
