package store

import (
	"slices"
	"strings"
)

// AboutPeople are the columns that merging and erasing know to refer to people, as
// table.column. For tests.
func AboutPeople() []string {
	all := slices.Clone(apart)
	for _, h := range hanging {
		all = append(all, h.table+"."+h.column)
	}
	slices.SortFunc(all, strings.Compare)
	return all
}
