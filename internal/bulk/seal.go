package bulk

import (
	"fmt"
	"maps"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/vault"
)

// openTable is the table that was sent. One that was sent to a version before is not sealed.
func (s *Service) openTable(i id.ID[Import], kept vault.Sealed) ([]byte, error) {
	if kept.Key == "" {
		return kept.Box, nil
	}
	file, err := s.vault.Open(kept, i.String())
	return []byte(file), err
}

// cell is what stands in one. What is hidden leaves the row masked, and sealed beside it.
func (s *step) cell(r *Row, n int, c column) (string, error) {
	about := fmt.Sprintf("%s %d %d", s.of.ID, r.Number, n)
	if sealed, is := r.Sealed[n]; is {
		return s.vault.Open(sealed, about)
	}
	text := tables.Text(r.Cells[n])
	if !c.hidden || text == "" {
		return text, nil
	}
	sealed, err := s.vault.Seal(text, about)
	if err != nil {
		return "", err
	}
	all := map[int]vault.Sealed{n: sealed}
	maps.Copy(all, r.Sealed)
	r.Sealed, r.Cells[n] = all, people.Masked(text)
	return text, nil
}

// shown is what a report may show of a cell.
func (l *line) shown(c string) string {
	if l.hidden[c] {
		return people.Masked(l.values[c])
	}
	return l.values[c]
}
