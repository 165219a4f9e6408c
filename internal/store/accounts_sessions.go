package store

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
)

type sessionRow struct {
	ID         id.ID[accounts.Session]
	Account    id.ID[accounts.Account]
	TokenHash  []byte
	Client     string
	CreatedAt  instant
	LastSeenAt instant
	ExpiresAt  instant
	RevokedAt  *instant
}

func (sessionRow) TableName() string { return "sessions" }

func (r sessionRow) session() accounts.Session {
	return accounts.Session{
		ID: r.ID, Account: r.Account, Client: r.Client, CreatedAt: r.CreatedAt.Time, LastSeenAt: r.LastSeenAt.Time,
		ExpiresAt: r.ExpiresAt.Time, RevokedAt: timePtr(r.RevokedAt),
	}
}

// Session reads one.
func (tx *Tx) Session(ctx context.Context, s id.ID[accounts.Session]) (accounts.Session, error) {
	var r sessionRow
	err := tx.db.WithContext(ctx).Where("id = ?", s).Take(&r).Error
	return r.session(), err
}

// SessionByToken reads the session of a token, and its account.
func (tx *Tx) SessionByToken(ctx context.Context, hash [32]byte) (accounts.Session, accounts.Account, error) {
	var r sessionRow
	if err := tx.db.WithContext(ctx).Where("token_hash = ?", hash[:]).Take(&r).Error; err != nil {
		return accounts.Session{}, accounts.Account{}, err
	}
	account, err := tx.Account(ctx, r.Account)
	return r.session(), account, err
}

// Sessions reads a page of an account's live sessions, newest first.
func (tx *Tx) Sessions(ctx context.Context, f accounts.SessionFilter) (page.Page[accounts.Session], error) {
	q := tx.db.WithContext(ctx).Model(&sessionRow{}).Where("account = ? and revoked_at is null and expires_at > ? and last_seen_at > ?",
		f.Account, at(f.At), at(f.At.Add(-accounts.Idle)))
	rows, err := paged(q, f.Page, order{desc: true}, func(r sessionRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, sessionRow.session), err
}

// AddSession inserts one under the hash of its token.
func (tx *Tx) AddSession(ctx context.Context, s accounts.Session, hash [32]byte) error {
	r := sessionRow{s.ID, s.Account, hash[:], s.Client, at(s.CreatedAt), at(s.LastSeenAt), at(s.ExpiresAt), atPtr(s.RevokedAt)}
	return tx.db.WithContext(ctx).Create(&r).Error
}

// TouchSession notes that a session was used; never back in time.
func (tx *Tx) TouchSession(ctx context.Context, s id.ID[accounts.Session], now time.Time) error {
	return tx.db.WithContext(ctx).Exec("update sessions set last_seen_at = ? where id = ? and last_seen_at < ?", at(now), s, at(now)).Error
}

// EndSession ends one; false if it had ended.
func (tx *Tx) EndSession(ctx context.Context, s id.ID[accounts.Session], now time.Time) (bool, error) {
	done := tx.db.WithContext(ctx).Exec("update sessions set revoked_at = ? where id = ? and revoked_at is null", at(now), s)
	return done.RowsAffected == 1, done.Error
}

// EndSessions ends all sessions of an account but one.
func (tx *Tx) EndSessions(ctx context.Context, a id.ID[accounts.Account], but id.ID[accounts.Session], now time.Time) error {
	return tx.db.WithContext(ctx).Exec("update sessions set revoked_at = ? where account = ? and id <> ? and revoked_at is null",
		at(now), a, but[:]).Error // but[:]: the zero id would be NULL, and nothing differs from NULL
}

type serviceTokenRow struct {
	ID        id.ID[accounts.ServiceToken]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Name      string
	Actions   document[[]access.Action]
	WithinRef string
	ExpiresAt instant
	RevokedAt *instant
}

func (serviceTokenRow) TableName() string { return "service_tokens" }

// issuedTokenRow adds the hash, which is only written once.
type issuedTokenRow struct {
	Token     serviceTokenRow `gorm:"embedded"`
	TokenHash []byte
}

func (issuedTokenRow) TableName() string { return "service_tokens" }

func toServiceTokenRow(t accounts.ServiceToken) serviceTokenRow {
	return serviceTokenRow{
		t.ID, t.Revision, at(t.CreatedAt), at(t.UpdatedAt), t.Name, doc(t.Actions), t.Within.String(), at(t.ExpiresAt), atPtr(t.RevokedAt),
	}
}

func (r serviceTokenRow) serviceToken() (accounts.ServiceToken, error) {
	within, err := readRef(r.WithinRef)
	return accounts.ServiceToken{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Name: r.Name, Actions: r.Actions.V,
		Within: within, ExpiresAt: r.ExpiresAt.Time, RevokedAt: timePtr(r.RevokedAt),
	}, err
}

// ServiceToken reads one.
func (tx *Tx) ServiceToken(ctx context.Context, t id.ID[accounts.ServiceToken]) (accounts.ServiceToken, error) {
	var r serviceTokenRow
	if err := tx.db.WithContext(ctx).Where("id = ?", t).Take(&r).Error; err != nil {
		return accounts.ServiceToken{}, err
	}
	return r.serviceToken()
}

// ServiceTokenByToken reads the one with this token.
func (tx *Tx) ServiceTokenByToken(ctx context.Context, hash [32]byte) (accounts.ServiceToken, error) {
	var r serviceTokenRow
	if err := tx.db.WithContext(ctx).Where("token_hash = ?", hash[:]).Take(&r).Error; err != nil {
		return accounts.ServiceToken{}, err
	}
	return r.serviceToken()
}

// ServiceTokens reads a page, oldest first.
func (tx *Tx) ServiceTokens(ctx context.Context, p page.Request) (page.Page[accounts.ServiceToken], error) {
	q := tx.db.WithContext(ctx).Model(&serviceTokenRow{})
	rows, err := paged(q, p, order{}, func(r serviceTokenRow) page.Position { return page.Position{ID: r.ID.String()} })
	if err != nil {
		return page.Page[accounts.ServiceToken]{}, err
	}
	tokens := page.Page[accounts.ServiceToken]{Items: make([]accounts.ServiceToken, len(rows.Items)), Next: rows.Next, Total: rows.Total}
	for i, r := range rows.Items {
		if tokens.Items[i], err = r.serviceToken(); err != nil {
			return page.Page[accounts.ServiceToken]{}, err
		}
	}
	return tokens, nil
}

// AddServiceToken inserts one under the hash of its token.
func (tx *Tx) AddServiceToken(ctx context.Context, t accounts.ServiceToken, hash [32]byte) error {
	return tx.db.WithContext(ctx).Create(&issuedTokenRow{toServiceTokenRow(t), hash[:]}).Error
}

// ChangeServiceToken writes one over the revision before it.
func (tx *Tx) ChangeServiceToken(ctx context.Context, t accounts.ServiceToken) error {
	r := toServiceTokenRow(t)
	return tx.replace(ctx, &r, t.ID[:], t.Revision)
}
