package audit

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/journal"
)

// Report is what Verify found.
type Report struct {
	Seals        int64
	Facts        int64 // sealed and found
	Personal     int64 // facts that were tied to personal values
	Erased       int64 // of these, the ones whose values were erased since
	Waiting      int64 // units that wait for their seal
	Checkpoints  int   // in the database
	Outside      int   // from outside, with a signature that holds
	LastSealedAt time.Time
	Root         string // Merkle root over all seals

	Uncovered      int64 // facts that no seal covers and that do not wait for one
	UncoveredUnits int64 // in so many units

	Broken   *journal.Broken // the first broken link of the chain
	Problems []string        // the first of everything that is wrong, in the order of finding
	Found    int             // how many things are wrong
}

// mostProblems is how many are told one by one.
const mostProblems = 20

// OK reports that nothing is wrong.
func (r Report) OK() bool { return r.Found == 0 }

func (r *Report) problem(format string, values ...any) {
	if r.Found++; r.Found <= mostProblems {
		r.Problems = append(r.Problems, fmt.Sprintf(format, values...))
	}
}

func (r *Report) broken(err error) {
	r.problem("%v", err)
	if r.Broken == nil {
		errors.As(err, &r.Broken)
	}
}

// String is the report for people.
func (r Report) String() string {
	var b strings.Builder
	_, _ = r.WriteTo(&b)
	return b.String()
}

// WriteTo writes the report for people: the numbers, then the verdict.
func (r Report) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	line := func(what, format string, values ...any) {
		fmt.Fprintf(&b, "%-20s %s\n", what, fmt.Sprintf(format, values...))
	}
	line("facts", "%d in %d seals", r.Facts, r.Seals)
	if r.Seals > 0 {
		line("last sealed at", "%s", r.LastSealedAt.UTC().Format("2006-01-02T15:04:05.000Z"))
		line("root", "%s", r.Root)
	}
	line("personal values", "%d, of which %d erased", r.Personal, r.Erased)
	line("waiting for a seal", "%d units", r.Waiting)
	line("checkpoints", "%d in the database, %d from outside", r.Checkpoints, r.Outside)
	if r.Uncovered > 0 {
		line("without a seal", "%d facts in %d units", r.Uncovered, r.UncoveredUnits)
	}
	if r.OK() {
		b.WriteString("The journal is whole.\n")
	} else {
		fmt.Fprintf(&b, "THE JOURNAL IS NOT WHAT WAS WRITTEN. What was found (%d):\n", r.Found)
		for _, p := range r.Problems {
			fmt.Fprintf(&b, "- %s\n", p)
		}
		if rest := r.Found - len(r.Problems); rest > 0 {
			fmt.Fprintf(&b, "- and %d more\n", rest)
		}
	}
	if r.Outside == 0 {
		b.WriteString("No checkpoint from outside was compared: who owns the database could have rewritten all of it.\n")
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}
