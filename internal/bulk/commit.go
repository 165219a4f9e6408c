package bulk

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// commitSome commits the good rows, some in each transaction. If it is interrupted it goes on
// where the last transaction ended: rows that are applied are not looked at again.
func (s *Service) commitSome(ctx context.Context, o Operation, imported id.ID[Import]) error {
	i, err := s.Import(ctx, imported)
	if err != nil {
		return err
	}
	j, after := s.newJob(i), 0
	for more := true; more; {
		var last, n int // of the try that is committed
		if err := s.step(ctx, o.ID, i, access.CommitImport, func(u *work.Unit[Store], o *Operation) (err error) {
			if last, n, err = j.apply(ctx, u, after); err != nil {
				return err
			}
			o.Done = min(o.Done+n, o.Total)
			if n == j.rows() {
				return nil
			}
			return s.done(ctx, u, o, i, Committed)
		}); err != nil {
			return err
		}
		more, after = n == j.rows(), last
	}
	return nil
}

// commitAll commits every row in one transaction, or none.
func (s *Service) commitAll(ctx context.Context, o Operation, imported id.ID[Import]) error {
	i, err := s.Import(ctx, imported)
	if err != nil {
		return err
	}
	ctx = work.WithRequest(ctx, &work.Request{ID: o.ID.String(), Patience: patience})
	return s.step(ctx, o.ID, i, access.CommitImport, func(u *work.Unit[Store], o *Operation) error {
		j, after := s.newJob(i), 0
		j.whole = true
		for more := true; more; {
			last, n, err := j.apply(ctx, u, after)
			if err != nil {
				return err
			}
			more, after = n == j.rows(), last
			if now, err := u.Store.Operation(ctx, o.ID); err != nil || now.Cancelling {
				return errOr(err, errCancelled)
			}
		}
		o.Done = o.Total
		return s.done(ctx, u, o, i, Committed)
	})
}

func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// apply commits the rows after one, as many as are planned together. A row that was good when
// it was checked and is not any more keeps its reason in the report; of an atomic commit it
// keeps out all others.
func (j *job) apply(ctx context.Context, u *work.Unit[Store], after int) (last, n int, err error) {
	rows, err := u.Store.RowsAfter(ctx, j.of.ID, after, j.rows(), Applicable)
	if err != nil || len(rows) == 0 {
		return after, 0, err
	}
	was := make(map[int]Row, len(rows))
	for _, r := range rows {
		was[r.Number] = r
	}
	write, bad, err := j.plan(ctx, u, rows)
	switch {
	case err != nil:
		return 0, 0, err
	case len(bad) > 0 && j.whole:
		return 0, 0, fault.RowRefused.With("row", bad[0].Number, "reason", string(bad[0].Problems[0].Code))
	}
	if err := write(); err != nil {
		return 0, 0, err
	}
	for _, r := range rows {
		if before := was[r.Number]; r.Outcome != before.Outcome || r.Subject != before.Subject {
			if err := u.Store.ChangeRow(ctx, j.of.ID, r); err != nil {
				return 0, 0, err
			}
		}
	}
	last = rows[len(rows)-1].Number
	return last, len(rows), u.Store.ApplyRows(ctx, j.of.ID, rows[0].Number, last)
}
