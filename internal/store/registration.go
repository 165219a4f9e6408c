package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

var _ registration.Store = (*Tx)(nil)

// editionOfEntries is what registration reads of an edition.
type editionOfEntries struct {
	ID                   id.ID[programmes.Edition]
	Programme            id.ID[programmes.Programme]
	Year                 int
	Status               programmes.EditionStatus
	TimeZone             string
	StartsDate           *string
	RegistrationOpensAt  *instant
	RegistrationClosesAt *instant
	SubstitutionOpensAt  *instant
	SubstitutionClosesAt *instant
	WithdrawalOpensAt    *instant
	WithdrawalClosesAt   *instant
	HoldMinutes          *int
	WaitingList          bool
}

func (editionOfEntries) TableName() string { return "editions" }

// eventOfEntries is what registration reads of an event.
type eventOfEntries struct {
	ID       id.ID[programmes.Event]
	Edition  id.ID[programmes.Edition]
	Number   string
	Status   programmes.EventStatus
	TeamMin  int
	TeamMax  int
	AgeLimit *int
	Official bool
	RuleSet  id.ID[programmes.RuleSet]

	EventGroup        string
	Deferred          bool
	CrossOrganization *bool
}

func (eventOfEntries) TableName() string { return "events" }

// underLock reads rows under the lock that a noun asked for.
func (tx *Tx) underLock(ctx context.Context, lock registration.Lock) *gorm.DB {
	db := tx.db.WithContext(ctx)
	switch lock {
	case registration.Shared:
		return db.Clauses(clause.Locking{Strength: "SHARE"})
	case registration.Exclusive:
		return db.Clauses(clause.Locking{Strength: "NO KEY UPDATE"}) // new rows may still refer to it
	}
	return db
}

// EditionForEntries reads what registration needs of an edition.
func (tx *Tx) EditionForEntries(ctx context.Context, e id.ID[programmes.Edition], lock registration.Lock) (programmes.Edition, error) {
	var r editionOfEntries
	err := tx.underLock(ctx, lock).Where("id = ?", e).Take(&r).Error
	return programmes.Edition{
		ID: r.ID, Programme: r.Programme, Year: r.Year, Status: r.Status, TimeZone: r.TimeZone, StartsDate: r.StartsDate,
		Registration: programmes.Window{OpensAt: timePtr(r.RegistrationOpensAt), ClosesAt: timePtr(r.RegistrationClosesAt)},
		Substitution: programmes.Window{OpensAt: timePtr(r.SubstitutionOpensAt), ClosesAt: timePtr(r.SubstitutionClosesAt)},
		Withdrawal:   programmes.Window{OpensAt: timePtr(r.WithdrawalOpensAt), ClosesAt: timePtr(r.WithdrawalClosesAt)},
		HoldMinutes:  r.HoldMinutes, WaitingList: r.WaitingList,
	}, err
}

// Setting reads an event with its edition and rules; it locks the edition first.
func (tx *Tx) Setting(ctx context.Context, e id.ID[programmes.Event], lock registration.Lock) (registration.Setting, error) {
	var event eventOfEntries
	if err := tx.db.WithContext(ctx).Where("id = ?", e).Take(&event).Error; err != nil {
		return registration.Setting{}, translate(err)
	}
	edition, err := tx.EditionForEntries(ctx, event.Edition, lock)
	if err != nil {
		return registration.Setting{}, err
	}
	if lock != registration.Unlocked {
		event = eventOfEntries{}
		if err := tx.underLock(ctx, lock).Where("id = ?", e).Take(&event).Error; err != nil {
			return registration.Setting{}, err
		}
	}
	var set struct{ Rules document[programmes.Rules] }
	if err := tx.db.WithContext(ctx).Table("rule_sets").Select("rules").Where("id = ?", event.RuleSet).Take(&set).Error; err != nil {
		return registration.Setting{}, err
	}
	rules := set.Rules.V.Registration
	if event.CrossOrganization != nil {
		rules.CrossOrganization = *event.CrossOrganization
	}
	return registration.Setting{
		Edition: edition, Rules: rules,
		Event: programmes.Event{
			ID: event.ID, Edition: event.Edition, Programme: edition.Programme, Number: event.Number, Status: eventStatus(event.Status, event.Deferred),
			TeamMin: event.TeamMin, TeamMax: event.TeamMax, AgeLimit: event.AgeLimit, Official: event.Official, RuleSet: event.RuleSet,
			Group: event.EventGroup,
		},
	}, nil
}
