package scoring

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The three ways in which a decimal string is refused. Parse errors wrap one of them.
var (
	ErrNotDecimal = errors.New("scoring: not a decimal number")
	ErrTooPrecise = errors.New("scoring: too many decimals")
	ErrOutOfRange = errors.New("scoring: number out of range")
)

// parseDecimal reads -?digits[.digits], with at most the given decimals, as an integer
// of 10^-places. It knows no exponent, sign +, blank, comma or bare point: a mark that
// needs guessing is a mark that somebody will dispute.
func parseDecimal(text string, places int, limit int64) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, pointed := strings.Cut(digits, ".")
	if !allDigits(whole) || pointed && !allDigits(fraction) {
		return 0, fmt.Errorf("%w: %.40q", ErrNotDecimal, text)
	}
	if len(fraction) > places {
		return 0, fmt.Errorf("%w: %.40q has more than %d", ErrTooPrecise, text, places)
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", places-len(fraction)), 10, 64)
	if err != nil || n > limit {
		return 0, fmt.Errorf("%w: %.40q", ErrOutOfRange, text)
	}
	if negative {
		n = -n
	}
	return n, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// formatDecimal writes n × 10^-places with as few decimals as say it exactly, but at
// least the given number of them.
func formatDecimal(n int64, places, least int) string {
	magnitude, sign := uint64(n), ""
	if n < 0 {
		magnitude, sign = -magnitude, "-"
	}
	digits := strconv.FormatUint(magnitude, 10)
	if missing := places + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, fraction := digits[:len(digits)-places], digits[len(digits)-places:]
	for len(fraction) > least && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	if fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
}
