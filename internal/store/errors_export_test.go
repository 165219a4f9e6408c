package store

import (
	"context"

	"github.com/saichang/saichang/internal/fault"
)

// Translate is what every error of the database goes through. For tests.
func Translate(err error) error { return translate(err) }

// Numbers is the way of the statements that write marks. For tests.
func (tx *Tx) Numbers(ctx context.Context, query string) ([]int, error) {
	return tx.numbers(ctx, query)
}

// Constraint is a row of the table of constraints.
type Constraint struct {
	Columns string // "" where SQLite names the constraint itself
	Code    fault.Code
	What    string
}

// Constraints is the table. For tests.
func Constraints() map[string]Constraint {
	all := map[string]Constraint{}
	for name, b := range constraints {
		all[name] = Constraint{b.columns, b.code, b.what}
	}
	return all
}
