package accounts

import (
	"strings"
	"testing"
	"time"
)

func TestTheWaitDoublesAfterFiveFailuresUpToAQuarterOfAnHour(t *testing.T) {
	a := byLogin("li.wei")
	for failures, want := range map[int]time.Duration{
		1: 0, 4: 0, 5: time.Second, 6: 2 * time.Second, 7: 4 * time.Second, 14: 512 * time.Second, 15: 15 * time.Minute, 1_000_000: 15 * time.Minute,
	} {
		if got := a.Wait(failures); got != want {
			t.Errorf("after %d failures: %v, want %v", failures, got, want)
		}
	}
}

func TestAPeerMayFailMoreOftenAndWaitsLess(t *testing.T) {
	a := byPeer("203.0.113.7", time.Unix(0, 0))
	for failures, want := range map[int]time.Duration{99: 0, 100: time.Second, 105: 32 * time.Second, 106: time.Minute, 500: time.Minute} {
		if got := a.Wait(failures); got != want {
			t.Errorf("after %d failures: %v, want %v", failures, got, want)
		}
	}
}

func TestAPeerIsWhatOneSubscriberHolds(t *testing.T) {
	at := time.Unix(7200, 0)
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"203.0.113.7", "203.0.113.7", true},
		{"203.0.113.7", "203.0.113.8", false},
		{"203.0.113.7", "::ffff:203.0.113.7", true},
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false},
		{"fe80::1%eth0", "fe80::1%eth1", true},
	} {
		if same := byPeer(c.a, at) == byPeer(c.b, at); same != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, same)
		}
	}
	if byPeer("203.0.113.7", at) == byPeer("203.0.113.7", at.Add(time.Hour)) {
		t.Error("a peer is counted anew each hour")
	}
}

func TestWhatWasTypedAsALoginIsNotKept(t *testing.T) {
	if s := byLogin("my secret password").Subject; strings.Contains(s, "secret") || len(s) > 60 {
		t.Errorf("the subject is %s", s)
	}
	if byLogin("li.wei").Subject == byLogin("li.wie").Subject {
		t.Error("two logins are one subject")
	}
}
