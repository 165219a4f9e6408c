package bulk

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/tables"
)

// codeSource and creditSource are the systems whose codes have columns of their own.
const (
	codeSource   = "学校标识码"
	creditSource = "统一社会信用代码"
)

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
	{name: "credit_code", zh: creditSource, en: "Unified social credit code", also: []string{"信用代码", "统一信用代码"}, longest: 100, example: ""},
	{name: "codes", zh: "其他代码", en: "Other codes", longest: 1000, example: "教育部:4131011234；人社:JG0123"},
	{name: "aliases", zh: "别名", en: "Aliases", also: []string{"简称", "曾用简称"}, longest: 1000, example: "上海信校；信校"},
}

var districtCode = regexp.MustCompile(`^[0-9]{2}(?:[0-9]{2}(?:[0-9]{2})?)?$`)

// planOrganizations finds what is there already by its codes, or else by its names, and enters or
// changes the others.
func planOrganizations(ctx context.Context, s *step) (write func() error, err error) {
	if err := s.Actor.May(access.CreateOrganization, nil, s.Now); err != nil {
		if err := s.refuseAll(err); err != nil {
			return nil, err
		}
	}
	for _, l := range s.good() {
		l.readCodes()
	}
	called, err := s.called(ctx, "name")
	if err != nil {
		return nil, err
	}
	coded, err := s.coded(ctx)
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
		before, is := s.sameOrganization(l, o, called, coded)
		switch {
		case !l.Outcome.Good(), s.againOrganization(l, o, before):
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
	for _, column := range []string{"district", "code", "credit_code"} {
		code, ok := readCode(l.values[column])
		switch {
		case !ok:
			l.refuse(column, fault.DigitsLost)
		case column == "district" && code != "" && !districtCode.MatchString(code):
			l.refuse(column, fault.InvalidValue)
		}
		l.values[column] = code
	}
	l.codes = map[string]string{codeSource: l.values["code"], creditSource: l.values["credit_code"]}
	for _, pair := range inList(l.values["codes"]) {
		source, value, is := strings.Cut(tables.Narrow(pair), ":")
		code, whole := readCode(value)
		switch {
		case !whole:
			l.refuse("codes", fault.DigitsLost)
		case !is || source == "" || code == "":
			l.refuse("codes", fault.InvalidValue)
		}
		l.codes[strings.TrimSpace(source)] = code
	}
	maps.DeleteFunc(l.codes, func(_, code string) bool { return code == "" })
}

// inList are the parts of a cell that lists several.
func inList(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；、|", r) })
}

// wanted is the organization as the line describes it.
func (l *line) wanted() organizations.CreateOrganization {
	in := organizations.CreateOrganization{
		Name: names.Text{"zh-CN": l.values["name"], "en": l.values["name_en"]}, Kind: organizations.Kind(l.values["kind"]),
	}
	if district := l.values["district"]; district != "" {
		in.District = &district
	}
	in.Aliases, in.ExternalIDs = inList(l.values["aliases"]), l.codes
	return in
}

// changes are what the line says otherwise than it is; an empty cell leaves what is there, and a
// former name or an alias is no new name.
func (l *line) changes(before organizations.Organization) organizations.Changes {
	in := l.wanted()
	change := organizations.Changes{Name: maps.Clone(before.Name), Kind: &in.Kind, ExternalIDs: maps.Clone(before.ExternalIDs)}
	for tag, text := range in.Name.Clean() {
		if !slices.Contains(before.Called(), text) {
			change.Name[tag] = text
		}
	}
	change.Aliases = append(slices.Clone(before.Aliases), in.Aliases...)
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
	return district && a.Kind == b.Kind && maps.Equal(a.Name, b.Name) && maps.Equal(a.ExternalIDs, b.ExternalIDs) && slices.Equal(a.Aliases, b.Aliases)
}

// coded reads the organizations that have a code of any line.
func (s *step) coded(ctx context.Context) (map[organizations.Code]organizations.Organization, error) {
	var all []organizations.Code
	for _, l := range s.good() {
		for source, code := range l.codes {
			all = append(all, organizations.Code{Source: source, Value: code})
		}
	}
	return s.Store.OrganizationsByCode(ctx, all)
}

// againOrganization refuses a line about an organization that a line before is about, or with a code
// that a line before has.
func (s *step) againOrganization(l *line, o, before organizations.Organization) bool {
	if !before.ID.IsZero() && s.repeated(l, before.ID.String()) {
		return true
	}
	for source, code := range o.ExternalIDs {
		if s.repeated(l, source, code) {
			return true
		}
	}
	return before.ID.IsZero() && len(o.ExternalIDs) == 0 && s.repeated(l, names.SearchKey(l.values["name"]))
}

// sameOrganization is the one with a code of the line; or else the one that is or was called so,
// unless it has another code of the same source.
func (s *step) sameOrganization(l *line, described organizations.Organization, called func(string) []organizations.Organization, coded map[organizations.Code]organizations.Organization) (same organizations.Organization, is bool) {
	for source, code := range described.ExternalIDs {
		o, known := coded[organizations.Code{Source: source, Value: code}]
		if known && is && o.ID != same.ID {
			l.refuse("", fault.CodesDisagree)
		}
		if known {
			same, is = o, true
		}
	}
	if is {
		return same, true
	}
	var named []organizations.Organization
	for _, o := range called(l.values["name"]) {
		if o.MergedInto == nil && hasName(o, l.values["name"]) && !otherCode(o, described) {
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
	for _, text := range o.Called() {
		if strings.EqualFold(text, names.Clean(name)) {
			return true
		}
	}
	return false
}

// otherCode reports two organizations that one source calls differently.
func otherCode(a, b organizations.Organization) bool {
	for source, code := range a.ExternalIDs {
		if other, has := b.ExternalIDs[source]; has && other != code {
			return true
		}
	}
	return false
}
