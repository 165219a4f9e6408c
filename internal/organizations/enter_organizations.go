package organizations

import (
	"context"
	"maps"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/batch"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// EnterOrganizations says which organizations there have to be. Each is known by one of its
// external ids at least.
type EnterOrganizations struct {
	Items   []Changes // with a name and a kind
	Partial bool      // keep what can be kept
}

// EnterOrganizations enters those that are new and changes those that are known by a code,
// and answers for each. Sent again, it changes nothing. Unless Partial, one that is rejected
// refuses all.
func (s Service) EnterOrganizations(ctx context.Context, in EnterOrganizations) ([]batch.Result, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) ([]batch.Result, error) {
		if err := u.Allow(access.EnterOrganizations, nil); err != nil {
			return nil, err
		}
		for i, item := range in.Items {
			in.Items[i].ExternalIDs = names.Codes(item.ExternalIDs)
		}
		known, err := u.Store.OrganizationsByCode(ctx, codesOf(in.Items))
		if err != nil {
			return nil, err
		}
		l := list{unit: u, known: known, taken: map[Code]bool{}, met: map[id.ID[Organization]]bool{}}
		results := make([]batch.Result, len(in.Items))
		for i, item := range in.Items {
			outcome, o, err := l.enter(item)
			if results[i] = batch.Kept(outcome, o.ID.Ref()); err != nil {
				if results[i], err = batch.Reject(i, err); err != nil {
					return nil, err
				}
			}
		}
		if err := batch.Together(results, in.Partial); err != nil {
			return nil, err
		}
		return results, l.write(ctx)
	})
}

// codesOf are the codes of all items.
func codesOf(items []Changes) (codes []Code) {
	for _, item := range items {
		codes = append(codes, item.codes()...)
	}
	return codes
}

func (c Changes) codes() (codes []Code) {
	for _, source := range slices.Sorted(maps.Keys(c.ExternalIDs)) {
		codes = append(codes, Code{source, c.ExternalIDs[source]})
	}
	return codes
}

// list is what comes together while items are looked at one by one.
type list struct {
	unit  *work.Unit[Store]
	known map[Code]Organization
	taken map[Code]bool                // codes of items before
	met   map[id.ID[Organization]]bool // organizations of items before
	add   []Organization
	after []Organization // changed
}

// enter decides what becomes of one item.
func (l *list) enter(item Changes) (batch.Outcome, Organization, error) {
	before, err := l.find(item)
	switch {
	case err != nil:
		return batch.Rejected, Organization{}, err
	case before == nil:
		return l.create(item)
	}
	return l.change(*before, item)
}

func (l *list) create(item Changes) (batch.Outcome, Organization, error) {
	in := CreateOrganization{Name: item.Name, Aliases: item.Aliases, Kind: *item.Kind, ExternalIDs: item.ExternalIDs}
	if item.District != nil {
		in.District = *item.District
	}
	o, err := in.Organization(id.Ordered[Organization](l.unit.IDs, l.unit.Now), l.unit.Now)
	if err != nil {
		return batch.Rejected, Organization{}, err
	}
	l.unit.Record(OrganizationCreated{o.ID, o.Kind})
	l.add = append(l.add, o)
	return batch.Created, o, nil
}

func (l *list) change(before Organization, item Changes) (batch.Outcome, Organization, error) {
	codes := maps.Clone(before.ExternalIDs)
	maps.Copy(codes, item.ExternalIDs)
	item.ExternalIDs = codes
	o, err := before.with(item)
	if err == nil && o.same(before) {
		return batch.Unchanged, before, nil
	}
	if err == nil {
		err = o.check(l.unit.Now, &before)
	}
	if err != nil {
		return batch.Rejected, Organization{}, err
	}
	o = o.revised(l.unit.Now)
	o.record(l.unit, before)
	l.after = append(l.after, o)
	return batch.Updated, o, nil
}

// find is the organization that has one of the item's codes; nil if there is none. No two items
// may be about one.
func (l *list) find(item Changes) (*Organization, error) {
	var found *Organization
	for _, code := range item.codes() {
		if l.taken[code] {
			return nil, refused([]fault.Detail{fault.AlreadyExists.Detail("what", "external_ids").At("/external_ids")})
		}
		l.taken[code] = true
		o, known := l.known[code]
		switch {
		case !known:
		case found != nil && found.ID != o.ID:
			return nil, refused([]fault.Detail{fault.CodesDisagree.Detail().At("/external_ids")})
		default:
			found = &o
		}
	}
	switch {
	case found == nil:
		return nil, nil
	case l.met[found.ID]:
		return nil, refused([]fault.Detail{fault.AlreadyExists.Detail("what", "external_ids").At("/external_ids")})
	}
	l.met[found.ID] = true
	return found, nil
}

// write keeps what came together. A code that somebody else has entered in the meantime is found
// in another try.
func (l *list) write(ctx context.Context) error {
	err := l.unit.Store.AddOrganization(ctx, l.add...)
	for _, o := range l.after {
		if err == nil {
			err = l.unit.Store.ChangeOrganization(ctx, o)
		}
	}
	if fault.Is(err, fault.AlreadyExists) || fault.Is(err, fault.RevisionStale) {
		return work.Retry{Err: err}
	}
	return err
}
