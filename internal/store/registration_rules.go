package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// Instructing counts the other submitted entries of the event that the members instruct.
func (tx *Tx) Instructing(ctx context.Context, e registration.Entry) (map[id.ID[people.Person]]int, error) {
	found := map[id.ID[people.Person]]int{}
	if len(e.Members) == 0 {
		return found, nil
	}
	var rows []struct {
		Person  id.ID[people.Person]
		Entries int
	}
	err := tx.db.WithContext(ctx).Table("entry_members m").Select("m.person, count(*) as entries").Joins("join entries e on e.id = m.entry").
		Where("m.person in ? and m.event = ? and m.live and m.role = 'instructor'", memberBytes(e), e.Event).
		Where("e.id <> ? and e.submitted_at is not null", e.ID).Group("m.person").Find(&rows).Error
	for _, r := range rows {
		found[r.Person] = r.Entries
	}
	return found, err
}

func memberBytes(e registration.Entry) [][]byte {
	return idBytes(e.Members, func(m registration.Member) [16]byte { return m.Person })
}

// prizes reads what was won by the lists that are published now, in the events that an event
// succeeds: directly, or over events between. What an organization won that lives on in another
// one was won by that one.
const prizes = `
with recursive before (event) as (
	select succeeds from event_successions where event = ?
	union
	select s.succeeds from event_successions s join before b on b.event = s.event
), own (id) as (
	select id from organizations where id = ?
	union
	select o.id from organizations o join own on o.merged_into = own.id
)
select e.id as entry, v.id as event, v.event_group, d.programme, d.year, coalesce(
	(select a.award from award_decisions a where a.placing_id = p.id order by a.revision desc limit 1), p.award) as award,
	e.organization, e.organization in (select id from own) as own, e.course, e.major
from before b join events v on v.id = b.event join editions d on d.id = v.edition
join publications l on l.event = v.id and l.status = 'current' join placings p on p.run = l.run
join piece_entries w on w.piece = p.piece join entries e on e.id = w.entry
where e.organization in (select id from own) or exists (select 1 from entry_members m where m.entry = e.id and m.role = 'competitor' and m.person in ?)
order by d.year, v.id, e.id`

// Prizes finds what competitors among the members, or the organization, won before.
func (tx *Tx) Prizes(ctx context.Context, e registration.Entry) ([]registration.Prize, error) {
	db := tx.db.WithContext(ctx)
	var rows []struct {
		Entry        id.ID[registration.Entry]
		Event        id.ID[programmes.Event]
		EventGroup   string
		Programme    id.ID[programmes.Programme]
		Year         int
		Award        string
		Organization id.ID[organizations.Organization]
		Own          bool
		Course       *string
		Major        document[*people.Major]
	}
	if err := db.Raw(prizes, e.Event, e.Organization, memberBytes(e)).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	found := make([]registration.Prize, len(rows))
	for i, r := range rows {
		if r.Own {
			r.Organization = e.Organization
		}
		found[i] = registration.Prize{
			Entry: r.Entry, Event: r.Event, Group: r.EventGroup, Programme: r.Programme, Year: r.Year, Award: r.Award,
			Organization: r.Organization, Course: r.Course, Major: r.Major.V,
		}
	}
	var members []memberRow
	err := db.Where("role = 'competitor' and entry in ?", idBytes(found, func(p registration.Prize) [16]byte { return p.Entry })).
		Order("entry, position").Find(&members).Error
	for _, m := range members {
		for i := range found {
			if found[i].Entry == m.Entry {
				found[i].Competitors = append(found[i].Competitors, m.Person)
			}
		}
	}
	return found, err
}

type overrideRow struct {
	ID     id.ID[registration.Override]
	At     instant
	Entry  id.ID[registration.Entry]
	Rule   registration.RuleName
	Reason string
	ByRef  string
	Covers document[[]string]
}

func (overrideRow) TableName() string { return "overrides" }

// Overrides reads those of an entry, oldest first.
func (tx *Tx) Overrides(ctx context.Context, e id.ID[registration.Entry]) ([]registration.Override, error) {
	var rows []overrideRow
	err := tx.db.WithContext(ctx).Where("entry = ?", e).Order("id").Find(&rows).Error
	out := make([]registration.Override, len(rows))
	for i, r := range rows {
		by, _ := id.ParseRef(r.ByRef) // we wrote it
		out[i] = registration.Override{ID: r.ID, At: r.At.Time, Entry: r.Entry, Rule: r.Rule, Reason: r.Reason, By: by, Covers: r.Covers.V}
	}
	return out, err
}

// AddOverride inserts one.
func (tx *Tx) AddOverride(ctx context.Context, o registration.Override) error {
	r := overrideRow{o.ID, at(o.At), o.Entry, o.Rule, o.Reason, o.By.String(), doc(o.Covers)}
	return tx.db.WithContext(ctx).Create(&r).Error
}

type substitutionRow struct {
	ID          id.ID[registration.Substitution]
	Revision    int64
	CreatedAt   instant
	UpdatedAt   instant
	Entry       id.ID[registration.Entry]
	Status      registration.SubstitutionStatus
	Role        registration.Role
	Person      id.ID[people.Person]
	Substitute  id.ID[people.Person]
	Reason      string
	RequestedBy string
	LastDate    *string
	Refusal     *string
	DecidedAt   *instant
}

func (substitutionRow) TableName() string { return "substitutions" }

func toSubstitutionRow(s registration.Substitution) substitutionRow {
	return substitutionRow{
		s.ID, s.Revision, at(s.CreatedAt), at(s.UpdatedAt), s.Entry, s.Status, s.Role, s.Person, s.Substitute, s.Reason, s.RequestedBy.String(),
		s.LastDate, s.Refusal, atPtr(s.DecidedAt),
	}
}

// seenSubstitution is one with what it lies within, and the names as they are now.
type seenSubstitution struct {
	Row          substitutionRow `gorm:"embedded"`
	Event        id.ID[programmes.Event]
	Edition      id.ID[programmes.Edition]
	Programme    id.ID[programmes.Programme]
	Organization id.ID[organizations.Organization]
	Name         string
	NameLatin    *string
	Belongs      id.ID[organizations.Organization] // of who leaves
	BirthDate    string
	Consented    bool
	SubName      string
	SubBirthDate string
	SubConsented bool
}

// unconsented is the later birth date of those of both who have no guardian's consent.
func (s seenSubstitution) unconsented() (born string) {
	if !s.Consented {
		born = s.BirthDate
	}
	if !s.SubConsented {
		born = max(born, s.SubBirthDate)
	}
	return born
}

func (s seenSubstitution) substitution() registration.Substitution {
	r := s.Row
	by, _ := id.ParseRef(r.RequestedBy) // we wrote it
	return registration.Substitution{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Entry: r.Entry, Event: s.Event, Edition: s.Edition,
		Programme: s.Programme, Organization: s.Organization, Status: r.Status, Role: r.Role, Person: r.Person, Name: s.Name, Substitute: r.Substitute,
		SubName: s.SubName, Reason: r.Reason, RequestedBy: by, LastDate: r.LastDate, Refusal: r.Refusal, DecidedAt: timePtr(r.DecidedAt),
		Unconsented: s.unconsented(),
	}
}

func (tx *Tx) substitutions(ctx context.Context) *gorm.DB {
	return tx.db.WithContext(ctx).Table("substitutions s").
		Select(`s.*, e.event, e.edition, d.programme, e.organization, p.name, p.name_latin, p.organization as belongs, p.birth_date, ` + consented + ` as consented,
			q.name as sub_name, q.birth_date as sub_birth_date, ` + strings.ReplaceAll(consented, "p.id", "q.id") + ` as sub_consented`).
		Joins("join entries e on e.id = s.entry join editions d on d.id = e.edition join people p on p.id = s.person join people q on q.id = s.substitute").
		Order("s.created_at, s.id")
}

// Substitution reads one.
func (tx *Tx) Substitution(ctx context.Context, s id.ID[registration.Substitution]) (registration.Substitution, error) {
	var r seenSubstitution
	err := tx.substitutions(ctx).Where("s.id = ?", s).Take(&r).Error
	return r.substitution(), err
}

// Substitutions reads those of an entry, oldest first.
func (tx *Tx) Substitutions(ctx context.Context, e id.ID[registration.Entry]) ([]registration.Substitution, error) {
	var rows []seenSubstitution
	err := tx.substitutions(ctx).Where("s.entry = ?", e).Find(&rows).Error
	out := make([]registration.Substitution, len(rows))
	for i, r := range rows {
		out[i] = r.substitution()
	}
	return out, err
}

// AddSubstitution inserts one.
func (tx *Tx) AddSubstitution(ctx context.Context, s registration.Substitution) error {
	r := toSubstitutionRow(s)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeSubstitution writes one over the revision before it.
func (tx *Tx) ChangeSubstitution(ctx context.Context, s registration.Substitution) error {
	r := toSubstitutionRow(s)
	return tx.replace(ctx, &r, s.ID[:], s.Revision)
}

// formerMembers reads whose place somebody else has taken, by entry.
func (tx *Tx) formerMembers(ctx context.Context, entries []entryRow) (map[id.ID[registration.Entry]][]registration.FormerMember, error) {
	var rows []seenSubstitution
	err := tx.substitutions(ctx).
		Where("s.status = 'approved' and s.entry in ?", idBytes(entries, func(r entryRow) [16]byte { return r.ID })).Find(&rows).Error
	of := map[id.ID[registration.Entry]][]registration.FormerMember{}
	for _, s := range rows {
		r := s.Row
		of[r.Entry] = append(of[r.Entry], registration.FormerMember{
			Member:       registration.Member{Person: r.Person, Role: r.Role, Name: s.Name, NameLatin: s.NameLatin, Organization: s.Belongs, BirthDate: s.BirthDate, Consented: s.Consented},
			Substitution: r.ID, Substitute: r.Substitute, LeftAt: orZero(r.DecidedAt),
		})
	}
	return of, err
}
