package bulk

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// MatchRow says which of the candidates a cell means, and holds the row against the rules with
// it. Rows that are planned together with it are checked again by the commit.
func (s *Service) MatchRow(ctx context.Context, imported id.ID[Import], m Match) (Row, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Row, error) {
		i, err := find(ctx, u, imported, access.ChangeImport)
		if err != nil {
			return Row{}, err
		}
		if err := i.idle(); err != nil {
			return Row{}, err
		}
		row, err := u.Store.Row(ctx, i.ID, m.Row)
		if err != nil {
			return Row{}, err
		}
		if !row.offers(m) {
			return Row{}, fault.CandidateUnknown.New().Listing(fault.CandidateUnknown.Detail().At("/id"))
		}
		if err := u.Store.SaveMatch(ctx, i.ID, m); err != nil {
			return Row{}, err
		}
		u.Record(ImportMatched{i.ID, m.Row, m.Column, m.Chosen})
		rows, err := s.together(ctx, u, i, row)
		if err != nil {
			return Row{}, err
		}
		if _, _, err := s.newJob(i).plan(ctx, u, rows); err != nil {
			return Row{}, err
		}
		for _, r := range rows {
			if r.Applied { // what a commit made of it stays in the report
				continue
			}
			if err := u.Store.ChangeRow(ctx, i.ID, r); err != nil {
				return Row{}, err
			}
			if r.Number == m.Row {
				row = r
			}
		}
		if i.Counts, err = u.Store.CountRows(ctx, i.ID); err != nil {
			return Row{}, err
		}
		return row, u.Store.ChangeImport(ctx, i.at(i.Status, u.Now))
	})
}

// offers reports whether what was chosen is among the candidates.
func (r Row) offers(m Match) bool {
	for _, c := range r.Candidates {
		if c.Column == m.Column && c.ID == m.Chosen {
			return true
		}
	}
	return false
}

// together are the rows that are planned with this one.
func (s *Service) together(ctx context.Context, u *work.Unit[Store], i Import, r Row) ([]Row, error) {
	if !kinds[i.Kind].atOnce {
		return []Row{r}, nil
	}
	return u.Store.RowsAfter(ctx, i.ID, 0, mostAtOnce, Every)
}
