package accounts

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// SignIn says who wants to come in.
type SignIn struct {
	Login    string
	Password string
	Client   string // what the client calls itself
	Peer     string // the network peer
}

// SignedIn is a new session with its token, which nobody can show again.
type SignedIn struct {
	Token              string
	Session            Session
	MustChangePassword bool
}

// SignIn begins a session. An unknown login, a wrong password and a disabled account are all
// credentials_wrong, after the same work; after repeated failures the answer is rate_limited.
// It opens several units, and so takes no idempotency key.
func (s *Service) SignIn(ctx context.Context, in SignIn) (SignedIn, error) {
	login := NormalLogin(in.Login)
	tries := []Attempts{byLogin(login), byPeer(in.Peer, s.now())}
	found, err := s.tried(ctx, login, tries)
	if err != nil {
		return SignedIn{}, err
	}
	right, err := s.verify(ctx, found, in.Password, tries)
	if err != nil {
		return SignedIn{}, err
	}
	if !right || found.Account.Status != Active {
		return SignedIn{}, s.refuse(ctx, found, tries[0], fault.CredentialsWrong.New())
	}
	s.tidy(ctx)
	return s.begin(ctx, in, found, tries)
}

// tried counts the tries and reads the credentials of a login; none for an unknown one.
func (s *Service) tried(ctx context.Context, login string, tries []Attempts) (Credentials, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Credentials, error) {
		if err := u.Allow(access.SignIn, nil); err != nil {
			return Credentials{}, err
		}
		if err := countAll(ctx, u, tries); err != nil {
			return Credentials{}, err
		}
		found, err := u.Store.CredentialsOf(ctx, login)
		if fault.Is(err, fault.NotFound) {
			return Credentials{}, nil
		}
		return found, err
	})
}

// countAll counts a try of each subject, or none if one of them has to wait.
func countAll(ctx context.Context, u *work.Unit[Store], tries []Attempts) error {
	for _, a := range tries {
		until, err := u.Store.CountAttempt(ctx, a, u.Now)
		if err != nil {
			return err
		}
		if wait := until.Sub(u.Now); wait > 0 {
			return fault.RateLimited.New().After(wait)
		}
	}
	return nil
}

// verify checks the password outside any transaction. Where it could not be checked, the
// tries are taken back.
func (s *Service) verify(ctx context.Context, c Credentials, password string, tries []Attempts) (bool, error) {
	hash := c.Hash
	if hash == "" {
		hash = nobody
	}
	right, err := s.passwords.verify(ctx, password, hash)
	if err == nil {
		return right && c.Hash != "", nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	_, _ = work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.SignIn, nil); err != nil {
			return struct{}{}, err
		}
		for _, a := range tries {
			if err := u.Store.TakeBackAttempt(ctx, a, u.Now); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	return false, err
}

// refuse records a failure against an account, and answers why. A login that does not exist
// costs a commit as well.
func (s *Service) refuse(ctx context.Context, c Credentials, try Attempts, why *fault.Fault) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.SignIn, nil); err != nil {
			return struct{}{}, err
		}
		if !c.Account.ID.IsZero() {
			u.Record(SessionRefused{c.Account.ID})
		}
		return struct{}{}, u.Store.ConfirmAttempt(ctx, try)
	})
	if err != nil {
		return err
	}
	return why
}

// begin opens the session, if the credentials are still the ones that were checked.
func (s *Service) begin(ctx context.Context, in SignIn, checked Credentials, tries []Attempts) (SignedIn, error) {
	token, hash := newToken(sessionToken, s.units.IDs())
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (SignedIn, error) {
		if err := u.Allow(access.SignIn, nil); err != nil {
			return SignedIn{}, err
		}
		now, err := u.Store.LockCredentials(ctx, checked.Account.ID)
		if err != nil {
			return SignedIn{}, err
		}
		if now.Hash != checked.Hash || now.Account.Status != Active {
			return SignedIn{}, fault.CredentialsWrong.New()
		}
		if err := u.Store.ForgetAttempts(ctx, tries[0]); err != nil {
			return SignedIn{}, err
		}
		if err := u.Store.TakeBackAttempt(ctx, tries[1], u.Now); err != nil {
			return SignedIn{}, err
		}
		session := Session{
			ID: id.Ordered[Session](u.IDs, u.Now), Account: now.Account.ID, Client: in.Client,
			CreatedAt: u.Now, LastSeenAt: u.Now, ExpiresAt: u.Now.Add(Lifetime),
		}
		u.Actor = access.Actor{Account: now.Account.ID.Ref(), Session: session.ID.Ref()} // from here on it is known who acts
		u.Record(SessionCreated{session.ID, session.Account})
		return SignedIn{token, session, now.Account.MustChangePassword}, u.Store.AddSession(ctx, session, hash)
	})
}

// tidy deletes what nobody needs any more, at most once an hour. A failure is left to the
// next time.
func (s *Service) tidy(ctx context.Context) {
	now, last := s.now(), s.tidied.Load()
	if now.UnixMilli()-last < time.Hour.Milliseconds() || !s.tidied.CompareAndSwap(last, now.UnixMilli()) {
		return
	}
	_, _ = work.Do(access.WithActor(ctx, access.Installation), s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.ReadService, nil); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, u.Store.Tidy(ctx, u.Now.Add(-Forgotten), u.Now.Add(-30*24*time.Hour))
	})
}
