package registration

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// Limit is one count that an entry takes places of. Of is the quota, or the rule set whose
// entries_per_school is a limit of its own.
type Limit struct {
	Of      id.Ref `json:"of"`
	Per     Per    `json:"per"`
	Unit    Unit   `json:"unit"`
	Counted string `json:"counted"`
	Group   string `json:"group,omitempty"` // of events that it counts; "": any
	Most    int    `json:"most"`
	Used    int    `json:"used"`  // filled by reads and by a refusal
	Needs   int    `json:"needs"` // what the entry takes; negative where it gives back
	Binds   bool   `json:"-"`     // ends first
}

// Remaining is what is left: never less than nothing.
func (l Limit) Remaining() int { return max(l.Most-l.Used, 0) }

// same reports whether two limits are one count.
func (l Limit) same(o Limit) bool { return l.Of == o.Of && l.Counted == o.Counted }

// exhausted is the refusal where places are missing: every limit that lacks them, at once.
func exhausted(limits []Limit) error {
	reasons := make([]fault.Detail, len(limits))
	for i, l := range limits {
		reasons[i] = fault.QuotaExhausted.Detail(l.named()...)
	}
	return fault.QuotaExhausted.With(limits[0].named()...).Listing(reasons...)
}

func (l Limit) named() []any {
	return []any{"quota", l.Of.String(), "per", string(l.Per), "unit", string(l.Unit), "most", l.Most, "used", l.Used, "needs", l.Needs}
}

// place is where an entry of the event counts.
func (s Setting) place(e Entry) Place {
	return Place{s.Event.ID, s.Event.Group, e.Organization, e.Delegation, e.District}
}

// Limits are all counts that an entry at this place falls under, in the order in which places
// are taken: by id, so that two submissions never wait for each other. Needs is what a size
// takes of each.
func (s Setting) Limits(quotas []Quota, at Place, size Size) []Limit {
	var limits []Limit
	for _, q := range quotas {
		if counted, counts := q.Counted(at); counts {
			l := Limit{Of: q.ID.Ref(), Per: q.Per, Unit: q.Unit, Counted: counted, Most: q.Most, Needs: size.Of(q.Unit)}
			if q.byGroup() {
				l.Group = at.Group
			}
			limits = append(limits, l)
		}
	}
	if most := s.Rules.EntriesPerSchool; most > 0 {
		l := Limit{Of: s.Event.RuleSet.Ref(), Per: PerOrganizationAndEvent, Unit: Entries, Most: most, Needs: size.Entries}
		l.Counted, _ = l.Per.Counted(at)
		limits = append(limits, l)
	}
	slices.SortFunc(limits, func(a, b Limit) int {
		return cmp.Or(bytes.Compare(a.Of.UUID[:], b.Of.UUID[:]), cmp.Compare(a.Counted, b.Counted))
	})
	return limits
}

// binding marks the limits that end first, for entries of the smallest team that the event
// allows. What such an entry does not need never binds.
func (s Setting) binding(limits []Limit) []Limit {
	least := -1
	fit := func(l Limit) int {
		smallest := Size{Entries: 1, Competitors: s.Event.TeamMin}.Of(l.Unit)
		if smallest == 0 {
			return -1
		}
		return l.Remaining() / smallest
	}
	for _, l := range limits {
		if n := fit(l); n >= 0 && (least < 0 || n < least) {
			least = n
		}
	}
	for i, l := range limits {
		limits[i].Binds = least >= 0 && fit(l) == least
	}
	return limits
}

// take takes what is needed of every limit, in their one order, or nothing: then it answers
// all those that lack places. A negative need is given back.
func take(ctx context.Context, s QuotaStore, limits []Limit) (lacking []Limit, err error) {
	var taken []Limit
	for _, l := range limits {
		if l.Needs == 0 {
			continue
		}
		l, enough, err := s.TakePlaces(ctx, l)
		switch {
		case err != nil:
			return nil, err
		case enough:
			taken = append(taken, l)
		default:
			lacking = append(lacking, l)
		}
	}
	if lacking == nil {
		return nil, nil
	}
	for _, l := range taken { // this unit has their locks
		l.Needs = -l.Needs
		if _, _, err := s.TakePlaces(ctx, l); err != nil {
			return nil, err
		}
	}
	return lacking, nil
}

// resize has an entry hold places for this size from now on: it takes what is missing and
// gives back what is too much. It answers how many limits that concerned; quota_exhausted
// lists all that lack places, and then nothing has changed.
func resize(ctx context.Context, s QuotaStore, setting Setting, e *Entry, size Size) (limits []Limit, err error) {
	if !e.Official {
		size = Size{}
	}
	if size == e.Held {
		return nil, nil
	}
	at := setting.place(*e)
	quotas, err := s.QuotasFor(ctx, setting, at)
	if err != nil {
		return nil, err
	}
	limits = setting.Limits(quotas, at, size.beyond(e.Held))
	lacking, err := take(ctx, s, limits)
	switch {
	case err != nil:
		return nil, err
	case lacking != nil:
		return nil, exhausted(lacking)
	}
	e.Held = size
	return limits, nil
}
