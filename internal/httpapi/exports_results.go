package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/scoring"
	"github.com/saichang/saichang/internal/tables"
)

func (a exportsAPI) ExportPieces(ctx context.Context, r api.ExportPiecesRequestObject) (api.ExportPiecesResponseObject, error) {
	f := judging.PieceFilter{Stage: id.From[programmes.Stage](r.StageID), Status: judging.PieceStatus(or(r.Params.Status, ""))}
	return asTable(ctx, export[judging.Piece]{
		name: "pieces", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "作品编号", "Id"), in(ctx, "code", "代码", "Code"), in(ctx, "status", "状态", "Status"), in(ctx, "official", "正式", "Official"), in(ctx, "name", "姓名", "Name"),
		},
		next: func(p page.Request) (page.Page[judging.Piece], error) { f.Page = p; return a.judging.Pieces(ctx, f) },
		rows: func(p judging.Piece) [][]string {
			return [][]string{{p.ID.String(), p.Code, string(p.Status), strconv.FormatBool(p.Official), or(p.Name, "")}}
		},
	})
}

func (a exportsAPI) ExportPlacings(ctx context.Context, r api.ExportPlacingsRequestObject) (api.ExportPlacingsResponseObject, error) {
	f := results.PlacingFilter{Run: id.From[results.Run](r.ResultRunID), Standing: scoring.Standing(or(r.Params.Standing, "")), Award: or(r.Params.Award, "")}
	var letters []string
	return asTable(ctx, export[results.Placing]{
		name: "placings", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "position", "序号", "Position"), in(ctx, "piece", "代码", "Piece"), in(ctx, "standing", "资格", "Standing"), in(ctx, "rank", "名次", "Rank"),
			in(ctx, "total", "总分", "Total"), in(ctx, "scale_score", "标准分", "Scale score"), in(ctx, "behind_by", "先后依据", "Behind by"),
			in(ctx, "award", "奖项", "Award"), in(ctx, "proposed_award", "建议奖项", "Proposed award"), in(ctx, "reason", "改动原因", "Reason"),
		},
		wider: func(p results.Placing) []tables.Column {
			letters = each(p.Criteria, func(c results.CriterionPoints) string { return c.Letter })
			return each(letters, func(letter string) tables.Column { return tables.Column{Name: letter, Title: letter} })
		},
		next: func(p page.Request) (page.Page[results.Placing], error) {
			f.Page = p
			return a.results.Placings(ctx, f)
		},
		rows: func(p results.Placing) [][]string {
			rank, total, scale := "", "", ""
			if p.Rank > 0 {
				rank = strconv.Itoa(p.Rank)
			}
			if p.Total != nil {
				total = p.Total.String()
			}
			if p.ScaleScore != nil {
				scale = p.ScaleScore.Format(0)
			}
			row := []string{
				strconv.Itoa(p.Position), p.Code, string(p.Standing), rank, total, scale, p.BehindBy, p.Final().Award, p.Award, or(p.Decision, results.Decision{}).Reason,
			}
			points := map[string]string{}
			for _, c := range p.Criteria {
				points[c.Letter] = c.Points
			}
			return [][]string{append(row, each(letters, func(letter string) string { return points[letter] })...)}
		},
	})
}

func (a exportsAPI) ExportMarkSheets(ctx context.Context, r api.ExportMarkSheetsRequestObject) (api.ExportMarkSheetsResponseObject, error) {
	stage := id.From[programmes.Stage](r.StageID)
	f := judging.SheetFilter{Stage: &stage, Status: judging.SheetStatus(or(r.Params.Status, ""))}
	return asTable(ctx, export[judging.Sheet]{
		name: "mark-sheets", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "评分表编号", "Id"), in(ctx, "piece", "代码", "Piece"), in(ctx, "sub_criterion", "评分子项", "Sub-criterion"), in(ctx, "name", "名称", "Name"),
			in(ctx, "panel", "裁判组", "Panel"), in(ctx, "status", "状态", "Status"), in(ctx, "to_submit", "待提交", "Still to submit"), in(ctx, "reason", "重开原因", "Reason"),
		},
		next: func(p page.Request) (page.Page[judging.Sheet], error) { f.Page = p; return a.judging.Sheets(ctx, f) },
		rows: func(s judging.Sheet) [][]string {
			var missing []string
			for _, p := range s.Parts {
				if p.SubmittedAt == nil {
					missing = append(missing, p.Of.String())
				}
			}
			return [][]string{{s.ID.String(), s.PieceCode, s.Code, s.Name, s.Panel.String(), string(s.Status), strings.Join(missing, "\n"), or(s.Reason, "")}}
		},
	})
}

func (a exportsAPI) ExportPanels(ctx context.Context, r api.ExportPanelsRequestObject) (api.ExportPanelsResponseObject, error) {
	return asTable(ctx, export[judging.Panel]{
		name: "panels", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "裁判组编号", "Panel"), in(ctx, "name", "裁判组", "Name"), in(ctx, "account", "裁判账号", "Account"), in(ctx, "judge", "裁判", "Judge"),
		},
		next: whole(func() ([]judging.Panel, error) { return a.judging.Panels(ctx, id.From[programmes.Stage](r.StageID)) }),
		rows: func(p judging.Panel) [][]string {
			if len(p.Judges) == 0 {
				return [][]string{{p.ID.String(), p.Name, "", ""}}
			}
			return each(p.Judges, func(s judging.Seat) []string { return []string{p.ID.String(), p.Name, s.Account.String(), s.Name} })
		},
	})
}

func (a exportsAPI) ExportMarks(ctx context.Context, r api.ExportMarksRequestObject) (api.ExportMarksResponseObject, error) {
	return asTable(ctx, export[judging.Mark]{
		name: "marks", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "aspect", "评分点编号", "Aspect"), in(ctx, "part", "评分人", "Part"), in(ctx, "observed", "观测值", "Observed"), in(ctx, "reason", "说明", "Reason"),
			in(ctx, "author", "录入人", "Author"), in(ctx, "revision", "版本", "Revision"), in(ctx, "entered_at", "录入时间", "Entered at"),
		},
		next: whole(func() ([]judging.Mark, error) {
			return a.judging.SheetMarks(ctx, id.From[judging.Sheet](r.MarkSheetID))
		}),
		rows: func(m judging.Mark) [][]string {
			observed, _ := m.Observed.MarshalJSON() // what was read from the database can be written
			return [][]string{{
				m.Aspect.String(), m.Part.String(), string(observed), m.Reason, m.Author.String(), strconv.FormatInt(m.Revision, 10), moment(&m.EnteredAt),
			}}
		},
	})
}

func (a exportsAPI) ExportAuditLog(ctx context.Context, r api.ExportAuditLogRequestObject) (api.ExportAuditLogResponseObject, error) {
	f := audit.Filter{
		Actor: refFilter(r.Params.Actor), Name: or(r.Params.Name, ""), Subject: refFilter(r.Params.Subject), Edition: refFilter(r.Params.Edition),
		Since: or(r.Params.Since, api.Instant{}).Time, Until: or(r.Params.Until, api.Instant{}).Time,
	}
	return asTable(ctx, export[journal.Entry]{
		name: "audit-log", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "at", "时间", "At"), in(ctx, "actor", "操作者", "Actor"), in(ctx, "action", "操作", "Action"), in(ctx, "name", "事实", "Name"),
			in(ctx, "subject", "对象", "Subject"), in(ctx, "within", "范围", "Within"), in(ctx, "request_id", "请求", "Request"), in(ctx, "data", "数据", "Data"),
		},
		next: func(p page.Request) (page.Page[journal.Entry], error) { f.Page = p; return a.audit.ListEntries(ctx, f) },
		rows: func(e journal.Entry) [][]string {
			shown := toAuditEntry(e)
			actor, _ := shown.Actor.Get() // none: the house itself
			return [][]string{{moment(&e.At), actor, e.Action, e.Name, shown.Subject, strings.Join(shown.Within, "\n"), e.Request, string(e.Data)}}
		},
	})
}

func (x file) VisitExportMarkSheetsResponse(w http.ResponseWriter) error { return x.send(w) }
func (x file) VisitExportAuditLogResponse(w http.ResponseWriter) error   { return x.send(w) }
func (x file) VisitExportPiecesResponse(w http.ResponseWriter) error     { return x.send(w) }
func (x file) VisitExportPlacingsResponse(w http.ResponseWriter) error   { return x.send(w) }
func (x file) VisitExportPanelsResponse(w http.ResponseWriter) error     { return x.send(w) }
func (x file) VisitExportMarksResponse(w http.ResponseWriter) error      { return x.send(w) }
