package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
)

func (a accountsAPI) ListSessions(ctx context.Context, r api.ListSessionsRequestObject) (api.ListSessionsResponseObject, error) {
	p, err := a.accounts.Sessions(ctx, accounts.SessionFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, none), Account: id.From[accounts.Account](or(r.Params.Account, "")),
	})
	if err != nil {
		return nil, err
	}
	own := access.ActorOf(ctx).Session
	return api.ListSessions200JSONResponse{
		Items: each(p.Items, func(s accounts.Session) api.Session { return toSession(s, own) }), NextCursor: next(p.Next),
	}, nil
}

func (a accountsAPI) CreateSession(ctx context.Context, r api.CreateSessionRequestObject) (api.CreateSessionResponseObject, error) {
	in, err := a.accounts.SignIn(ctx, accounts.SignIn{
		Login: r.Body.Login, Password: r.Body.Password, Client: or(r.Body.Client, ""), Peer: peerOf(ctx),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateSession201JSONResponse{
		Token: in.Token, Session: toSession(in.Session, in.Session.ID.Ref()), MustChangePassword: in.MustChangePassword,
	}, nil
}

func (a accountsAPI) EndCurrentSession(ctx context.Context, _ api.EndCurrentSessionRequestObject) (api.EndCurrentSessionResponseObject, error) {
	if err := a.accounts.SignOut(ctx); err != nil {
		return nil, err
	}
	return api.EndCurrentSession204Response{}, nil
}

func (a accountsAPI) RevokeSession(ctx context.Context, r api.RevokeSessionRequestObject) (api.RevokeSessionResponseObject, error) {
	if err := a.accounts.RevokeSession(ctx, id.From[accounts.Session](r.SessionID)); err != nil {
		return nil, err
	}
	return api.RevokeSession204Response{}, nil
}

func toSession(s accounts.Session, own id.Ref) api.Session {
	return api.Session{
		ID: s.ID.String(), AccountID: s.Account.String(), Client: s.Client, CreatedAt: instant(s.CreatedAt),
		LastSeenAt: instant(s.LastSeenAt), ExpiresAt: instant(s.ExpiresAt), Current: s.ID.Ref() == own,
	}
}
