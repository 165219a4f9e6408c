package store

import "github.com/saichang/saichang/internal/fault"

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
