package organizations

import (
	"strings"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/names"
)

// Code is what another system calls an organization: no other one has the same from this source.
type Code struct{ Source, Value string }

// CleanCode reads "source:value"; the zero Code for anything else.
func CleanCode(pair string) Code {
	source, value, _ := strings.Cut(pair, ":")
	return Code{names.Clean(source), names.Code(value)}
}

// mostCodes and mostNames are how many codes and former names one organization has.
const (
	mostCodes = 20
	mostNames = 50
)

// checkCodes finds what is no code, or cannot be asked for.
func checkCodes(codes map[string]string) (wrong []fault.Detail) {
	if len(codes) > mostCodes {
		wrong = append(wrong, fault.LimitBroken.Detail("what", "external_ids").At("/external_ids"))
	}
	for source, value := range codes {
		switch {
		case names.UnclearSource(source) || value == "":
			wrong = append(wrong, fault.InvalidValue.Detail().At("/external_ids"))
		case names.Rounded(value):
			wrong = append(wrong, fault.CodeRounded.Detail("code", value).At("/external_ids"))
		}
	}
	return wrong
}
