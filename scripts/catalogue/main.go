// Command catalogue writes the codes of internal/fault into openapi.yaml, so that the
// contract's closed list is the program's.
package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/fault"
)

func main() {
	const contract = "openapi.yaml"
	text, err := os.ReadFile(contract)
	if err != nil {
		fmt.Fprintln(os.Stderr, "catalogue:", err)
		os.Exit(1)
	}
	codes := make([]string, 0, len(fault.Catalogue))
	for code := range fault.Catalogue {
		codes = append(codes, "        - "+string(code))
	}
	slices.Sort(codes)
	block := regexp.MustCompile(`(?s)( +# catalogue: begin[^\n]*\n).*?( +# catalogue: end)`)
	if !block.Match(text) {
		fmt.Fprintln(os.Stderr, "catalogue: openapi.yaml has no block between «# catalogue: begin» and «# catalogue: end»")
		os.Exit(1)
	}
	out := block.ReplaceAllString(string(text), "${1}      enum:\n"+strings.Join(codes, "\n")+"\n${2}")
	if out == string(text) {
		return
	}
	if err := os.WriteFile(contract, []byte(out), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "catalogue:", err)
		os.Exit(1)
	}
}
