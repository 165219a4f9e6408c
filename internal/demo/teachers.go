package demo

// teachers leaves a teachers' contest in the middle of its marking, so that there is
// something to do.
func (s *story) teachers() {
	s.say("the teachers' contest: being marked")
	edition, last := s.edition(object{"zh-CN": "上海市职业院校教师教学能力比赛", "en": "Shanghai teachers' teaching ability contest"}, object{
		"number": 5, "year": 2020, "name": object{"zh-CN": "2020年上海市职业院校教师教学能力比赛", "en": "Teaching ability contest 2020"},
		"host": object{"zh-CN": "上海", "en": "Shanghai"}, "time_zone": "Asia/Shanghai",
	}, "teachers")
	event := s.admin.post("/editions/"+edition+"/events", object{"number": "ZY-1", "name": object{"zh-CN": "专业课程一组", "en": "Specialist courses, group 1"}, "team_min": 3, "team_max": 4}).id()
	last = s.move(edition, last, "open")
	clerk := s.signIn("registrar2")
	for i, school := range s.schools[1:5] {
		team := object{
			"organization_id": school, "name": schools[i+1] + "教学团队", "course": list{"网络设备配置", "数控加工", "西式烹调", "影视后期制作"}[i],
		}
		e := s.enter(clerk, event, team, 3+i%2, func(n int) string { return "198" + string(rune('0'+n%10)) + "-09-10" })
		steps(s.admin, e, "approval", "confirmation")
	}
	s.move(edition, last, "closed", "running")
	chief := s.account("chief.teachers", "教学比赛评审组长")
	s.grant(chief, "chief_judge", event)
	judges := s.five("teachers")
	s.season.Accounts = append(s.season.Accounts, Account{"judge.teachers.1", "judge", "has sheets of the teachers' contest to mark"})
	g := s.stageOf(event, chief, judges...)
	g.prepare(object{"title": "教学能力", "criteria": list{object{"letter": "A", "name": "教学实施", "sub_criteria": list{
		subCriterion("A1", "目标与学情", 1, aspects("judge_points", "20.00", "目标与学情")),
		subCriterion("A2", "内容与策略", 1, aspects("judge_points", "20.00 20.00", "内容与策略", "实施与成效")),
		subCriterion("A3", "教学素养", 1, aspects("judge_points", "20.00 20.00", "教学素养", "特色创新")),
	}}}})
	open := g.sheets("open")
	g.mark(open[:len(open)/2])
	s.season.ToMark = g.id
}
