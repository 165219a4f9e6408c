package accounts

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

func TestALoginIsTheSameHoweverItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"Li.Wei":               "li.wei",
		"  li.wei\t":           "li.wei",
		"e\u0301cole":          "école", // composed or not
		"\u200bli\u200b.wei":   "li.wei",
		"李伟":                   "李伟",
		"JUDGE@EXAMPLE.ORG":    "judge@example.org",
		"ÉCOLE":                "école",
		"\u202eli.wei":         "li.wei",
		strings.Repeat("A", 3): "aaa",
	} {
		if got := NormalLogin(typed); got != want {
			t.Errorf("NormalLogin(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestANormalLoginStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := NormalLogin(rapid.String().Draw(t, "typed"))
		if twice := NormalLogin(once); twice != once {
			t.Fatalf("%q becomes %q", once, twice)
		}
	})
}

func TestThePasswordMustNotBeTheLogin(t *testing.T) {
	a := Account{Login: "administrator"}
	if err := a.checkPassword("Administrator", "/password"); !fault.Is(err, fault.PasswordIsLogin) {
		t.Errorf("got %v", err)
	}
	if err := a.checkPassword("administrator of the house", "/password"); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestAnAccountNeedsALoginAndAName(t *testing.T) {
	err := Account{}.check()
	if f := fault.As(err); f.Code != fault.InvalidRequest || len(f.Details) != 2 {
		t.Errorf("got %v", err)
	}
	if err := (Account{Login: "li.wei", DisplayName: "李伟"}).check(); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestTheLastAdministratorIsTheOneWithoutWhomNobodyIsLeft(t *testing.T) {
	ids := id.Seeded(1)
	a, b := id.Random[Account](ids), id.Random[Account](ids)
	for _, c := range []struct {
		says           string
		administrators []id.ID[Account]
		last           bool
	}{
		{"alone", []id.ID[Account]{a}, true},
		{"one of two", []id.ID[Account]{a, b}, false},
		{"not an administrator", []id.ID[Account]{b}, false},
		{"nobody is", nil, false},
		{"alone, by two grants", []id.ID[Account]{a, a}, true},
	} {
		if got := (Account{ID: a}).isLast(c.administrators); got != c.last {
			t.Errorf("%s: %v", c.says, got)
		}
	}
}

func TestTheFactOfAChangeHoldsNoName(t *testing.T) {
	before := Account{ID: id.Random[Account](id.Seeded(1)), DisplayName: "Before", Status: Active}
	after := before
	after.DisplayName, after.Revision = "After", 2
	f := after.updated(before)
	text, err := json.Marshal(f)
	if err != nil || strings.Contains(string(text), "Before") || strings.Contains(string(text), "After") {
		t.Errorf("the fact is %s, %v", text, err)
	}
	p, ok := f.(journal.PersonalFact)
	if !ok {
		t.Fatalf("%T is not personal", f)
	}
	person, values := p.Personal()
	text, _ = json.Marshal(values)
	if person != before.ID.Ref() || string(text) != `{"display_name":{"after":"After","before":"Before"}}` {
		t.Errorf("personal: %v %s", person, text)
	}
	if _, personal := before.updated(before).(journal.PersonalFact); personal {
		t.Error("a change that leaves the name keeps nothing personal")
	}
}
