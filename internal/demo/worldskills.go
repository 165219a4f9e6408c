package demo

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
)

var (
	//go:embed data/skills_46.csv
	skills string
	//go:embed data/wsc2024_web_module_e.csv
	moduleE []byte
)

// worldskills plays the Shanghai selection for the 46th, and puts the 46th itself on record:
// cancelled, and everything of it readable.
func (s *story) worldskills() {
	s.say("the 46th WorldSkills: 63 skills, cancelled")
	world, last := s.edition(object{"zh-CN": "世界技能大赛", "en": "WorldSkills"}, object{
		"number": 46, "year": 2022, "name": object{"zh-CN": "第46届世界技能大赛", "en": "46th WorldSkills Competition"}, "host": object{"zh-CN": "上海", "en": "Shanghai"},
		"time_zone": "Asia/Shanghai", "starts_date": "2022-10-12", "ends_date": "2022-10-17",
	}, "worldskills")
	s.admin.act("/editions/"+world+"/transitions", object{"to": "cancelled", "reason": "2022 年 5 月 31 日宣布取消，由在 15 个国家举行的 2022 特别赛替代"}, last)

	edition, last := s.edition(object{"zh-CN": "世界技能大赛上海选拔赛", "en": "WorldSkills, Shanghai selection"}, object{
		"number": 46, "year": 2021, "name": object{"zh-CN": "第46届世界技能大赛上海选拔赛", "en": "46th WorldSkills, Shanghai selection"},
		"host": object{"zh-CN": "上海", "en": "Shanghai"}, "time_zone": "Asia/Shanghai", "starts_date": "2021-04-12", "ends_date": "2021-04-16",
	}, "worldskills")
	events := s.events(edition)
	web, mechatronics := events["17"], events["04"]
	last = s.move(edition, last, "open")
	s.admin.post("/editions/"+edition+"/quotas", object{"per": "organization_and_event", "most": 2})
	s.admin.post("/editions/"+edition+"/quotas", object{"per": "event", "event_id": web, "most": 12})

	organiser := s.somebody("organiser", "竞赛组织者", "organiser", edition, "runs the Shanghai selection")
	desk := s.somebody("checkin", "检录员", "check_in", edition, "checks entries in")
	one := s.somebody("registrar", "学校报名负责人甲", "registrar", s.schools[0], "registers for "+schools[0])
	two := s.somebody("registrar2", "学校报名负责人乙", "registrar", s.schools[1], "registers for "+schools[1]+" and others")
	for _, school := range s.schools[2:] {
		s.grant(two, "registrar", school)
	}
	s.season.Event = web
	s.entries(web, organiser, desk, one, two)
	for i := range 3 {
		team := s.enter(two, mechatronics, object{"organization_id": s.schools[i+1], "name": "机电" + strconv.Itoa(i+1) + "队"}, 2, born)
		steps(organiser, team, "approval", "confirmation")
	}
	s.move(edition, last, "closed", "running")
	s.webTechnologies(web)
}

// events opens the skills, and answers their ids by number.
func (s *story) events(edition string) map[string]string {
	rows, err := csv.NewReader(strings.NewReader(skills)).ReadAll()
	if err != nil {
		panic(failure{err})
	}
	ids := map[string]string{}
	for _, r := range rows[1:] {
		most, _ := strconv.Atoi(r[4]) // our own file
		ids[r[0]] = s.admin.post("/editions/"+edition+"/events", object{
			"number": r[0], "name": object{"en": r[1], "zh-CN": r[2]}, "sector": r[3], "team_min": most, "team_max": most,
		}).id()
	}
	return ids
}

// entries registers competitors of Web Technologies: one is returned with a reason and
// submitted again, one is withdrawn, one does not come.
func (s *story) entries(event string, organiser, desk client, one, two client) {
	for i := range 9 {
		clerk, school := two, s.schools[1+i%5]
		if i < 2 {
			clerk, school = one, s.schools[0]
		}
		e := s.enter(clerk, event, object{"organization_id": school}, 1, born)
		switch i {
		case 1:
			e = organiser.act("/entries/"+e.id()+"/return", object{"reasons": list{"请核对姓名是否与身份证一致"}}, e)
			e = clerk.act("/entries/"+e.id()+"/submission", nil, e)
		case 7:
			clerk.act("/entries/"+e.id()+"/withdrawal", object{"reason": "选手因伤退出"}, e)
			continue
		}
		if e = steps(organiser, e, "approval", "confirmation"); i == 8 {
			steps(desk, e, "absence")
		} else {
			steps(desk, e, "check-in")
		}
	}
}

// webTechnologies is marked by the real scheme of module E and hand-made modules of 83.00,
// published, corrected and published again.
func (s *story) webTechnologies(event string) {
	s.say("Web Technologies: marked by a real scheme, published, corrected")
	chief := s.somebody("chief", "裁判长", "chief_judge", event, "signs and locks the sheets of Web Technologies")
	g := s.stageOf(event, chief,
		s.somebody("judge1", "裁判一", "judge", "-", "judges Web Technologies"),
		s.somebody("judge2", "裁判二", "judge", "-", "judges Web Technologies"),
		s.somebody("judge3", "裁判三", "judge", "-", "judges Web Technologies"))
	g.prepare(webScheme(), moduleE)
	g.mark(g.sheets("open"))
	g.sign()
	g.publish(g.compute(), "")
	g.correct("选手申诉成立：该项功能在指定浏览器中可用")
	g.publish(g.compute(), "成绩更正：一项测量评分经复核改判")
}

// webScheme is the hand-made part of the scheme: 83.00 in four modules.
func webScheme() object {
	measured := func(maxima string, names ...string) list { return aspects("measurement_binary", maxima, names...) }
	judged := func(maxima string, names ...string) list { return aspects("judgement", maxima, names...) }
	return object{"title": "Web Technologies", "criteria": list{
		object{"letter": "A", "name": "Design implementation", "sub_criteria": list{
			subCriterion("A1", "Layout", 1, measured("2.00 2.00 2.00 1.50", "页面在 1920 像素宽度下与设计稿一致", "导航在移动端可折叠", "图片按比例缩放", "字体按规范加载")),
			subCriterion("A2", "Visual quality", 1, judged("3.00 2.50", "版式的视觉层次", "色彩与品牌一致"), measured("2.50 2.50", "对比度达到 WCAG AA", "焦点可见")),
		}},
		object{"letter": "B", "name": "Front-end development", "sub_criteria": list{
			subCriterion("B1", "Interaction", 1, measured("2.00 2.00 2.00 2.00 2.00", "拖放排序可用", "撤销与重做可用", "键盘操作完整", "状态写入本地存储", "离线时可继续编辑")),
			subCriterion("B2", "Animation", 2, measured("2.00 2.00 2.00", "过渡不阻塞输入", "动画可被关闭", "帧率稳定"), judged("3.00 3.00", "动效的节奏", "动效的意义")),
		}},
		object{"letter": "C", "name": "Back-end development", "sub_criteria": list{
			subCriterion("C1", "REST API", 2, measured("2.00 2.00 2.00 2.00 2.00", "列表分页正确", "无令牌返回 401", "校验错误返回 422", "重复提交不产生新数据", "并发修改被拒绝")),
			subCriterion("C2", "Data", 2, measured("2.50 2.50 2.50 2.50", "外键完整", "索引覆盖查询", "迁移可重复执行", "时间以 UTC 存储")),
		}},
		object{"letter": "D", "name": "Speed project", "sub_criteria": list{
			subCriterion("D1", "Tasks", 3, measured("3.00 3.00 3.00 3.00 3.00", "任务 1", "任务 2", "任务 3", "任务 4", "任务 5")),
			subCriterion("D2", "Code quality", 3, judged("4.00 4.00", "命名与结构", "可维护性")),
		}},
	}}
}
