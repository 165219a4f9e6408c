package names

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

var (
	asNumber   = regexp.MustCompile(`^([0-9]+)\.0*$`)
	scientific = regexp.MustCompile(`^([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,2})$`)
)

// Code is the text that a code was before a spreadsheet took it for a number: full-width digits
// and letters become ASCII, 4111010001.0 is 4111010001, and so is 4.111010001E+09.
func Code(written string) string {
	code := Clean(width.Fold.String(written))
	if number := asNumber.FindStringSubmatch(code); number != nil {
		return number[1]
	}
	m := scientific.FindStringSubmatch(code)
	if m == nil {
		return code
	}
	digits, _ := strconv.Atoi(m[3]) // two digits at most
	if digits == 0 || len(m[2]) < digits || len(strings.TrimRight(m[2], "0")) > digits {
		return code
	}
	return m[1] + m[2][:digits]
}

// Codes cleans codes by their source. A source that becomes one that is there already stays as it
// was written: UnclearSource finds it.
func Codes(written map[string]string) map[string]string {
	clean := make(map[string]string, len(written))
	for _, source := range slices.Sorted(maps.Keys(written)) {
		as := Clean(source)
		_, taken := clean[as]
		if _, given := written[as]; as != source && (taken || given) {
			as = source
		}
		clean[as] = Code(written[source])
	}
	return clean
}

// UnclearSource reports a source of Codes that nobody can ask for as "source:value", or that another
// one is written like.
func UnclearSource(source string) bool {
	return source == "" || source != Clean(source) || strings.Contains(source, ":")
}

// Rounded reports a Code of which a spreadsheet has left only the first digits: 4.11101E+09.
func Rounded(code string) bool { return scientific.MatchString(code) }
