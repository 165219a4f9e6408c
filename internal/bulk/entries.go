package bulk

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/registration"
)

// A row is a member. Rows with the same team or group are one entry; a row with neither is an
// entry of its own.
var entryColumns = []column{
	{name: "name", zh: "姓名", en: "Name", also: []string{"学生姓名", "选手姓名", "成员姓名", "full name"}, required: true, longest: 100, example: "例：王小明"},
	{name: "birth_date", zh: "出生日期", en: "Birth date", also: []string{"出生年月日", "生日", "date of birth", "birthday"}, longest: 40, example: "2004-11-02"},
	{name: "role", zh: "角色", en: "Role", also: []string{"身份", "职务"}, longest: 40, choices: []choice{
		{"competitor", "选手", "Competitor"}, {"reserve", "替补", "Reserve"}, {"instructor", "指导教师", "Instructor"}, {"leader", "领队", "Leader"},
	}, example: "选手"},
	{name: "team", zh: "队名", en: "Team", also: []string{"参赛队", "团队名称", "队伍名称"}, longest: 100, example: ""},
	{name: "group", zh: "组号", en: "Group", also: []string{"序号", "报名序号", "编号"}, longest: 40, example: "1"},
	{name: "organization", zh: "学校", en: "Organization", also: []string{"单位", "所在学校", "学校名称", "单位名称", "学校代码", "school"}, longest: 300, example: "上海信息技术学校"},
	{name: "course", zh: "课程", en: "Course", also: []string{"课程名称", "参赛课程"}, longest: 100, example: ""},
	majorCode, majorCatalogue, majorLevel,
}

// team is the lines of one entry.
type team struct {
	lines   []*line
	members []registration.Member
}

// planEntries drafts an entry of every team, and changes those drafts that are there already.
// What is wrong with one line keeps the whole team out.
func planEntries(ctx context.Context, s *step) (write func() error, err error) {
	setting, err := s.Store.Setting(ctx, *s.of.Event, registration.Shared)
	if err != nil {
		return nil, err
	}
	if err := s.mayDraft(setting); err != nil {
		return nil, err
	}
	who, err := s.persons(ctx)
	if err != nil {
		return nil, err
	}
	teams := s.teams(who)
	there, err := s.entered(ctx, teams)
	if err != nil {
		return nil, err
	}
	var enter, change []registration.Entry
	for _, t := range teams {
		s.elsewhere(t, there)
		course, major := t.about()
		if t.spoilt() {
			continue
		}
		first := t.lines[0]
		name := first.values["team"]
		in := registration.CreateEntry{
			Event: setting.Event.ID, Organization: first.organization.ID, Name: &name, Course: course, Major: major, Members: t.members,
		}
		e, is := there[t.competitor()]
		if is {
			first.Subject = e.ID.Ref()
		}
		outcome, e, err := s.draft(ctx, setting, in, e, is, first)
		switch {
		case err != nil:
			if err := first.refuseAs(err); err != nil {
				return nil, err
			}
			t.spoilt()
			continue
		case outcome == Created:
			enter = append(enter, e)
		case outcome == Updated:
			change = append(change, e)
		}
		for _, l := range t.lines {
			l.Outcome, l.Subject = outcome, e.ID.Ref()
		}
	}
	return func() error {
		for _, e := range enter {
			s.RecordWithin(e.Scope(), registration.Drafted(e))
			if err := s.Store.AddEntry(ctx, e); err != nil {
				return err
			}
		}
		for _, e := range change {
			s.RecordWithin(e.Scope(), registration.Redrafted(e))
			if err := s.Store.ChangeEntry(ctx, e); err != nil {
				return err
			}
			if err := s.Store.ReplaceMembers(ctx, e); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// mayDraft refuses every line while the event takes no entries, and those of organizations for
// which the caller enters nobody.
func (s *step) mayDraft(setting registration.Setting) error {
	err := setting.TakesEntries(s.Now)
	if err == nil && s.of.Organization != nil {
		err = s.Actor.May(access.CreateEntry, setting.Scope(*s.of.Organization), s.Now)
	}
	if err == nil {
		return nil
	}
	return s.refuseAll(err)
}

// teams gathers the lines, in the order in which each team begins. A line that was refused before its
// organization was looked for means the one that others mean by the same words.
func (s *step) teams(who map[*line]people.Person) []*team {
	var all []*team
	of := map[[3]string]*team{}
	meant := map[string]id.ID[organizations.Organization]{}
	for _, l := range s.lines {
		if !l.organization.ID.IsZero() {
			meant[l.values["organization"]] = l.organization.ID
		}
	}
	for _, l := range s.lines {
		where := l.organization.ID
		if where.IsZero() {
			where = meant[l.values["organization"]]
		}
		key := [3]string{where.String(), l.values["team"], l.values["group"]}
		t := of[key]
		if t == nil || key[1] == "" && key[2] == "" {
			t = &team{}
			of[key], all = t, append(all, t)
		}
		role := registration.Role(l.values["role"])
		if role == "" {
			role = registration.Competitor
		}
		t.lines = append(t.lines, l)
		t.members = append(t.members, registration.Member{Person: who[l].ID, Role: role})
	}
	return all
}

// spoilt reports a team of which a line is refused, and refuses the others with it.
func (t *team) spoilt() bool {
	bad := slices.IndexFunc(t.lines, func(l *line) bool { return !l.Outcome.Good() })
	if bad < 0 {
		return false
	}
	for _, l := range t.lines {
		if l.Outcome.Good() {
			l.refuse("", fault.GroupRefused, "row", t.lines[bad].Number)
		}
	}
	return true
}

// about is the course and the major that a team's lines name: one line is enough, and those that
// name one name the same.
func (t *team) about() (course *string, major *people.Major) {
	for _, l := range t.lines {
		if said := names.Clean(l.values["course"]); said != "" {
			if course != nil && *course != said {
				l.refuse("course", fault.InvalidValue)
			}
			course = &said
		}
		if said := l.major(); said != nil {
			if major != nil && *major != *said {
				l.refuse(majorCode.name, fault.InvalidValue)
			}
			major = said
		}
	}
	return course, major
}

// competitor is the first person who competes, by whom a team is known.
func (t *team) competitor() id.ID[people.Person] {
	for _, m := range t.members {
		if m.Role.Competes() {
			return m.Person
		}
	}
	return id.ID[people.Person]{}
}

// entered reads the live entries of the event in which somebody competes who competes here.
func (s *step) entered(ctx context.Context, teams []*team) (map[id.ID[people.Person]]registration.Entry, error) {
	var competing []id.ID[people.Person]
	for _, t := range teams {
		for _, m := range t.members {
			if m.Role.Competes() && !m.Person.IsZero() {
				competing = append(competing, m.Person)
			}
		}
	}
	return s.Store.EntriesWith(ctx, *s.of.Event, competing)
}

// elsewhere refuses who competes in another entry of the event, or in another team of the table.
// An entry of another organization is never the one that is meant, whoever of this one is in it.
func (s *step) elsewhere(t *team, there map[id.ID[people.Person]]registration.Entry) {
	own := there[t.competitor()].ID
	for i, m := range t.members {
		if !m.Role.Competes() || m.Person.IsZero() || s.repeated(t.lines[i], m.Person.String()) {
			continue
		}
		if other, competes := there[m.Person]; competes && (other.ID != own || other.Organization != t.lines[i].organization.ID) {
			t.lines[i].refuse("name", fault.PersonEntered)
		}
	}
}

// draft is the entry as it is to be, and whether that is anything new.
func (s *step) draft(ctx context.Context, setting registration.Setting, in registration.CreateEntry, there registration.Entry, is bool, l *line) (Outcome, registration.Entry, error) {
	if err := s.Actor.May(access.CreateEntry, setting.Scope(in.Organization), s.Now); err != nil {
		return "", there, err
	}
	if !is {
		e, err := in.Entry(ctx, s.Store, subject[registration.Entry](s, l), setting, s.Now)
		return Created, e, err
	}
	same := there.Name == nil && *in.Name == "" || there.Name != nil && *there.Name == names.Clean(*in.Name)
	change := registration.UpdateEntry{Name: &in.Name, Members: &in.Members}
	if in.Course != nil { // a table without it leaves it as it is
		same, change.Course = same && equal(there.Course, in.Course), &in.Course
	}
	if in.Major != nil {
		same, change.Major = same && equal(there.Major, in.Major), &in.Major
	}
	if same && slices.EqualFunc(there.Members, in.Members, func(a, b registration.Member) bool { return a.Person == b.Person && a.Role == b.Role }) {
		return Unchanged, there, nil
	}
	e, err := there.Redrafted(ctx, s.Store, setting, change, s.Now)
	return Updated, e, err
}
