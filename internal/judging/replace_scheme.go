package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ReplaceScheme writes the content of a draft anew. What is written twice is refused at once,
// because a sheet is found by its code; everything else may wait for the validation.
func (s *Service) ReplaceScheme(ctx context.Context, scheme id.ID[Scheme], expected int64, content Content) (Scheme, error) {
	return changeScheme(ctx, s, scheme, expected, access.UpdateScheme, func(u *work.Unit[Store], now Scheme) (Scheme, error) {
		return rewrite(ctx, u, now, content.clean())
	})
}

// rewrite keeps a scheme with other content.
func rewrite(ctx context.Context, u *work.Unit[Store], now Scheme, content Content) (Scheme, error) {
	if err := now.editable(); err != nil {
		return Scheme{}, err
	}
	if twice := content.twice(); twice != nil {
		return Scheme{}, fault.SchemeInvalid.New().Listing(twice...)
	}
	after := now.rewritten(content.number(u.IDs, now.Content), u.Now)
	u.Record(SchemeRewritten{after.ID, after.Revision, after.Total()})
	return after, u.Store.RewriteScheme(ctx, after)
}

// twice lists the codes of sub-criteria that stand in the content twice.
func (c Content) twice() (wrong []fault.Detail) {
	seen := map[string]bool{}
	for i, criterion := range c.Criteria {
		for j, s := range criterion.SubCriteria {
			if seen[s.Code] {
				wrong = append(wrong, fault.AlreadyExists.Detail("what", "code").At("/criteria/"+itoa(i)+"/sub_criteria/"+itoa(j)+"/code"))
			}
			seen[s.Code] = true
		}
	}
	return wrong
}

// changeScheme runs one change of a scheme.
func changeScheme[T any](
	ctx context.Context, s *Service, scheme id.ID[Scheme], expected int64, action access.Action, change func(*work.Unit[Store], Scheme) (T, error),
) (T, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (none T, err error) {
		now, err := u.Store.Scheme(ctx, scheme)
		if err != nil {
			return none, err
		}
		if err := u.Allow(action, now.Scope()); err != nil {
			return none, err
		}
		edition, err := u.Store.LockEdition(ctx, now.Edition)
		if err != nil {
			return none, err
		}
		if now, err = u.Store.Scheme(ctx, scheme); err != nil { // as it is under the lock
			return none, err
		}
		if now.Revision != expected {
			return none, fault.RevisionStale.New().Showing(now)
		}
		if err := goesOn(edition); err != nil {
			return none, err
		}
		return change(u, now)
	})
}
