package bulk

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/training"
)

// A row is what an account or a person does at the base from when to when.
var staffColumns = []column{
	{name: "function", zh: "岗位", en: "Function", also: []string{"职务", "角色", "role"}, required: true, longest: 40, choices: []choice{
		{"lead_expert", "技术指导专家组组长", "Lead expert"}, {"expert", "技术指导专家", "Expert"}, {"coach", "教练", "Coach"},
		{"base_manager", "基地负责人", "Base manager"}, {"interpreter", "翻译", "Interpreter"}, {"workshop_manager", "场地经理", "Workshop manager"},
	}, example: "教练"},
	{name: "name", zh: "姓名", en: "Name", also: []string{"教师姓名", "专家姓名", "full name"}, longest: 100, example: "例：李老师"},
	{name: "birth_date", zh: "出生日期", en: "Birth date", also: []string{"出生年月日", "生日", "date of birth", "birthday"}, longest: 40, example: "1985-03-01"},
	{name: "organization", zh: "单位", en: "Organization", also: []string{"学校", "所在单位", "学校名称", "单位名称", "学校代码", "school"}, longest: 300, example: "上海信息技术学校"},
	{name: "person", zh: "人员编号", en: "Person", also: []string{"person id"}, longest: 40, example: ""},
	{name: "account", zh: "账号编号", en: "Account", also: []string{"account id"}, longest: 40, example: ""},
	{name: "from_date", zh: "起始日期", en: "From", also: []string{"开始日期", "到岗日期", "from date"}, required: true, longest: 40, example: "2020-09-01"},
	{name: "until_date", zh: "截止日期", en: "Until", also: []string{"结束日期", "离岗日期", "until date"}, longest: 40, example: "2021-09-01"},
}

// planStaff assigns who is not assigned already, and has those end whose line ends earlier.
func planStaff(ctx context.Context, s *step) (write func() error, err error) {
	base, err := s.Store.Base(ctx, *s.of.Base)
	if err != nil {
		return nil, err
	}
	if err := s.Actor.May(access.AssignStaff, base.Scope(), s.Now); err != nil {
		return nothing, s.refuseAll(err)
	}
	who, err := s.persons(ctx)
	if err != nil {
		return nil, err
	}
	staff, err := training.OpenStaff(ctx, s.Unit, base, some(who))
	if err != nil {
		return nothing, s.refuseAll(err)
	}
	var post, dismiss []training.Assignment
	fresh := ordered[training.Assignment](s, len(s.good()))
	for i, l := range s.good() {
		in, ok := s.assignment(l, who[l])
		if !ok || s.repeated(l, l.values["function"], l.values["account"], who[l].ID.String(), in.From) {
			continue
		}
		a, is := same(staff.All, in)
		switch ends := in.Until != nil && (a.Until == nil || *a.Until != *in.Until); {
		case !is:
			if a, err = training.Assign(ctx, s.Unit, staff, shownOr(l, fresh[i]), in, "/"+l.whom()); err == nil {
				l.Outcome, post = Created, append(post, a)
			}
		case ends:
			if a, err = staff.End(a, *in.Until, s.Now); err == nil {
				l.Outcome, dismiss = Updated, append(dismiss, a)
			}
		}
		if err != nil {
			if err = l.refuseAs(err); err != nil {
				return nil, err
			}
			continue
		}
		l.Subject = a.ID.Ref()
	}
	return func() error {
		for _, a := range post {
			if err := training.Post(ctx, s.Unit, a); err != nil {
				return err
			}
		}
		for _, a := range dismiss {
			if err := training.Dismiss(ctx, s.Unit, a); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// assignment is what a line asks for.
func (s *step) assignment(l *line, p people.Person) (in training.AssignStaff, ok bool) {
	in.Base, in.Function = *s.of.Base, training.Function(l.values["function"])
	if !p.ID.IsZero() {
		in.Person = &p.ID
	}
	if account := l.values["account"]; account != "" {
		parsed, err := id.Parse[accounts.Account](account)
		if err != nil {
			l.refuse("account", fault.InvalidValue)
		}
		in.Account = &parsed
	}
	in.From, _ = l.date("from_date")
	if until, _ := l.date("until_date"); until != "" {
		in.Until = &until
	}
	return in, l.Outcome.Good()
}

// same is the assignment that is there already, with any end.
func same(staff []training.Assignment, in training.AssignStaff) (a training.Assignment, is bool) {
	i := slices.IndexFunc(staff, func(a training.Assignment) bool {
		return a.Function == in.Function && a.From == in.From && equal(a.Account, in.Account) && equal(a.Person, in.Person)
	})
	if i < 0 {
		return training.Assignment{}, false
	}
	return staff[i], true
}
