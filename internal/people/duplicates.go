package people

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// Duplicate is somebody who may be the same human being.
type Duplicate struct {
	Person   Person
	Likeness Likeness
}

// Likeness is what two people have in common.
type Likeness string

// The likenesses, the strongest first.
const (
	NameAndBirthDate  Likeness = "name_and_birth_date"
	SoundAndBirthDate Likeness = "sound_and_birth_date" // the names are spoken alike
	SameName          Likeness = "name"
)

var byLikeness = []Likeness{NameAndBirthDate, SoundAndBirthDate, SameName, ""}

// like is what two people have in common; "" for nothing that counts.
func (p Person) like(other Person) Likeness {
	born := p.BirthDate == other.BirthDate
	switch {
	case p.Name == other.Name && born:
		return NameAndBirthDate
	case born && names.Sound(p.Name) == names.Sound(other.Name):
		return SoundAndBirthDate
	case p.Name == other.Name:
		return SameName
	}
	return ""
}

// mostAlike bounds the candidates.
const mostAlike = 50

// Duplicates reads who may be the same human being, the likeliest first, among those whom the
// caller may read.
func (s Service) Duplicates(ctx context.Context, p id.ID[Person]) ([]Duplicate, error) {
	var all []Duplicate
	_, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		var none struct{}
		person, err := u.Store.Person(ctx, p)
		if err != nil {
			return none, err
		}
		if err := u.Allow(access.ListDuplicates, person.Scope()); err != nil {
			return none, err
		}
		alike, err := u.Store.Alike(ctx, person, seen(u, access.ListDuplicates), mostAlike)
		all = nil
		for _, other := range alike {
			if l := person.like(other); l != "" {
				all = append(all, Duplicate{other, l})
			}
		}
		return none, err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b Duplicate) int {
		return slices.Index(byLikeness, a.Likeness) - slices.Index(byLikeness, b.Likeness)
	})
	read := make([]Person, len(all))
	for i, d := range all {
		read[i] = d.Person
	}
	return all, s.noteReading(ctx, access.ListDuplicates, read...)
}
