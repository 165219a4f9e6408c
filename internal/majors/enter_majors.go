package majors

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/batch"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// EnterMajors says which majors a version of a catalogue has.
type EnterMajors struct {
	Catalogue string
	Items     []Item
	Partial   bool // keep what can be kept
}

// Item is one of them.
type Item struct {
	Level Level
	Code  string
	Name  string
}

// EnterMajors enters those that are new and corrects the names of the others, and answers for
// each. Unless Partial, one that is rejected refuses all.
func (s Service) EnterMajors(ctx context.Context, in EnterMajors) ([]batch.Result, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) ([]batch.Result, error) {
		if err := u.Allow(access.EnterMajors, nil); err != nil {
			return nil, err
		}
		known, err := u.Store.MajorsOf(ctx, in.Catalogue)
		if err != nil {
			return nil, err
		}
		results := make([]batch.Result, len(in.Items))
		var add, change []Major
		met := map[Key]bool{}
		for i, item := range in.Items {
			m := Major{
				ID: id.Ordered[Major](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now,
				Key: Key{in.Catalogue, item.Level, item.Code}, Name: item.Name,
			}.clean()
			err := m.check()
			if err == nil && met[m.Key] {
				err = fault.AlreadyExists.With("what", "code").Listing(fault.AlreadyExists.Detail("what", "code").At("/code"))
			}
			if err != nil {
				if results[i], err = batch.Reject(i, err); err != nil {
					return nil, err
				}
				continue
			}
			met[m.Key] = true
			before, exists := known[m.Key]
			switch {
			case !exists:
				add = append(add, m)
				results[i] = batch.Kept(batch.Created, m.ID.Ref())
			case before.Name == m.Name:
				results[i] = batch.Kept(batch.Unchanged, before.ID.Ref())
			default:
				before.Name, before.Revision, before.UpdatedAt = m.Name, before.Revision+1, u.Now
				change = append(change, before)
				results[i] = batch.Kept(batch.Updated, before.ID.Ref())
			}
		}
		if err := batch.Together(results, in.Partial); err != nil {
			return nil, err
		}
		return results, write(ctx, u, add, change)
	})
}

// write keeps them. A code that somebody else has entered in the meantime is found in another
// try.
func write(ctx context.Context, u *work.Unit[Store], add, change []Major) error {
	err := u.Store.AddMajors(ctx, add)
	for _, m := range change {
		if err == nil {
			err = u.Store.ChangeMajor(ctx, m)
		}
	}
	if fault.Is(err, fault.AlreadyExists) || fault.Is(err, fault.RevisionStale) {
		return work.Retry{Err: err}
	}
	for _, m := range add {
		u.Record(MajorEntered{m.ID, m.Catalogue, m.Level, m.Code})
	}
	for _, m := range change {
		u.Record(MajorCorrected{m.ID, m.Revision})
	}
	return err
}
