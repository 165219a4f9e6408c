package bulk

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/tables"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// Kind is what the rows of a table are.
type Kind string

// The kinds.
const (
	People        Kind = "people"
	Organizations Kind = "organizations"
	Entries       Kind = "entries"
	Roster        Kind = "roster" // trainees of a squad
	Staff         Kind = "staff"  // who does what at a base
)

// kind is how rows of a kind are read and written.
type kind struct {
	columns      []column
	needs, takes []string // parameters: what it is for
	// atOnce: rows of one thing may stand apart, so that all rows are planned together.
	atOnce bool
	// plan decides every line's outcome, and answers what writes those that are good.
	plan func(ctx context.Context, s *step) (write func() error, err error)
}

var kinds = map[Kind]kind{
	People:        {columns: personColumns, plan: planPeople, takes: []string{"organization"}},
	Organizations: {columns: organizationColumns, plan: planOrganizations},
	Entries:       {columns: entryColumns, plan: planEntries, atOnce: true, needs: []string{"event", "organization"}},
	Roster:        {columns: rosterColumns, plan: planRoster, atOnce: true, needs: []string{"squad"}},
	Staff:         {columns: staffColumns, plan: planStaff, atOnce: true, needs: []string{"base"}},
}

// step is some rows of an import that are held against the rules together.
type step struct {
	*work.Unit[Store]
	of      Import
	kind    kind
	vault   vault.Vault
	lines   []*line
	seen    map[string]int // what rows before are about, and which row it was
	matches map[Match]id.Ref
}

// line is a row with its values by column.
type line struct {
	*Row
	values       map[string]string
	hidden       map[string]bool // columns that no report shows
	organization organizations.Organization
	codes        map[string]string // of an organization, by source
}

// read turns rows into lines: cells by column, cleaned and within their limits.
func (s *step) read(rows []Row) error {
	for i := range rows {
		l := &line{Row: &rows[i], values: map[string]string{}, hidden: map[string]bool{}}
		if l.Outcome != Created { // an id of its own is given only to what is new
			l.Subject = id.Ref{}
		}
		l.Outcome, l.Problems, l.Candidates = Unchanged, nil, nil
		for n, h := range s.of.Header {
			c, known := s.kind.column(h.Column)
			switch {
			case n >= len(l.Cells):
				continue
			case !known: // whatever it is, it is not kept
				l.Cells[n] = ""
				continue
			}
			text, err := s.cell(l.Row, n, c)
			if err != nil {
				return err
			}
			l.values[c.name], l.hidden[c.name] = text, c.hidden
		}
		for _, c := range s.kind.columns {
			switch value := l.values[c.name]; {
			case value == "" && c.required:
				l.refuse(c.name, fault.MissingValue)
			case utf8.RuneCountInString(value) > c.longest:
				l.refuse(c.name, fault.TextTooLong, "limit", c.longest)
			case value != "" && c.choices != nil:
				word, ok := c.read(value)
				if !ok {
					l.refuse(c.name, fault.ChoiceUnknown, "choices", append(c.words("zh"), c.words("en")...))
				}
				l.values[c.name] = word
			}
		}
		s.lines = append(s.lines, l)
	}
	return nil
}

// good are the lines that nothing is wrong with so far.
func (s *step) good() []*line {
	return slices.DeleteFunc(slices.Clone(s.lines), func(l *line) bool { return !l.Outcome.Good() })
}

// refuse adds a problem with a cell.
func (l *line) refuse(column string, code fault.Code, pairs ...any) {
	l.Outcome = Rejected
	l.Problems = append(l.Problems, Problem{Column: column, Code: code, Params: code.With(pairs...).Params, Read: l.shown(column)})
}

// refuseAs adds what a rule has against the line: a reason for every field, in the columns that
// fields come from.
func (l *line) refuseAs(err error) error {
	f := fault.As(err)
	if f.Kind() == fault.Internal || f.Kind() == fault.Unavailable {
		return err
	}
	if len(f.Details) == 0 {
		l.refuse("", f.Code)
		l.Problems[len(l.Problems)-1].Params = f.Params
	}
	for _, d := range f.Details {
		l.refuse(columnOf(d.Pointer), d.Code)
		l.Problems[len(l.Problems)-1].Params = d.Params
	}
	return nil
}

// refuseAll adds what there is against every line that nothing was wrong with so far.
func (s *step) refuseAll(err error) error {
	for _, l := range s.good() {
		if err := l.refuseAs(err); err != nil {
			return err
		}
	}
	return nil
}

// columnOf is the column that a field comes from.
func columnOf(pointer string) string {
	if strings.HasPrefix(pointer, "/members/") {
		return "name"
	}
	return strings.TrimSuffix(strings.TrimPrefix(pointer, "/"), "_id")
}

// matched is what a human has said that a cell means, if it is among the candidates. Otherwise
// the line waits for a human.
func (s *step) matched(l *line, column string, candidates []Candidate) (id.Ref, bool) {
	l.Candidates = append(l.Candidates, candidates...) // what was chosen can be chosen anew
	chosen := s.matches[Match{Row: l.Number, Column: column}]
	for _, c := range candidates {
		if c.ID == chosen {
			return chosen, true
		}
	}
	l.Outcome = NeedsMatching
	l.Problems = append(l.Problems, Problem{Column: column, Code: fault.SeveralMatch, Params: fault.Params{"number": len(candidates)}, Read: l.values[column]})
	return id.Ref{}, false
}

// repeated refuses a line that is about the same as one before it.
func (s *step) repeated(l *line, what ...string) bool {
	if s.met(l, what...) {
		return true
	}
	s.seen[about(what)] = l.Number
	return false
}

// met refuses a line where one before it was noted as this.
func (s *step) met(l *line, what ...string) bool {
	before, is := s.seen[about(what)]
	if is = is && before != l.Number; is {
		l.refuse("", fault.RowRepeated, "row", before)
	}
	return is
}

func about(what []string) string { return strings.Join(what, "\x00") }

// subject is the id of what a line makes: the one that the report has shown already.
func subject[T id.Noun](s *step, l *line) id.ID[T] {
	return shownOr(l, id.Random[T](s.IDs))
}

// shownOr is the id of what a line makes: the one that the report has shown already, or else this.
func shownOr[T id.Noun](l *line, fresh id.ID[T]) id.ID[T] {
	if shown, ok := id.As[T](l.Subject); ok && !shown.IsZero() {
		return shown
	}
	return fresh
}

// ordered are new ids that sort as the lines do which they are for.
func ordered[T id.Noun](s *step, n int) []id.ID[T] {
	all := make([]id.ID[T], n)
	for i := range all {
		all[i] = id.Ordered[T](s.IDs, s.Now)
	}
	slices.SortFunc(all, func(a, b id.ID[T]) int { return bytes.Compare(a[:], b[:]) })
	return all
}

// date reads a day that a column holds; "" where it is empty.
func (l *line) date(column string) (date string, ok bool) {
	if l.values[column] == "" {
		return "", true
	}
	if date, ok = tables.Date(l.values[column]); !ok {
		l.refuse(column, fault.DateUnclear)
	}
	return date, ok
}

// nothing writes nothing.
func nothing() error { return nil }

// findOrganizations says which organization each line means: the one that the cell names, by a
// present or former name, an alias, its id or what another system calls it, among those where the
// caller may act; the import's own where the cell is empty. A line that says by other means who it
// is about needs none.
func (s *step) findOrganizations(ctx context.Context, action access.Action) error {
	called, err := s.called(ctx, "organization")
	if err != nil {
		return err
	}
	var own []organizations.Organization
	if s.of.Organization != nil {
		o, err := s.Store.Organization(ctx, *s.of.Organization)
		if err != nil {
			return err
		}
		own = append(own, o)
	}
	for _, l := range s.good() {
		if l.values["person"] != "" || l.values["account"] != "" {
			continue
		}
		value := l.values["organization"]
		found := own
		if value != "" {
			if found, err = s.heirs(ctx, called(value)); err != nil {
				return err
			}
		}
		found = slices.DeleteFunc(slices.Clone(found), func(o organizations.Organization) bool {
			return s.of.Base == nil && s.of.Organization != nil && o.ID != *s.of.Organization || s.Actor.May(action, access.Scope{o.ID.Ref()}, s.Now) != nil
		})
		switch l.organization, err = s.one(l, found); {
		case err != nil:
			return err
		case !l.Outcome.Good():
		case value == "" && len(found) == 0:
			l.refuse("organization", fault.MissingValue)
		case len(found) == 0:
			l.refuse("organization", fault.ReferenceMissing, "what", "organization")
		}
	}
	return nil
}

// heirs are organizations, and in the place of one that was merged the one that it lives on in.
func (s *step) heirs(ctx context.Context, found []organizations.Organization) (heirs []organizations.Organization, err error) {
	for _, o := range found {
		for o.MergedInto != nil {
			if o, err = s.Store.Organization(ctx, *o.MergedInto); err != nil {
				return nil, err
			}
		}
		if !slices.ContainsFunc(heirs, func(h organizations.Organization) bool { return h.ID == o.ID }) {
			heirs = append(heirs, o)
		}
	}
	return heirs, nil
}

// one is the organization that is meant. A closed one takes nobody, so that it is not meant
// where another one is open.
func (s *step) one(l *line, found []organizations.Organization) (organizations.Organization, error) {
	open := slices.DeleteFunc(slices.Clone(found), func(o organizations.Organization) bool { return o.Status != organizations.Active })
	if len(open) > 0 {
		found = open
	}
	if len(found) == 0 {
		return organizations.Organization{}, nil
	}
	if len(found) == 1 {
		return found[0], nil
	}
	candidates := make([]Candidate, len(found))
	for i, o := range found {
		candidates[i] = Candidate{"organization", o.ID.Ref(), nameOf(o)}
	}
	chosen, _ := s.matched(l, "organization", candidates)
	for _, o := range found {
		if o.ID.Ref() == chosen {
			return o, nil
		}
	}
	return organizations.Organization{}, nil
}

// nameOf is an organization's name with what tells it from another of the same name.
func nameOf(o organizations.Organization) string {
	if o.District != nil {
		return o.Name.In("zh") + " (" + *o.District + ")"
	}
	return o.Name.In("zh")
}

// called reads the organizations that any line names in one of these columns, and answers how to
// find those with a name.
func (s *step) called(ctx context.Context, columns ...string) (func(string) []organizations.Organization, error) {
	said := map[string]bool{} // few, however many lines
	for _, l := range s.good() {
		for _, column := range columns {
			if v := l.values[column]; v != "" {
				said[v] = true
			}
		}
	}
	texts := make([]string, 0, 2*len(said))
	for v := range said {
		texts = append(texts, v, names.Code(v))
	}
	slices.Sort(texts)
	all, err := s.Store.OrganizationsCalled(ctx, slices.Compact(texts))
	if err != nil {
		return nil, err
	}
	byText := map[string][]organizations.Organization{}
	for _, o := range all {
		words := []string{o.ID.String()}
		for _, name := range o.Called() {
			words = append(words, names.SearchKey(name))
		}
		for _, code := range o.ExternalIDs {
			words = append(words, names.SearchKey(code))
		}
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			byText[word] = append(byText[word], o)
		}
	}
	found := make(map[string][]organizations.Organization, len(said))
	for text := range said {
		if found[text] = byText[names.SearchKey(text)]; found[text] == nil {
			code := names.Code(text)
			found[text] = byText[names.SearchKey(code)]
		}
	}
	return func(text string) []organizations.Organization { return found[text] }, nil
}
