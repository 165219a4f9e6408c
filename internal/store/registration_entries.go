package store

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

type entryRow struct {
	ID           id.ID[registration.Entry]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Edition      id.ID[programmes.Edition]
	Event        id.ID[programmes.Event]
	Organization id.ID[organizations.Organization]
	Delegation   *id.ID[registration.Delegation]
	District     *string
	Status       registration.Status
	Reasons      document[[]string]
	ReasonCode   *registration.ReasonCode
	Name         *string
	SortKey      string
	Official     bool
	SubmittedAt  *instant

	HeldEntries     int
	HeldCompetitors int
	HeldInstructors int
	HeldUntil       *instant

	Course *string
	Major  document[*people.Major]
}

func (entryRow) TableName() string { return "entries" }

func toEntryRow(e registration.Entry) entryRow {
	reasons := e.Reasons
	if reasons == nil {
		reasons = []string{}
	}
	return entryRow{
		e.ID, e.Revision, at(e.CreatedAt), at(e.UpdatedAt), e.Edition, e.Event, e.Organization, e.Delegation, e.District,
		e.Status, doc(reasons), e.ReasonCode, e.Name, entrySortKey(e), e.Official, atPtr(e.SubmittedAt),
		e.Held.Entries, e.Held.Competitors, e.Held.Instructors, atPtr(e.HeldUntil), e.Course, doc(e.Major),
	}
}

// entrySortKey orders entries by the team's name, or else by the first competitor's.
func entrySortKey(e registration.Entry) string {
	if e.Name != nil {
		return names.SortKey(*e.Name)
	}
	for _, m := range e.Members {
		if m.Role == registration.Competitor {
			return names.SortKey(m.Name)
		}
	}
	return ""
}

func (r entryRow) entry() registration.Entry {
	return registration.Entry{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time,
		Edition: r.Edition, Event: r.Event, Organization: r.Organization, Delegation: r.Delegation, District: r.District,
		Status: r.Status, Reasons: r.Reasons.V, ReasonCode: r.ReasonCode, Name: r.Name, Official: r.Official, SubmittedAt: timePtr(r.SubmittedAt),
		Held:      registration.Size{Entries: r.HeldEntries, Competitors: r.HeldCompetitors, Instructors: r.HeldInstructors},
		HeldUntil: timePtr(r.HeldUntil), Course: r.Course, Major: r.Major.V,
	}
}

type memberRow struct {
	Entry    id.ID[registration.Entry]
	Person   id.ID[people.Person]
	Role     registration.Role
	Position int
	Event    id.ID[programmes.Event]
	Live     bool
}

func (memberRow) TableName() string { return "entry_members" }

// Entry reads one with its members.
func (tx *Tx) Entry(ctx context.Context, e id.ID[registration.Entry]) (registration.Entry, error) {
	var r entryRow
	if err := tx.db.WithContext(ctx).Where("id = ?", e).Take(&r).Error; err != nil {
		return registration.Entry{}, err
	}
	found, err := tx.entries(ctx, []entryRow{r})
	if err != nil {
		return registration.Entry{}, err
	}
	return found[0], nil
}

// entries fills in programmes and members.
func (tx *Tx) entries(ctx context.Context, rows []entryRow) ([]registration.Entry, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	db := tx.db.WithContext(ctx)
	var editions []editionOfEntries
	if err := db.Where("id in ?", idBytes(rows, func(r entryRow) [16]byte { return r.Edition })).Find(&editions).Error; err != nil {
		return nil, err
	}
	programme := map[id.ID[programmes.Edition]]id.ID[programmes.Programme]{}
	for _, e := range editions {
		programme[e.ID] = e.Programme
	}
	var members []struct {
		Entry        id.ID[registration.Entry]
		Person       id.ID[people.Person]
		Role         registration.Role
		Name         string
		NameLatin    *string
		Organization id.ID[organizations.Organization]
		BirthDate    string
		Consented    bool
	}
	err := db.Table("entry_members m").Select("m.entry, m.person, m.role, p.name, p.name_latin, p.organization, p.birth_date, "+consented+" as consented").
		Joins("join people p on p.id = m.person").
		Where("m.entry in ?", idBytes(rows, func(r entryRow) [16]byte { return r.ID })).Order("m.entry, m.position").Find(&members).Error
	if err != nil {
		return nil, err
	}
	of := map[id.ID[registration.Entry]][]registration.Member{}
	for _, m := range members {
		of[m.Entry] = append(of[m.Entry], registration.Member{
			Person: m.Person, Role: m.Role, Name: m.Name, NameLatin: m.NameLatin, Organization: m.Organization,
			BirthDate: m.BirthDate, Consented: m.Consented,
		})
	}
	former, err := tx.formerMembers(ctx, rows)
	if err != nil {
		return nil, err
	}
	sizes, err := tx.teamSizes(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]registration.Entry, len(rows))
	for i, r := range rows {
		out[i] = r.entry()
		out[i].Programme, out[i].Members, out[i].Former = programme[r.Edition], of[r.ID], former[r.ID]
		out[i].ShortHanded = registration.Setting{Event: sizes[r.Event]}.ShortHanded(of[r.ID])
	}
	return out, nil
}

// consented says of a person p that a guardian's consent counts.
const consented = "exists (select 1 from guardian_consents c where c.person = p.id and c.withdrawn_at is null)"

// Unconsented finds which of these persons were born later than that and have no guardian's consent.
func (tx *Tx) Unconsented(ctx context.Context, all []id.ID[people.Person], bornAfter string) (map[id.ID[people.Person]]bool, error) {
	found := map[id.ID[people.Person]]bool{}
	if len(all) == 0 {
		return found, nil
	}
	var rows []struct{ ID id.ID[people.Person] }
	err := tx.db.WithContext(ctx).Table("people p").Select("p.id").Where("p.birth_date > ? and not "+consented, bornAfter).
		Where("p.id in ?", idBytes(all, func(p id.ID[people.Person]) [16]byte { return p })).Find(&rows).Error
	for _, r := range rows {
		found[r.ID] = true
	}
	return found, err
}

// teamSizes reads how many competitors the entries' events have in a team.
func (tx *Tx) teamSizes(ctx context.Context, entries []entryRow) (map[id.ID[programmes.Event]]programmes.Event, error) {
	var rows []eventOfEntries
	err := tx.db.WithContext(ctx).Where("id in ?", idBytes(entries, func(r entryRow) [16]byte { return r.Event })).Find(&rows).Error
	of := map[id.ID[programmes.Event]]programmes.Event{}
	for _, r := range rows {
		of[r.ID] = programmes.Event{TeamMin: r.TeamMin, TeamMax: r.TeamMax}
	}
	return of, err
}

// AddEntry inserts one with its members.
func (tx *Tx) AddEntry(ctx context.Context, e registration.Entry) error {
	r := toEntryRow(e)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.ReplaceMembers(ctx, e)
}

// ChangeEntry writes one over the revision before it, without its members.
func (tx *Tx) ChangeEntry(ctx context.Context, e registration.Entry) error {
	r := toEntryRow(e)
	return tx.replace(ctx, &r, e.ID[:], e.Revision)
}

// ReplaceMembers writes the members of an entry anew, and what the entry is found by.
func (tx *Tx) ReplaceMembers(ctx context.Context, e registration.Entry) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("delete from entry_members where entry = ?", e.ID).Error; err != nil {
		return err
	}
	rows := make([]memberRow, len(e.Members))
	for i, m := range e.Members {
		rows[i] = memberRow{e.ID, m.Person, m.Role, i, e.Event, e.Live()}
	}
	if len(rows) > 0 {
		if err := db.Create(&rows).Error; err != nil {
			return err
		}
	}
	return tx.saveEntryKeys(ctx, e)
}

func (tx *Tx) saveEntryKeys(ctx context.Context, e registration.Entry) error {
	var called []string
	if e.Name != nil {
		called = append(called, *e.Name)
	}
	for _, m := range e.Members {
		called = append(called, calledPerson(m.Name, m.NameLatin)...)
	}
	return tx.saveSearchKeys(ctx, e.ID.Ref(), called...)
}

// renameInEntries has the entries of a person found and ordered under the new name.
func (tx *Tx) renameInEntries(ctx context.Context, p id.ID[people.Person]) error {
	db := tx.db.WithContext(ctx)
	var rows []entryRow
	if err := db.Where("id in (select entry from entry_members where person = ?)", p).Order("id").Find(&rows).Error; err != nil {
		return err
	}
	entries, err := tx.entries(ctx, rows)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := db.Exec("update entries set sort_key = ? where id = ?", entrySortKey(e), e.ID).Error; err != nil {
			return err
		}
		if err := tx.saveEntryKeys(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// Entries reads a page of those that f.Seen allows.
func (tx *Tx) Entries(ctx context.Context, f registration.Filter) (page.Page[registration.Entry], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&entryRow{}), "ent", f.Query)
	q = seenEntries(q, f.Seen)
	if f.Edition != nil {
		q = q.Where("edition = ?", *f.Edition)
	}
	if f.Event != nil {
		q = q.Where("event = ?", *f.Event)
	}
	if f.Organization != nil {
		q = q.Where("organization = ?", *f.Organization)
	}
	if f.Delegation != nil {
		q = q.Where("delegation = ?", *f.Delegation)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	rows, err := paged(q, f.Page, byNameOrAge(f.ByName, f.Descending), func(r entryRow) page.Position {
		return position(f.ByName, r.SortKey, r.CreatedAt, r.ID.String())
	})
	if err != nil {
		return page.Page[registration.Entry]{}, err
	}
	entries, err := tx.entries(ctx, rows.Items)
	return page.Page[registration.Entry]{Items: entries, Next: rows.Next, Total: rows.Total}, err
}

// withheld says of an entry that it holds a child whose guardian has not consented.
const withheld = "exists (select 1 from entry_members m join people p on p.id = m.person where m.entry = entries.id and p.birth_date > ? and not " + consented + ")"

// EntriesSeen finds which of these entries are seen.
func (tx *Tx) EntriesSeen(ctx context.Context, all []id.ID[registration.Entry], s registration.Seen) (map[id.ID[registration.Entry]]bool, error) {
	var rows []struct{ ID id.ID[registration.Entry] }
	err := seenEntries(tx.db.WithContext(ctx).Table("entries").Select("id"), s).
		Where("id in ?", idBytes(all, func(e id.ID[registration.Entry]) [16]byte { return e })).Find(&rows).Error
	found := make(map[id.ID[registration.Entry]]bool, len(rows))
	for _, r := range rows {
		found[r.ID] = true
	}
	return found, err
}

// seenEntries narrows a list to the entries that lie within one of the caller's things.
func seenEntries(q *gorm.DB, s registration.Seen) *gorm.DB {
	if s.Everything {
		return q
	}
	column := map[string]string{
		"org": "organization = ?", "evt": "event = ?", "edn": "edition = ?", "prg": "edition in (select id from editions where programme = ?)",
	}
	parts := []string{"1 = 0"}
	var values []any
	for _, ref := range s.Within {
		c, ok := column[ref.Prefix]
		if !ok {
			continue
		}
		parts, values = append(parts, c), append(values, ref.UUID[:])
		if ref.Prefix != "org" {
			parts[len(parts)-1] = "(" + c + " and not " + withheld + ")"
			values = append(values, s.ChildrenBornAfter)
		}
	}
	return q.Where("("+strings.Join(parts, " or ")+")", values...)
}

// PeopleForEntry reads those of these persons that exist. Their locks are taken in the order
// of their ids.
func (tx *Tx) PeopleForEntry(ctx context.Context, all []id.ID[people.Person], lockPeople bool) (map[id.ID[people.Person]]people.Person, error) {
	found := map[id.ID[people.Person]]people.Person{}
	if len(all) == 0 {
		return found, nil
	}
	q := tx.db.WithContext(ctx)
	if lockPeople {
		q = tx.lockPeople(ctx)
	}
	var rows []personRow
	err := q.Where("merged_into is null and erased_at is null").Where("id in ?", idBytes(all, func(p id.ID[people.Person]) [16]byte { return p })).Order("id").Find(&rows).Error
	for _, r := range rows {
		found[r.ID] = r.person()
	}
	return found, err
}

// Elsewhere finds which of these persons compete in another submitted entry of the edition.
func (tx *Tx) Elsewhere(ctx context.Context, e registration.Entry, all []id.ID[people.Person]) (map[id.ID[people.Person]]id.ID[programmes.Event], error) {
	found := map[id.ID[people.Person]]id.ID[programmes.Event]{}
	if len(all) == 0 {
		return found, nil
	}
	var rows []struct {
		Person id.ID[people.Person]
		Event  id.ID[programmes.Event]
	}
	err := tx.db.WithContext(ctx).Table("entry_members m").Select("m.person, m.event").Joins("join entries e on e.id = m.entry").
		Where("m.person in ?", idBytes(all, func(p id.ID[people.Person]) [16]byte { return p })).
		Where("e.edition = ? and e.id <> ? and m.live and m.role in ('competitor', 'reserve') and e.submitted_at is not null", e.Edition, e.ID).
		Order("m.event").Find(&rows).Error
	for _, r := range rows {
		found[r.Person] = r.Event
	}
	return found, err
}

// EntryLeft tells the entry's pieces that it is absent, withdrawn, disqualified, or present.
func (tx *Tx) EntryLeft(ctx context.Context, e id.ID[registration.Entry], pieceStatus string, now time.Time) error {
	return tx.db.WithContext(ctx).Exec(`update pieces set status = ?, revision = revision + 1, updated_at = ?
		where status <> ? and id in (select piece from piece_entries where entry = ?)`, pieceStatus, at(now), pieceStatus, e).Error
}
