package bulk

import (
	"context"
	"maps"
	"regexp"
	"strings"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/tables"
)

// codeSource is the system whose codes stand in the column code.
const codeSource = "学校标识码"

var organizationColumns = []column{
	{name: "name", zh: "名称", en: "Name", also: []string{"学校名称", "单位名称", "机构名称", "中文名称"}, required: true, longest: 200, example: "例：上海信息技术学校"},
	{name: "name_en", zh: "英文名称", en: "Name in English", also: []string{"english name"}, longest: 200, example: "Shanghai Information Technology School"},
	{name: "kind", zh: "类型", en: "Kind", also: []string{"机构类型", "单位类型", "类别"}, required: true, longest: 40, choices: []choice{
		{"school", "中职学校", "School"}, {"higher_education", "高等学校", "Higher education"}, {"technician_college", "技师学院", "Technician college"},
		{"commission", "委办局", "Commission"}, {"district_authority", "区教育局", "District authority"}, {"company", "企业", "Company"},
		{"industry_body", "行业组织", "Industry body"}, {"guest", "特邀", "Guest"},
	}, example: "中职学校"},
	{name: "district", zh: "区划代码", en: "District", also: []string{"行政区划代码", "行政区划", "区县代码"}, longest: 20, example: "310107"},
	{name: "code", zh: codeSource, en: "Code", also: []string{"学校代码", "机构代码", "标识码", "代码"}, longest: 100, example: "3131000123"},
}

var districtCode = regexp.MustCompile(`^[0-9]{2}(?:[0-9]{2}(?:[0-9]{2})?)?$`)

// planOrganizations finds what is there already by its code, or else by its name, and enters or
// changes the others.
func planOrganizations(ctx context.Context, s *step) (write func() error, err error) {
	if err := s.Actor.May(access.CreateOrganization, nil, s.Now); err != nil {
		for _, l := range s.good() {
			if err := l.refuseAs(err); err != nil {
				return nil, err
			}
		}
	}
	for _, l := range s.good() {
		l.readCodes()
	}
	called, err := s.called(ctx, "name", "code")
	if err != nil {
		return nil, err
	}
	var enter, change []organizations.Organization
	for _, l := range s.good() {
		o, err := l.wanted().Organization(subject[organizations.Organization](s, l), s.Now)
		if err != nil {
			if err := l.refuseAs(err); err != nil {
				return nil, err
			}
			continue
		}
		before, is := s.sameOrganization(l, called)
		key := o.ExternalIDs[codeSource]
		if key == "" {
			key = names.SearchKey(l.values["name"])
		}
		switch {
		case !l.Outcome.Good(), s.repeated(l, key, before.ID.String()):
		case !is:
			l.Outcome, l.Subject = Created, o.ID.Ref()
			enter = append(enter, o)
		default:
			l.Subject = before.ID.Ref()
			after, err := before.Changed(l.changes(before), s.Now)
			if err != nil {
				if err := l.refuseAs(err); err != nil {
					return nil, err
				}
			} else if !alike(before, after) {
				l.Outcome = Updated
				change = append(change, after)
			}
		}
	}
	return func() error {
		for _, o := range enter {
			s.Record(organizations.OrganizationCreated{Organization: o.ID, Kind: o.Kind})
			if err := s.Store.AddOrganization(ctx, o); err != nil {
				return err
			}
		}
		for _, o := range change {
			s.Record(organizations.OrganizationUpdated{Organization: o.ID, Revision: o.Revision, Status: o.Status})
			if err := s.Store.ChangeOrganization(ctx, o); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// readCodes reads what a spreadsheet may have taken for numbers.
func (l *line) readCodes() {
	for _, column := range []string{"district", "code"} {
		code, ok := tables.Code(l.values[column])
		switch {
		case !ok:
			l.refuse(column, fault.DigitsLost)
		case column == "district" && code != "" && !districtCode.MatchString(code):
			l.refuse(column, fault.InvalidValue)
		}
		l.values[column] = code
	}
}

// wanted is the organization as the line describes it.
func (l *line) wanted() organizations.CreateOrganization {
	in := organizations.CreateOrganization{
		Name: names.Text{"zh-CN": l.values["name"], "en": l.values["name_en"]}, Kind: organizations.Kind(l.values["kind"]),
	}
	if district := l.values["district"]; district != "" {
		in.District = &district
	}
	if code := l.values["code"]; code != "" {
		in.ExternalIDs = map[string]string{codeSource: code}
	}
	return in
}

// changes are what the line says otherwise than it is; an empty cell leaves what is there.
func (l *line) changes(before organizations.Organization) organizations.Changes {
	in := l.wanted()
	change := organizations.Changes{Name: maps.Clone(before.Name), Kind: &in.Kind, ExternalIDs: maps.Clone(before.ExternalIDs)}
	for tag, text := range in.Name.Clean() {
		change.Name[tag] = text
	}
	if in.District != nil {
		change.District = &in.District
	}
	if in.ExternalIDs != nil && change.ExternalIDs == nil {
		change.ExternalIDs = map[string]string{}
	}
	maps.Copy(change.ExternalIDs, in.ExternalIDs)
	return change
}

// alike reports two states of an organization that differ in nothing that a table says.
func alike(a, b organizations.Organization) bool {
	district := (a.District == nil) == (b.District == nil) && (a.District == nil || *a.District == *b.District)
	return district && a.Kind == b.Kind && maps.Equal(a.Name, b.Name) && maps.Equal(a.ExternalIDs, b.ExternalIDs)
}

// sameOrganization is the one with the line's code; or else the one with its name, unless that
// one has another code.
func (s *step) sameOrganization(l *line, called func(string) []organizations.Organization) (organizations.Organization, bool) {
	code := l.values["code"]
	var named []organizations.Organization
	if code != "" {
		for _, o := range called(code) {
			if o.ExternalIDs[codeSource] == code {
				return o, true
			}
		}
	}
	for _, o := range called(l.values["name"]) {
		if other := o.ExternalIDs[codeSource]; (code == "" || other == "") && hasName(o, l.values["name"]) {
			named = append(named, o)
		}
	}
	switch len(named) {
	case 0:
		return organizations.Organization{}, false
	case 1:
		return named[0], true
	}
	candidates := make([]Candidate, len(named))
	for i, o := range named {
		candidates[i] = Candidate{"name", o.ID.Ref(), nameOf(o)}
	}
	chosen, _ := s.matched(l, "name", candidates)
	for _, o := range named {
		if o.ID.Ref() == chosen {
			return o, true
		}
	}
	return organizations.Organization{}, false
}

func hasName(o organizations.Organization, name string) bool {
	for _, text := range o.Name {
		if strings.EqualFold(text, names.Clean(name)) {
			return true
		}
	}
	return false
}
