package demo

// national plays a contest under the national rules: five judges, the highest and lowest
// scores dropped, 10/20/30 % of those present, ties on an award line decided by the organiser.
func (s *story) national() {
	s.say("the national students' contest: five judges, 10/20/30 %%")
	edition, last := s.edition(object{"zh-CN": "全国职业院校技能大赛", "en": "National vocational students' skills competition"}, object{
		"number": 13, "year": 2020, "name": object{"zh-CN": "2020年全国职业院校技能大赛", "en": "National skills competition 2020"},
		"host": object{"zh-CN": "天津", "en": "Tianjin"}, "time_zone": "Asia/Shanghai", "starts_date": "2020-11-05", "ends_date": "2020-11-08",
	}, "national_students")
	event := s.admin.post("/editions/"+edition+"/events", object{"number": "ZZ-2020026", "name": object{"zh-CN": "动漫制作", "en": "Animation"}, "sector": "信息技术"}).id()
	last = s.move(edition, last, "open")
	clerk := s.signIn("registrar2")
	for _, school := range s.schools[1:] {
		e := s.enter(clerk, event, object{"organization_id": school}, 1, func(n int) string { return "2003-0" + string(rune('1'+n%9)) + "-15" })
		steps(s.admin, e, "approval", "confirmation", "check-in")
	}
	s.move(edition, last, "closed", "running")
	chief := s.account("chief.national", "全国赛裁判长")
	s.grant(chief, "chief_judge", event)
	g := s.stageOf(event, chief, s.five("national")...)
	g.prepare(object{"title": "动漫制作", "criteria": list{object{"letter": "A", "name": "作品", "sub_criteria": list{
		subCriterion("A1", "角色与场景", 1, aspects("judge_points", "30.00 30.00", "角色造型", "场景设计")),
		subCriterion("A2", "动画", 1, aspects("judge_points", "40.00", "动画表现")),
	}}}})
	g.mark(g.sheets("open"))
	g.sign()
	run := g.compute()
	ties, _ := run.at("ties").([]any)
	for _, t := range ties { // the organiser decides for the tied
		tie := answer{body: t}
		for _, p := range g.admin.get("/result-runs/" + run.id() + "/placings?limit=200").items() {
			if p.at("rank") == tie.at("rank") {
				placing := g.admin.get("/placings/" + p.id())
				g.admin.put("/placings/"+p.id()+"/award", object{"award": tie.text("award"), "reason": "评审委员会裁定并列获奖"}, placing)
			}
		}
	}
	g.publish(run, "")
}

// five are judges of a contest. The newcomer is not told of them: one story is enough.
func (s *story) five(contest string) (all []client) {
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		all = append(all, s.account("judge."+contest+"."+n, "裁判"+n))
	}
	return all
}
