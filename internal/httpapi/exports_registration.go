package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/tables"
)

// idText is an id; "" where there is none.
func idText[T id.Noun](i *id.ID[T]) string {
	if i == nil {
		return ""
	}
	return i.String()
}

func (a exportsAPI) ExportAccounts(ctx context.Context, r api.ExportAccountsRequestObject) (api.ExportAccountsResponseObject, error) {
	f := accounts.Filter{
		Query: or(r.Params.Q, ""), Status: accounts.Status(or(r.Params.Status, "")), Role: access.Role(or(r.Params.Role, "")),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization),
	}
	return asTable(ctx, export[accounts.Account]{
		name: "accounts", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "账号编号", "Account"), in(ctx, "login", "登录名", "Login"), in(ctx, "display_name", "显示名", "Display name"),
			in(ctx, "status", "状态", "Status"), in(ctx, "organization", "单位", "Organization"),
		},
		next: func(p page.Request) (page.Page[accounts.Account], error) {
			f.Page = p
			return a.accounts.Accounts(ctx, f)
		},
		rows: func(x accounts.Account) [][]string {
			return [][]string{{x.ID.String(), x.Login, x.DisplayName, string(x.Status), idText(x.Organization)}}
		},
	})
}

func (a exportsAPI) ExportEvents(ctx context.Context, r api.ExportEventsRequestObject) (api.ExportEventsResponseObject, error) {
	f := programmes.EventFilter{Edition: id.From[programmes.Edition](r.EditionID), Query: or(r.Params.Q, ""), Status: programmes.EventStatus(or(r.Params.Status, ""))}
	return asTable(ctx, export[programmes.Event]{
		name: "events", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "number", "赛项号", "Number"), in(ctx, "name", "名称", "Name"), in(ctx, "name_en", "英文名称", "Name in English"),
			in(ctx, "sector", "行业", "Sector"), in(ctx, "group", "组别", "Group"), in(ctx, "status", "状态", "Status"),
			in(ctx, "team_min", "最少人数", "Team, at least"), in(ctx, "team_max", "最多人数", "Team, at most"), in(ctx, "official", "正式赛项", "Official"),
		},
		next: func(p page.Request) (page.Page[programmes.Event], error) {
			f.Page = p
			return a.programmes.Events(ctx, f)
		},
		rows: func(e programmes.Event) [][]string {
			return [][]string{{
				e.ID.String(), e.Number, e.Name.In("zh"), e.Name["en"], e.Sector, e.Group, string(e.Status),
				strconv.Itoa(e.TeamMin), strconv.Itoa(e.TeamMax), strconv.FormatBool(e.Official),
			}}
		},
	})
}

func (a exportsAPI) ExportDelegations(ctx context.Context, r api.ExportDelegationsRequestObject) (api.ExportDelegationsResponseObject, error) {
	f := registration.DelegationFilter{
		Edition: id.From[programmes.Edition](r.EditionID), Query: or(r.Params.Q, ""), Kind: registration.DelegationKind(or(r.Params.Kind, "")),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization),
	}
	return asTable(ctx, export[registration.Delegation]{
		name: "delegations", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "kind", "类型", "Kind"), in(ctx, "name", "名称", "Name"), in(ctx, "name_en", "英文名称", "Name in English"),
			in(ctx, "led_by", "牵头单位", "Led by"), in(ctx, "leader", "领队", "Leader"), in(ctx, "organization", "成员单位", "Organization"),
		},
		next: func(p page.Request) (page.Page[registration.Delegation], error) {
			f.Page = p
			return a.registration.Delegations(ctx, f)
		},
		rows: func(d registration.Delegation) (rows [][]string) {
			row := func(organization string) []string {
				return []string{d.ID.String(), string(d.Kind), d.Name.In("zh"), d.Name["en"], idText(d.Organization), idText(d.Leader), organization}
			}
			for _, o := range d.Organizations {
				rows = append(rows, row(o.String()))
			}
			if rows == nil {
				rows = append(rows, row(""))
			}
			return rows
		},
	})
}

func (a exportsAPI) ExportQuotas(ctx context.Context, r api.ExportQuotasRequestObject) (api.ExportQuotasResponseObject, error) {
	f := registration.QuotaFilter{
		Edition: id.From[programmes.Edition](r.EditionID), Per: registration.Per(or(r.Params.Per, "")), Event: id.FromPtr[programmes.Event](r.Params.Event), Group: r.Params.Group,
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization), Delegation: id.FromPtr[registration.Delegation](r.Params.Delegation),
	}
	return asTable(ctx, export[registration.Quota]{
		name: "quotas", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "编号", "Id"), in(ctx, "per", "计数方式", "Per"), in(ctx, "unit", "单位", "Unit"), in(ctx, "event", "赛项", "Event"), in(ctx, "group", "组别", "Group"),
			in(ctx, "organization", "学校", "Organization"), in(ctx, "delegation", "代表队", "Delegation"), in(ctx, "district", "区划代码", "District"),
			in(ctx, "most", "上限", "At most"),
		},
		next: func(p page.Request) (page.Page[registration.Quota], error) {
			f.Page = p
			return a.registration.Quotas(ctx, f)
		},
		rows: func(q registration.Quota) [][]string {
			return [][]string{{
				q.ID.String(), string(q.Per), string(q.Unit), idText(q.Event), or(q.Group, ""), idText(q.Organization), idText(q.Delegation), or(q.District, ""),
				strconv.Itoa(q.Most),
			}}
		},
	})
}

func (a exportsAPI) ExportWaiting(ctx context.Context, r api.ExportWaitingRequestObject) (api.ExportWaitingResponseObject, error) {
	f := registration.WaitingFilter{Event: id.From[programmes.Event](r.EventID)}
	return asTable(ctx, export[registration.InLine]{
		name: "waiting-list", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "position", "顺位", "Position"), in(ctx, "entry", "报名编号", "Entry"), in(ctx, "organization", "学校", "Organization"),
			in(ctx, "submitted_at", "提交时间", "Submitted at"),
		},
		next: func(p page.Request) (page.Page[registration.InLine], error) {
			f.Page = p
			return a.registration.Waiting(ctx, f)
		},
		rows: func(l registration.InLine) [][]string {
			return [][]string{{strconv.Itoa(l.Position), l.Entry.ID.String(), l.Entry.Organization.String(), moment(l.Entry.SubmittedAt)}}
		},
	})
}

func (a exportsAPI) ExportSubstitutions(ctx context.Context, r api.ExportSubstitutionsRequestObject) (api.ExportSubstitutionsResponseObject, error) {
	return asTable(ctx, export[registration.Substitution]{
		name: "substitutions", format: tables.Format(or(r.Params.Format, "xlsx")),
		columns: []tables.Column{
			in(ctx, "id", "换人编号", "Substitution"), in(ctx, "role", "身份", "Role"), in(ctx, "person", "原人员编号", "Person"), in(ctx, "name", "原人员", "Name"),
			in(ctx, "substitute", "替换人员编号", "Substitute"), in(ctx, "substitute_name", "替换人员", "Name of the substitute"), in(ctx, "status", "状态", "Status"),
			in(ctx, "reason", "原因", "Reason"), in(ctx, "refusal", "驳回原因", "Refusal"), in(ctx, "decided_at", "决定时间", "Decided at"),
		},
		next: whole(func() ([]registration.Substitution, error) {
			return a.registration.Substitutions(ctx, id.From[registration.Entry](r.EntryID))
		}),
		rows: func(s registration.Substitution) [][]string {
			return [][]string{{
				s.ID.String(), string(s.Role), s.Person.String(), s.Name, s.Substitute.String(), s.SubName, string(s.Status), s.Reason, or(s.Refusal, ""), moment(s.DecidedAt),
			}}
		},
	})
}

// moment is an instant as the contract writes it; "" for none.
func moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	text, _ := instant(*at).MarshalText()
	return string(text)
}

func (x file) VisitExportAccountsResponse(w http.ResponseWriter) error      { return x.send(w) }
func (x file) VisitExportEventsResponse(w http.ResponseWriter) error        { return x.send(w) }
func (x file) VisitExportDelegationsResponse(w http.ResponseWriter) error   { return x.send(w) }
func (x file) VisitExportQuotasResponse(w http.ResponseWriter) error        { return x.send(w) }
func (x file) VisitExportWaitingResponse(w http.ResponseWriter) error       { return x.send(w) }
func (x file) VisitExportSubstitutionsResponse(w http.ResponseWriter) error { return x.send(w) }
