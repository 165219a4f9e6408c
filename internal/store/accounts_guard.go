package store

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/accounts"
)

// free is how far in the past a subject that has not to wait is marked: another process,
// whose clock is a little behind, must not see it waiting.
const free = 2 * time.Second

// CountAttempt counts a try as a failure, unless the subject has to wait. The check and the
// count are one statement, whose lock on the row holds until the unit ends: of many tries
// side by side no more pass than may.
func (tx *Tx) CountAttempt(ctx context.Context, a accounts.Attempts, now time.Time) (time.Time, error) {
	db := tx.db.WithContext(ctx)
	var counted []struct{ Failures int }
	err := db.Raw(`insert into sign_in_failures (subject, failures, blocked_until) values (?, 1, ?)
		on conflict (subject) do update set failures = case when sign_in_failures.blocked_until <= ? then 1 else sign_in_failures.failures + 1 end
		where sign_in_failures.blocked_until <= ? returning failures`,
		a.Subject, at(now.Add(-free)), at(now.Add(-accounts.Forgotten)), at(now)).Scan(&counted).Error
	if err != nil {
		return time.Time{}, err
	}
	if len(counted) == 0 {
		var waits []struct{ BlockedUntil instant }
		err := db.Table("sign_in_failures").Where("subject = ?", a.Subject).Find(&waits).Error
		if err != nil || len(waits) == 0 {
			return time.Time{}, err
		}
		return waits[0].BlockedUntil.Time, nil
	}
	until := now.Add(-free)
	if wait := a.Wait(counted[0].Failures); wait > 0 {
		until = now.Add(wait)
	}
	return time.Time{}, db.Exec("update sign_in_failures set blocked_until = ? where subject = ?", at(until), a.Subject).Error
}

// TakeBackAttempt takes one counted try back; a subject that waited only because of it waits
// no more.
func (tx *Tx) TakeBackAttempt(ctx context.Context, a accounts.Attempts, now time.Time) error {
	return tx.db.WithContext(ctx).Exec(`update sign_in_failures set failures = failures - 1,
		blocked_until = case when failures <= ? then ? else blocked_until end where subject = ? and failures > 0`,
		a.Free, at(now.Add(-free)), a.Subject).Error
}

// ConfirmAttempt writes a counted try once more and changes nothing.
func (tx *Tx) ConfirmAttempt(ctx context.Context, a accounts.Attempts) error {
	return tx.db.WithContext(ctx).Exec("update sign_in_failures set failures = failures where subject = ?", a.Subject).Error
}

// ForgetAttempts forgets a subject's failures.
func (tx *Tx) ForgetAttempts(ctx context.Context, a accounts.Attempts) error {
	return tx.db.WithContext(ctx).Exec("delete from sign_in_failures where subject = ?", a.Subject).Error
}

// Tidy deletes failures that are forgotten, and sessions that ended before an instant.
func (tx *Tx) Tidy(ctx context.Context, failures, sessions time.Time) error {
	if err := tx.db.WithContext(ctx).Exec("delete from sign_in_failures where blocked_until < ?", at(failures)).Error; err != nil {
		return err
	}
	return tx.db.WithContext(ctx).Exec("delete from sessions where expires_at < ?", at(sessions)).Error
}

type setupCodeRow struct {
	CodeHash  []byte
	ExpiresAt instant
}

func (setupCodeRow) TableName() string { return "setup_codes" }

// SetupCode reads the code that was made last.
func (tx *Tx) SetupCode(ctx context.Context) (accounts.SetupCode, error) {
	var r setupCodeRow
	if err := tx.db.WithContext(ctx).Order("expires_at desc").Take(&r).Error; err != nil {
		return accounts.SetupCode{}, translate(err)
	}
	c := accounts.SetupCode{ExpiresAt: r.ExpiresAt.Time}
	copy(c.Hash[:], r.CodeHash)
	return c, nil
}

// ReplaceSetupCode puts a new code in the place of all others; nil leaves none.
func (tx *Tx) ReplaceSetupCode(ctx context.Context, c *accounts.SetupCode) error {
	if err := tx.db.WithContext(ctx).Exec("delete from setup_codes").Error; err != nil || c == nil {
		return err
	}
	return tx.db.WithContext(ctx).Create(&setupCodeRow{c.Hash[:], at(c.ExpiresAt)}).Error
}

// TakeSetupCode deletes a code; false if another unit has taken it.
func (tx *Tx) TakeSetupCode(ctx context.Context, c accounts.SetupCode) (bool, error) {
	done := tx.db.WithContext(ctx).Exec("delete from setup_codes where code_hash = ?", c.Hash[:])
	return done.RowsAffected == 1, done.Error
}
