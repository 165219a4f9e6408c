package scoring

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestOnlyJudgementAndJudgePointsTakeOneObservationPerJudge(t *testing.T) {
	for _, a := range everyAspect {
		if want := a.Kind == "judgement" || a.Kind == "judge_points"; a.Judged() != want {
			t.Errorf("%s: Judged is %t", a.Kind, a.Judged())
		}
		if want := a.Kind == "deduction" || a.Kind == "penalty"; a.Deducts() != want {
			t.Errorf("%s: Deducts is %t", a.Kind, a.Deducts())
		}
	}
}

func TestEveryDeductionNeedsAReasonAndNothingElseDoes(t *testing.T) {
	for _, c := range []struct {
		what   string
		aspect Aspect
		seen   Observed
		want   bool
	}{
		{"full marks", binary, SawAchieved(true), false},
		{"a requirement missed", binary, SawAchieved(false), true},
		{"nothing attempted", binary, SawNotAttempted(), false},
		{"full points", partial, SawPoints(2000), false},
		{"partial points", partial, SawPoints(1750), true},
		{"no fault", stepped, SawOccurrences(0), false},
		{"a fault", stepped, SawOccurrences(1), true},
		{"on target", difference, SawValue(25_000_000), false},
		{"off target", difference, SawValue(25_000_001), true},
		{"the full option", choice, SawChoice("full"), false},
		{"a lesser option", choice, SawChoice("one burr"), true},
		{"a slow time", timed, SawSeconds(100_000_000), false},
		{"a low score", judgement, SawScore(0), false},
		{"few points of one judge", fiveJudges, SawPoints(0), false},
		{"no occurrence of a deduction", perFault, SawOccurrences(0), false},
		{"an occurrence of a deduction", perFault, SawOccurrences(1), true},
		{"the free tier", tiered, SawOccurrences(0), false},
		{"a costly tier", tiered, SawOccurrences(1), true},
		{"a penalty", penalty, SawPoints(500), true},
		{"a penalty of 0.001", Aspect{Kind: Penalty, Max: 10}, SawPoints(1), true},
		{"a penalty of nothing", penalty, SawPoints(0), false},
		{"a section zeroed", fatal, SawOccurrences(3), true},
		{"something the aspect cannot hold", binary, SawPoints(0), false},
	} {
		if got := c.aspect.RequiresReason(c.seen); got != c.want {
			t.Errorf("%s: RequiresReason is %t", c.what, got)
		}
	}
}

func TestAnAspectIsWrittenWithTheMembersOfItsKindOnly(t *testing.T) {
	for want, a := range map[string]Aspect{
		`{"kind":"measurement_binary","max":"0.50"}`:                                            binary,
		`{"kind":"judge_points","max":"100.00","step":"0.50","drop_highest":1,"drop_lowest":1}`: fiveJudges,
		`{"kind":"difference_deduction","max":"1.00","difference":` +
			`{"target":"25","unit":"0.05","deduction":"0.20","counted":"started"}}`: difference,
		`{"kind":"conversion_table","max":"5.00","table":{"of":"seconds","rows":` +
			`[{"below":"60","points":"5.00"},{"up_to":"90","points":"3.00"},{"points":"0.00"}]}}`: timed,
		`{"kind":"deduction","max":"14.00","per_occurrence":"1.00","zeroes_section_from":3}`: fatal,
	} {
		if body, err := json.Marshal(a); err != nil || string(body) != want {
			t.Errorf("wrote %s, %v\nwant  %s", body, err, want)
		}
	}
}

func TestAnyAspectSurvivesTheWireAndValidates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sent := drawAspect(t)
		if found := sent.Validate(); len(found) > 0 {
			t.Fatalf("%+v: %v", sent, found)
		}
		body, err := json.Marshal(sent)
		if err != nil {
			t.Fatal(err)
		}
		var got Aspect
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sent, got); diff != "" {
			t.Fatalf("%s came back different (-sent +got):\n%s", body, diff)
		}
	})
}
