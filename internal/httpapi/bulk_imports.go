package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net/http"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/work"
)

func (a bulkAPI) CreateImport(ctx context.Context, r api.CreateImportRequestObject) (api.CreateImportResponseObject, error) {
	file, err := wholeBody(r.Body)
	if err != nil {
		return nil, err
	}
	if key := work.RequestOf(ctx).Key; key != nil {
		key.Hash = sha256.Sum256(append(key.Hash[:], file...)) // another table under the same key is another request
	}
	o, err := a.bulk.CreateImport(ctx, bulk.CreateImport{
		Kind: bulk.Kind(r.Params.Kind), Organization: id.FromPtr[organizations.Organization](r.Params.Organization),
		Event: id.FromPtr[programmes.Event](r.Params.Event), Squad: id.FromPtr[training.Squad](r.Params.Squad),
		Base: id.FromPtr[training.Base](r.Params.Base), File: file,
	})
	if err != nil {
		return nil, err
	}
	return api.CreateImport202JSONResponse{Body: toOperation(ctx, o), Headers: api.CreateImport202ResponseHeaders{Location: locationOf(o)}}, nil
}

func (a bulkAPI) ListImports(ctx context.Context, r api.ListImportsRequestObject) (api.ListImportsResponseObject, error) {
	p, err := a.bulk.Imports(ctx, bulk.ImportFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count),
		Kind: bulk.Kind(or(r.Params.Kind, "")), Status: bulk.Status(or(r.Params.Status, "")),
	})
	if err != nil {
		return nil, err
	}
	items := each(p.Items, func(i bulk.Import) api.Import { return toImport(ctx, i) })
	return api.ListImports200JSONResponse{Items: items, NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a bulkAPI) GetImport(ctx context.Context, r api.GetImportRequestObject) (api.GetImportResponseObject, error) {
	i, err := a.bulk.Import(ctx, id.From[bulk.Import](r.ImportID))
	if err != nil {
		return nil, err
	}
	return api.GetImport200JSONResponse{Body: toImport(ctx, i), Headers: api.GetImport200ResponseHeaders{ETag: etag(i.Revision)}}, nil
}

func (a bulkAPI) MapImportColumns(ctx context.Context, r api.MapImportColumnsRequestObject) (api.MapImportColumnsResponseObject, error) {
	columns := map[string]string{}
	for title, name := range r.Body.Columns {
		columns[title] = or(name, "")
	}
	o, err := a.bulk.MapColumns(ctx, id.From[bulk.Import](r.ImportID), revisionOf(r.Params.IfMatch), columns)
	if err != nil {
		return nil, err
	}
	return api.MapImportColumns202JSONResponse{Body: toOperation(ctx, o), Headers: api.MapImportColumns202ResponseHeaders{Location: locationOf(o)}}, nil
}

func (a bulkAPI) ListImportRows(ctx context.Context, r api.ListImportRowsRequestObject) (api.ListImportRowsResponseObject, error) {
	p, err := a.bulk.Rows(ctx, bulk.RowFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, none), Import: id.From[bulk.Import](r.ImportID), Outcome: bulk.Outcome(or(r.Params.Outcome, "")),
	})
	if err != nil {
		return nil, err
	}
	items := each(p.Items, func(row bulk.Row) api.ImportRow { return toImportRow(ctx, row) })
	return api.ListImportRows200JSONResponse{Items: items, NextCursor: next(p.Next)}, nil
}

func (a bulkAPI) MatchImportRow(ctx context.Context, r api.MatchImportRowRequestObject) (api.MatchImportRowResponseObject, error) {
	chosen, _ := id.ParseRef(r.Body.ID) // the contract has checked it
	row, err := a.bulk.MatchRow(ctx, id.From[bulk.Import](r.ImportID), bulk.Match{Row: r.Row, Column: r.Body.Column, Chosen: chosen})
	if err != nil {
		return nil, err
	}
	return api.MatchImportRow200JSONResponse(toImportRow(ctx, row)), nil
}

func (a bulkAPI) CommitImport(ctx context.Context, r api.CommitImportRequestObject) (api.CommitImportResponseObject, error) {
	how := bulk.CommitSome
	if r.Body.Mode == api.ImportCommitModeAtomic {
		how = bulk.CommitAll
	}
	o, err := a.bulk.CommitImport(ctx, id.From[bulk.Import](r.ImportID), revisionOf(r.Params.IfMatch), how)
	if err != nil {
		return nil, err
	}
	return api.CommitImport202JSONResponse{Body: toOperation(ctx, o), Headers: api.CommitImport202ResponseHeaders{Location: locationOf(o)}}, nil
}

func (a bulkAPI) GetCorrectedTable(ctx context.Context, r api.GetCorrectedTableRequestObject) (api.GetCorrectedTableResponseObject, error) {
	return written(tables.Format(or(r.Params.Format, "xlsx")), "corrected", func(f tables.Format, to io.Writer) error {
		return a.bulk.Corrected(ctx, id.From[bulk.Import](r.ImportID), f, detailsOf(ctx).language(), to)
	})
}

func (a bulkAPI) GetImportTemplate(ctx context.Context, r api.GetImportTemplateRequestObject) (api.GetImportTemplateResponseObject, error) {
	return written(tables.Format(or(r.Params.Format, "xlsx")), string(r.ImportKind), func(f tables.Format, to io.Writer) error {
		return a.bulk.Template(ctx, bulk.Kind(r.ImportKind), f, detailsOf(ctx).language(), to)
	})
}

// file is a table to be saved, not shown.
type file struct {
	format tables.Format
	name   string
	write  func(http.ResponseWriter) error
}

// written is a table once it is whole: until then a refusal can be given.
func written(f tables.Format, name string, write func(tables.Format, io.Writer) error) (file, error) {
	var out bytes.Buffer
	err := write(f, &out)
	return file{f, name, func(w http.ResponseWriter) error { _, err := w.Write(out.Bytes()); return err }}, err
}

var mediaTypes = map[tables.Format]string{
	tables.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", tables.CSV: "text/csv", tables.JSON: "application/json",
}

func (x file) send(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", mediaTypes[x.format])
	w.Header().Set("Content-Disposition", `attachment; filename="`+x.name+"."+string(x.format)+`"`)
	return x.write(w)
}

func (x file) VisitGetCorrectedTableResponse(w http.ResponseWriter) error { return x.send(w) }
func (x file) VisitGetImportTemplateResponse(w http.ResponseWriter) error { return x.send(w) }

var _ = represent(func(i bulk.Import) api.Import { return toImport(context.Background(), i) })

func toImport(ctx context.Context, i bulk.Import) api.Import {
	out := api.Import{
		ID: i.ID.String(), CreatedAt: instant(i.CreatedAt), UpdatedAt: instant(i.UpdatedAt), Revision: i.Revision, Kind: api.ImportKind(i.Kind),
		OrganizationID: orNullText(i.Organization), EventID: orNullText(i.Event), BaseID: orNullText(i.Base), SquadID: orNullText(i.Squad),
		SentBy: i.Account.String(), Status: api.ImportStatus(i.Status), OperationID: i.Operation.String(),
		Header: []api.Import_Header{}, Problems: each(i.Problems, func(p bulk.Problem) api.ImportProblem { return toImportProblem(ctx, p) }),
		Counts: api.ImportCounts{
			Rows: i.Counts.Rows, Created: i.Counts.Created, Updated: i.Counts.Updated, Unchanged: i.Counts.Unchanged,
			Rejected: i.Counts.Rejected, NeedsMatching: i.Counts.NeedsMatching, Applied: i.Counts.Applied,
		},
	}
	for _, h := range i.Header {
		out.Header = append(out.Header, api.Import_Header{Title: h.Title, Column: textOrNull(h.Column)})
	}
	return out
}

func toImportProblem(ctx context.Context, p bulk.Problem) api.ImportProblem {
	return api.ImportProblem{
		Column: textOrNull(p.Column), Code: api.ProblemCode(p.Code), Detail: p.Sentence(detailsOf(ctx).language()), Params: shown(p.Params), Read: p.Read,
	}
}

func toImportRow(ctx context.Context, r bulk.Row) api.ImportRow {
	out := api.ImportRow{
		Number: r.Number, Outcome: api.ImportOutcome(r.Outcome), Applied: r.Applied, SubjectID: textOrNull(""), Cells: r.Cells,
		Problems: each(r.Problems, func(p bulk.Problem) api.ImportProblem { return toImportProblem(ctx, p) }),
		Candidates: each(r.Candidates, func(c bulk.Candidate) api.ImportCandidate {
			return api.ImportCandidate{Column: c.Column, ID: c.ID.String(), Name: c.Name}
		}),
	}
	if !r.Subject.IsZero() {
		out.SubjectID.Set(r.Subject.String())
	}
	return out
}
