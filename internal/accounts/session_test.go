package accounts

import (
	"crypto/sha256"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

func TestASessionLivesUntilItIsIdleOldOrRevoked(t *testing.T) {
	s := Session{CreatedAt: noon, LastSeenAt: noon, ExpiresAt: noon.Add(Lifetime)}
	revoked := s
	revoked.RevokedAt = &noon
	used := s
	used.LastSeenAt = noon.Add(Lifetime - time.Minute)
	for _, c := range []struct {
		says string
		s    Session
		at   time.Duration
		live bool
	}{
		{"fresh", s, 0, true},
		{"just before it is idle", s, Idle - time.Millisecond, true},
		{"idle", s, Idle, false},
		{"revoked", revoked, 0, false},
		{"in use, just before its end", used, Lifetime - time.Millisecond, true},
		{"in use, at its end", used, Lifetime, false},
	} {
		if got := c.s.Live(noon.Add(c.at)); got != c.live {
			t.Errorf("%s: %v", c.says, got)
		}
	}
}

func TestATokenIsReadAsWhatItIs(t *testing.T) {
	ids := id.Seeded(1)
	for kind, form := range map[string]string{sessionToken: `^sai_s_[A-Za-z0-9_-]{43}$`, serviceToken: `^sai_t_[A-Za-z0-9_-]{43}$`} {
		token, hash := newToken(kind, ids)
		if !regexp.MustCompile(form).MatchString(token) || hash != sha256.Sum256([]byte(token)) {
			t.Errorf("the token is %s", token)
		}
		if k, h, ok := readToken(token); !ok || k != kind || h != hash {
			t.Errorf("%s is read as %s, %v", token, k, ok)
		}
		for _, wrong := range []string{"", kind, token[:len(token)-1], token + "A", " " + token, token + "=", strings.ToUpper(token), strings.Replace(token, kind, "sai_x_", 1), token[:len(token)-2] + "!!", "Bearer " + token} {
			if _, _, ok := readToken(wrong); ok {
				t.Errorf("%q is read as a token", wrong)
			}
		}
	}
}

func TestATokenHasOneText(t *testing.T) {
	token, _ := newToken(sessionToken, id.Seeded(1))
	last := strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", token[len(token)-1])
	other := token[:len(token)-1] + string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last+1])
	if _, _, ok := readToken(other); ok {
		t.Error("bits that are left over are not looked at")
	}
}

func TestAServiceTokenListsOnlyWhatProgramsMayDo(t *testing.T) {
	good := ServiceToken{Name: "school system", Actions: []access.Action{access.ReadOrganization}, ExpiresAt: noon.Add(time.Hour)}
	if err := good.check(noon); err != nil {
		t.Fatal(err)
	}
	for _, a := range []access.Action{access.SetUp, access.SignIn, access.ReadMe, access.ChangePassword, access.IssueToken, access.ResetPassword, "organizations.explode", ""} {
		bad := good
		bad.Actions = []access.Action{access.ReadOrganization, a}
		err := bad.check(noon)
		if f := fault.As(err); f.Code != fault.ActionNotListable || f.Params["actions"].([]string)[0] != string(a) || f.Details[0].Pointer != "/actions" {
			t.Errorf("%q: %v", a, err)
		}
	}
}

func TestAServiceTokenExpiresInTheNext400Days(t *testing.T) {
	for after, good := range map[time.Duration]bool{0: false, -time.Hour: false, time.Millisecond: true, 400 * 24 * time.Hour: true, 400*24*time.Hour + time.Millisecond: false} {
		err := ServiceToken{Name: "x", ExpiresAt: noon.Add(after)}.check(noon)
		if (err == nil) != good || (err != nil && !fault.Is(err, fault.LimitBroken)) {
			t.Errorf("after %v: %v", after, err)
		}
	}
}

func TestASetupCodeIsTypedAsPeopleType(t *testing.T) {
	code := newSetupCode(id.Seeded(1))
	if !regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(code) {
		t.Fatalf("the code is %s", code)
	}
	kept := SetupCode{setupHash(code), noon.Add(time.Hour)}
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), strings.ReplaceAll(code, "-", " "), " " + code, strings.ReplaceAll(strings.ReplaceAll(code, "0", "O"), "1", "l")} {
		if !kept.opens(typed, noon) {
			t.Errorf("%q does not open %s", typed, code)
		}
	}
	if kept.opens(newSetupCode(id.Seeded(2)), noon) || kept.opens("", noon) {
		t.Error("another code opens")
	}
	if kept.opens(code, noon.Add(time.Hour)) {
		t.Error("an old code opens")
	}
}
