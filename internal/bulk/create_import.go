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
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/work"
)

// CreateImport says what is sent.
type CreateImport struct {
	Kind         Kind
	Organization *id.ID[organizations.Organization] // whose rows they are; nil: every row says so
	Event        *id.ID[programmes.Event]           // of entries
	Squad        *id.ID[training.Squad]             // of a roster
	Base         *id.ID[training.Base]              // of staff
	File         []byte
}

// mostAtOnce is how many rows a table may have whose rows are planned together.
const mostAtOnce = 5000

// CreateImport reads a table and has it checked; nothing else is changed. A file that is no
// table, or too large a one, is refused at once.
func (s *Service) CreateImport(ctx context.Context, in CreateImport) (Operation, error) {
	if err := in.check(); err != nil {
		return Operation{}, err
	}
	if _, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (Import, error) { return in.begun(ctx, u) }); err != nil { // before the work of reading
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
		i, err := in.begun(ctx, u)
		if err != nil {
			return Operation{}, err
		}
		said, err := u.Store.Titles(ctx, i.Organization, i.Kind)
		if err != nil {
			return Operation{}, err
		}
		i.ID, i.Revision, i.CreatedAt, i.UpdatedAt, i.Counts.Rows = id.Random[Import](u.IDs), 1, u.Now, u.Now, rows
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

// check refuses parameters that the kind needs and has not, or has and does not know.
func (in CreateImport) check() error {
	k := kinds[in.Kind]
	var wrong []fault.Detail
	for _, parameter := range []struct {
		name  string
		given bool
	}{{"organization", in.Organization != nil}, {"event", in.Event != nil}, {"squad", in.Squad != nil}, {"base", in.Base != nil}} {
		switch needed := slices.Contains(k.needs, parameter.name); {
		case needed && !parameter.given:
			wrong = append(wrong, fault.MissingValue.Detail().In(parameter.name))
		case !needed && parameter.given && !slices.Contains(k.takes, parameter.name):
			wrong = append(wrong, fault.UnknownParameter.Detail().In(parameter.name))
		}
	}
	if wrong != nil {
		return fault.InvalidRequest.New().Listing(wrong...)
	}
	return nil
}

// begun is the import that is asked for. It is refused to who may not import there, whether or not
// there is such a thing, and then where what it names does not exist.
func (in CreateImport) begun(ctx context.Context, u *work.Unit[Store]) (Import, error) {
	i := Import{Kind: in.Kind, Account: u.Actor.Account, Organization: in.Organization, Event: in.Event, Squad: in.Squad, Status: Checking}
	var unknown error
	found := func(what string, err error) error {
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		unknown = fault.ReferenceMissing.With("what", what).Listing(fault.ReferenceMissing.Detail("what", what).In(what))
		return nil
	}
	if in.Squad != nil {
		squad, err := u.Store.Squad(ctx, *in.Squad, u.Now)
		if err := found("squad", err); err != nil {
			return Import{}, err
		}
		i.Base, i.Organization = squad.Base.ID.Ptr(), squad.Base.Organization.Ptr()
	}
	if in.Base != nil {
		base, err := u.Store.Base(ctx, *in.Base)
		if err := found("base", err); err != nil {
			return Import{}, err
		}
		i.Base, i.Organization = base.ID.Ptr(), base.Organization.Ptr()
	}
	if in.Organization != nil {
		_, err := u.Store.Organization(ctx, *in.Organization)
		if err := found("organization", err); err != nil {
			return Import{}, err
		}
	}
	if in.Event != nil {
		_, err := u.Store.Setting(ctx, *in.Event, registration.Unlocked)
		if err := found("event", err); err != nil {
			return Import{}, err
		}
	}
	if err := allow(ctx, u, access.CreateImport, i); err != nil {
		return Import{}, err
	}
	return i, unknown
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
