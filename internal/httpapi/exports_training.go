package httpapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/training"
)

func (a exportsAPI) ExportBases(ctx context.Context, r api.ExportBasesRequestObject) (api.ExportBasesResponseObject, error) {
	f := training.BaseFilter{
		Edition: id.FromPtr[programmes.Edition](r.Params.Edition), Event: id.FromPtr[programmes.Event](r.Params.Event),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization), Status: training.BaseStatus(or(r.Params.Status, "")),
	}
	return asTable(ctx, export[training.Base]{
		name: "bases", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "基地编号", "Base"), in(ctx, "edition", "届次", "Edition"), in(ctx, "event", "赛项", "Event"), in(ctx, "organization", "单位", "Organization"),
			in(ctx, "status", "状态", "Status"), in(ctx, "position", "顺序", "Position"), in(ctx, "valid_until", "有效期至", "Valid until"),
		},
		next: func(p page.Request) (page.Page[training.Base], error) { f.Page = p; return a.training.Bases(ctx, f) },
		rows: func(b training.Base) [][]string {
			position := ""
			if b.Position != nil {
				position = strconv.Itoa(*b.Position)
			}
			return [][]string{{b.ID.String(), b.Edition.String(), b.Event.String(), b.Organization.String(), string(b.Status), position, or(b.ValidUntil, "")}}
		},
	})
}

func (a exportsAPI) ExportStaff(ctx context.Context, r api.ExportStaffRequestObject) (api.ExportStaffResponseObject, error) {
	return asTable(ctx, export[training.Assignment]{
		name: "staff", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "function", "岗位", "Function"), in(ctx, "name", "姓名", "Name"), in(ctx, "person", "人员编号", "Person"), in(ctx, "account", "账号编号", "Account"),
			in(ctx, "from_date", "起始日期", "From"), in(ctx, "until_date", "截止日期", "Until"),
		},
		next: whole(func() ([]training.Assignment, error) { return a.training.Staff(ctx, id.From[training.Base](r.BaseID)) }),
		rows: func(s training.Assignment) [][]string {
			return [][]string{{string(s.Function), s.Name, idText(s.Person), idText(s.Account), s.From, or(s.Until, "")}}
		},
	})
}

func (a exportsAPI) ExportSquads(ctx context.Context, r api.ExportSquadsRequestObject) (api.ExportSquadsResponseObject, error) {
	f := training.SquadFilter{
		Edition: id.FromPtr[programmes.Edition](r.Params.Edition), Event: id.FromPtr[programmes.Event](r.Params.Event), Base: id.FromPtr[training.Base](r.Params.Base),
	}
	return asTable(ctx, export[training.Squad]{
		name: "squads", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "集训队编号", "Squad"), in(ctx, "base", "基地编号", "Base"), in(ctx, "event", "赛项", "Event"), in(ctx, "organization", "单位", "Organization"),
			in(ctx, "most", "人数上限", "At most"), in(ctx, "live", "在训人数", "Trainees"), in(ctx, "uninsured", "未投保人数", "Uninsured"),
		},
		next: func(p page.Request) (page.Page[training.Squad], error) { f.Page = p; return a.training.Squads(ctx, f) },
		rows: func(s training.Squad) [][]string {
			return [][]string{{
				s.ID.String(), s.Base.ID.String(), s.Base.Event.String(), s.Base.Organization.String(), strconv.Itoa(s.Most), strconv.Itoa(s.Live), strconv.Itoa(s.Uninsured),
			}}
		},
	})
}

func (a exportsAPI) ExportTrainees(ctx context.Context, r api.ExportTraineesRequestObject) (api.ExportTraineesResponseObject, error) {
	f := training.TraineeFilter{
		Squad: id.FromPtr[training.Squad](r.Params.Squad), Person: id.FromPtr[people.Person](r.Params.Person), Status: training.TraineeStatus(or(r.Params.Status, "")),
	}
	return asTable(ctx, export[training.Known]{
		name: "trainees", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "学员编号", "Trainee"), in(ctx, "squad", "集训队编号", "Squad"), in(ctx, "person", "人员编号", "Person"), in(ctx, "name", "姓名", "Name"),
			in(ctx, "name_latin", "拼音姓名", "Latin name"), in(ctx, "organization", "学校", "Organization"), in(ctx, "status", "状态", "Status"),
			in(ctx, "reason", "原因", "Reason"), in(ctx, "insurer", "保险公司", "Insurer"), in(ctx, "policy_number", "保单号", "Policy number"),
			in(ctx, "insured_until", "保险到期日", "Insured until"),
		},
		next: func(p page.Request) (page.Page[training.Known], error) {
			f.Page = p
			return a.training.Trainees(ctx, f)
		},
		rows: func(t training.Known) [][]string {
			proof := or(t.Insurance, training.Insurance{})
			return [][]string{{
				t.ID.String(), t.Squad.String(), t.Person.String(), t.Name, or(t.NameLatin, ""), t.Organization.String(), string(t.Status),
				t.History[len(t.History)-1].Reason, proof.Insurer, proof.Policy, proof.Until,
			}}
		},
	})
}

func (a exportsAPI) ExportAttendance(ctx context.Context, r api.ExportAttendanceRequestObject) (api.ExportAttendanceResponseObject, error) {
	f := training.AttendanceFilter{
		Squad: id.From[training.Squad](r.SquadID), Trainee: id.FromPtr[training.Trainee](r.Params.Trainee), Date: dayOf(r.Params.Date),
	}
	return asTable(ctx, export[training.Attendance]{
		name: "attendance", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "trainee", "学员编号", "Trainee"), in(ctx, "date", "日期", "Date"), in(ctx, "presence", "出勤", "Presence"),
		},
		next: func(p page.Request) (page.Page[training.Attendance], error) {
			f.Page = p
			return a.training.Attendance(ctx, f)
		},
		rows: func(d training.Attendance) [][]string {
			return [][]string{{d.Trainee.String(), d.Date, string(d.Presence)}}
		},
	})
}

func (a exportsAPI) ExportAssessments(ctx context.Context, r api.ExportAssessmentsRequestObject) (api.ExportAssessmentsResponseObject, error) {
	f := training.AssessmentFilter{Squad: id.From[training.Squad](r.SquadID), Kind: training.AssessmentKind(or(r.Params.Kind, ""))}
	return asTable(ctx, export[training.Assessment]{
		name: "assessments", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "考核编号", "Assessment"), in(ctx, "kind", "类型", "Kind"), in(ctx, "name", "名称", "Name"), in(ctx, "date", "日期", "Date"),
			in(ctx, "trainee", "学员编号", "Trainee"), in(ctx, "rank", "名次", "Rank"), in(ctx, "points", "成绩", "Points"),
		},
		next: func(p page.Request) (page.Page[training.Assessment], error) {
			f.Page = p
			return a.training.Assessments(ctx, f)
		},
		rows: func(s training.Assessment) [][]string {
			return each(s.Results, func(r training.Result) []string {
				rank := ""
				if r.Rank != nil {
					rank = strconv.Itoa(*r.Rank)
				}
				return []string{s.ID.String(), string(s.Kind), s.Name, s.Date, r.Trainee.String(), rank, or(r.Points, "")}
			})
		},
	})
}

func (a exportsAPI) ExportBaseEvaluations(ctx context.Context, r api.ExportBaseEvaluationsRequestObject) (api.ExportBaseEvaluationsResponseObject, error) {
	return asTable(ctx, export[training.Evaluation]{
		name: "evaluations", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "account", "专家账号", "Account"), in(ctx, "recommends", "是否推荐", "Recommends"), in(ctx, "score", "评分", "Score"), in(ctx, "text", "意见", "Text"),
			in(ctx, "created_at", "时间", "At"),
		},
		next: whole(func() ([]training.Evaluation, error) {
			return a.training.Evaluations(ctx, id.From[training.Base](r.BaseID))
		}),
		rows: func(e training.Evaluation) [][]string {
			return [][]string{{idText(e.By), strconv.FormatBool(e.Recommends), or(e.Score, ""), e.Text, moment(&e.CreatedAt)}}
		},
	})
}

func (a exportsAPI) ExportTrainingLog(ctx context.Context, r api.ExportTrainingLogRequestObject) (api.ExportTrainingLogResponseObject, error) {
	return asTable(ctx, export[training.LogEntry]{
		name: "training-log", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "date", "日期", "Date"), in(ctx, "text", "内容", "Text"), in(ctx, "account", "记录人账号", "Account"), in(ctx, "created_at", "记录时间", "Written at"),
		},
		next: func(p page.Request) (page.Page[training.LogEntry], error) {
			return a.training.Log(ctx, id.From[training.Squad](r.SquadID), p)
		},
		rows: func(e training.LogEntry) [][]string {
			return [][]string{{e.Date, e.Text, idText(e.By), moment(&e.CreatedAt)}}
		},
	})
}

func (x file) VisitExportBasesResponse(w http.ResponseWriter) error           { return x.send(w) }
func (x file) VisitExportStaffResponse(w http.ResponseWriter) error           { return x.send(w) }
func (x file) VisitExportSquadsResponse(w http.ResponseWriter) error          { return x.send(w) }
func (x file) VisitExportTraineesResponse(w http.ResponseWriter) error        { return x.send(w) }
func (x file) VisitExportAttendanceResponse(w http.ResponseWriter) error      { return x.send(w) }
func (x file) VisitExportAssessmentsResponse(w http.ResponseWriter) error     { return x.send(w) }
func (x file) VisitExportBaseEvaluationsResponse(w http.ResponseWriter) error { return x.send(w) }
func (x file) VisitExportTrainingLogResponse(w http.ResponseWriter) error     { return x.send(w) }
