package people

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Merge says that one record turned out to be the same human being as another (合并).
type Merge struct {
	ID        id.ID[Merge]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Person    id.ID[Person]
	Duplicate id.ID[Person]
	Moved     Moved
	UndoneAt  *time.Time
}

// IDPrefix is "mrg".
func (Merge) IDPrefix() string { return "mrg" }

// Moved are the ids of what came from the duplicate, by the table that they are in, and the
// sources of its external ids.
type Moved map[string][]string

// Count is how many things that is.
func (m Moved) Count() (n int) {
	for _, ids := range m {
		n += len(ids)
	}
	return n
}

// Pair are two entries of an edition that were not withdrawn, one of each of two people.
type Pair struct {
	Edition  id.Ref
	Events   [2]id.Ref
	Entries  [2]id.Ref
	Compete  bool // both are submitted, and both compete
	OneEvent bool // the rules of one of the events let a person compete in one of the edition
	Over     bool // the edition is
}

// where is what one human being would stand in twice: an event, or an edition that lets a person
// compete in one event only. What is over cannot be mended by a withdrawal, and speaks against nothing.
func (p Pair) where() (in id.Ref, twice bool) {
	if p.Events[0] == p.Events[1] {
		return p.Events[0], true
	}
	return p.Edition, p.Compete && p.OneEvent && !p.Over
}

// standingTwice says where one human being would stand twice, and in which entries.
func standingTwice(pairs []Pair) (reasons []fault.Detail) {
	entries := map[id.Ref][]string{}
	var places []id.Ref
	for _, p := range pairs {
		in, twice := p.where()
		if !twice {
			continue
		}
		if entries[in] == nil {
			places = append(places, in)
		}
		for _, e := range p.Entries {
			if !slices.Contains(entries[in], e.String()) {
				entries[in] = append(entries[in], e.String())
			}
		}
	}
	for _, in := range places {
		code, what := fault.BothInEvent, "event"
		if in.Prefix == "edn" {
			code, what = fault.BothInEdition, "edition"
		}
		reasons = append(reasons, code.Detail(what, in.String(), "entries", entries[in]).At("/duplicate_id"))
	}
	return reasons
}

// MergePeople says that a duplicate is the same human being as a person. merge_refused lists all
// that speaks against it. Whoever merges has to be allowed to change both.
func (s Service) MergePeople(ctx context.Context, p, duplicate id.ID[Person]) (Merge, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Merge, error) {
		both, err := lockBoth(ctx, u, access.MergePeople, p, duplicate)
		if err != nil {
			return Merge{}, err
		}
		if p == duplicate {
			return Merge{}, fault.SamePerson.New().Listing(fault.SamePerson.Detail().At("/duplicate_id"))
		}
		reasons, err := against(ctx, u.Store, both[0], both[1])
		if err != nil {
			return Merge{}, err
		}
		if reasons != nil {
			return Merge{}, fault.MergeRefused.New().Listing(reasons...)
		}
		m, err := u.Store.MergeInto(ctx, Merge{
			ID: id.Ordered[Merge](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Person: p, Duplicate: duplicate,
		})
		u.Record(PeopleMerged{m.ID, p, duplicate, m.Moved.Count()})
		return m, err
	})
}

// lockBoth locks two people in the order of their ids and asks for permission on both. A duplicate
// that the caller may not read does not exist; the person in the path is asked for last, so that
// what is recorded lies within it.
func lockBoth(ctx context.Context, u *work.Unit[Store], action access.Action, p, duplicate id.ID[Person]) (both [2]Person, err error) {
	at := map[id.ID[Person]]Person{}
	order := []id.ID[Person]{p, duplicate}
	slices.SortFunc(order, func(a, b id.ID[Person]) int { return bytes.Compare(a[:], b[:]) })
	missing := map[id.ID[Person]]error{}
	for _, one := range order {
		if at[one], err = u.Store.LockPerson(ctx, one); err != nil {
			missing[one] = err
		}
	}
	for _, one := range []id.ID[Person]{p, duplicate, p} {
		err := missing[one]
		if err == nil {
			err = u.Allow(action, at[one].Scope())
		}
		if fault.Is(err, fault.NotFound) && one == duplicate && one != p {
			err = fault.ReferenceMissing.With("what", "person").Listing(fault.ReferenceMissing.Detail("what", "person").At("/duplicate_id"))
		}
		if err != nil {
			return both, err
		}
	}
	return [2]Person{at[p], at[duplicate]}, nil
}

// against lists all that speaks against a merge.
func against(ctx context.Context, s Store, p, duplicate Person) (reasons []fault.Detail, err error) {
	for at, one := range map[string]Person{"": p, "/duplicate_id": duplicate} {
		if one.MergedInto != nil {
			reasons = append(reasons, fault.PersonMerged.Detail("into", one.MergedInto.String()).At(at))
		}
	}
	pairs, err := s.BothIn(ctx, p.ID, duplicate.ID)
	if err != nil {
		return nil, err
	}
	reasons = append(reasons, standingTwice(pairs)...)
	editions, err := s.BothTraining(ctx, p.ID, duplicate.ID)
	for _, e := range editions {
		reasons = append(reasons, fault.BothInSquads.Detail("edition", e.String()).At("/duplicate_id"))
	}
	return reasons, err
}

// UndoMerge takes a merge back; merge_undone if it was before.
func (s Service) UndoMerge(ctx context.Context, merge id.ID[Merge]) (Merge, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Merge, error) {
		m, err := u.Store.Merge(ctx, merge)
		if err != nil {
			return Merge{}, err
		}
		if _, err := lockBoth(ctx, u, access.UndoMerge, m.Person, m.Duplicate); err != nil {
			return Merge{}, err
		}
		if m, err = u.Store.Merge(ctx, merge); err != nil { // as it is now that both are locked
			return Merge{}, err
		}
		if m.UndoneAt != nil {
			return Merge{}, fault.MergeUndone.New()
		}
		m.UndoneAt, m.Revision, m.UpdatedAt = &u.Now, m.Revision+1, u.Now
		u.Record(MergeTakenBack{m.ID, m.Person, m.Duplicate})
		return m, u.Store.TakeApart(ctx, m)
	})
}

// Merges reads those into a person, the oldest first.
func (s Service) Merges(ctx context.Context, p id.ID[Person]) ([]Merge, error) {
	return readAbout(ctx, s, p, access.ListMerges, func(store Store, _ Person) ([]Merge, error) { return store.Merges(ctx, p) })
}
