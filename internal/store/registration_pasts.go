package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/registration"
)

// Pasts reads where these people study and work, with dates; who has nothing is not in it.
func (tx *Tx) Pasts(ctx context.Context, all []id.ID[people.Person]) (map[id.ID[people.Person]]registration.Past, error) {
	found := map[id.ID[people.Person]]registration.Past{}
	if len(all) == 0 {
		return found, nil
	}
	of := tx.db.WithContext(ctx).Where("person in ?", idBytes(all, func(p id.ID[people.Person]) [16]byte { return p })).Order("created_at, id")
	var studies []enrolmentRow
	if err := of.Session(&gorm.Session{}).Find(&studies).Error; err != nil {
		return nil, err
	}
	for _, r := range studies {
		past := found[r.Person]
		past.Enrolments = append(past.Enrolments, r.enrolment())
		found[r.Person] = past
	}
	var work []employmentRow
	err := of.Session(&gorm.Session{}).Find(&work).Error
	for _, r := range work {
		past := found[r.Person]
		past.Employments = append(past.Employments, r.employment())
		found[r.Person] = past
	}
	return found, err
}
