package registration

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// CauseKind is how a place became free.
type CauseKind string

// The ways.
const (
	ByWithdrawal   CauseKind = "withdrawal"
	ByExpiry       CauseKind = "hold_expired"
	ByRelease      CauseKind = "hold_released"
	ByResubmission CauseKind = "resubmission" // with fewer members
	ByRaise        CauseKind = "quota_raised"
	ByRemoval      CauseKind = "quota_removed"
)

// Cause is which places became free, and by what: an entry or a quota.
type Cause struct {
	Kind  CauseKind     `json:"kind"`
	Entry *id.ID[Entry] `json:"entry"`
	Quota *id.ID[Quota] `json:"quota"`
	Freed []Limit       `json:"freed"`
}

// by names the entry or the quota.
func (c Cause) by() string {
	if c.Entry != nil {
		return c.Entry.String()
	}
	return c.Quota.String()
}

// Promotion is why an entry left the waiting list for a place.
type Promotion struct {
	Entry      id.ID[Entry]
	PromotedAt time.Time
	Why        Why
}

// Why is the explanation: which places became free, and who was passed over.
type Why struct {
	Cause  Cause    `json:"cause"`
	Passed []Passed `json:"passed"` // at most passedKept, in the order of the line
	Count  int      `json:"count"`  // of all who were passed over
}

// Passed is one that came before and did not fit: some limits lacked places for it.
type Passed struct {
	Entry        id.ID[Entry]                      `json:"entry"`
	Event        id.ID[programmes.Event]           `json:"event"`
	Organization id.ID[organizations.Organization] `json:"organization"`
	Lacking      []Limit                           `json:"lacking"`
}

// passedKept is how many of those who were passed over an explanation names.
const passedKept = 100

// givenBack are the limits of which places were given back, each with how many.
func givenBack(limits []Limit) (back []Limit) {
	for _, l := range limits {
		if l.Needs < 0 {
			l.Needs = -l.Needs
			back = append(back, l)
		}
	}
	return back
}

// freed looks through the waiting list of an edition once places have become free, in the order
// in which they came: everybody for whom every limit now has places gets them. The caller has
// locked the edition alone, so that nobody else takes a place, gives one back or begins to wait
// meanwhile. Once the edition runs nobody is promoted any more.
func freed(ctx context.Context, u *work.Unit[Store], edition programmes.Edition, cause Cause) error {
	if len(cause.Freed) == 0 || (edition.Status != programmes.Open && edition.Status != programmes.Closed) {
		return nil
	}
	line, err := u.Store.Line(ctx, edition.ID)
	if err != nil || len(line) == 0 {
		return err
	}
	quotas, err := u.Store.EditionQuotas(ctx, edition)
	if err != nil {
		return err
	}
	l := looking{unit: u, quotas: quotas, settings: map[id.ID[programmes.Event]]Setting{}}
	for _, e := range line {
		if err := l.at(ctx, e, cause); err != nil {
			return err
		}
	}
	return nil
}

// looking is one look through the waiting list.
type looking struct {
	unit     *work.Unit[Store]
	quotas   []Quota
	settings map[id.ID[programmes.Event]]Setting
	full     []Limit // that lacked places for somebody: they only become fuller
	passed   []Passed
}

// at promotes the next in line, or notes why not.
func (l *looking) at(ctx context.Context, e Entry, cause Cause) error {
	u := l.unit
	setting, known := l.settings[e.Event]
	if !known {
		var err error
		if setting, err = u.Store.Setting(ctx, e.Event, Unlocked); err != nil {
			return err
		}
		l.settings[e.Event] = setting
	}
	if setting.goesOn() != nil {
		return nil
	}
	limits := setting.Limits(l.quotas, setting.place(e), e.size())
	lacking := l.knownFull(limits)
	if lacking == nil {
		var err error
		if lacking, err = take(ctx, u.Store, limits); err != nil {
			return err
		}
		l.full = append(l.full, lacking...)
	}
	if lacking != nil {
		l.passed = append(l.passed, Passed{e.ID, e.Event, e.Organization, lacking})
		return nil
	}
	e.Status, e.Held, e.Revision, e.UpdatedAt = Submitted, e.size(), e.Revision+1, u.Now
	if err := u.Store.ChangeEntry(ctx, e); err != nil {
		return err
	}
	why := Why{cause, l.passed[:min(len(l.passed), passedKept)], len(l.passed)}
	u.RecordWithin(e.Scope(), EntryPromoted{e.ID, e.Event, cause.Kind, cause.by(), why.Count})
	return u.Store.AddPromotion(ctx, Promotion{e.ID, u.Now, why})
}

// knownFull are those limits of which it was found that they lack even fewer places.
func (l *looking) knownFull(limits []Limit) (lacking []Limit) {
	for _, limit := range limits {
		for _, full := range l.full {
			if limit.same(full) && limit.Needs >= full.Needs {
				limit.Used = full.Used
				lacking = append(lacking, limit)
				break
			}
		}
	}
	return lacking
}
