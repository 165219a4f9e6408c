package organizations

import (
	"maps"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/names"
)

// FormerName is a name that was valid until another one replaced it.
type FormerName struct {
	Name         names.Text `json:"name"`
	ReplacedDate string     `json:"replaced_date"` // YYYY-MM-DD, the first day on which it was no longer valid
}

func (f FormerName) same(other FormerName) bool {
	return f.ReplacedDate == other.ReplacedDate && maps.Equal(f.Name, other.Name)
}

// NameOn is the name that was valid on a day (YYYY-MM-DD).
func (o Organization) NameOn(date string) names.Text {
	for _, f := range o.FormerNames { // oldest first
		if date < f.ReplacedDate {
			return f.Name
		}
	}
	return o.Name
}

// On is the organization as it was called on a day.
func (o Organization) On(date string) Organization {
	o.Name = o.NameOn(date)
	return o
}

// Called are all names under which it is found, aliases included.
func (o Organization) Called() []string {
	called := slices.Clone(o.Aliases)
	for _, text := range o.Name {
		called = append(called, text)
	}
	for _, f := range o.FormerNames {
		for _, text := range f.Name {
			called = append(called, text)
		}
	}
	return called
}

// named is the organization under another name. Since a day: the present name joins the former
// ones. Without one the present name was wrong, and is corrected.
func (o Organization) named(name names.Text, since *string) (Organization, error) {
	name = name.Clean()
	if since != nil && !maps.Equal(name, o.Name) {
		if n := len(o.FormerNames); n > 0 && *since <= o.FormerNames[n-1].ReplacedDate {
			return o, refused([]fault.Detail{fault.EndsBeforeStart.Detail().At("/renamed_date")})
		}
		o.FormerNames = append(slices.Clone(o.FormerNames), FormerName{o.Name, *since})
	}
	o.Name = name
	return o, nil
}

// cleanNames are former names in normal form, oldest first.
func cleanNames(former []FormerName) []FormerName {
	out := make([]FormerName, len(former))
	for i, f := range former {
		out[i] = FormerName{f.Name.Clean(), f.ReplacedDate}
	}
	slices.SortStableFunc(out, func(a, b FormerName) int { return strings.Compare(a.ReplacedDate, b.ReplacedDate) })
	return out
}

// cleanAliases are aliases in normal form, each once.
func cleanAliases(aliases []string) []string {
	out := []string{}
	for _, a := range aliases {
		if a = names.Clean(a); a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}
