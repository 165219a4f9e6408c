package bulk

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// CommitImport has the good rows of a checked import committed: all rows in one transaction,
// which is refused while any row is not good, or those that are good, step by step.
func (s *Service) CommitImport(ctx context.Context, imported id.ID[Import], expected int64, w Work) (Operation, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Operation, error) {
		i, err := toChange(ctx, u, imported, expected, access.CommitImport)
		switch bad := i.Counts.Rejected + i.Counts.NeedsMatching; {
		case err != nil:
			return Operation{}, err
		case len(i.Problems) > 0:
			return Operation{}, fault.HeaderUnclear.With("problems", len(i.Problems))
		case w == CommitAll && bad > 0:
			return Operation{}, fault.ImportHasProblems.With("rows", bad)
		}
		o, err := begin(ctx, u, i, Committing, w)
		u.Record(ImportCommitStarted{i.ID, o.ID, w})
		return o, err
	})
}
