package judging

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// factsCache keeps the facts of sheets that are being marked, so that a mark costs no
// question to the database before its own statement.
type factsCache struct {
	units work.Units[Store]

	mu         sync.RWMutex
	known      map[id.ID[Sheet]]SheetFacts
	generation int // counts the times it was emptied
}

// cachedSheets bounds the cache; beyond it the cache starts anew.
const cachedSheets = 20_000

// of are the facts of a sheet, for whoever asks permission for the same action next.
func (c *factsCache) of(ctx context.Context, sheet id.ID[Sheet], action access.Action) (SheetFacts, error) {
	c.mu.RLock()
	f, ok := c.known[sheet]
	generation := c.generation
	c.mu.RUnlock()
	if ok {
		return f, nil
	}
	f, err := work.View(ctx, c.units, func(u *work.Unit[Store]) (SheetFacts, error) {
		found, err := u.Store.SheetFacts(ctx, sheet)
		if err != nil {
			return SheetFacts{}, err
		}
		return found, u.Allow(action, found.Scope)
	})
	if err != nil {
		return SheetFacts{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation == generation { // otherwise something changed while it was read
		if len(c.known) >= cachedSheets {
			clear(c.known)
		}
		c.known[sheet] = f
	}
	return f, nil
}

// observe empties the cache when a scheme, a panel or a rule changes: that is rare.
func (c *factsCache) observe(entries []journal.Entry) {
	for _, e := range entries {
		if strings.HasPrefix(e.Name, "scheme.") || strings.HasPrefix(e.Name, "panel.") || strings.HasPrefix(e.Name, "edition.") {
			c.mu.Lock()
			clear(c.known)
			c.generation++
			c.mu.Unlock()
			return
		}
	}
}

func itoa(i int) string { return strconv.Itoa(i) }
