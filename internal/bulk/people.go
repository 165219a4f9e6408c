package bulk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/tables"
)

var personColumns = []column{
	{name: "name", zh: "姓名", en: "Name", also: []string{"学生姓名", "选手姓名", "full name"}, required: true, longest: 100, example: "例：王小明"},
	{name: "name_latin", zh: "拼音姓名", en: "Latin name", also: []string{"英文姓名", "姓名拼音", "护照姓名", "name in passport"}, longest: 100, example: "WANG Xiaoming"},
	{name: "birth_date", zh: "出生日期", en: "Birth date", also: []string{"出生年月日", "生日", "date of birth", "birthday"}, required: true, longest: 40, example: "2004-11-02"},
	{name: "organization", zh: "学校", en: "Organization", also: []string{"单位", "所在学校", "学校名称", "单位名称", "学校代码", "school"}, longest: 300, example: "上海信息技术学校"},
	{name: "identity_type", zh: "证件类型", en: "Identity document", also: []string{"证件种类", "document type"}, longest: 40, choices: []choice{
		{"resident_id", "居民身份证", "Resident identity card"}, {"passport", "护照", "Passport"},
		{"hong_kong_macao_permit", "港澳居民来往内地通行证", "Hong Kong and Macao permit"}, {"taiwan_permit", "台湾居民来往大陆通行证", "Taiwan permit"},
		{"foreigner_permit", "外国人永久居留身份证", "Foreigner permit"}, {"other", "其他", "Other"},
	}, example: "居民身份证"},
	{name: "identity_number", zh: "证件号码", en: "Identity number", also: []string{"身份证号", "身份证号码", "居民身份证号", "证件号", "document number"}, longest: 60, hidden: true, example: ""},
	{name: "student_number", zh: "学号", en: "Student number", also: []string{"student id"}, longest: 100, example: "20240101"},
	{name: "register_number", zh: "学籍号", en: "Student register number", longest: 100, example: ""},
	{name: "staff_number", zh: "工号", en: "Staff number", also: []string{"教工号", "职工号", "staff id"}, longest: 100, example: ""},
	{name: "external_id", zh: "外部编号", en: "External id", longest: 100, example: ""},
	{name: "external_source", zh: "编号来源", en: "Source of the external id", longest: 40, example: ""},
	majorCode, majorCatalogue, majorLevel,
	{name: "programme_years", zh: "学制", en: "Programme years", also: []string{"学制年限"}, longest: 10, example: "3"},
	{name: "entry_year", zh: "入学年份", en: "Entry year", also: []string{"入学年", "年级"}, longest: 10, example: "2024"},
}

// The columns of a major, of which each means nothing without the others.
var (
	majorCode      = column{name: "major_code", zh: "专业代码", en: "Major code", also: []string{"专业编码"}, longest: 20, example: "710205"}
	majorCatalogue = column{name: "major_catalogue", zh: "专业目录", en: "Major catalogue", also: []string{"专业目录版本"}, longest: 40, example: "2021"}
	majorLevel     = column{name: "major_level", zh: "专业层次", en: "Major level", longest: 40, example: "secondary"}
)

// identity is what a person is known by within an organization.
type identity struct {
	organization id.ID[organizations.Organization]
	name, born   string
}

func identityOf(p people.Person) identity { return identity{p.Organization, p.Name, p.BirthDate} }

// planPeople finds who is there already by identity document, by external id, or else by
// organization, name and birth date, and enters or changes the others.
func planPeople(ctx context.Context, s *step) (write func() error, err error) {
	if err := s.findOrganizations(ctx, access.CreatePerson); err != nil {
		return nil, err
	}
	wanted := map[*line]described{}
	for _, l := range s.good() {
		if wanted[l], err = s.described(l); err != nil {
			return nil, err
		}
	}
	there, err := s.register(ctx, wanted)
	if err != nil {
		return nil, err
	}
	var in intake
	for _, l := range s.good() {
		d := wanted[l]
		before, is, err := s.who(l, d, there)
		switch {
		case err != nil:
			return nil, err
		case !l.Outcome.Good(), s.twice(l, d, before):
			continue
		case !is:
			l.Outcome, l.Subject = Created, d.person.ID.Ref()
			before = d.person
		default:
			l.Subject = before.ID.Ref()
		}
		var one intake
		if err := s.takeIn(d, before, is, there, &one); err != nil {
			if err := l.refuseAs(err); err != nil {
				return nil, err
			}
			continue
		}
		if is && !one.empty() {
			l.Outcome = Updated
		}
		in.add(one)
	}
	return func() error { return in.write(ctx, s) }, nil
}

// person is who a line is about, held against the rules of a single person.
func (s *step) person(l *line) (people.Person, error) {
	born, ok := tables.Date(l.values["birth_date"])
	if !ok {
		l.refuse("birth_date", fault.DateUnclear)
		return people.Person{}, nil
	}
	in := people.CreatePerson{Name: l.values["name"], BirthDate: born, Organization: l.organization.ID, ExternalIDs: l.numbers()}
	if latin := l.values["name_latin"]; latin != "" {
		in.NameLatin = &latin
	}
	p, err := in.Person(subject[people.Person](s, l), s.Now)
	if err == nil {
		err = people.Takes(l.organization)
	}
	if err != nil {
		return p, l.refuseAs(err)
	}
	return p, nil
}

// known reads the people who have a line's name in the line's organization.
func (s *step) known(ctx context.Context) ([]people.Person, error) {
	called := map[Called]bool{}
	for _, l := range s.good() {
		called[Called{l.organization.ID, names.Clean(l.values["name"])}] = true
	}
	return s.Store.PeopleCalled(ctx, slices.Collect(maps.Keys(called)))
}

// samePerson is who of these is meant; none where there is nobody, or where a human has to say.
func (s *step) samePerson(l *line, found []people.Person) (p people.Person, is bool, err error) {
	switch len(found) {
	case 0:
		return people.Person{}, false, nil
	case 1:
		return found[0], true, nil
	}
	candidates := make([]Candidate, len(found))
	for i, p := range found {
		if p.Minor(s.Now) {
			s.Record(people.MinorRead{Person: p.ID}) // whoever reads the report reads of them
		}
		candidates[i] = Candidate{"name", p.ID.Ref(), strings.TrimSpace(p.Name + " " + p.BirthDate)}
	}
	chosen, ok := s.matched(l, "name", candidates)
	for _, p := range found {
		if ok && p.ID.Ref() == chosen {
			return p, true, nil
		}
	}
	return people.Person{}, false, nil
}
