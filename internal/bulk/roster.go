package bulk

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/training"
)

// A row is a trainee of the squad, with the proof of insurance where there is one.
var rosterColumns = []column{
	{name: "name", zh: "姓名", en: "Name", also: []string{"学生姓名", "选手姓名", "学员姓名", "队员姓名", "full name"}, required: true, longest: 100, example: "例：王小明"},
	{name: "birth_date", zh: "出生日期", en: "Birth date", also: []string{"出生年月日", "生日", "date of birth", "birthday"}, longest: 40, example: "2004-11-02"},
	{name: "organization", zh: "学校", en: "Organization", also: []string{"单位", "所在学校", "学校名称", "单位名称", "学校代码", "school"}, longest: 300, example: "上海信息技术学校"},
	{name: "person", zh: "人员编号", en: "Person", also: []string{"person id"}, longest: 40, example: ""},
	{name: "insurer", zh: "保险公司", en: "Insurer", also: []string{"承保公司", "保险机构"}, longest: 200, example: "中国人寿"},
	{name: "policy_number", zh: "保单号", en: "Policy number", also: []string{"保险单号", "保单号码"}, longest: 100, example: "2020310000123"},
	{name: "insured_until", zh: "保险到期日", en: "Insured until", also: []string{"保险截止日期", "保险有效期至", "保险到期"}, longest: 40, example: "2021-08-31"},
}

// planRoster takes those into the squad who are not there already, and keeps their proofs of
// insurance. Who has left the squad is not taken back: that is for a human to say.
func planRoster(ctx context.Context, s *step) (write func() error, err error) {
	squad, err := s.Store.Squad(ctx, *s.of.Squad, s.Now)
	if err != nil {
		return nil, err
	}
	if err := s.Actor.May(access.SelectTrainee, squad.Scope(), s.Now); err != nil {
		return nothing, s.refuseAll(err)
	}
	who, err := s.persons(ctx)
	if err != nil {
		return nil, err
	}
	intake, err := training.OpenIntake(ctx, s.Unit, squad, some(who))
	if err != nil {
		return nothing, s.refuseAll(err)
	}
	roster, err := s.Store.Roster(ctx, squad.ID)
	if err != nil {
		return nil, err
	}
	there := map[id.ID[people.Person]]training.Trainee{}
	for _, t := range roster {
		there[t.Person] = t
	}
	insures := s.Actor.May(access.InsureTrainee, squad.Scope(), s.Now)
	var join, insure []training.Trainee
	fresh := ordered[training.Trainee](s, len(s.good()))
	for i, l := range s.good() {
		p := who[l]
		proof, proven := l.proof()
		if !l.Outcome.Good() || s.repeated(l, p.ID.String()) {
			continue
		}
		t, is := there[p.ID]
		proves := proven && (t.Insurance == nil || *t.Insurance != *t.Insure(proof, s.Now).Insurance)
		if proves && insures != nil {
			if err := l.refuseAs(insures); err != nil {
				return nil, err
			}
			continue
		}
		switch {
		case !is:
			if t, err = training.Take(s.Unit, intake, shownOr(l, fresh[i]), p.ID, "/"+l.whom()); err != nil {
				if err := l.refuseAs(err); err != nil {
					return nil, err
				}
				continue
			}
			l.Outcome, join = Created, append(join, t)
		case proves:
			l.Outcome = Updated
		}
		if proves {
			insure = append(insure, t.Insure(proof, s.Now))
		}
		l.Subject = t.ID.Ref()
	}
	return func() error {
		for _, t := range join {
			if err := training.Join(ctx, s.Unit, t); err != nil {
				return err
			}
		}
		for _, t := range insure {
			if err := training.Prove(ctx, s.Unit, t); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// proof is the proof of insurance in a line, which has all parts of it or none.
func (l *line) proof() (proof training.Insurance, given bool) {
	columns := []string{"insurer", "policy_number", "insured_until"}
	empty := func(c string) bool { return l.values[c] == "" }
	if !slices.ContainsFunc(columns, func(c string) bool { return !empty(c) }) {
		return training.Insurance{}, false
	}
	for _, c := range columns {
		if empty(c) {
			l.refuse(c, fault.MissingValue)
		}
	}
	policy, whole := readCode(l.values["policy_number"])
	if !whole {
		l.refuse("policy_number", fault.DigitsLost)
	}
	until, ok := l.date("insured_until")
	return training.Insurance{Insurer: l.values["insurer"], Policy: policy, Until: until}, ok
}
