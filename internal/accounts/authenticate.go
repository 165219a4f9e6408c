package accounts

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Authenticate turns a token into who is calling. A token that is unknown, expired, idle or
// revoked, or whose account is disabled, is token_invalid.
func (s *Service) Authenticate(ctx context.Context, token string) (access.Actor, error) {
	kind, hash, ok := readToken(token)
	if !ok {
		return access.Actor{}, fault.TokenInvalid.New()
	}
	now := s.now()
	if c, touch, ok := s.actors.find(hash, now); ok {
		if touch {
			s.touch(ctx, c.actor)
		}
		return c.actor, nil
	}
	generation := s.actors.current()
	c, err := s.identify(ctx, kind, hash)
	if fault.Is(err, fault.NotFound) {
		return access.Actor{}, fault.TokenInvalid.New()
	}
	if err != nil {
		return access.Actor{}, err
	}
	touch := c.idles && now.Sub(c.written) >= TouchEvery
	c.seen = now
	if touch {
		c.written = now
	}
	s.actors.keep(hash, c, generation)
	if touch {
		s.touch(ctx, c.actor)
	}
	return c.actor, nil
}

// identify asks the database; not_found for a token that does not count.
func (s *Service) identify(ctx context.Context, kind string, hash [32]byte) (caller, error) {
	return work.View(access.WithActor(ctx, access.Anonymous), s.units, func(u *work.Unit[Store]) (caller, error) {
		if err := u.Allow(access.ReadService, nil); err != nil { // whoever comes may be asked who it is
			return caller{}, err
		}
		if kind == serviceToken {
			t, err := u.Store.ServiceTokenByToken(ctx, hash)
			if err == nil && !t.Live(u.Now) {
				err = fault.NotFound.New()
			}
			return caller{actor: t.actor(), expires: t.ExpiresAt}, err
		}
		session, account, err := u.Store.SessionByToken(ctx, hash)
		if err != nil {
			return caller{}, err
		}
		if !session.Live(u.Now) || account.Status != Active {
			return caller{}, fault.NotFound.New()
		}
		grants, err := u.Store.GrantsOf(ctx, account.ID)
		if err != nil {
			return caller{}, err
		}
		return caller{actor: actorOf(session, account, grants), expires: session.ExpiresAt, idles: true, written: session.LastSeenAt}, nil
	})
}

// actorOf is who an account is with its grants. Grants that are not valid yet, or no more,
// are among them: every permission looks at the time.
func actorOf(s Session, a Account, grants []Grant) access.Actor {
	actor := access.Actor{Account: a.ID.Ref(), Session: s.ID.Ref(), MustChangePassword: a.MustChangePassword}
	for _, g := range grants {
		actor.Grants = append(actor.Grants, g.access())
	}
	return actor
}

// touch writes down that a session was used. A failure refuses nobody: the session is only a
// minute nearer to being idle.
func (s *Service) touch(ctx context.Context, actor access.Actor) {
	ctx, cancel := context.WithTimeout(access.WithActor(ctx, actor), 2*time.Second)
	defer cancel()
	session, _ := id.As[Session](actor.Session)
	_, _ = work.Do(work.WithRequest(ctx, &work.Request{}), s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.ReadMe, nil); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, u.Store.TouchSession(ctx, session, u.Now)
	})
}
