package bulk

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/work"
)

// CreateImport says what is sent.
type CreateImport struct {
	Kind         Kind
	Organization *id.ID[organizations.Organization] // whose rows they are; nil: every row says so
	Event        *id.ID[programmes.Event]           // of entries
	File         []byte
}

// mostAtOnce is how many rows a table may have whose rows are planned together.
const mostAtOnce = 5000

// CreateImport reads a table and has it checked; nothing else is changed. A file that is no
// table, or too large a one, is refused at once.
func (s *Service) CreateImport(ctx context.Context, in CreateImport) (Operation, error) {
	scope := access.Scope{}
	if in.Organization != nil {
		scope = append(scope, in.Organization.Ref())
	}
	if err := s.mayImport(ctx, scope); err != nil { // before the work of reading
		return Operation{}, err
	}
	if err := in.check(); err != nil {
		return Operation{}, err
	}
	file, titles, rows, err := s.table(ctx, in.File)
	if err != nil {
		return Operation{}, err
	}
	if kinds[in.Kind].atOnce && rows > mostAtOnce {
		return Operation{}, fault.TableTooLarge.With("reason", string(tables.TooManyRows), "limit", mostAtOnce)
	}
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Operation, error) {
		if err := u.Allow(access.CreateImport, scope); err != nil {
			return Operation{}, err
		}
		if err := in.refers(ctx, u.Store); err != nil {
			return Operation{}, err
		}
		said, err := u.Store.Titles(ctx, in.Organization, in.Kind)
		if err != nil {
			return Operation{}, err
		}
		i := Import{
			ID: id.Random[Import](u.IDs), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Account: u.Actor.Account,
			Kind: in.Kind, Organization: in.Organization, Event: in.Event, Status: Checking, Counts: Counts{Rows: rows},
		}
		i.Header, i.Problems = kinds[in.Kind].headings(titles, said)
		o := start(u, &i, CheckImport)
		if err := u.Store.AddOperation(ctx, o); err != nil {
			return Operation{}, err
		}
		sealed, err := s.vault.Seal(string(file), i.ID.String())
		if err != nil {
			return Operation{}, err
		}
		u.Record(ImportCreated{i.ID, i.Kind, rows})
		return o, u.Store.AddImport(ctx, i, sealed)
	})
}

func (s *Service) mayImport(ctx context.Context, scope access.Scope) error {
	_, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		return struct{}{}, u.Allow(access.CreateImport, scope)
	})
	return err
}

// check refuses parameters that the kind needs and has not, or has and does not know.
func (in CreateImport) check() error {
	wrong := func(code fault.Code, parameter string) error {
		return fault.InvalidRequest.New().Listing(code.Detail().In(parameter))
	}
	switch {
	case in.Kind == Entries && in.Event == nil:
		return wrong(fault.MissingValue, "event")
	case in.Kind == Entries && in.Organization == nil:
		return wrong(fault.MissingValue, "organization")
	case in.Kind != Entries && in.Event != nil:
		return wrong(fault.UnknownParameter, "event")
	case in.Kind == Organizations && in.Organization != nil:
		return wrong(fault.UnknownParameter, "organization")
	}
	return nil
}

// refers refuses an organization or an event that does not exist.
func (in CreateImport) refers(ctx context.Context, store Store) error {
	missing := func(err error, what string) error {
		if fault.Is(err, fault.NotFound) {
			return fault.ReferenceMissing.With("what", what).Listing(fault.ReferenceMissing.Detail("what", what).In(what))
		}
		return err
	}
	if in.Organization != nil {
		if _, err := store.Organization(ctx, *in.Organization); err != nil {
			return missing(err, "organization")
		}
	}
	if in.Event != nil {
		if _, err := store.Setting(ctx, *in.Event, registration.Unlocked); err != nil {
			return missing(err, "event")
		}
	}
	return nil
}

// start is the operation that brings an import on.
func start(u *work.Unit[Store], i *Import, w Work) Operation {
	o := Operation{
		ID: id.Ordered[Operation](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Kind: w, State: Queued,
		Account: u.Actor.Account, Organization: i.Organization, Subject: i.ID.Ref(), Total: i.Counts.Rows,
	}
	i.Operation = o.ID
	return o
}

// table reads a file into the form that is kept: CSV in UTF-8, without what says nothing,
// the number of the row first; it answers the titles and how many rows follow them.
func (s *Service) table(ctx context.Context, file []byte) (kept []byte, titles []string, rows int, err error) {
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return nil, nil, 0, fault.Overloaded.New().Because(ctx.Err())
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	err = tables.Read(file, tables.Usual, func(r tables.Row) error {
		cells := make([]string, 1, len(r.Cells)+1)
		cells[0] = strconv.Itoa(r.Number)
		for _, cell := range r.Cells {
			cells = append(cells, tables.Text(cell))
		}
		if titles == nil {
			titles = cells[1:]
			return nil
		}
		if slices.ContainsFunc(cells[1:], isExample) {
			return nil
		}
		rows++
		return w.Write(cells)
	})
	if err == nil && rows == 0 {
		err = &tables.Unreadable{Reason: tables.Empty}
	}
	if err != nil {
		return nil, nil, 0, unreadable(err)
	}
	w.Flush()
	return out.Bytes(), titles, rows, w.Error()
}

// isExample reports the row that a template shows how it is meant with.
func isExample(cell string) bool { return strings.HasPrefix(tables.Narrow(cell), "例:") }

// eachRow calls fn with some rows of a kept table at a time.
func eachRow(kept []byte, most int, fn func([]Row) error) error {
	in := csv.NewReader(bytes.NewReader(kept))
	in.FieldsPerRecord = -1
	var some []Row
	for {
		cells, err := in.Read()
		if err != nil && len(some) == 0 {
			return atEnd(err)
		}
		if err == nil {
			number, err := strconv.Atoi(cells[0])
			if err != nil {
				return err
			}
			some = append(some, Row{Number: number, Cells: cells[1:]})
		}
		if len(some) == most || err != nil {
			if err := fn(some); err != nil {
				return err
			}
			some = nil
		}
		if err != nil {
			return atEnd(err)
		}
	}
}

// atEnd is no error at the end of a file.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
