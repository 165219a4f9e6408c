package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/divisions"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/majors"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/training"
)

// exportsAPI writes the lists as tables, page by page: what a list does not show is in no table.
type exportsAPI struct {
	people        people.Service
	organizations organizations.Service
	accounts      *accounts.Service
	majors        majors.Service
	programmes    programmes.Service
	registration  registration.Service
	training      training.Service
	judging       *judging.Service
	results       *results.Service
	audit         audit.Service
}

// export is a list that is written as it is read. Its first page is read before anything is
// written: until then a refusal can be given.
type export[T any] struct {
	name    string
	format  tables.Format
	columns []tables.Column
	wider   func(T) []tables.Column // those that the first item adds; nil: none
	first   page.Page[T]
	next    func(page.Request) (page.Page[T], error)
	rows    func(T) [][]string
	request page.Request
}

// asTable begins an export.
func asTable[T any](ctx context.Context, x export[T]) (file, error) {
	d := detailsOf(ctx)
	x.request = page.Request{Limit: page.Max, List: d.list(), Sealer: d.door.cursors}
	var err error
	if x.first, err = x.next(x.request); err != nil {
		return file{}, err
	}
	if x.wider != nil && len(x.first.Items) > 0 {
		x.columns = append(x.columns, x.wider(x.first.Items[0])...)
	}
	return file{format: x.format, name: x.name, write: x.write}, nil
}

func (x export[T]) write(w http.ResponseWriter) error {
	out, err := tables.Write(w, x.format, x.columns)
	if err != nil {
		return err
	}
	for p := x.first; ; {
		for _, item := range p.Items {
			for _, row := range x.rows(item) {
				if err := out.Row(row); err != nil {
					return err
				}
			}
		}
		if p.Next == "" {
			return out.Close()
		}
		x.request.Cursor = p.Next
		if p, err = x.next(x.request); err != nil {
			return err
		}
	}
}

// whole is a list that comes in one page.
func whole[T any](read func() ([]T, error)) func(page.Request) (page.Page[T], error) {
	return func(page.Request) (page.Page[T], error) {
		all, err := read()
		return page.Page[T]{Items: all}, err
	}
}

// in is a column with its title in the caller's language.
func in(ctx context.Context, name, zh, en string) tables.Column {
	if detailsOf(ctx).language() == "zh" {
		return tables.Column{Name: name, Title: zh}
	}
	return tables.Column{Name: name, Title: en}
}

func (a exportsAPI) ExportPeople(ctx context.Context, r api.ExportPeopleRequestObject) (api.ExportPeopleResponseObject, error) {
	f := people.Filter{Query: or(r.Params.Q, ""), Organization: id.FromPtr[organizations.Organization](r.Params.Organization)}
	return asTable(ctx, export[people.Person]{
		name: "people", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "name", "姓名", "Name"), in(ctx, "name_latin", "拼音姓名", "Latin name"),
			in(ctx, "birth_date", "出生日期", "Birth date"), in(ctx, "organization", "学校", "Organization"),
		},
		next: func(p page.Request) (page.Page[people.Person], error) { f.Page = p; return a.people.People(ctx, f) },
		rows: func(p people.Person) [][]string {
			return [][]string{{p.ID.String(), p.Name, or(p.NameLatin, ""), p.BirthDate, p.Organization.String()}}
		},
	})
}

func (a exportsAPI) ExportOrganizations(ctx context.Context, r api.ExportOrganizationsRequestObject) (api.ExportOrganizationsResponseObject, error) {
	f := organizations.Filter{
		Query: or(r.Params.Q, ""), Kind: organizations.Kind(or(r.Params.Kind, "")), Status: organizations.Status(or(r.Params.Status, "")),
		District: divisions.Short(or(r.Params.District, "")),
	}
	return asTable(ctx, export[organizations.Organization]{
		name: "organizations", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "name", "名称", "Name"), in(ctx, "name_en", "英文名称", "Name in English"),
			in(ctx, "kind", "类型", "Kind"), in(ctx, "district", "区划代码", "District"), in(ctx, "status", "状态", "Status"),
		},
		next: func(p page.Request) (page.Page[organizations.Organization], error) {
			f.Page = p
			return a.organizations.Organizations(ctx, f)
		},
		rows: func(o organizations.Organization) [][]string {
			return [][]string{{o.ID.String(), o.Name.In("zh"), o.Name["en"], string(o.Kind), or(o.District, ""), string(o.Status)}}
		},
	})
}

func (a exportsAPI) ExportEntries(ctx context.Context, r api.ExportEntriesRequestObject) (api.ExportEntriesResponseObject, error) {
	f := registration.Filter{
		Query: or(r.Params.Q, ""), Edition: id.FromPtr[programmes.Edition](r.Params.Edition), Event: id.FromPtr[programmes.Event](r.Params.Event),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization), Delegation: id.FromPtr[registration.Delegation](r.Params.Delegation),
		Status: registration.Status(or(r.Params.Status, "")),
	}
	return asTable(ctx, export[registration.Entry]{
		name: "entries", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "报名编号", "Entry"), in(ctx, "event", "赛项", "Event"), in(ctx, "organization", "学校", "Organization"), in(ctx, "status", "状态", "Status"),
			in(ctx, "team", "队名", "Team"), in(ctx, "course", "课程", "Course"), in(ctx, "major_catalogue", "专业目录", "Major catalogue"),
			in(ctx, "major_level", "专业层次", "Major level"), in(ctx, "major_code", "专业代码", "Major code"), in(ctx, "role", "角色", "Role"), in(ctx, "person", "人员编号", "Person"), in(ctx, "name", "姓名", "Name"),
			in(ctx, "name_latin", "拼音姓名", "Latin name"), in(ctx, "reasons", "原因", "Reasons"),
		},
		next: func(p page.Request) (page.Page[registration.Entry], error) {
			f.Page = p
			return a.registration.Entries(ctx, f)
		},
		rows: entryRows,
	})
}

// entryRows are a row for each member, and one for an entry that has none.
func entryRows(e registration.Entry) [][]string {
	row := func(m ...string) []string {
		major := or(e.Major, people.Major{})
		out := []string{
			e.ID.String(), e.Event.String(), e.Organization.String(), string(e.Status), or(e.Name, ""), or(e.Course, ""), major.Catalogue, major.Level, major.Code,
		}
		return append(append(out, m...), strings.Join(e.Reasons, "\n"))
	}
	if len(e.Members) == 0 {
		return [][]string{row("", "", "", "")}
	}
	rows := make([][]string, len(e.Members))
	for i, m := range e.Members {
		rows[i] = row(string(m.Role), m.Person.String(), m.Name, or(m.NameLatin, ""))
	}
	return rows
}

func (x file) VisitExportPeopleResponse(w http.ResponseWriter) error        { return x.send(w) }
func (x file) VisitExportOrganizationsResponse(w http.ResponseWriter) error { return x.send(w) }
func (x file) VisitExportEntriesResponse(w http.ResponseWriter) error       { return x.send(w) }
