package store

import (
	"context"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
)

var _ accounts.Store = (*Tx)(nil)

// accountRow is an account without its password, which only credentialsRow reads and writes.
type accountRow struct {
	ID                 id.ID[accounts.Account]
	Revision           int64
	CreatedAt          instant
	UpdatedAt          instant
	Login              string
	DisplayName        string
	SortKey            string
	MustChangePassword bool
	Status             accounts.Status
	Organization       *id.ID[organizations.Organization]
}

func (accountRow) TableName() string { return "accounts" }

type credentialsRow struct {
	Account      accountRow `gorm:"embedded"`
	PasswordHash string
}

func (credentialsRow) TableName() string { return "accounts" }

func toAccountRow(a accounts.Account) accountRow {
	return accountRow{
		a.ID, a.Revision, at(a.CreatedAt), at(a.UpdatedAt), a.Login, a.DisplayName, names.SortKey(a.DisplayName),
		a.MustChangePassword, a.Status, a.Organization,
	}
}

func (r accountRow) account() accounts.Account {
	return accounts.Account{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Login: r.Login,
		DisplayName: r.DisplayName, Status: r.Status, MustChangePassword: r.MustChangePassword, Organization: r.Organization,
	}
}

func (r credentialsRow) credentials() accounts.Credentials {
	return accounts.Credentials{Account: r.Account.account(), Hash: r.PasswordHash}
}

// Account reads one.
func (tx *Tx) Account(ctx context.Context, a id.ID[accounts.Account]) (accounts.Account, error) {
	var r accountRow
	err := tx.db.WithContext(ctx).Where("id = ?", a).Take(&r).Error
	return r.account(), translate(err)
}

// AddAccount inserts one with its password.
func (tx *Tx) AddAccount(ctx context.Context, c accounts.Credentials) error {
	r := credentialsRow{toAccountRow(c.Account), c.Hash}
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveAccountKeys(ctx, c.Account)
}

// ChangeAccount writes one, but not its password, over the revision before it.
func (tx *Tx) ChangeAccount(ctx context.Context, a accounts.Account) error {
	r := toAccountRow(a)
	if err := tx.replace(ctx, &r, a.ID[:], a.Revision); err != nil {
		return err
	}
	return tx.saveAccountKeys(ctx, a)
}

func (tx *Tx) saveAccountKeys(ctx context.Context, a accounts.Account) error {
	return tx.saveSearchKeys(ctx, a.ID.Ref(), a.DisplayName, a.Login)
}

// CredentialsOf reads an account by its login.
func (tx *Tx) CredentialsOf(ctx context.Context, login string) (accounts.Credentials, error) {
	var r credentialsRow
	err := tx.db.WithContext(ctx).Where("login = ?", login).Take(&r).Error
	return r.credentials(), translate(err)
}

// LockCredentials reads an account that the unit is going to change, or to sign in.
func (tx *Tx) LockCredentials(ctx context.Context, a id.ID[accounts.Account]) (accounts.Credentials, error) {
	var r credentialsRow
	err := tx.locked(ctx).Where("id = ?", a).Take(&r).Error
	return r.credentials(), err
}

// ChangePassword writes a new password with the account.
func (tx *Tx) ChangePassword(ctx context.Context, c accounts.Credentials) error {
	r := credentialsRow{toAccountRow(c.Account), c.Hash}
	return tx.replace(ctx, &r, c.Account.ID[:], c.Account.Revision)
}

// counts says of a grant that it does at an instant, which is given twice.
const counts = "(from_at is null or from_at <= ?) and (until_at is null or until_at > ?)"

// Accounts reads a page.
func (tx *Tx) Accounts(ctx context.Context, f accounts.Filter) (page.Page[accounts.Account], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&accountRow{}), "acc", f.Query)
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Organization != nil {
		q = q.Where("organization = ?", *f.Organization)
	}
	if f.Role != "" {
		q = q.Where("id in (select account from grants where role = ? and "+counts+")", f.Role, at(f.At), at(f.At))
	}
	o := order{desc: f.Descending}
	if f.ByName {
		o.column = "sort_key"
	}
	rows, err := paged(q, f.Page, o, func(r accountRow) page.Position { return page.Position{Key: r.SortKey, ID: r.ID.String()} })
	return page.Map(rows, accountRow.account), err
}

// candidates reads a page of active accounts, by name: the one whose whole login was typed, and of
// those that a condition holds for all who are called so.
func (tx *Tx) candidates(ctx context.Context, p page.Request, typed, condition string, values ...any) (page.Page[accounts.Account], error) {
	q := tx.db.WithContext(ctx).Model(&accountRow{}).Where("status = ?", accounts.Active)
	login := accounts.NormalLogin(typed)
	if called := tx.found("acc", typed); called != nil {
		q = q.Where("(login = ? or (id in (?) and ("+condition+")))", append([]any{login, called}, values...)...)
	} else {
		q = q.Where("login = ?", login)
	}
	rows, err := paged(q, p, order{column: "sort_key"}, func(r accountRow) page.Position { return page.Position{Key: r.SortKey, ID: r.ID.String()} })
	return page.Map(rows, accountRow.account), err
}
