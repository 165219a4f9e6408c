package bulk

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/tables"
)

// column is one that a kind of import knows. To add one, add it here and read it in the kind.
type column struct {
	name     string
	zh, en   string   // its titles in a template
	also     []string // what else it is called
	required bool
	longest  int      // characters of a value
	choices  []choice // nil: any text
	hidden   bool     // an identity number: sealed where it is kept, masked where it is shown
	example  string
}

// choice is a value with the words for it.
type choice struct {
	value, zh, en string
}

// read finds the value that a cell means.
func (c column) read(cell string) (string, bool) {
	word := strings.ToLower(tables.Narrow(cell))
	for _, one := range c.choices {
		if word == one.value || word == one.zh || word == strings.ToLower(one.en) {
			return one.value, true
		}
	}
	return "", false
}

// words are the choices as a template offers them.
func (c column) words(language string) []string {
	out := make([]string, len(c.choices))
	for i, one := range c.choices {
		if out[i] = one.en; language == "zh" {
			out[i] = one.zh
		}
	}
	return out
}

// title is what a template calls the column.
func (c column) title(language string) string {
	if language == "zh" {
		return c.zh
	}
	return c.en
}

// problemTitle are the titles of the column that a corrected table adds: it is not read.
var problemTitle = map[string]string{"zh": "问题", "en": "Problems"}

// readCode reads a code; not ok where a spreadsheet has dropped digits of it.
func readCode(cell string) (code string, ok bool) {
	code = names.Code(cell)
	return code, !names.Rounded(code)
}

var inBrackets = regexp.MustCompile(`\(.*\)`)

// plain is a title without what does not matter: "出生日期 *（年-月-日）" is 出生日期.
func plain(title string) string {
	title = inBrackets.ReplaceAllString(strings.ToLower(tables.Narrow(title)), "")
	return strings.NewReplacer(" ", "", "*", "", "_", "", "-", "").Replace(title)
}

// headings says what each title of a table is taken for, and what is wrong with them. What was
// said for this table or organization counts before what the kind itself knows; "" says that a
// column is not to be read.
func (k kind) headings(titles []string, said map[string]string) (header []Heading, problems []Problem) {
	known := map[string]string{plain(problemTitle["zh"]): "", plain(problemTitle["en"]): ""}
	for _, c := range k.columns {
		for _, title := range append([]string{c.name, c.zh, c.en}, c.also...) {
			known[plain(title)] = c.name
		}
	}
	for _, title := range slices.Sorted(maps.Keys(said)) {
		known[plain(title)] = said[title]
	}
	taken := map[string]bool{}
	for _, title := range titles {
		name, ok := said[title]
		if !ok {
			name, ok = known[plain(title)]
		}
		switch {
		case !ok && title != "":
			problems = append(problems, Problem{Column: title, Code: fault.ColumnUnknown, Read: title})
		case taken[name] && name != "":
			problems = append(problems, Problem{Column: title, Code: fault.ColumnTwice, Read: title})
			name = ""
		}
		taken[name] = true
		header = append(header, Heading{title, name})
	}
	for _, c := range k.columns {
		if c.required && !taken[c.name] {
			problems = append(problems, Problem{Column: c.name, Code: fault.ColumnMissing, Params: fault.Params{"title": c.zh}})
		}
	}
	return header, problems
}

// column finds one by its name.
func (k kind) column(name string) (column, bool) {
	for _, c := range k.columns {
		if c.name == name {
			return c, true
		}
	}
	return column{}, false
}
