package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
)

type accountsAPI struct {
	accounts *accounts.Service
	demo     bool
}

func (a accountsAPI) CompleteSetup(ctx context.Context, r api.CompleteSetupRequestObject) (api.CompleteSetupResponseObject, error) {
	made, err := a.accounts.CompleteSetup(ctx, accounts.CompleteSetup{
		Code: r.Body.Code, Login: r.Body.Login, DisplayName: r.Body.DisplayName, Password: r.Body.Password, Peer: peerOf(ctx),
	})
	if err != nil {
		return nil, err
	}
	return api.CompleteSetup201JSONResponse(toAccount(made)), nil
}

func (a accountsAPI) ListAccounts(ctx context.Context, r api.ListAccountsRequestObject) (api.ListAccountsResponseObject, error) {
	key, desc := descending(string(or(r.Params.Sort, "created_at")))
	p, err := a.accounts.Accounts(ctx, accounts.Filter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Status: accounts.Status(or(r.Params.Status, "")), Role: access.Role(or(r.Params.Role, "")),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization), ByName: key == "name", Descending: desc,
	})
	if err != nil {
		return nil, err
	}
	return api.ListAccounts200JSONResponse{Items: each(p.Items, toAccount), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a accountsAPI) CreateAccount(ctx context.Context, r api.CreateAccountRequestObject) (api.CreateAccountResponseObject, error) {
	made, err := a.accounts.CreateAccount(ctx, accounts.CreateAccount{
		Login: r.Body.Login, DisplayName: r.Body.DisplayName, Password: r.Body.Password,
		Organization: id.FromPtr[organizations.Organization](given(r.Body.OrganizationID)),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateAccount201JSONResponse{
		Body: toAccount(made), Headers: api.CreateAccount201ResponseHeaders{ETag: etag(made.Revision), Location: "/v1/accounts/" + made.ID.String()},
	}, nil
}

func (a accountsAPI) GetAccount(ctx context.Context, r api.GetAccountRequestObject) (api.GetAccountResponseObject, error) {
	found, err := a.accounts.Account(ctx, id.From[accounts.Account](r.AccountID))
	if err != nil {
		return nil, err
	}
	return api.GetAccount200JSONResponse{Body: toAccount(found), Headers: api.GetAccount200ResponseHeaders{ETag: etag(found.Revision)}}, nil
}

func (a accountsAPI) UpdateAccount(ctx context.Context, r api.UpdateAccountRequestObject) (api.UpdateAccountResponseObject, error) {
	in := accounts.UpdateAccount{
		Account: id.From[accounts.Account](r.AccountID), Expected: revisionOf(r.Params.IfMatch),
		DisplayName: r.Body.DisplayName, Status: (*accounts.Status)(r.Body.Status),
	}
	if organization := fromNullable(r.Body.OrganizationID); organization != nil {
		belongs := id.FromPtr[organizations.Organization](*organization)
		in.Organization = &belongs
	}
	changed, err := a.accounts.UpdateAccount(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.UpdateAccount200JSONResponse{Body: toAccount(changed), Headers: api.UpdateAccount200ResponseHeaders{ETag: etag(changed.Revision)}}, nil
}

func (a accountsAPI) ResetPassword(ctx context.Context, r api.ResetPasswordRequestObject) (api.ResetPasswordResponseObject, error) {
	err := a.accounts.ResetPassword(ctx, accounts.ResetPassword{Account: id.From[accounts.Account](r.AccountID), Password: r.Body.Password})
	if err != nil {
		return nil, err
	}
	return api.ResetPassword204Response{}, nil
}

func (a accountsAPI) GetMe(ctx context.Context, _ api.GetMeRequestObject) (api.GetMeResponseObject, error) {
	me, err := a.accounts.Me(ctx)
	if err != nil {
		return nil, err
	}
	return api.GetMe200JSONResponse{
		Account: orNull(eachPtr(me.Account, toAccount)), ServiceToken: orNull(eachPtr(me.ServiceToken, toServiceToken)),
		Demo: a.demo, MustChangePassword: me.Account != nil && me.Account.MustChangePassword,
	}, nil
}

func (a accountsAPI) GetMyAccess(ctx context.Context, _ api.GetMyAccessRequestObject) (api.GetMyAccessResponseObject, error) {
	found, err := a.accounts.MyAccess(ctx)
	if err != nil {
		return nil, err
	}
	return api.GetMyAccess200JSONResponse{Everywhere: each(found.Everywhere, toAction), Grants: each(found.Grants, toGrantAccess)}, nil
}

func (a accountsAPI) ChangeMyPassword(ctx context.Context, r api.ChangeMyPasswordRequestObject) (api.ChangeMyPasswordResponseObject, error) {
	err := a.accounts.ChangePassword(ctx, accounts.ChangePassword{
		Current: r.Body.CurrentPassword, New: r.Body.NewPassword, Peer: peerOf(ctx),
	})
	if err != nil {
		return nil, err
	}
	return api.ChangeMyPassword204Response{}, nil
}

var _ = represent(toAccount)

func toAccount(a accounts.Account) api.Account {
	return api.Account{
		ID: a.ID.String(), CreatedAt: instant(a.CreatedAt), UpdatedAt: instant(a.UpdatedAt), Revision: a.Revision,
		Login: a.Login, DisplayName: a.DisplayName, Status: api.AccountStatus(a.Status), MustChangePassword: a.MustChangePassword,
		OrganizationID: orNullText(a.Organization),
	}
}

func toAction(a access.Action) string { return string(a) }

func toGrantAccess(g accounts.GrantAccess) api.Access_Grants {
	return api.Access_Grants{Role: string(g.Role), On: refOrNull(g.On), UntilAt: instantPtr(&g.Until), Actions: each(g.Actions, toAction)}
}

// toCandidate is as much of an account as whoever gives it something to do has to know.
func toCandidate(a accounts.Account) api.Candidate {
	return api.Candidate{AccountID: a.ID.String(), Login: a.Login, DisplayName: a.DisplayName}
}
