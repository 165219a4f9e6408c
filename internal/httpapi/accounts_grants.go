package httpapi

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
)

func (a accountsAPI) ListGrants(ctx context.Context, r api.ListGrantsRequestObject) (api.ListGrantsResponseObject, error) {
	grants, err := a.accounts.Grants(ctx, id.From[accounts.Account](r.AccountID))
	if err != nil {
		return nil, err
	}
	return api.ListGrants200JSONResponse{Items: each(grants, toGrant), NextCursor: next("")}, nil
}

func (a accountsAPI) CreateGrant(ctx context.Context, r api.CreateGrantRequestObject) (api.CreateGrantResponseObject, error) {
	g, err := a.accounts.GiveGrant(ctx, accounts.GiveGrant{
		Account: id.From[accounts.Account](r.AccountID), Role: access.Role(r.Body.Role), On: refFrom(r.Body.On),
		From: orZero(r.Body.FromAt).Time, Until: orZero(r.Body.UntilAt).Time,
	})
	if err != nil {
		return nil, err
	}
	return api.CreateGrant201JSONResponse(toGrant(g)), nil
}

func (a accountsAPI) DeleteGrant(ctx context.Context, r api.DeleteGrantRequestObject) (api.DeleteGrantResponseObject, error) {
	if err := a.accounts.WithdrawGrant(ctx, id.From[accounts.Grant](r.GrantID)); err != nil {
		return nil, err
	}
	return api.DeleteGrant204Response{}, nil
}

func (a accountsAPI) ListServiceTokens(ctx context.Context, r api.ListServiceTokensRequestObject) (api.ListServiceTokensResponseObject, error) {
	p, err := a.accounts.ServiceTokens(ctx, pageRequest(ctx, r.Params.Limit, r.Params.Cursor, none))
	if err != nil {
		return nil, err
	}
	return api.ListServiceTokens200JSONResponse{Items: each(p.Items, toServiceToken), NextCursor: next(p.Next)}, nil
}

func (a accountsAPI) CreateServiceToken(ctx context.Context, r api.CreateServiceTokenRequestObject) (api.CreateServiceTokenResponseObject, error) {
	issued, err := a.accounts.IssueServiceToken(ctx, accounts.IssueServiceToken{
		Name: r.Body.Name, Actions: each(r.Body.Actions, func(s string) access.Action { return access.Action(s) }),
		Within: refFrom(r.Body.Within), ExpiresAt: r.Body.ExpiresAt.Time,
	})
	if err != nil {
		return nil, err
	}
	return api.CreateServiceToken201JSONResponse{Token: issued.Token, ServiceToken: toServiceToken(issued.ServiceToken)}, nil
}

func (a accountsAPI) RevokeServiceToken(ctx context.Context, r api.RevokeServiceTokenRequestObject) (api.RevokeServiceTokenResponseObject, error) {
	if err := a.accounts.RevokeServiceToken(ctx, id.From[accounts.ServiceToken](r.ServiceTokenID)); err != nil {
		return nil, err
	}
	return api.RevokeServiceToken204Response{}, nil
}

func toGrant(g accounts.Grant) api.Grant {
	return api.Grant{
		ID: g.ID.String(), AccountID: g.Account.String(), Role: api.GrantableRole(g.Role), On: refOrNull(g.On),
		FromAt: instantPtr(&g.From), UntilAt: instantPtr(&g.Until), CreatedAt: instant(g.CreatedAt),
	}
}

func toServiceToken(t accounts.ServiceToken) api.ServiceToken {
	return api.ServiceToken{
		ID: t.ID.String(), CreatedAt: instant(t.CreatedAt), UpdatedAt: instant(t.UpdatedAt), Revision: t.Revision, Name: t.Name,
		Actions: each(t.Actions, toAction), Within: refOrNull(t.Within), ExpiresAt: instant(t.ExpiresAt), RevokedAt: instantPtr(t.RevokedAt),
	}
}

// refOrNull is the id of any thing; null is the whole installation.
func refOrNull(ref id.Ref) nullable.Nullable[string] {
	if ref.IsZero() {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue(ref.String())
}

// refFrom reads an id that the contract has checked; absent or null is the zero Ref, which
// means everywhere. Text that is no id must not mean that: it refers to nothing that exists.
func refFrom(n nullable.Nullable[string]) id.Ref {
	text := given(n)
	if text == nil {
		return id.Ref{}
	}
	ref, err := id.ParseRef(*text)
	if err != nil {
		return id.Ref{Prefix: "nil"}
	}
	return ref
}

// orZero is the value of a field that may be absent or null.
func orZero[T any](n nullable.Nullable[T]) T {
	var zero T
	return or(given(n), zero)
}

// eachPtr translates a thing that may be absent.
func eachPtr[A, B any](p *A, f func(A) B) *B {
	if p == nil {
		return nil
	}
	b := f(*p)
	return &b
}
