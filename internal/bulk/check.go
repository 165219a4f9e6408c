package bulk

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// job is what an operation remembers between its steps.
type job struct {
	of    Import
	vault vault.Vault
	seen  map[string]int // what rows before are about
	whole bool           // all rows or none
}

func (s *Service) newJob(i Import) *job {
	return &job{of: i, vault: s.vault, seen: map[string]int{}}
}

// rows is how many of them are planned together.
func (j *job) rows() int {
	if kinds[j.of.Kind].atOnce {
		return mostAtOnce
	}
	return stepRows
}

// plan decides what becomes of rows, and answers what writes those that are good.
func (j *job) plan(ctx context.Context, u *work.Unit[Store], rows []Row) (write func() error, bad []Row, err error) {
	matches, err := u.Store.Matches(ctx, j.of.ID)
	if err != nil {
		return nil, nil, err
	}
	k := kinds[j.of.Kind]
	s := &step{Unit: u, of: j.of, kind: k, vault: j.vault, seen: j.seen, matches: matches}
	if err := s.read(rows); err != nil {
		return nil, nil, err
	}
	if write, err = k.plan(ctx, s); err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		if !r.Outcome.Good() {
			bad = append(bad, r)
		}
	}
	return write, bad, nil
}

// check says of every row what a commit would do. If it is interrupted it begins anew: it has
// changed nothing but its own report.
func (s *Service) check(ctx context.Context, o Operation, imported id.ID[Import]) error {
	i, err := s.Import(ctx, imported)
	if err != nil {
		return err
	}
	j := s.newJob(i)
	var file []byte
	if err := s.step(ctx, o.ID, i, access.CreateImport, func(u *work.Unit[Store], o *Operation) error {
		sealed, err := u.Store.ImportFile(ctx, i.ID)
		if err != nil {
			return err
		}
		if file, err = s.openTable(i.ID, sealed); err != nil {
			return err
		}
		o.Done = 0
		return u.Store.ClearRows(ctx, i.ID)
	}); err != nil {
		return err
	}
	if len(i.Problems) == 0 { // otherwise it is not known what the cells mean
		if err := eachRow(file, j.rows(), func(rows []Row) error {
			return s.step(ctx, o.ID, i, access.CreateImport, func(u *work.Unit[Store], o *Operation) error {
				if _, _, err := j.plan(ctx, u, rows); err != nil {
					return err
				}
				o.Done += len(rows)
				return u.Store.AddRows(ctx, i.ID, rows)
			})
		}); err != nil {
			return err
		}
	}
	return s.step(ctx, o.ID, i, access.CreateImport, func(u *work.Unit[Store], o *Operation) error {
		return s.done(ctx, u, o, i, Checked)
	})
}

// done ends an operation well.
func (s *Service) done(ctx context.Context, u *work.Unit[Store], o *Operation, i Import, to Status) (err error) {
	if i, err = u.Store.Import(ctx, i.ID); err != nil {
		return err
	}
	if i.Counts, err = u.Store.CountRows(ctx, i.ID); err != nil {
		return err
	}
	i.Counts.Rows = o.Total
	*o = o.end(Succeeded, nil, u.Now)
	if to == Committed {
		u.Record(ImportCommitted{i.ID, i.Counts})
	}
	return u.Store.ChangeImport(ctx, i.at(to, u.Now))
}
