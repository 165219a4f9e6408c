package bulk

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
)

// described is a person as a line describes one; nil is what the line says nothing of.
type described struct {
	person   people.Person
	document *people.Document
	study    *people.Enrolment
}

// described holds all that a line says of a person against the rules.
func (s *step) described(l *line) (d described, err error) {
	if d.person, err = s.person(l); err != nil || !l.Outcome.Good() {
		return d, err
	}
	d.study = s.study(l)
	if l.values["identity_number"] == "" {
		return d, nil
	}
	number, whole := readCode(l.values["identity_number"])
	if !whole {
		l.refuse("identity_number", fault.DigitsLost)
		return d, nil
	}
	in := people.NewDocument{Type: people.DocumentType(l.values["identity_type"]), Number: number}
	if in.Type == "" {
		in.Type = people.ResidentID
	}
	made, err := in.Document(s.vault, id.Random[people.Document](s.IDs), d.person, s.Now)
	if f := fault.As(err); err != nil && f.Code == fault.NumberInvalid {
		l.refuse("identity_number", f.Code, "why", f.Params["why"])
		return d, nil
	}
	d.document = &made
	return d, err
}

// numberSources are the columns of external ids with the source that each stands for.
var numberSources = map[string]string{"student_number": "学号", "register_number": "学籍号", "staff_number": "工号"}

// numbers are the external ids of a line by source.
func (l *line) numbers() map[string]string {
	sources := maps.Clone(numberSources)
	if source := l.values["external_source"]; source != "" {
		sources["external_id"] = source
	} else if l.values["external_id"] != "" {
		l.refuse("external_source", fault.MissingValue)
	}
	var all map[string]string
	for _, column := range slices.Sorted(maps.Keys(sources)) {
		source := sources[column]
		number, whole := readCode(l.values[column])
		switch {
		case !whole:
			l.refuse(column, fault.DigitsLost)
		case number != "" && all == nil:
			all = map[string]string{source: number}
		case number != "":
			all[source] = number
		}
	}
	return all
}

// study is where the line says that a person studies.
func (s *step) study(l *line) *people.Enrolment {
	e := people.Enrolment{
		ID: id.Random[people.Enrolment](s.IDs), Revision: 1, CreatedAt: s.Now, UpdatedAt: s.Now, Organization: l.organization.ID,
		Years: l.number("programme_years", 1, 9), EntryYear: l.number("entry_year", 1950, 2100),
	}
	e.Major = l.major()
	if e.Major == nil && e.Years == nil && e.EntryYear == nil {
		return nil
	}
	return &e
}

// major is the one that the line names; nil if it names none. A code means a major in one version
// of a catalogue and on one level only.
func (l *line) major() *people.Major {
	code, whole := readCode(l.values[majorCode.name])
	m := people.Major{Catalogue: names.Code(l.values[majorCatalogue.name]), Level: l.values[majorLevel.name], Code: code}
	if m == (people.Major{}) {
		return nil
	}
	if !whole {
		l.refuse(majorCode.name, fault.DigitsLost)
	}
	for _, c := range []column{majorCatalogue, majorLevel, majorCode} {
		if l.values[c.name] == "" {
			l.refuse(c.name, fault.MissingValue)
		}
	}
	return &m
}

// number reads a whole number between two; nil for an empty cell.
func (l *line) number(column string, least, most int) *int {
	text := names.Code(l.values[column])
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		l.refuse(column, fault.LimitBroken, "what", column)
	}
	return &n
}

// register is who and what is there already of those that lines describe.
type register struct {
	people    map[id.ID[people.Person]]people.Person
	called    map[identity][]people.Person
	numbered  map[[3]string]people.Person // by organization, source, number
	owners    map[string]people.Document  // by digest
	documents map[id.ID[people.Person]][]people.Document
	studies   map[id.ID[people.Person]][]people.Enrolment
}

func (s *step) register(ctx context.Context, wanted map[*line]described) (r register, err error) {
	in, hashes, numbers := map[id.ID[organizations.Organization]]bool{}, [][]byte{}, []string{}
	studied := false
	for _, l := range s.good() {
		d := wanted[l]
		in[d.person.Organization] = true
		numbers = slices.AppendSeq(numbers, maps.Values(d.person.ExternalIDs))
		if d.document != nil {
			hashes = append(hashes, d.document.Hash)
		}
		studied = studied || d.study != nil
	}
	called, err := s.known(ctx)
	if err != nil {
		return r, err
	}
	owned, err := s.Store.DocumentsHashed(ctx, hashes)
	if err != nil {
		return r, err
	}
	found, err := s.Store.PeopleNumbered(ctx, slices.Collect(maps.Keys(in)), numbers)
	if err != nil {
		return r, err
	}
	r.owners = map[string]people.Document{}
	for _, d := range owned {
		r.owners[string(d.Type)+string(d.Hash)] = d
		found = append(found, d.Person)
	}
	for _, p := range called {
		found = append(found, p.ID)
	}
	return r, r.read(ctx, s.Store, found, len(hashes) > 0, studied)
}

// read fills in people, and their documents and enrolments where lines speak of some.
func (r *register) read(ctx context.Context, store Store, found []id.ID[people.Person], documents, studies bool) error {
	all, err := store.PeopleWith(ctx, found)
	if err != nil {
		return err
	}
	r.people, r.called, r.numbered = map[id.ID[people.Person]]people.Person{}, map[identity][]people.Person{}, map[[3]string]people.Person{}
	for _, p := range all {
		r.people[p.ID] = p
		r.called[identityOf(p)] = append(r.called[identityOf(p)], p)
		for source, number := range p.ExternalIDs {
			r.numbered[[3]string{p.Organization.String(), source, number}] = p
		}
	}
	r.documents, r.studies = map[id.ID[people.Person]][]people.Document{}, map[id.ID[people.Person]][]people.Enrolment{}
	if documents {
		some, err := store.DocumentsOf(ctx, found)
		if err != nil {
			return err
		}
		for _, d := range some {
			r.documents[d.Person] = append(r.documents[d.Person], d)
		}
	}
	if studies {
		some, err := store.EnrolmentsOf(ctx, found)
		if err != nil {
			return err
		}
		for _, e := range some {
			r.studies[e.Person] = append(r.studies[e.Person], e)
		}
	}
	return nil
}

// who is the person that a line describes: the one with its identity document, or else with one
// of its external ids, or else with its name and birth date and no other number.
func (s *step) who(l *line, d described, r register) (people.Person, bool, error) {
	var found []people.Person
	if d.document != nil {
		if owner, taken := r.owners[string(d.document.Type)+string(d.document.Hash)]; taken {
			p := r.people[owner.Person]
			if p.Organization != d.person.Organization {
				l.refuse("identity_number", fault.NumberTaken, s.readable(p)...)
				return p, false, nil
			}
			found = append(found, p)
		}
	}
	for source, number := range d.person.ExternalIDs {
		if p, is := r.numbered[[3]string{d.person.Organization.String(), source, number}]; is {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return s.samePerson(l, slices.DeleteFunc(slices.Clone(r.called[identityOf(d.person)]), func(p people.Person) bool { return r.other(p, d) }))
	}
	p := found[0]
	for _, other := range found {
		if other.ID != p.ID || p.BirthDate != d.person.BirthDate || r.resident(p, d) {
			l.refuse("", fault.NumbersDisagree)
			break
		}
	}
	return p, true, nil
}

// readable is who a person is, for whoever may read that anyway.
func (s *step) readable(p people.Person) []any {
	if p.ID.IsZero() || s.Actor.May(access.ReadPerson, p.Scope(), s.Now) != nil {
		return nil
	}
	return []any{"person", p.ID.String()}
}

// other reports a person of whom another number of the same sort is known.
func (r register) other(p people.Person, d described) bool {
	for source, number := range d.person.ExternalIDs {
		if had, is := p.ExternalIDs[source]; is && had != number {
			return true
		}
	}
	return r.resident(p, d)
}

// resident reports a person who has another resident identity card: nobody has two.
func (r register) resident(p people.Person, d described) bool {
	return d.document != nil && d.document.Type == people.ResidentID && slices.ContainsFunc(r.documents[p.ID], func(had people.Document) bool {
		return had.Type == people.ResidentID && string(had.Hash) != string(d.document.Hash)
	})
}

// twice refuses a line about somebody whom a line before is about, or with a number that a line
// before has. Two new people of one name and birth date are two only if both have numbers.
func (s *step) twice(l *line, d described, before people.Person) bool {
	if !before.ID.IsZero() && s.repeated(l, before.ID.String()) {
		return true
	}
	of := d.person.Organization.String()
	var numbers [][]string
	if d.document != nil {
		numbers = append(numbers, []string{string(d.document.Type), string(d.document.Hash)})
	}
	for source, number := range d.person.ExternalIDs {
		numbers = append(numbers, []string{of, source, number})
	}
	for _, n := range numbers {
		if s.repeated(l, n...) {
			return true
		}
	}
	named := []string{of, d.person.Name, d.person.BirthDate}
	switch {
	case !before.ID.IsZero():
		return false
	case len(numbers) == 0:
		return s.repeated(l, append(named, "any")...) || s.repeated(l, append(named, "plain")...)
	}
	if s.met(l, append(named, "plain")...) {
		return true
	}
	s.seen[about(append(named, "any"))] = l.Number
	return false
}
