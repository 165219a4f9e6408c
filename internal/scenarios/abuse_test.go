package scenarios_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/app"
	"github.com/saichang/saichang/internal/apptest"
)

// said is an answer without what is every request's own.
func said(a *apptest.Answer) string {
	body := map[string]any{}
	a.Into(&body)
	delete(body, "trace_id")
	delete(body, "instance")
	text, _ := json.Marshal(body)
	return fmt.Sprint(a.Status, " ", a.Header.Get("Retry-After"), " ", string(text))
}

func setUp(h *apptest.House, code string) *apptest.Answer {
	return h.Public().Post("/setup", map[string]any{"code": code, "login": "first", "display_name": "First", "password": apptest.Password})
}

func signIn(h *apptest.House, login, password string) *apptest.Answer {
	return h.Public().Post("/sessions", map[string]any{"login": login, "password": password})
}

func text(s string) map[string]any { return map[string]any{"en": s} }

func TestTheFirstAdministratorNeedsTheCodeWhichHoldsOneHourAndOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		for _, table := range []string{"accounts", "grants", "service_tokens"} {
			if n := counted(t, h, "select count(*) from "+table); n != 0 {
				t.Errorf("a new house has %d %s", n, table)
			}
		}
		for _, password := range []string{"admin", "password", "", apptest.Password} {
			if a := signIn(h, "admin", password); a.Status != 401 && a.Status != 400 {
				t.Errorf("admin came in with %q: %d", password, a.Status)
			}
		}
		first := h.SetupCode()
		setUp(h, "0000-0000-0000-0000").Refused(403, "setup_code_wrong")
		h.Clock.Add(time.Hour)
		setUp(h, first).Refused(403, "setup_code_wrong")
		h = h.Restart(app.Settings{})
		second := h.SetupCode()
		if second == "" || second == first {
			t.Fatalf("a start has to print a new code: %q, then %q", first, second)
		}
		setUp(h, first).Refused(403, "setup_code_wrong")
		statuses := make([]int, 2)
		var both sync.WaitGroup
		for i := range statuses {
			both.Go(func() { statuses[i] = setUp(h, second).Status })
		}
		both.Wait()
		slices.Sort(statuses)
		if statuses[0] != 201 || statuses[1] < 400 || statuses[1] >= 500 {
			t.Errorf("one code used twice at once: %v", statuses)
		}
		setUp(h, second).Refused(409, "setup_done")
		if h = h.Restart(app.Settings{}); h.SetupCode() != "" {
			t.Error("a code is printed although there is an administrator")
		}
		if n := counted(t, h, "select count(*) from grants where role = 'administrator'"); n != 1 {
			t.Errorf("there are %d administrators", n)
		}
	})
}

func counted(t *testing.T, h *apptest.House, query string) (n int) {
	t.Helper()
	if err := h.Query(query, func(rows *sql.Rows) error { return rows.Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNobodyGivesARoleToThemselvesOrAboveTheirOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		stage := admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.id")
		panel := admin.Post("/stages/"+stage+"/panels", map[string]any{"name": "Team 1"}).Want(201).ID()
		school := admin.Post("/organizations", map[string]any{"name": text("School"), "kind": "school"}).Want(201).ID()
		friend := h.Somebody(admin, "friend", "", "")
		organiser, chief := h.Somebody(admin, "organiser", "organiser", edn), h.Somebody(admin, "chief", "chief_judge", event)
		registrar, auditor := h.Somebody(admin, "registrar", "registrar", school), h.Somebody(admin, "auditor", "auditor", edn)
		give := func(by *apptest.Caller, to, role string, on any) *apptest.Answer {
			return by.Post("/accounts/"+to+"/grants", map[string]any{"role": role, "on": on})
		}
		before := counted(t, h, "select count(*) from grants")

		for _, by := range []*apptest.Caller{organiser, chief, registrar, auditor, friend} {
			give(by, friend.ID, "administrator", nil).Refused(403, "action_forbidden")
			give(by, by.ID, "administrator", nil).Refused(403, "action_forbidden")
			by.Post("/accounts", map[string]any{"login": "mine", "display_name": "mine", "password": "first password to change"}).Refused(403, "action_forbidden")
			by.Post("/service-tokens", map[string]any{"name": "x", "actions": []string{"grants.create"}, "expires_at": "2021-01-01T00:00:00Z"}).Refused(403, "action_forbidden")
			if a := by.Post("/panels/"+panel+"/judges", map[string]any{"account_id": by.ID}); a.Status != 403 && a.Status != 404 {
				t.Errorf("somebody took a seat: %d %s", a.Status, a.Raw)
			}
		}
		give(admin, admin.ID, "auditor", nil).Refused(403, "grant_to_self")
		admin.Post("/panels/"+panel+"/judges", map[string]any{"account_id": admin.ID}).Refused(403, "grant_to_self")
		organiser.Post("/panels/"+panel+"/judges", map[string]any{"account_id": organiser.ID}).Refused(403, "grant_to_self")
		chief.Post("/panels/"+panel+"/judges", map[string]any{"account_id": chief.ID}).Refused(403, "grant_to_self")
		give(organiser, organiser.ID, "chief_judge", event).Refused(403, "grant_to_self")
		give(organiser, friend.ID, "auditor", edn).Refused(403, "grant_above_own")
		give(organiser, friend.ID, "organiser", edn).Refused(403, "grant_above_own")
		give(organiser, friend.ID, "registrar", school).Refused(403, "action_forbidden")
		for _, by := range []*apptest.Caller{registrar, chief, auditor} {
			for role, on := range map[string]string{"registrar": school, "check_in": edn, "chief_judge": event, "organiser": event} {
				give(by, friend.ID, role, on).Refused(403, "action_forbidden")
			}
		}
		for _, action := range []string{"service_tokens.create", "accounts.create", "grants.create", "accounts.reset_password", "marks.enter", "mark_sheets.sign", "placings.decide_award", "me.read", "sessions.create", "journal.seal"} {
			admin.Post("/service-tokens", map[string]any{"name": "x", "actions": []string{action}, "expires_at": "2021-01-01T00:00:00Z"}).Refused(422, "action_not_listable")
		}

		of := func(who *apptest.Caller) string {
			return admin.Get("/accounts/" + who.ID + "/grants").Want(200).Text("items.0.id")
		}
		organiser.Do("DELETE", "/grants/"+of(admin), nil).Refused(404, "not_found")
		organiser.Do("DELETE", "/grants/"+of(registrar), nil).Refused(404, "not_found")
		organiser.Do("DELETE", "/grants/"+of(auditor), nil).Refused(403, "grant_above_own")
		admin.Do("DELETE", "/grants/"+of(admin), nil).Refused(409, "last_administrator")
		if after := counted(t, h, "select count(*) from grants"); after != before {
			t.Errorf("there were %d roles, there are %d", before, after)
		}
		give(organiser, friend.ID, "chief_judge", event).Want(201) // what an organiser is for
	})
}

func TestASessionEndsAtOnceWithWhatItStoodOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		first := h.Somebody(admin, "somebody", "auditor", "")
		second, third := h.SignIn("somebody", apptest.Password), h.SignIn("somebody", apptest.Password)
		dead := func(callers ...*apptest.Caller) {
			t.Helper()
			for _, c := range callers {
				c.Get("/me").Refused(401, "token_invalid")
			}
		}
		live := func(callers ...*apptest.Caller) {
			t.Helper()
			for _, c := range callers {
				c.Get("/me").Want(200)
			}
		}
		live(first, second, third)
		third.Do("DELETE", "/sessions/current", nil).Want(204)
		dead(third)
		live(first, second)

		second.Do("PUT", "/me/password", map[string]any{"current_password": apptest.Password, "new_password": "another sentence to remember"}).Want(204)
		dead(first)
		live(second)

		fourth := h.SignIn("somebody", "another sentence to remember")
		admin.Post("/accounts/"+second.ID+"/password-reset", map[string]any{"password": "yet another sentence"}).Want(204)
		dead(second, fourth)
		fifth := h.SignIn("somebody", "yet another sentence")
		fifth.Get("/audit-log").Refused(403, "password_change_required")
		fifth.Do("PUT", "/me/password", map[string]any{"current_password": "yet another sentence", "new_password": apptest.Password}).Want(204)
		fifth.Get("/audit-log").Want(200)

		account := admin.Get("/accounts/" + fifth.ID).Want(200)
		disabled := admin.Do("PATCH", "/accounts/"+fifth.ID, map[string]any{"status": "disabled"}, "If-Match", account.ETag()).Want(200)
		dead(fifth)
		admin.Do("PATCH", "/accounts/"+fifth.ID, map[string]any{"status": "active"}, "If-Match", disabled.ETag()).Want(200)
		dead(fifth) // it does not come back to life
		live(h.SignIn("somebody", apptest.Password))
	})
}

func TestARoleCountsFromTheRequestAfterItWasGivenUntilTheOneAfterItWasTaken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		stage := admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.id")
		panel := admin.Post("/stages/"+stage+"/panels", map[string]any{"name": "Team 1"}).Want(201).ID()
		who := h.Somebody(admin, "somebody", "", "")
		who.Get("/panels/"+panel).Refused(404, "not_found")
		admin.Post("/panels/"+panel+"/judges", map[string]any{"account_id": who.ID}).Want(200)
		who.Get("/panels/" + panel).Want(200)
		admin.Do("DELETE", "/panels/"+panel+"/judges/"+who.ID, nil).Want(200)
		who.Get("/panels/"+panel).Refused(404, "not_found")

		until := apptest.Begin.Add(time.Minute)
		admin.Post("/accounts/"+who.ID+"/grants", map[string]any{"role": "organiser", "on": edn, "until_at": until.Format(time.RFC3339)}).Want(201)
		who.Get("/panels/" + panel).Want(200)
		h.Clock.Set(until.Add(-time.Millisecond))
		who.Get("/panels/" + panel).Want(200)
		h.Clock.Set(until)
		who.Get("/panels/"+panel).Refused(404, "not_found")

		issued := admin.Post("/service-tokens", map[string]any{"name": "x", "actions": []string{"panels.read"}, "expires_at": "2021-01-01T00:00:00Z"}).Want(201)
		program := h.Bearer(issued.Text("token"))
		program.Get("/panels/" + panel).Want(200)
		admin.Do("DELETE", "/service-tokens/"+issued.Text("service_token.id"), nil).Want(204)
		program.Get("/panels/"+panel).Refused(401, "token_invalid")
	})
}

func TestGuessesAtOneAccountAreSlowedDownWhetherItExistsOrNot(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		h.Somebody(admin, "known", "", "")
		gone := h.Somebody(admin, "disabled", "", "")
		account := admin.Get("/accounts/" + gone.ID).Want(200)
		admin.Do("PATCH", "/accounts/"+gone.ID, map[string]any{"status": "disabled"}, "If-Match", account.ETag()).Want(200)
		tries := map[string][]string{}
		for login, password := range map[string]string{"known": "not the password", "unknown": "not the password", "disabled": apptest.Password} {
			for range 6 {
				tries[login] = append(tries[login], said(signIn(h, login, password)))
			}
		}
		if !slices.Equal(tries["known"], tries["unknown"]) || !slices.Equal(tries["known"], tries["disabled"]) {
			t.Errorf("the answers tell the logins apart: %v", tries)
		}
		for i, want := range []string{"401", "401", "401", "401", "401", "429 1 "} {
			if got := tries["known"][i]; !strings.HasPrefix(got, want) {
				t.Errorf("try %d was answered %s, want %s", i+1, got, want)
			}
		}
		signIn(h, "known", apptest.Password).Refused(429, "rate_limited") // nor does the right one come through
		signIn(h, "KNOWN", apptest.Password).Refused(429, "rate_limited") // nor another spelling
		h.Clock.Add(time.Second)
		signIn(h, "known", "not the password").Refused(401, "credentials_wrong")
		h.Clock.Add(time.Second)
		if a := signIn(h, "known", apptest.Password).Refused(429, "rate_limited"); a.Header.Get("Retry-After") != "1" {
			t.Errorf("the wait has to double, %s s are left", a.Header.Get("Retry-After"))
		}
		if err := h.Exec("update sign_in_failures set failures = 1000000 where subject like 'login:%'"); err != nil {
			t.Fatal(err)
		}
		h.Clock.Add(time.Second)
		signIn(h, "known", "not the password").Refused(401, "credentials_wrong")
		h.Clock.Add(15 * time.Minute)
		signIn(h, "known", apptest.Password).Want(201) // nobody is locked out for good
		for range 5 {
			signIn(h, "known", "not the password").Refused(401, "credentials_wrong") // and it begins anew
		}
	})
}

// from sends a request as it comes from a network peer.
func from(h *apptest.House, peer, login, password string, headers ...string) *apptest.Answer {
	body, _ := json.Marshal(map[string]any{"login": login, "password": password})
	r := httptest.NewRequest(http.MethodPost, "/v1/sessions", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = net.JoinHostPort(peer, "40000")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return h.Send(r)
}

func TestAPeerIsSlowedDownWhateverLoginsItTriesAndNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		h.Somebody(h.Administrator(), "known", "", "")
		from(h, "203.0.113.7", "a", "not the password").Refused(401, "credentials_wrong")
		if err := h.Exec("update sign_in_failures set failures = 99 where subject like 'peer:203.0.113.7:%'"); err != nil {
			t.Fatal(err)
		}
		from(h, "203.0.113.7", "b", "not the password").Refused(401, "credentials_wrong")
		for _, login := range []string{"c", "known"} {
			if a := from(h, "203.0.113.7", login, apptest.Password).Refused(429, "rate_limited"); a.Header.Get("Retry-After") == "" {
				t.Error("it is not said how long to wait")
			}
		}
		from(h, "203.0.113.8", "known", apptest.Password).Want(201)
		h.Clock.Add(time.Minute)
		from(h, "203.0.113.7", "known", apptest.Password).Want(201)
	})
}

func TestAForwardedAddressIsBelievedFromATrustedProxyOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		h.Administrator()
		forged := []string{"X-Forwarded-For", "203.0.113.1", "X-Real-Ip", "203.0.113.2", "Forwarded", "for=203.0.113.3", "True-Client-Ip", "203.0.113.4", "Cf-Connecting-Ip", "203.0.113.5"}
		peers := func(want ...string) {
			t.Helper()
			var got []string
			err := h.Query("select subject from sign_in_failures where subject like 'peer:%' and failures > 0", func(rows *sql.Rows) error {
				var subject string
				err := rows.Scan(&subject)
				got = append(got, strings.Split(subject, ":")[1])
				return err
			})
			slices.Sort(got)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("the peers are %v, want %v: %v", got, want, err)
			}
			if err := h.Exec("delete from sign_in_failures"); err != nil {
				t.Fatal(err)
			}
		}
		from(h, "192.0.2.1", "x", "not the password", forged...)
		peers("192.0.2.1")
		_, trusted, _ := net.ParseCIDR("192.0.2.0/24")
		h = h.Restart(app.Settings{TrustedProxies: []*net.IPNet{trusted}})
		from(h, "192.0.2.1", "x", "not the password", "X-Forwarded-For", "10.9.9.9, 203.0.113.9") // what the client sent, then what the proxy saw
		peers("203.0.113.9")
		from(h, "192.0.2.1", "x", "not the password", "X-Forwarded-For", "203.0.113.9, 192.0.2.7") // two proxies
		peers("203.0.113.9")
		from(h, "198.51.100.1", "x", "not the password", forged...) // not through the proxy
		peers("198.51.100.1")
		from(h, "10.0.0.1", "x", "not the password", forged...) // a private network is not trusted either
		peers("10.0.0.1")
	})
}

func TestAForeignReferenceIsRefusedLikeAMissingOne(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		own := person(clerk, school, "李伟", "2002-03-04")
		other := admin.Post("/organizations", map[string]any{"name": text("Another school"), "kind": "school"}).Want(201).ID()
		foreign := person(h.Somebody(admin, "other.registrar", "registrar", other), other, "王小明", "2002-03-04")
		programme := admin.Get("/editions/" + edn).Want(200).Text("programme_id")
		elsewhere := admin.Post("/programmes/"+programme+"/editions", map[string]any{
			"number": 47, "year": 2024, "name": text("47th"), "host": text("Lyon"), "time_zone": "Europe/Paris",
		}).Want(201).ID()
		admin.Post("/editions/"+elsewhere+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
		theirs := admin.Post("/editions/"+elsewhere+"/events", map[string]any{"number": "17", "name": text("Web Technologies")}).Want(201).ID()
		stage := func(e string) string { return admin.Get("/events/" + e + "/stages").Want(200).Text("items.0.id") }
		scheme := admin.Post("/stages/"+stage(theirs)+"/marking-schemes", map[string]any{"title": "Theirs"}).Want(201).ID()
		panel := admin.Post("/stages/"+stage(theirs)+"/panels", map[string]any{"name": "Theirs"}).Want(201).ID()
		organiser, chief := h.Somebody(admin, "organiser", "organiser", edn), h.Somebody(admin, "chief", "chief_judge", event)
		entry := draft(clerk, event, school, own)
		mine := chief.Post("/stages/"+stage(event)+"/marking-schemes", map[string]any{"title": "Ours"}).Want(201)
		mine = chief.Do("PUT", "/marking-schemes/"+mine.ID(), apptest.Scheme(), "If-Match", mine.ETag()).Want(200)

		for what, ask := range map[string]struct {
			id  string
			ask func(id string) *apptest.Answer
		}{
			"a person moved to another school": {other, func(id string) *apptest.Answer {
				return clerk.Do("PATCH", "/people/"+own, map[string]any{"organization_id": id}, "If-Match", `"1"`)
			}},
			"a person entered at another school": {other, func(id string) *apptest.Answer {
				return clerk.Post("/people", map[string]any{"name": "甲", "birth_date": "2002-03-04", "organization_id": id})
			}},
			"an entry for another school": {other, func(id string) *apptest.Answer {
				return clerk.Post("/events/"+event+"/entries", map[string]any{"organization_id": id, "members": []any{}})
			}},
			"a person of another school in an entry": {foreign, func(id string) *apptest.Answer {
				body := single(id)
				body["organization_id"] = school
				return clerk.Post("/events/"+event+"/entries", body)
			}},
			"a person of another school put into an entry": {foreign, func(id string) *apptest.Answer {
				return clerk.Do("PATCH", "/entries/"+entry, single(id), "If-Match", `"1"`)
			}},
			"places of another school": {other, func(id string) *apptest.Answer {
				return clerk.Get("/editions/" + edn + "/quotas/availability?event=" + event + "&organization=" + id)
			}},
			"a quota on another edition's event": {theirs, func(id string) *apptest.Answer {
				return organiser.Post("/editions/"+edn+"/quotas", map[string]any{"per": "event", "event_id": id, "most": 5})
			}},
			"a copy of another event's scheme": {scheme, func(id string) *apptest.Answer {
				return chief.Post("/stages/"+stage(event)+"/marking-schemes", map[string]any{"title": "Copied", "copy_of": id})
			}},
			"another event's panel": {panel, func(id string) *apptest.Answer {
				return chief.Do("PUT", "/marking-schemes/"+mine.ID()+"/assignments", map[string]any{"assignments": []any{map[string]any{"panel_id": id, "sub_criteria": []string{"E1"}}}}, "If-Match", mine.ETag())
			}},
			"a role in another edition": {elsewhere, func(id string) *apptest.Answer {
				return organiser.Post("/accounts/"+chief.ID+"/grants", map[string]any{"role": "check_in", "on": id})
			}},
			"the sessions of another account": {chief.ID, func(id string) *apptest.Answer { return clerk.Get("/sessions?account=" + id) }},
		} {
			foreign, missing := ask.ask(ask.id), ask.ask(ask.id[:4]+"01jd2kxq4ve9bs3d3fg8yx1j6m")
			if foreign.Status < 400 || foreign.Status >= 500 || said(foreign) != said(missing) {
				t.Errorf("%s can be told from nothing:\n%s\n%s", what, said(foreign), said(missing))
			}
		}
	})
}

func TestAReferenceToNothingIsRefusedAsThatAndNotAsAMissingAddress(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, _, _ := registering(h, admin)
		stage := admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.id")
		panel := admin.Post("/stages/"+stage+"/panels", map[string]any{"name": "Team 1"}).Want(201).ID()
		nothing := func(prefix string) string { return prefix + "_01jd2kxq4ve9bs3d3fg8yx1j6m" }
		for what, a := range map[string]*apptest.Answer{
			"a person's organization":    admin.Post("/people", map[string]any{"name": "甲", "birth_date": "2002-03-04", "organization_id": nothing("org")}),
			"a programme's organization": admin.Post("/programmes", map[string]any{"name": text("P"), "organization_id": nothing("org")}),
			"an account's organization":  admin.Post("/accounts", map[string]any{"login": "a.b", "display_name": "a", "password": "first password to change", "organization_id": nothing("org")}),
			"what replaces an edition":   admin.Do("PATCH", "/editions/"+edn, map[string]any{"replaced_by": nothing("edn")}, "If-Match", `"2"`),
			"a quota's event":            admin.Post("/editions/"+edn+"/quotas", map[string]any{"per": "event", "event_id": nothing("evt"), "most": 5}),
			"a quota's organization":     admin.Post("/editions/"+edn+"/quotas", map[string]any{"per": "organization", "organization_id": nothing("org"), "most": 5}),
			"a judge":                    admin.Post("/panels/"+panel+"/judges", map[string]any{"account_id": nothing("acc")}),
			"the thing of a role":        admin.Post("/accounts/"+h.Somebody(admin, "somebody", "", "").ID+"/grants", map[string]any{"role": "organiser", "on": nothing("edn")}),
		} {
			if a.Status != 422 || a.Text("code") != "reference_missing" {
				t.Errorf("%s: %d %s", what, a.Status, a.Raw)
			}
		}
	})
}

func TestWithoutItsDatabaseTheHouseLetsNobodyIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		known := h.Somebody(admin, "known", "auditor", "")
		fresh := h.SignIn("known", apptest.Password) // a token that no cache holds yet
		known.Get("/audit-log").Want(200)
		h.Stop()
		for name, by := range map[string]*apptest.Caller{"known": known, "fresh": fresh, "unknown": h.Bearer("sai_s_" + strings.Repeat("A", 43))} {
			for _, path := range []string{"/me", "/audit-log", "/accounts", "/people"} {
				a := by.Get(path)
				if a.Status < 500 && a.Status != 403 {
					t.Errorf("%s reads %s: %d", name, path, a.Status)
				}
				if strings.Contains(string(a.Raw), "sql") || strings.Contains(string(a.Raw), "closed") {
					t.Errorf("the answer tells of the database: %s", a.Raw)
				}
			}
		}
		if a := signIn(h, "known", apptest.Password); a.Status < 500 {
			t.Errorf("somebody signed in: %d", a.Status)
		}
	})
}
