package bulk

import (
	"context"
	"fmt"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// MapColumns says what the titles of a table mean, by title; "" is a column that is not to be
// read. The table is checked again, and the organization's next tables are read the same way.
func (s *Service) MapColumns(ctx context.Context, imported id.ID[Import], expected int64, columns map[string]string) (Operation, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Operation, error) {
		i, err := toChange(ctx, u, imported, expected, access.ChangeImport)
		if err != nil {
			return Operation{}, err
		}
		if i.Status != Checked { // what was committed stays as it was reported
			return Operation{}, fault.ImportNotChecked.With("status", string(i.Status))
		}
		titles := make([]string, len(i.Header))
		for n, h := range i.Header {
			titles[n] = h.Title
		}
		if err := kinds[i.Kind].knows(columns, titles); err != nil {
			return Operation{}, err
		}
		if err := u.Store.SaveTitles(ctx, i.Organization, i.Kind, columns); err != nil {
			return Operation{}, err
		}
		said, err := u.Store.Titles(ctx, i.Organization, i.Kind)
		if err != nil {
			return Operation{}, err
		}
		i.Header, i.Problems = kinds[i.Kind].headings(titles, said)
		u.Record(ImportMapped{i.ID, len(columns)})
		return begin(ctx, u, i, Checking, CheckImport)
	})
}

// knows refuses titles that the table has not, and columns that the kind has not.
func (k kind) knows(columns map[string]string, titles []string) error {
	var wrong []fault.Detail
	for title, name := range columns {
		_, known := k.column(name)
		if !slices.Contains(titles, title) || name != "" && !known {
			wrong = append(wrong, fault.InvalidValue.Detail().At(fmt.Sprintf("/columns/%s", title)))
		}
	}
	if wrong != nil {
		return fault.InvalidRequest.New().Listing(wrong...)
	}
	return nil
}

// toChange reads an import that the caller has seen and may change, and that nothing works on.
func toChange(ctx context.Context, u *work.Unit[Store], imported id.ID[Import], expected int64, action access.Action) (Import, error) {
	i, err := find(ctx, u, imported, action)
	if err != nil {
		return Import{}, err
	}
	if i.Revision != expected {
		return Import{}, fault.RevisionStale.New().Showing(i)
	}
	return i, i.idle()
}

// begin has an operation bring the import on.
func begin(ctx context.Context, u *work.Unit[Store], i Import, to Status, w Work) (Operation, error) {
	i = i.at(to, u.Now)
	o := start(u, &i, w)
	if err := u.Store.AddOperation(ctx, o); err != nil {
		return Operation{}, err
	}
	return o, u.Store.ChangeImport(ctx, i)
}
