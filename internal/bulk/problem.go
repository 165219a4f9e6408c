package bulk

import (
	"errors"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/tables"
)

// Problem is what keeps a cell, a row, a header or an operation from being right. Read is what
// the cell was taken for.
type Problem struct {
	Column string       `json:"column,omitempty"`
	Code   fault.Code   `json:"code"`
	Params fault.Params `json:"params,omitempty"`
	Read   string       `json:"read,omitempty"`
}

// problemOf is what an error says to whoever reads the report.
func problemOf(err error) *Problem {
	f := fault.As(err)
	return &Problem{Code: f.Code, Params: f.Params}
}

// unreadable is the refusal of a file that tables could not read.
func unreadable(err error) error {
	var u *tables.Unreadable
	if !errors.As(err, &u) {
		return err
	}
	code := map[tables.Reason]fault.Code{
		tables.Empty: fault.TableEmpty, tables.Formula: fault.TableHasFormulas, tables.TooManyRows: fault.TableTooLarge, tables.TooManyColumns: fault.TableTooLarge,
		tables.CellTooLong: fault.TableTooLarge, tables.TooLarge: fault.TableTooLarge,
	}[u.Reason]
	if code == "" {
		code = fault.TableUnreadable
	}
	d := code.Detail("reason", string(u.Reason), "limit", u.Limit)
	d.Row, d.Column = max(u.Row, 1), u.Column
	return code.With("reason", string(u.Reason), "limit", u.Limit).Listing(d).Because(u)
}
