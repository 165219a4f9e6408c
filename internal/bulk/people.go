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
}

// identity is what a person is known by within an organization.
type identity struct {
	organization id.ID[organizations.Organization]
	name, born   string
}

func identityOf(p people.Person) identity { return identity{p.Organization, p.Name, p.BirthDate} }

// planPeople finds who is there already by organization, name and birth date, and enters or
// changes the others.
func planPeople(ctx context.Context, s *step) (write func() error, err error) {
	if err := s.findOrganizations(ctx, access.CreatePerson); err != nil {
		return nil, err
	}
	wanted := map[*line]people.Person{}
	for _, l := range s.good() {
		if wanted[l], err = s.person(l); err != nil {
			return nil, err
		}
	}
	known, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	there := map[identity][]people.Person{}
	for _, p := range known {
		there[identityOf(p)] = append(there[identityOf(p)], p)
	}
	var enter []people.Person
	var change []changed
	for _, l := range s.good() {
		p := wanted[l]
		before, more, err := s.samePerson(l, there[identityOf(p)])
		switch {
		case err != nil:
			return nil, err
		case !l.Outcome.Good(), s.repeated(l, p.Organization.String(), p.Name, p.BirthDate, before.ID.String()):
		case !more:
			l.Outcome, l.Subject = Created, p.ID.Ref()
			enter = append(enter, p)
		default:
			l.Subject = before.ID.Ref()
			if p.NameLatin == nil || before.NameLatin != nil && *p.NameLatin == *before.NameLatin {
				continue
			}
			if err := s.Actor.May(access.UpdatePerson, before.Scope(), s.Now); err != nil {
				if err := l.refuseAs(err); err != nil {
					return nil, err
				}
				continue
			}
			after, err := before.Changed(people.UpdatePerson{NameLatin: &p.NameLatin}, s.Now)
			if err != nil {
				if err := l.refuseAs(err); err != nil {
					return nil, err
				}
				continue
			}
			l.Outcome = Updated
			change = append(change, changed{before, after})
		}
	}
	return func() error {
		for _, p := range enter {
			s.Record(people.Entered(p))
		}
		for _, c := range change {
			s.Record(people.Amended(c.before, c.after))
			if err := s.Store.ChangePerson(ctx, c.after); err != nil {
				return err
			}
		}
		return s.Store.AddPeople(ctx, enter)
	}, nil
}

type changed struct{ before, after people.Person }

// person is who a line is about, held against the rules of a single person.
func (s *step) person(l *line) (people.Person, error) {
	born, ok := tables.Date(l.values["birth_date"])
	if !ok {
		l.refuse("birth_date", fault.DateUnclear)
		return people.Person{}, nil
	}
	in := people.CreatePerson{Name: l.values["name"], BirthDate: born, Organization: l.organization.ID}
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
