package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// SubmitSheet says which part of a sheet a judge hands in.
type SubmitSheet struct {
	Sheet id.ID[Sheet]
	Panel bool // the panel's part; otherwise the judge's own
}

// SubmitSheet hands in one part of a sheet. Blanks refuse it and are listed.
func (s *Service) SubmitSheet(ctx context.Context, in SubmitSheet) (Sheet, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Sheet, error) {
		sheet, err := sheetToChange(ctx, u, in.Sheet, access.SubmitSheet)
		if err != nil {
			return Sheet{}, err
		}
		facts, err := u.Store.SheetFacts(ctx, in.Sheet)
		if err != nil {
			return Sheet{}, err
		}
		marks, err := u.Store.Marks(ctx, in.Sheet)
		if err != nil {
			return Sheet{}, err
		}
		of := u.Actor.Account
		if in.Panel {
			of = sheet.Panel.Ref()
		}
		by, _ := id.As[accounts.Account](u.Actor.Account)
		submitted, err := sheet.Submit(of, by, marks, facts.Aspects, u.Now)
		if err != nil {
			return Sheet{}, err
		}
		u.Record(PartHandedIn{sheet.ID, of, submitted.Held})
		if submitted.Status == SheetSubmitted {
			u.Record(SheetWasSubmitted{sheet.ID, sheet.Round})
		}
		return submitted, u.Store.ChangeSheet(ctx, submitted)
	})
}

// SignSheet has the chief judge sign a submitted sheet: the signature holds the digest of
// its marks.
func (s *Service) SignSheet(ctx context.Context, sheet id.ID[Sheet], expected int64) (Sheet, error) {
	return s.moveSheet(ctx, sheet, expected, access.SignSheet, func(u *work.Unit[Store], now Sheet) (Sheet, error) {
		signed, err := now.move(SheetSubmitted, SheetSigned, u.Now)
		if err != nil {
			return Sheet{}, err
		}
		marks, err := u.Store.Marks(ctx, sheet)
		if err != nil {
			return Sheet{}, err
		}
		by, _ := id.As[accounts.Account](u.Actor.Account)
		signature := Signature{Sheet: sheet, Round: now.Round, Account: by, Role: access.ChiefJudge, Digest: marks.Digest(), SignedAt: u.Now}
		u.Record(SheetWasSigned{sheet, now.Round, signature.Digest})
		return signed, u.Store.AddSignature(ctx, signature)
	})
}

// LockSheet closes a signed sheet for good; only reopening with a reason changes it again.
func (s *Service) LockSheet(ctx context.Context, sheet id.ID[Sheet], expected int64) (Sheet, error) {
	return s.moveSheet(ctx, sheet, expected, access.LockSheet, func(u *work.Unit[Store], now Sheet) (Sheet, error) {
		u.Record(SheetWasLocked{sheet, now.Round})
		return now.move(SheetSigned, SheetLocked, u.Now)
	})
}

// ReopenSheet opens a sheet again, with a reason; its submissions and signatures are void.
func (s *Service) ReopenSheet(ctx context.Context, sheet id.ID[Sheet], expected int64, reason string) (Sheet, error) {
	return s.moveSheet(ctx, sheet, expected, access.ReopenSheet, func(u *work.Unit[Store], now Sheet) (Sheet, error) {
		opened, err := now.Reopen(reason, u.Now)
		if err != nil {
			return Sheet{}, err
		}
		u.Record(SheetReopened{sheet, now.Status, opened.Round})
		return opened, u.Store.VoidSignatures(ctx, sheet, u.Now)
	})
}

// sheetToChange reads a sheet that the unit is going to change, in an edition that runs until the unit
// is over. Only who may do that makes marks wait.
func sheetToChange(ctx context.Context, u *work.Unit[Store], sheet id.ID[Sheet], action access.Action) (Sheet, error) {
	found, err := u.Store.Sheet(ctx, sheet)
	if err != nil {
		return Sheet{}, err
	}
	if err := u.Allow(action, found.Scope()); err != nil {
		return Sheet{}, err
	}
	edition, err := u.Store.HoldEdition(ctx, found.Edition)
	if err != nil {
		return Sheet{}, err
	}
	if err := running(edition.Status); err != nil {
		return Sheet{}, err
	}
	return u.Store.LockSheet(ctx, sheet)
}

// moveSheet runs one change of a sheet's state.
func (s *Service) moveSheet(
	ctx context.Context, sheet id.ID[Sheet], expected int64, action access.Action, change func(*work.Unit[Store], Sheet) (Sheet, error),
) (Sheet, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Sheet, error) {
		now, err := sheetToChange(ctx, u, sheet, action)
		if err != nil {
			return Sheet{}, err
		}
		if now.Revision != expected {
			return Sheet{}, fault.RevisionStale.New().Showing(now)
		}
		changed, err := change(u, now)
		if err != nil {
			return Sheet{}, err
		}
		return changed, u.Store.ChangeSheet(ctx, changed)
	})
}
