package bulk

import (
	"context"
	"maps"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/work"
)

// intake is what a commit writes of people.
type intake struct {
	enter     []people.Person
	change    []changed
	documents []people.Document
	study     []people.Enrolment
	restudy   []people.Enrolment
}

type changed struct{ before, after people.Person }

func (in *intake) empty() bool {
	return len(in.enter)+len(in.change)+len(in.documents)+len(in.study)+len(in.restudy) == 0
}

func (in *intake) add(one intake) {
	in.enter = append(in.enter, one.enter...)
	in.change = append(in.change, one.change...)
	in.documents = append(in.documents, one.documents...)
	in.study = append(in.study, one.study...)
	in.restudy = append(in.restudy, one.restudy...)
}

// takeIn notes what a line says of a person that is not there yet.
func (s *step) takeIn(d described, p people.Person, is bool, r register, in *intake) error {
	if !is {
		in.enter = append(in.enter, p)
	} else if change, differs := amends(p, d.person); differs {
		after, err := p.Changed(change, s.Now)
		if err == nil {
			err = s.Actor.May(access.UpdatePerson, p.Scope(), s.Now)
		}
		if err != nil {
			return err
		}
		in.change = append(in.change, changed{p, after})
	}
	if d.document != nil && !slices.ContainsFunc(r.documents[p.ID], func(had people.Document) bool { return string(had.Hash) == string(d.document.Hash) }) {
		if err := s.Actor.May(access.AddDocument, p.Scope(), s.Now); err != nil {
			return err
		}
		made := *d.document
		made.Person = p.ID
		in.documents = append(in.documents, made)
	}
	if d.study == nil {
		return nil
	}
	return s.enrol(*d.study, p, r.studies[p.ID], in)
}

// amends is what a line says otherwise of a person; an empty cell leaves what is there.
func amends(before, said people.Person) (in people.UpdatePerson, differs bool) {
	if said.Name != before.Name {
		in.Name, differs = &said.Name, true
	}
	if said.NameLatin != nil && (before.NameLatin == nil || *said.NameLatin != *before.NameLatin) {
		in.NameLatin, differs = &said.NameLatin, true
	}
	numbers := map[string]string{}
	maps.Copy(numbers, before.ExternalIDs)
	maps.Copy(numbers, said.ExternalIDs)
	if !maps.Equal(numbers, before.ExternalIDs) {
		in.ExternalIDs, differs = names.Setting(said.ExternalIDs), true
	}
	return in, differs
}

// enrol notes where a person studies: more of an enrolment that is there, unless it began in
// another year.
func (s *step) enrol(said people.Enrolment, p people.Person, there []people.Enrolment, in *intake) error {
	said.Person = p.ID
	for _, e := range slices.Backward(there) {
		if e.Organization != said.Organization || e.EntryYear != nil && said.EntryYear != nil && *e.EntryYear != *said.EntryYear {
			continue
		}
		major, years, year := or(said.Major, e.Major), or(said.Years, e.Years), or(said.EntryYear, e.EntryYear)
		if equal(major, e.Major) && equal(years, e.Years) && equal(year, e.EntryYear) {
			return nil
		}
		e.Major, e.Years, e.EntryYear, e.Revision, e.UpdatedAt = major, years, year, e.Revision+1, s.Now
		in.restudy = append(in.restudy, e)
		return s.Actor.May(access.UpdateEnrolment, p.Scope(), s.Now)
	}
	in.study = append(in.study, said)
	return s.Actor.May(access.AddEnrolment, p.Scope(), s.Now)
}

func or[T any](said, before *T) *T {
	if said == nil {
		return before
	}
	return said
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// write keeps what came together. A number that somebody else has entered in the meantime is
// found in another try.
func (in *intake) write(ctx context.Context, s *step) error {
	for _, p := range in.enter {
		s.Record(people.Entered(p))
	}
	for _, c := range in.change {
		s.Record(people.Amended(c.before, c.after))
	}
	for _, d := range in.documents {
		s.Record(people.DocumentAdded{Person: d.Person, Document: d.ID, Type: d.Type})
	}
	for _, e := range in.study {
		s.Record(people.EnrolmentAdded{Person: e.Person, Enrolment: e.ID, Organization: e.Organization})
	}
	for _, e := range in.restudy {
		s.Record(people.EnrolmentUpdated{Person: e.Person, Enrolment: e.ID, Revision: e.Revision})
	}
	err := in.hold(ctx, s.Store)
	if err == nil {
		err = in.save(ctx, s.Store)
	}
	if fault.Is(err, fault.AlreadyExists) || fault.Is(err, fault.NumberTaken) {
		return work.Retry{Err: err}
	}
	return err
}

// hold locks the people who were there, so that nobody merges or erases them meanwhile; whom it does
// not find any more another try looks for anew.
func (in *intake) hold(ctx context.Context, store Store) error {
	there := map[id.ID[people.Person]]bool{}
	for _, c := range in.change {
		there[c.before.ID] = true
	}
	for _, d := range in.documents {
		there[d.Person] = true
	}
	for _, e := range slices.Concat(in.study, in.restudy) {
		there[e.Person] = true
	}
	for _, p := range in.enter {
		delete(there, p.ID)
	}
	found, err := store.PeopleForEntry(ctx, slices.Collect(maps.Keys(there)), true)
	if err == nil && len(found) < len(there) {
		return work.Retry{Err: fault.RecordBusy.New()}
	}
	return err
}

func (in *intake) save(ctx context.Context, store Store) error {
	err := store.AddPeople(ctx, in.enter)
	if err == nil {
		err = store.AddNumbers(ctx, in.enter)
	}
	for _, c := range in.change {
		if err == nil {
			err = store.ChangePerson(ctx, c.after)
		}
	}
	if err == nil {
		err = store.AddDocuments(ctx, in.documents)
	}
	if err == nil {
		err = store.AddEnrolments(ctx, in.study)
	}
	for _, e := range in.restudy {
		if err == nil {
			err = store.ChangeEnrolment(ctx, e)
		}
	}
	return err
}
