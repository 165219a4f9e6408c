package httpapi

import (
	"encoding/json"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/scoring"
)

func TestAnObservationIsTheSameAtTheDoorAsInScoring(t *testing.T) {
	for _, o := range []scoring.Observed{
		scoring.SawAchieved(true), scoring.SawAchieved(false), scoring.SawPoints(-1250), scoring.SawScore(0), scoring.SawValue(12_305_000), scoring.SawChoice(`a "b" <c>`),
		scoring.SawOccurrences(3), scoring.SawSeconds(83_400_000), scoring.SawCount(7), scoring.SawNotAttempted(),
	} {
		want, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var asked api.Observed
		if err := json.Unmarshal(want, &asked); err != nil {
			t.Fatal(err)
		}
		if seen, err := fromObserved(asked); err != nil || seen != o {
			t.Errorf("%s was read as %v: %v", want, seen, err)
		}
		answered, err := json.Marshal(toObserved(o))
		if err != nil {
			t.Fatal(err)
		}
		var again scoring.Observed
		if err := json.Unmarshal(answered, &again); err != nil || again != o {
			t.Errorf("%s is answered as %s: %v", want, answered, err)
		}
	}
}

func TestAnObservationOfTwoThingsOrOfAnotherKindIsUnclear(t *testing.T) {
	for _, text := range []string{
		`{"kind":"score"}`, `{"kind":"score","achieved":true}`, `{"kind":"score","score":1,"count":1}`, `{"kind":"not_attempted","score":1}`,
		`{"kind":"points","points":"1.2345"}`, `{"kind":"value","value":"x"}`, `{"kind":"","score":1}`,
	} {
		var asked api.Observed
		if err := json.Unmarshal([]byte(text), &asked); err != nil {
			t.Fatal(err)
		}
		if _, err := fromObserved(asked); !fault.Is(err, fault.ObservedUnclear) {
			t.Errorf("%s was read: %v", text, err)
		}
	}
}

func TestMarksAreWrittenAsTheContractsTypesWriteThem(t *testing.T) {
	at := time.Date(2020, 9, 1, 8, 0, 0, 120_999_999, time.FixedZone("Shanghai", 8*3600))
	sheet, aspect, author := id.Random[judging.Sheet](id.System{}), id.Random[judging.Aspect](id.System{}), id.Random[accounts.Account](id.System{})
	marks := judging.Marks{
		{Sheet: sheet, Aspect: aspect, Part: author.Ref(), Revision: 1, Observed: scoring.SawScore(2), Author: author, EnteredAt: at},
		{Sheet: sheet, Aspect: aspect, Part: id.Random[judging.Panel](id.System{}).Ref(), Revision: 1 << 40, Observed: scoring.SawChoice(`"<第二>"`),
			Reason: "页面\n\"&<b>\u2028", Author: author, EnteredAt: at.Truncate(time.Hour)},
	}
	for _, some := range []judging.Marks{nil, marks[:1], marks} {
		w := httptest.NewRecorder()
		if err := marksAnswer(some).VisitListMarksResponse(w); err != nil {
			t.Fatal(err)
		}
		want := httptest.NewRecorder()
		if err := (api.ListMarks200JSONResponse{Items: each(some, toMark), NextCursor: next("")}).VisitListMarksResponse(want); err != nil {
			t.Fatal(err)
		}
		sameJSON(t, w.Body.Bytes(), want.Body.Bytes())
	}
	w, want := httptest.NewRecorder(), httptest.NewRecorder()
	if err := markAnswer(marks[1]).VisitEnterMarkResponse(w); err != nil {
		t.Fatal(err)
	}
	_ = api.EnterMark200JSONResponse{Body: toMark(marks[1]), Headers: api.EnterMark200ResponseHeaders{ETag: etag(marks[1].Revision)}}.VisitEnterMarkResponse(want)
	sameJSON(t, w.Body.Bytes(), want.Body.Bytes())
	for _, name := range []string{"Content-Type", "ETag"} {
		if w.Header().Get(name) != want.Header().Get(name) {
			t.Errorf("%s is %q, want %q", name, w.Header().Get(name), want.Header().Get(name))
		}
	}
}

func sameJSON(t *testing.T, got, want []byte) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	if err := json.Unmarshal(want, &b); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("written as\n%s, not\n%s", got, want)
	}
}
