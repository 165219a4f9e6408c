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
	"github.com/saichang/saichang/internal/tables"
)

// persons finds the person that each line means: by id where one is given, or else by name and
// birth date in the line's organization, or by name alone where there is one such person. A line
// about an account means none.
func (s *step) persons(ctx context.Context) (map[*line]people.Person, error) {
	if err := s.findOrganizations(ctx, access.ListPeople); err != nil {
		return nil, err
	}
	given, err := s.given(ctx)
	if err != nil {
		return nil, err
	}
	known, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	called := map[Called][]people.Person{}
	for _, p := range known {
		if p.MergedInto == nil && p.BirthDate != "" {
			called[Called{p.Organization, p.Name}] = append(called[Called{p.Organization, p.Name}], p)
		}
	}
	who := map[*line]people.Person{}
	for _, l := range s.good() {
		if l.values["account"] != "" && l.values["person"] == "" {
			continue
		}
		born, ok := tables.Date(l.values["birth_date"])
		if !ok && l.values["birth_date"] != "" {
			l.refuse("birth_date", fault.DateUnclear)
			continue
		}
		name := names.Clean(l.values["name"])
		found := called[Called{l.organization.ID, name}]
		if l.values["person"] != "" {
			found = given[l.values["person"]]
		}
		found = slices.DeleteFunc(slices.Clone(found), func(p people.Person) bool {
			return name != "" && p.Name != name || born != "" && p.BirthDate != born
		})
		p, is, err := s.samePerson(l, found)
		switch {
		case err != nil:
			return nil, err
		case !is && l.values[l.whom()] == "":
			l.refuse("name", fault.MissingValue)
		case !is && l.Outcome.Good():
			l.refuse(l.whom(), fault.ReferenceMissing, "what", "person")
		case is:
			who[l] = p
		}
	}
	return who, nil
}

// given reads the people whose ids are in lines, by id.
func (s *step) given(ctx context.Context) (map[string][]people.Person, error) {
	var all []id.ID[people.Person]
	for _, l := range s.good() {
		if p, err := id.Parse[people.Person](l.values["person"]); err == nil {
			all = append(all, p)
		}
	}
	found, err := s.Store.PeopleForEntry(ctx, all, false)
	given := map[string][]people.Person{}
	for p, person := range found {
		given[p.String()] = []people.Person{person}
	}
	return given, err
}

// whom is the column that says who is meant.
func (l *line) whom() string {
	if l.values["person"] != "" {
		return "person"
	}
	return "name"
}

// some are the ids of people, each once.
func some(who map[*line]people.Person) []id.ID[people.Person] {
	once := map[id.ID[people.Person]]bool{}
	for _, p := range who {
		once[p.ID] = true
	}
	return slices.Collect(maps.Keys(once))
}
