package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CloneEdition says which edition to take as a template, and what the new one has of its own:
// everything that a year changes. Name, host and time zone are the template's where nothing is
// given; dates never are.
type CloneEdition struct {
	Template     id.ID[Edition]
	Number, Year int
	Name, Host   names.Text
	TimeZone     *string
	StartsDate   *string
	EndsDate     *string
	Windows      map[WindowKind]Ends
}

// CloneEdition drafts an edition of the same programme: its newest rules, its events that were
// not cancelled, each going on the template's event, their stages, and its quotas. Entries,
// people, panels and results stay where they are.
func (s Service) CloneEdition(ctx context.Context, in CloneEdition) (Edition, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Edition, error) {
		template, err := u.Store.Edition(ctx, in.Template)
		if err != nil {
			return Edition{}, err
		}
		if err := u.Allow(access.CloneEdition, template.Scope()); err != nil {
			return Edition{}, err
		}
		e := template.cloned(in, u)
		if err := e.check(e.set(in.Windows)); err != nil {
			return Edition{}, err
		}
		if err := u.Store.AddEdition(ctx, e); err != nil {
			return Edition{}, err
		}
		u.RecordWithin(e.Scope(), EditionCloned{e.ID, template.ID, e.Number})
		for _, moved := range e.windowsMoved(Edition{}) {
			u.RecordWithin(e.Scope(), moved)
		}
		rules, err := cloneRules(ctx, u, template, e)
		if err != nil || rules == nil {
			return e, err
		}
		events, err := cloneEvents(ctx, u, template, e, rules.ID)
		if err != nil {
			return Edition{}, err
		}
		return e, u.Store.CopyQuotas(ctx, template.ID, e.ID, events, u.IDs, u.Now)
	})
}

func (e Edition) cloned(in CloneEdition, u *work.Unit[Store]) Edition {
	out := Edition{
		ID: id.Ordered[Edition](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Programme: e.Programme,
		Number: in.Number, Year: in.Year, Name: e.Name, Host: e.Host, Status: Draft, TimeZone: e.TimeZone,
		StartsDate: in.StartsDate, EndsDate: in.EndsDate, HoldMinutes: e.HoldMinutes, WaitingList: e.WaitingList,
	}
	set(&out.TimeZone, in.TimeZone)
	if in.Name != nil {
		out.Name = in.Name.Clean()
	}
	if in.Host != nil {
		out.Host = in.Host.Clean()
	}
	return out
}

// cloneRules copies the newest rules as a draft; nil where the template has none.
func cloneRules(ctx context.Context, u *work.Unit[Store], template, e Edition) (*RuleSet, error) {
	sets, err := u.Store.RuleSets(ctx, template.ID)
	if err != nil || len(sets) == 0 {
		return nil, err
	}
	r := sets[0]
	r.ID, r.Revision, r.CreatedAt, r.UpdatedAt = id.Ordered[RuleSet](u.IDs, u.Now), 1, u.Now, u.Now
	r.Edition, r.Version, r.Status, r.Rules = e.ID, 1, RuleSetDraft, r.Rules.anew()
	u.RecordWithin(e.Scope(), RuleSetCreated{r.ID, r.Version, r.Preset})
	return &r, u.Store.AddRuleSet(ctx, r)
}

// anew are the rules for another year: a date at which ages were counted becomes that day of
// the edition's year; 29 February becomes 1 March.
func (r Rules) anew() Rules {
	if a := r.Registration.Age; a != nil && a.Basis == "on_date" && a.Date != nil {
		again, day := *a, (*a.Date)[len("2006-"):]
		if day == "02-29" {
			day = "03-01"
		}
		again.Basis, again.Date, again.MonthDay = "on_day", nil, &day
		r.Registration.Age = &again
	}
	return r
}

// cloneEvents copies the events that were not cancelled, with their stages, and says which
// became of which.
func cloneEvents(ctx context.Context, u *work.Unit[Store], template, e Edition, rules id.ID[RuleSet]) (map[id.ID[Event]]id.ID[Event], error) {
	all, err := u.Store.EventsOf(ctx, template.ID)
	if err != nil {
		return nil, err
	}
	became := map[id.ID[Event]]id.ID[Event]{}
	for _, before := range all {
		if before.Status == EventCancelled {
			continue
		}
		event := before
		event.ID, event.Revision, event.CreatedAt, event.UpdatedAt = id.Ordered[Event](u.IDs, u.Now), 1, u.Now, u.Now
		event.Edition, event.Status, event.RuleSet, event.Succeeds = e.ID, EventOpen, rules, []id.ID[Event]{before.ID}
		if err := u.Store.AddEvent(ctx, event); err != nil {
			return nil, err
		}
		u.RecordWithin(event.Scope(), EventCreated{event.ID, event.Number})
		stages, err := u.Store.Stages(ctx, before.ID)
		if err != nil {
			return nil, err
		}
		for _, stage := range stages {
			again := newStage(u, event, stage.Position, stage.Name, stage.BlindLevel)
			u.RecordWithin(again.Scope(), StageCreated{again.ID, again.Position})
			if err := u.Store.AddStage(ctx, again); err != nil {
				return nil, err
			}
		}
		became[before.ID] = event.ID
	}
	return became, nil
}
