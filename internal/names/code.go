package names

import (
	"regexp"

	"golang.org/x/text/width"
)

var (
	asNumber = regexp.MustCompile(`^([0-9]+)\.0+$`)
	rounded  = regexp.MustCompile(`^[0-9](\.[0-9]+)?[eE]\+?[0-9]+$`)
)

// Code is the text that a code is, however it was written: full-width digits and letters become
// ASCII, and the ".0" goes that a spreadsheet adds to what it takes for a number.
func Code(written string) string {
	code := Clean(width.Fold.String(written))
	if number := asNumber.FindStringSubmatch(code); number != nil {
		return number[1]
	}
	return code
}

// Rounded reports a code of which a spreadsheet has left only the first digits: 4.11101E+09.
func Rounded(code string) bool { return rounded.MatchString(code) }
