package demo

import (
	"fmt"
	"net/http"
)

// Account is somebody who can sign in to the season.
type Account struct{ Login, Role, About string }

// Season is what was played: who can sign in, and where to look first.
type Season struct {
	Accounts []Account
	Event    string // Web Technologies: published twice
	ToMark   string // a stage that is being marked
}

// story is a season being played.
type story struct {
	api      http.Handler
	password string
	keys     int
	admin    client
	schools  []string // ids
	people   int      // how many were invented
	season   Season
	say      func(format string, values ...any)
}

// Load plays the season on an empty house. code is its one-time set-up code, password every
// account's; say hears of the progress.
func Load(api http.Handler, code, password string, say func(string)) (season Season, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, ours := r.(failure)
			if !ours {
				panic(r)
			}
			err = f.error
		}
	}()
	s := &story{api: api, password: password, say: func(format string, values ...any) { say(fmt.Sprintf(format, values...)) }}
	client{api: api}.post("/setup", object{"code": code, "login": "admin", "display_name": "演示管理员", "password": password})
	s.admin = s.signIn("admin")
	s.season.Accounts = append(s.season.Accounts, Account{"admin", "administrator", "everything"})
	for _, name := range schools {
		s.schools = append(s.schools, s.admin.post("/organizations", object{"name": object{"zh-CN": name}, "kind": "school", "district": "310101"}).id())
	}
	s.somebody("auditor", "审计员", "auditor", "", "reads everything, changes nothing")
	s.worldskills()
	s.national()
	s.teachers()
	return s.season, nil
}

func (s *story) signIn(login string) client {
	session := client{api: s.api}.post("/sessions", object{"login": login, "password": s.password, "client": "demo season"})
	return client{api: s.api, token: session.text("token"), id: session.text("session", "account_id"), keys: &s.keys}
}

// account makes an account that has changed its first password, and signs in.
func (s *story) account(login, name string) client {
	first := "first password of " + login
	s.admin.post("/accounts", object{"login": login, "display_name": name, "password": first})
	session := client{api: s.api}.post("/sessions", object{"login": login, "password": first})
	client{api: s.api, token: session.text("token")}.do("PUT", "/me/password", object{"current_password": first, "new_password": s.password}, "")
	return s.signIn(login)
}

// somebody is an account with a role on a thing ("" for the installation, "-" for none yet),
// which the newcomer is told of.
func (s *story) somebody(login, name, role, on, about string) client {
	c := s.account(login, name)
	if on != "-" {
		s.grant(c, role, on)
	}
	s.season.Accounts = append(s.season.Accounts, Account{login, role, about})
	return c
}

func (s *story) grant(c client, role, on string) {
	body := object{"role": role}
	if on != "" {
		body["on"] = on
	}
	s.admin.post("/accounts/"+c.id+"/grants", body)
}

// edition makes a programme with an edition under a preset.
func (s *story) edition(programme object, edition object, preset string) (id string, last answer) {
	p := s.admin.post("/programmes", object{"name": programme}).id()
	last = s.admin.post("/programmes/"+p+"/editions", edition)
	s.admin.post("/editions/"+last.id()+"/rule-sets", object{"preset": preset})
	return last.id(), last
}

// move takes an edition through some states.
func (s *story) move(edition string, last answer, states ...string) answer {
	for _, to := range states {
		last = s.admin.act("/editions/"+edition+"/transitions", object{"to": to}, last)
	}
	return last
}

// enter drafts an entry of new people of its organization, and submits it.
func (s *story) enter(clerk client, event string, entry object, competitors int, born func(int) string) answer {
	var members list
	for range competitors {
		n := s.people
		s.people++
		p := clerk.post("/people", object{"name": person(n), "birth_date": born(n), "organization_id": entry["organization_id"]}).id()
		members = append(members, object{"person_id": p, "role": "competitor"})
	}
	entry["members"] = members
	e := clerk.post("/events/"+event+"/entries", entry)
	return clerk.act("/entries/"+e.id()+"/submission", nil, e)
}

// steps takes an entry through some of the organiser's acts.
func steps(by client, entry answer, acts ...string) answer {
	for _, act := range acts {
		entry = by.act("/entries/"+entry.id()+"/"+act, nil, entry)
	}
	return entry
}
