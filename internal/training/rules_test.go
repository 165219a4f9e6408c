package training

import (
	"slices"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

var noon = time.Date(2021, 5, 1, 4, 0, 0, 0, time.UTC)

// refusal is the code of a refusal; "" for none.
func refusal(err error) fault.Code {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestABaseIsDecidedAboutInOrder(t *testing.T) {
	decided := []Decision{{Verdict: Recognise, At: noon}}
	visit := func(passed bool, at time.Time) []Inspection { return []Inspection{{Passed: passed, At: at}} }
	for _, c := range []struct {
		says        string
		base        Base
		verdict     Verdict
		reason      string
		evaluations int
		want        fault.Code
		becomes     BaseStatus
	}{
		{"recognised without an evaluation", Base{Status: Applied}, Recognise, "", 0, fault.BaseNotEvaluated, ""},
		{"recognised", Base{Status: Applied}, Recognise, "", 1, "", Recognised},
		{"refused without a reason", Base{Status: Applied}, Refuse, "", 1, fault.ReasonRequired, ""},
		{"refused", Base{Status: Applied}, Refuse, "no workshop", 0, "", Refused},
		{"renewed before it is recognised", Base{Status: Applied}, Renew, "", 1, fault.BaseTransition, ""},
		{"renewed without an inspection", Base{Status: Recognised, Decisions: decided}, Renew, "", 1, fault.BaseNotInspected, ""},
		{"renewed after an inspection that failed", Base{Status: Recognised, Decisions: decided, Inspections: visit(false, noon)}, Renew, "", 1, fault.BaseNotInspected, ""},
		{"renewed after an old inspection", Base{Status: Recognised, Decisions: decided, Inspections: visit(true, noon.Add(-1))}, Renew, "", 1, fault.BaseNotInspected, ""},
		{"renewed", Base{Status: Recognised, Decisions: decided, Inspections: visit(true, noon)}, Renew, "", 1, "", Recognised},
		{"removed", Base{Status: Recognised, Decisions: decided}, Remove, "burnt down", 1, "", Removed},
		{"recognised again", Base{Status: Removed}, Recognise, "", 1, fault.BaseTransition, ""},
		{"removed before it was there", Base{Status: Refused}, Remove, "x", 1, fault.BaseTransition, ""},
	} {
		first := 1
		c.base.Position = &first
		got, err := c.base.decide(Decision{Verdict: c.verdict, Reason: c.reason, At: noon}, c.evaluations)
		if refusal(err) != c.want || got.Status != c.becomes {
			t.Errorf("%s: %v, %q", c.says, err, got.Status)
		}
		if left := got.Position == nil; err == nil && left != (c.becomes != Recognised) {
			t.Errorf("%s: its place in the order is %v", c.says, got.Position)
		}
	}
}

func TestTheFirstOfAnOrderLeadsOnlyWhileItIsThere(t *testing.T) {
	first, second := Ordered{Base: id.ID[Base]{1}, Position: 1}, Ordered{Base: id.ID[Base]{2}, Position: 2}
	if lead := (Order{Bases: []Ordered{first, second}}).Lead(); lead == nil || *lead != first.Base {
		t.Errorf("%v leads", lead)
	}
	for _, o := range []Order{{}, {Bases: []Ordered{second}}} {
		if lead := o.Lead(); lead != nil {
			t.Errorf("%v: %v leads", o.Bases, lead)
		}
	}
}

func TestATraineeMovesOnlyWhereTheStateAllowsAndLeavesWithAReason(t *testing.T) {
	all := []TraineeStatus{Selected, Training, Advanced, Eliminated, Withdrawn, Injured, Competitor, Reserve, Competed}
	for _, from := range all {
		for _, to := range all {
			allowed := slices.Contains(from.After(), to)
			_, err := Trainee{Status: from}.move(Step{Status: to, Reason: "because"})
			if (err == nil) != allowed {
				t.Errorf("%s to %s: %v", from, to, err)
			}
			_, err = Trainee{Status: from}.move(Step{Status: to})
			if needs := to == Eliminated || to == Withdrawn || to == Injured; allowed && (refusal(err) == fault.ReasonRequired) != needs {
				t.Errorf("%s to %s without a reason: %v", from, to, err)
			}
		}
		for _, made := range []TraineeStatus{Competitor, Reserve, Selected} {
			if slices.Contains(from.After(), made) {
				t.Errorf("a move makes %s of %s", made, from)
			}
		}
	}
}

func TestWhatWasBeforeStaysInTheHistory(t *testing.T) {
	before := Trainee{Status: Training, Revision: 2, History: []Step{{Status: Selected}, {Status: Training}}}
	after, err := before.move(Step{Status: Eliminated, Reason: "fifth of five", At: noon})
	if err != nil || len(after.History) != 3 || len(before.History) != 2 || after.Revision != 3 || after.Status.Live() {
		t.Errorf("%v: %+v", err, after)
	}
}

func TestAnAssignmentCountsFromTheBeginningOfADayToTheBeginningOfAnotherInTheEditionsZone(t *testing.T) {
	until := "2021-05-01"
	for zone, want := range map[string]time.Time{
		"Asia/Shanghai": time.Date(2021, 4, 30, 16, 0, 0, 0, time.UTC), "Europe/Paris": time.Date(2021, 4, 30, 22, 0, 0, 0, time.UTC),
		"UTC": time.Date(2021, 5, 1, 0, 0, 0, 0, time.UTC),
	} {
		base := Base{ID: id.ID[Base]{1}, TimeZone: zone}
		ends := Assignment{Base: base, Function: Interpreter, From: "2020-09-01", Until: &until}.Grant()
		begins := Assignment{Base: base, Function: Coach, From: until}.Grant()
		if !ends.Until.Equal(want) || !begins.From.Equal(want) || !begins.Until.IsZero() {
			t.Errorf("%s: ends %v, begins %v, want %v", zone, ends.Until, begins.From, want)
		}
		scope := access.Scope{base.ID.Ref()}
		if before := want.Add(-time.Millisecond); !ends.Reaches(scope, before) || begins.Reaches(scope, before) || ends.Reaches(scope, want) || !begins.Reaches(scope, want) {
			t.Errorf("%s: the access does not change at that instant", zone)
		}
		if ends.Role != access.BaseStaff || begins.Role != access.Trainer {
			t.Errorf("an interpreter is %s, a coach %s", ends.Role, begins.Role)
		}
	}
}

func TestOneDoesTheSameAtABaseOnlyOnceAtATime(t *testing.T) {
	one, other := id.ID[accounts.Account]{1}, id.ID[accounts.Account]{2}
	at := func(n byte, who *id.ID[accounts.Account], f Function, from, until string) Assignment {
		a := Assignment{ID: id.ID[Assignment]{n}, Account: who, Function: f, From: from}
		if until != "" {
			a.Until = &until
		}
		return a
	}
	held := at(1, &one, Coach, "2020-09-01", "2021-05-01")
	for _, c := range []struct {
		a    Assignment
		want bool
	}{
		{at(2, &one, Coach, "2021-04-30", ""), true},
		{at(2, &one, Coach, "2021-05-01", ""), false}, // the day on which the other ends
		{at(2, &one, Coach, "2020-01-01", "2020-09-01"), false},
		{at(2, &one, Coach, "2020-01-01", "2020-09-02"), true},
		{at(2, &one, Expert, "2020-09-01", ""), false},
		{at(2, &other, Coach, "2020-09-01", ""), false},
		{at(2, nil, Coach, "2020-09-01", ""), false},
		{held, false}, // itself
	} {
		if got := c.a.overlaps(held); got != c.want || held.overlaps(c.a) != c.want {
			t.Errorf("%v %s from %s: %v", c.a.Account, c.a.Function, c.a.From, got)
		}
	}
}

func TestInsuranceCountsUntilTheEndOfItsLastDayInTheEditionsZone(t *testing.T) {
	t1 := Trainee{Base: Base{TimeZone: "Asia/Shanghai"}, Insurance: &Insurance{Until: "2021-05-01"}}
	end := time.Date(2021, 5, 1, 16, 0, 0, 0, time.UTC)
	if !t1.Insured(end.Add(-time.Millisecond)) || t1.Insured(end) || (Trainee{}).Insured(noon) {
		t.Error("the proof does not end with its last day")
	}
}

func TestAPlansStagesFollowEachOtherKeepNoMoreThanAreLeftAndAreAssessedByStagesOfTheirEventOnceEach(t *testing.T) {
	keep := func(n int) *int { return &n }
	one, two, foreign := id.ID[programmes.Stage]{1}, id.ID[programmes.Stage]{2}, id.ID[programmes.Stage]{3}
	event := []programmes.Stage{{ID: one}, {ID: two}}
	good := []PlanStage{{From: "2020-09-01", Until: "2020-12-31", Keep: keep(5), Stage: &two}, {From: "2021-01-01", Until: "2021-01-01"}, {From: "2021-01-02", Until: "2021-06-30", Keep: keep(2), Stage: &one}}
	if err := checkPlan(good, 10, event); err != nil {
		t.Error(err)
	}
	err := checkPlan([]PlanStage{
		{From: "2020-09-01", Until: "2020-08-31", Keep: keep(11), Stage: &foreign}, {From: "2020-08-31", Until: "2020-12-31", Keep: keep(2), Stage: &one},
		{From: "2021-01-01", Until: "2021-06-30", Keep: keep(3), Stage: &one}, {From: "2021-07-01", Until: "2021-07-01", Stage: &foreign},
	}, 10, event)
	if refusal(err) != fault.PlanInvalid {
		t.Fatal(err)
	}
	var said []string
	for _, d := range fault.As(err).Details {
		said = append(said, string(d.Code)+" "+d.Pointer)
	}
	want := []string{
		"ends_before_start /stages/0/until_date", "plan_keeps_more /stages/0/keep", "reference_missing /stages/0/stage_id", "plan_overlaps /stages/1/from_date",
		"plan_keeps_more /stages/2/keep", "plan_stage_twice /stages/2/stage_id", "reference_missing /stages/3/stage_id",
	}
	if !slices.Equal(said, want) {
		t.Errorf("got %q", said)
	}
}

func TestNothingChangesInAnEditionThatIsOver(t *testing.T) {
	for status, over := range map[programmes.EditionStatus]bool{
		programmes.Draft: false, programmes.Open: false, programmes.Closed: false, programmes.Running: false,
		programmes.Completed: true, programmes.Archived: true, programmes.Cancelled: true,
	} {
		if err := (Base{Status: Recognised, EditionStatus: status}).recognised(time.Time{}); fault.Is(err, fault.EditionOver) != over {
			t.Errorf("%s: %v", status, err)
		}
	}
}

func TestABaseIsRecognisedThroughTheLastDayOfItsRecognition(t *testing.T) {
	until := "2022-10-31"
	b := Base{Status: Recognised, TimeZone: "Asia/Shanghai", ValidUntil: &until}
	for at, over := range map[string]bool{"2022-10-31T15:59:59Z": false, "2022-10-31T16:00:00Z": true} {
		now, _ := time.Parse(time.RFC3339, at)
		if err := b.recognised(now); fault.Is(err, fault.BaseNotRecognised) != over {
			t.Errorf("at %s: %v", at, err)
		}
	}
}
