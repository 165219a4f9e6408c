package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ValidateScheme holds a draft against itself and the rules of its event.
func (s *Service) ValidateScheme(ctx context.Context, scheme id.ID[Scheme], expected int64) (Report, error) {
	return changeScheme(ctx, s, scheme, expected, access.ValidateScheme, func(u *work.Unit[Store], now Scheme) (Report, error) {
		if err := now.editable(); err != nil {
			return Report{}, err
		}
		rules, err := u.Store.RulesOf(ctx, now.Event)
		if err != nil {
			return Report{}, err
		}
		wrong, warnings := now.Problems(rules)
		if wrong != nil {
			return Report{}, fault.SchemeInvalid.New().Listing(wrong...)
		}
		now.Status, now.Revision, now.UpdatedAt = SchemeValidated, now.Revision+1, u.Now
		u.Record(SchemeWasValidated{now.ID, now.Revision})
		return Report{now, warnings}, u.Store.ChangeScheme(ctx, now)
	})
}
