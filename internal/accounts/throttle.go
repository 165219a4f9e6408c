package accounts

import (
	"crypto/sha256"
	"encoding/base64"
	"net/netip"
	"strconv"
	"time"
)

// Attempts are the tries of one subject, an account's login or a network peer. Each try is
// counted before it is checked and taken back if it succeeds, so that tries side by side
// do not slip past the limit.
type Attempts struct {
	Subject string        // a key without personal data
	Free    int           // so many failures cost nothing
	Most    time.Duration // the longest wait
}

// Forgotten is the quiet time after which a subject's failures are forgotten.
const Forgotten = 24 * time.Hour

// byLogin slows down guesses at one account, from wherever they come. What was typed as a
// login may be a password: only its hash is kept.
func byLogin(login string) Attempts {
	sum := sha256.Sum256([]byte(login))
	return Attempts{"login:" + base64.RawURLEncoding.EncodeToString(sum[:]), 5, 15 * time.Minute}
}

// byPeer slows down one network peer, whatever logins it tries. A school stands behind one
// address: many more failures are free, they are counted anew each hour, and the wait stays
// short, or one pupil could keep a whole school out.
func byPeer(peer string, now time.Time) Attempts {
	return Attempts{"peer:" + network(peer) + ":" + strconv.FormatInt(now.Unix()/3600, 10), 100, time.Minute}
}

// network is what one subscriber holds: an IPv4 address, or an IPv6 network of 64 bits.
func network(peer string) string {
	address, err := netip.ParseAddr(peer)
	if err != nil {
		return ""
	}
	if address = address.Unmap().WithZone(""); address.Is6() {
		prefix, _ := address.Prefix(64) // 64 bits fit an IPv6 address
		return prefix.String()
	}
	return address.String()
}

// Wait is how long the subject has to wait after this many failures: nothing, then one
// second, doubling.
func (a Attempts) Wait(failures int) time.Duration {
	if failures < a.Free {
		return 0
	}
	if doublings := failures - a.Free; doublings < 20 {
		return min(time.Second<<doublings, a.Most)
	}
	return a.Most
}
