package bulk

import (
	"context"
	"io"
	"strings"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/work"
)

// RowFilter narrows the list of an import's rows.
type RowFilter struct {
	Page    page.Request
	Import  id.ID[Import]
	Outcome Outcome // "" for all
}

// Import reads one.
func (s *Service) Import(ctx context.Context, i id.ID[Import]) (Import, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Import, error) { return find(ctx, u, i, access.ReadImport) })
}

// Rows reads a page of an import's rows, in the order of the table.
func (s *Service) Rows(ctx context.Context, f RowFilter) (page.Page[Row], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Row], error) {
		if _, err := find(ctx, u, f.Import, access.ReadImport); err != nil {
			return page.Page[Row]{}, err
		}
		return u.Store.Rows(ctx, f)
	})
}

// Corrected writes the rows that were not committed, or would not be, with what is wrong with
// each, to be put right and sent again.
func (s *Service) Corrected(ctx context.Context, imported id.ID[Import], f tables.Format, language string, to io.Writer) error {
	i, err := s.Import(ctx, imported)
	if err != nil {
		return err
	}
	columns := make([]tables.Column, len(i.Header), len(i.Header)+1)
	for n, h := range i.Header {
		columns[n] = tables.Column{Name: h.Title, Title: h.Title}
		if c, known := kinds[i.Kind].column(h.Column); known {
			columns[n].Choices = c.words(language)
		}
	}
	out, err := tables.Write(to, f, append(columns, tables.Column{Name: "problems", Title: problemTitle[language]}))
	if err != nil {
		return err
	}
	for after := 0; ; {
		rows, err := work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Row, error) {
			if _, err := find(ctx, u, imported, access.ReadImport); err != nil {
				return nil, err
			}
			return u.Store.RowsAfter(ctx, imported, after, stepRows, Bad)
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			cells := make([]string, len(columns)+1)
			copy(cells, r.Cells[:min(len(r.Cells), len(columns))])
			cells[len(columns)] = r.sentence(i.Kind, language)
			if err := out.Marked(cells); err != nil {
				return err
			}
			after = r.Number
		}
		if len(rows) < stepRows {
			return out.Close()
		}
	}
}

// sentence is what is wrong with a row, for people.
func (r Row) sentence(k Kind, language string) string {
	between := map[string]string{"zh": "：", "en": ": "}[language]
	said := make([]string, len(r.Problems))
	for i, p := range r.Problems {
		said[i] = p.Code.Sentence(language, p.Params)
		if c, known := kinds[k].column(p.Column); known {
			said[i] = c.title(language) + between + said[i]
		}
	}
	return strings.Join(said, " ")
}

// Sentence is the problem for people.
func (p Problem) Sentence(language string) string {
	return fault.Detail{Code: p.Code, Params: p.Params}.Sentence(language)
}
