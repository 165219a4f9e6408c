package programmes

import (
	"testing"
	"time"

	"github.com/saichang/saichang/internal/fault"
)

func TestAWindowIsInclusiveToTheMillisecond(t *testing.T) {
	two := time.Date(2020, 10, 10, 6, 0, 0, 0, time.UTC) // 14:00 in Shanghai
	open, ms := two.Add(-time.Hour), time.Millisecond
	e := Edition{Status: Open, TimeZone: "Asia/Shanghai", Registration: Window{&open, &two}}
	for at, want := range map[time.Time]bool{open.Add(-ms): false, open: true, two: true, two.Add(ms): false} {
		if err := e.TakesEntries(at); (err == nil) != want {
			t.Errorf("at %s: %v", at, err)
		}
	}
	closed := fault.As(e.TakesEntries(two.Add(ms)))
	if closed.Code != fault.WindowClosed || closed.Params["closes_local"] != "2020-10-10T14:00:00.000+08:00" || closed.Params["window"] != RegistrationWindow {
		t.Errorf("the refusal does not name the times: %v", closed.Params)
	}
}

func TestWithdrawalsGoByRegistrationUnlessTheyHaveTheirOwnWindow(t *testing.T) {
	noon := time.Date(2020, 10, 10, 4, 0, 0, 0, time.UTC)
	later := noon.Add(time.Hour)
	e := Edition{Status: Open, TimeZone: "Asia/Shanghai", Registration: Window{ClosesAt: &noon}}
	if err := e.Takes(WithdrawalWindow, later); !fault.Is(err, fault.WindowClosed) {
		t.Errorf("registration is over: %v", err)
	}
	e.Withdrawal = Window{ClosesAt: &later}
	if err := e.Takes(WithdrawalWindow, later); err != nil {
		t.Error(err)
	}
	e.Status = Closed
	if err := e.Takes(WithdrawalWindow, later); err != nil {
		t.Errorf("the state is closed, the window of withdrawals is not: %v", err)
	}
	if err := e.Takes(SubstitutionWindow, later); !fault.Is(err, fault.EditionNotOpen) {
		t.Errorf("substitutions have no window of their own: %v", err)
	}
	e.Status = Running
	if err := e.Takes(WithdrawalWindow, later); !fault.Is(err, fault.EditionNotOpen) {
		t.Errorf("it runs: %v", err)
	}
}

func TestALocalTimeIsReadInTheZoneOfTheEdition(t *testing.T) {
	for _, c := range []struct {
		given, zone, want string // an instant, or the code of a refusal
	}{
		{"2020-10-10T17:00", "Asia/Shanghai", "2020-10-10T09:00:00.000Z"},
		{"2020-10-10T17:00:30.5", "Asia/Shanghai", "2020-10-10T09:00:30.500Z"},
		{"2020-10-10T17:00+09:00", "Asia/Shanghai", "2020-10-10T08:00:00.000Z"},
		{"2020-10-10T09:00:00.000Z", "Asia/Shanghai", "2020-10-10T09:00:00.000Z"},
		{"2020-10-10T23:59:59.999999", "Asia/Shanghai", "2020-10-10T15:59:59.999Z"},
		{"2021-07-01T12:00", "Europe/Paris", "2021-07-01T10:00:00.000Z"},
		{"2021-03-28T02:30", "Europe/Paris", "local_time_missing"},
		{"2021-10-31T02:30", "Europe/Paris", "local_time_ambiguous"},
		{"2021-10-31T02:30+01:00", "Europe/Paris", "2021-10-31T01:30:00.000Z"},
		{"2021-10-31T03:00", "Europe/Paris", "2021-10-31T02:00:00.000Z"},
		{"1986-05-04T02:30", "Asia/Shanghai", "local_time_missing"}, // China had summer time then
		{"2020-13-10T17:00", "Asia/Shanghai", "invalid_value"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, problem := Moment(c.given).In(zone)
		got := at.Format("2006-01-02T15:04:05.000Z")
		if problem != nil {
			got = string(problem.Code)
		}
		if got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.given, c.zone, got, c.want)
		}
	}
}
