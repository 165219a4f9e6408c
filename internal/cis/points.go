package cis

import (
	"errors"
	"fmt"
	"strings"
)

// maxWholePoints bounds a single number, so that no sum of a scheme can overflow.
const maxWholePoints = 1_000_000

var (
	errNotANumber = errors.New("not a number")
	errTooPrecise = errors.New("more than three decimals")
)

// parsePoints reads a decimal number into thousandths: "0.25", "0,5", ".5", "17.00",
// "０．５". More than three decimals are errTooPrecise, with the value rounded half up;
// anything else is errNotANumber.
func parsePoints(text string) (int64, error) {
	s := strings.Replace(narrow(text), "−", "-", 1)
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if whole+fraction == "" || !digits(whole) || !digits(fraction) || len(strings.TrimLeft(whole, "0")) > 7 {
		return 0, errNotANumber
	}
	var points int64
	for _, d := range whole + (fraction + "000")[:3] {
		points = points*10 + int64(d-'0')
	}
	var err error
	if len(fraction) > 3 && strings.Trim(fraction[3:], "0") != "" {
		err = errTooPrecise
		if fraction[3] >= '5' {
			points++
		}
	}
	if points > maxWholePoints*1000 {
		return 0, errNotANumber
	}
	if negative {
		points = -points
	}
	return points, err
}

// parseStated reads a total that someone typed. Spreadsheets print 16.999999999999996
// for 17, so a stated total is rounded to thousandths rather than refused.
func parseStated(text string) (int64, bool) {
	points, err := parsePoints(text)
	return points, !errors.Is(err, errNotANumber)
}

// formatPoints writes thousandths with two decimals, three where it needs them.
func formatPoints(points int64) string {
	sign := ""
	if points < 0 {
		sign, points = "-", -points
	}
	text := fmt.Sprintf("%s%d.%03d", sign, points/1000, points%1000)
	return strings.TrimSuffix(text, "0")
}

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}
