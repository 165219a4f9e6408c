package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/majors"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/tables"
)

func (a exportsAPI) ExportMajors(ctx context.Context, r api.ExportMajorsRequestObject) (api.ExportMajorsResponseObject, error) {
	f := majors.Filter{Query: or(r.Params.Q, ""), Key: majors.Key{Catalogue: or(r.Params.Catalogue, ""), Level: majors.Level(or(r.Params.Level, ""))}}
	return asTable(ctx, export[majors.Major]{
		name: "majors", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "catalogue", "专业目录", "Catalogue"), in(ctx, "level", "专业层次", "Level"),
			in(ctx, "code", "专业代码", "Code"), in(ctx, "name", "专业名称", "Name"),
		},
		next: func(p page.Request) (page.Page[majors.Major], error) { f.Page = p; return a.majors.Majors(ctx, f) },
		rows: func(m majors.Major) [][]string {
			return [][]string{{m.ID.String(), m.Catalogue, string(m.Level), m.Code, m.Name}}
		},
	})
}

func (a exportsAPI) ExportProgrammes(ctx context.Context, r api.ExportProgrammesRequestObject) (api.ExportProgrammesResponseObject, error) {
	f := programmes.ProgrammeFilter{Query: or(r.Params.Q, "")}
	return asTable(ctx, export[programmes.Programme]{
		name: "programmes", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "name", "名称", "Name"), in(ctx, "name_en", "英文名称", "Name in English"), in(ctx, "organization", "主办单位", "Organization"),
		},
		next: func(p page.Request) (page.Page[programmes.Programme], error) {
			f.Page = p
			return a.programmes.Programmes(ctx, f)
		},
		rows: func(p programmes.Programme) [][]string {
			return [][]string{{p.ID.String(), p.Name.In("zh"), p.Name["en"], idText(p.Organization)}}
		},
	})
}

func (a exportsAPI) ExportEditions(ctx context.Context, r api.ExportEditionsRequestObject) (api.ExportEditionsResponseObject, error) {
	f := programmes.EditionFilter{
		Query: or(r.Params.Q, ""), Programme: id.FromPtr[programmes.Programme](r.Params.Programme), Status: programmes.EditionStatus(or(r.Params.Status, "")),
		Year: or(r.Params.Year, 0),
	}
	return asTable(ctx, export[programmes.Edition]{
		name: "editions", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "programme", "赛事", "Programme"), in(ctx, "number", "届次", "Number"), in(ctx, "year", "年份", "Year"),
			in(ctx, "name", "名称", "Name"), in(ctx, "name_en", "英文名称", "Name in English"), in(ctx, "host", "举办地", "Host"), in(ctx, "status", "状态", "Status"),
			in(ctx, "starts_date", "开始日期", "Starts"), in(ctx, "ends_date", "结束日期", "Ends"), in(ctx, "time_zone", "时区", "Time zone"),
		},
		next: func(p page.Request) (page.Page[programmes.Edition], error) {
			f.Page = p
			return a.programmes.Editions(ctx, f)
		},
		rows: func(e programmes.Edition) [][]string {
			return [][]string{{
				e.ID.String(), e.Programme.String(), strconv.Itoa(e.Number), strconv.Itoa(e.Year), e.Name.In("zh"), e.Name["en"], e.Host.In("zh"), string(e.Status),
				or(e.StartsDate, ""), or(e.EndsDate, ""), e.TimeZone,
			}}
		},
	})
}

func (x file) VisitExportMajorsResponse(w http.ResponseWriter) error     { return x.send(w) }
func (x file) VisitExportProgrammesResponse(w http.ResponseWriter) error { return x.send(w) }
func (x file) VisitExportEditionsResponse(w http.ResponseWriter) error   { return x.send(w) }
