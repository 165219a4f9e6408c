package organizations

import (
	"testing"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/names"
)

var noon = time.Date(2020, 9, 1, 4, 0, 0, 0, time.UTC)

func named(name string) names.Text { return names.Text{"zh-CN": name} }

func TestTheNameOfADayIsTheOneThatWasValid(t *testing.T) {
	o := Organization{Name: named("丙"), FormerNames: []FormerName{{named("甲"), "1998-09-01"}, {named("乙"), "2015-07-01"}}}
	for day, want := range map[string]string{
		"1900-01-01": "甲", "1998-08-31": "甲", "1998-09-01": "乙", "2015-06-30": "乙", "2015-07-01": "丙", "2099-01-01": "丙",
	} {
		if got := o.NameOn(day).In("zh"); got != want {
			t.Errorf("on %s it is %s, want %s", day, got, want)
		}
	}
}

func TestARenameKeepsTheNameBeforeAndACorrectionDoesNot(t *testing.T) {
	o := Organization{Name: named("甲"), Kind: School}
	day, later := "2015-07-01", "2018-07-01"
	corrected, err := o.with(Changes{Name: named("甲校")})
	if err != nil || len(corrected.FormerNames) != 0 || corrected.Name.In("zh") != "甲校" {
		t.Errorf("corrected: %+v, %v", corrected, err)
	}
	once, err := o.with(Changes{Name: named("乙"), Renamed: &day})
	if err != nil || len(once.FormerNames) != 1 || once.NameOn("2015-06-30").In("zh") != "甲" || once.Name.In("zh") != "乙" {
		t.Errorf("renamed: %+v, %v", once, err)
	}
	if same, err := once.with(Changes{Name: named(" 乙 "), Renamed: &later}); err != nil || !same.same(once) {
		t.Errorf("the same name again: %+v, %v", same, err)
	}
	if _, err := once.with(Changes{Name: named("丙"), Renamed: &day}); !fault.Is(err, fault.EndsBeforeStart) {
		t.Errorf("a name that is valid on no day: %v", err)
	}
	if _, err := once.with(Changes{Renamed: &later}); !fault.Is(err, fault.InvalidRequest) {
		t.Errorf("a rename without a name: %v", err)
	}
	older, err := once.with(Changes{FormerNames: []FormerName{{named("甲"), day}, {named("元"), "1990-01-01"}}})
	if err != nil || older.NameOn("1980-01-01").In("zh") != "元" || older.NameOn("1990-01-01").In("zh") != "甲" {
		t.Errorf("a name of before: %+v, %v", older, err)
	}
}

func TestAllReasonsAgainstAnOrganizationAreListedAtOnce(t *testing.T) {
	nowhere := "310119"
	o := Organization{
		Name: names.Text{"en": " "}, FormerNames: []FormerName{{named("甲"), "2020-01-01"}, {named("乙"), "2020-01-01"}, {named("丙"), "2020-09-02"}},
		District: &nowhere, ExternalIDs: map[string]string{"学校标识码": "4.1E+9"},
	}.clean()
	f := fault.As(o.check(noon, nil))
	want := []struct {
		pointer string
		code    fault.Code
	}{
		{"/name", fault.MissingValue}, {"/former_names/1/replaced_date", fault.InvalidValue}, {"/former_names/2/replaced_date", fault.DateInFuture},
		{"/external_ids", fault.CodeRounded}, {"/district", fault.DivisionUnknown},
	}
	if f.Code != fault.InvalidRequest || len(f.Details) != len(want) {
		t.Fatalf("it is refused with %s and %+v", f.Code, f.Details)
	}
	for i, d := range f.Details {
		if d.Pointer != want[i].pointer || d.Code != want[i].code {
			t.Errorf("reason %d is %+v", i, d)
		}
	}
	if err := o.check(noon.Add(time.Hour*24), &o); len(fault.As(err).Details) != 3 {
		t.Errorf("a day later, with the same district: %v", fault.As(err).Details)
	}
}

func TestTodayHasBegunWhereverItIsAlready(t *testing.T) {
	for day, future := range map[string]bool{"2020-09-01": false, "2020-09-02": true} {
		if got := inFuture(day, noon, "/date"); (got != nil) != future {
			t.Errorf("%s: %v", day, got)
		}
	}
	if got := inFuture("2020-09-02", noon.Add(6*time.Hour), "/date"); got != nil {
		t.Error("in Kiribati it is tomorrow")
	}
}

func TestASourceThatCannotBeAskedForIsRefused(t *testing.T) {
	for source, value := range map[string]string{"": "1", "a:b": "1", " a": "1", "a": ""} {
		if wrong := checkCodes(map[string]string{source: value}); len(wrong) != 1 || wrong[0].Code != fault.InvalidValue {
			t.Errorf("%q %q: %v", source, value, wrong)
		}
	}
	many := map[string]string{}
	for i := range mostCodes + 1 {
		many[string(rune('a'+i))] = "1"
	}
	if wrong := checkCodes(many); len(wrong) != 1 || wrong[0].Code != fault.LimitBroken {
		t.Errorf("%d codes: %v", len(many), wrong)
	}
	if got := CleanCode("学校标识码: ４１１１０１０００１.0"); got != (Code{"学校标识码", "4111010001"}) {
		t.Errorf("it is read as %v", got)
	}
}
