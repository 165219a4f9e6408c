package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/training"
)

type squadRow struct {
	ID        id.ID[training.Squad]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Base      id.ID[training.Base]
	Most      int
	Plan      document[[]training.PlanStage]
}

func (squadRow) TableName() string { return "squads" }

func toSquadRow(s training.Squad) squadRow {
	return squadRow{s.ID, s.Revision, at(s.CreatedAt), at(s.UpdatedAt), s.Base.ID, s.Most, doc(s.Plan)}
}

// Squad reads one.
func (tx *Tx) Squad(ctx context.Context, s id.ID[training.Squad], now time.Time) (training.Squad, error) {
	return tx.squad(ctx, tx.db.WithContext(ctx), s, now)
}

// LockSquad reads one that the unit is going to change, or to change something in.
func (tx *Tx) LockSquad(ctx context.Context, s id.ID[training.Squad], now time.Time) (training.Squad, error) {
	return tx.squad(ctx, tx.locked(ctx), s, now)
}

func (tx *Tx) squad(ctx context.Context, q *gorm.DB, s id.ID[training.Squad], now time.Time) (training.Squad, error) {
	var r squadRow
	if err := q.Where("id = ?", s).Take(&r).Error; err != nil {
		return training.Squad{}, translate(err)
	}
	found, err := tx.squads(ctx, []squadRow{r}, now)
	if err != nil {
		return training.Squad{}, err
	}
	return found[0], nil
}

// squads fills in bases, and counts who is there and who is not insured.
func (tx *Tx) squads(ctx context.Context, rows []squadRow, now time.Time) ([]training.Squad, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	bases, err := tx.basesOf(ctx, idBytes(rows, func(r squadRow) [16]byte { return r.Base }))
	if err != nil {
		return nil, err
	}
	out, place := make([]training.Squad, len(rows)), map[id.ID[training.Squad]]*training.Squad{}
	for i, r := range rows {
		out[i] = training.Squad{ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Base: bases[r.Base], Most: r.Most, Plan: r.Plan.V}
		place[r.ID] = &out[i]
	}
	var live []traineeRow
	err = tx.db.WithContext(ctx).Where("live and squad in ?", idBytes(rows, func(r squadRow) [16]byte { return r.ID })).Find(&live).Error
	for _, r := range live {
		s := place[r.Squad]
		s.Live++
		if !r.trainee(s.Base).Insured(now) {
			s.Uninsured++
		}
	}
	return out, err
}

// AddSquad inserts one.
func (tx *Tx) AddSquad(ctx context.Context, s training.Squad) error {
	r := toSquadRow(s)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeSquad writes one over the revision before it.
func (tx *Tx) ChangeSquad(ctx context.Context, s training.Squad) error {
	r := toSquadRow(s)
	return tx.replace(ctx, &r, s.ID[:], s.Revision)
}

// Squads reads a page of those that f.Seen allows, oldest first.
func (tx *Tx) Squads(ctx context.Context, f training.SquadFilter, now time.Time) (page.Page[training.Squad], error) {
	q := seenBases(tx.db.WithContext(ctx).Model(&squadRow{}), "base in (select id from bases where %s)", f.Seen)
	if f.Base != nil {
		q = q.Where("base = ?", *f.Base)
	}
	if f.Event != nil {
		q = q.Where("base in (select id from bases where event = ?)", *f.Event)
	}
	if f.Edition != nil {
		q = q.Where("base in (select id from bases where event in (select id from events where edition = ?))", *f.Edition)
	}
	rows, err := paged(q, f.Page, order{}, func(r squadRow) page.Position { return page.Position{ID: r.ID.String()} })
	if err != nil {
		return page.Page[training.Squad]{}, err
	}
	squads, err := tx.squads(ctx, rows.Items, now)
	return page.Page[training.Squad]{Items: squads, Next: rows.Next, Total: rows.Total}, err
}

type traineeRow struct {
	ID           id.ID[training.Trainee]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Squad        id.ID[training.Squad]
	Edition      id.ID[programmes.Edition]
	Person       id.ID[people.Person]
	Status       training.TraineeStatus
	Live         bool
	SeededFrom   *id.ID[training.Squad]
	Insurer      *string
	Policy       *string
	InsuredUntil *string
	History      document[[]training.Step]
}

func (traineeRow) TableName() string { return "trainees" }

func toTraineeRow(t training.Trainee) traineeRow {
	r := traineeRow{
		ID: t.ID, Revision: t.Revision, CreatedAt: at(t.CreatedAt), UpdatedAt: at(t.UpdatedAt), Squad: t.Squad, Edition: t.Base.Edition,
		Person: t.Person, Status: t.Status, Live: t.Status.Live(), SeededFrom: t.SeededFrom, History: doc(t.History),
	}
	if i := t.Insurance; i != nil {
		r.Insurer, r.Policy, r.InsuredUntil = &i.Insurer, &i.Policy, &i.Until
	}
	return r
}

func (r traineeRow) trainee(b training.Base) training.Trainee {
	t := training.Trainee{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Squad: r.Squad, Base: b, Person: r.Person,
		Status: r.Status, SeededFrom: r.SeededFrom, History: r.History.V,
	}
	if r.InsuredUntil != nil {
		t.Insurance = &training.Insurance{Insurer: *r.Insurer, Policy: *r.Policy, Until: *r.InsuredUntil}
	}
	return t
}

// trainees fills in bases and persons.
func (tx *Tx) trainees(ctx context.Context, rows []traineeRow) ([]training.Trainee, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	db := tx.db.WithContext(ctx)
	var squads []squadRow
	if err := db.Where("id in ?", idBytes(rows, func(r traineeRow) [16]byte { return r.Squad })).Find(&squads).Error; err != nil {
		return nil, err
	}
	bases, err := tx.basesOf(ctx, idBytes(squads, func(r squadRow) [16]byte { return r.Base }))
	if err != nil {
		return nil, err
	}
	of := map[id.ID[training.Squad]]training.Base{}
	for _, s := range squads {
		of[s.ID] = bases[s.Base]
	}
	var found []struct {
		ID           id.ID[people.Person]
		Name         string
		NameLatin    *string
		Organization id.ID[organizations.Organization]
		BirthDate    string
		Consented    bool
	}
	err = db.Table("people p").Select("id, name, name_latin, organization, birth_date, "+consented+" as consented").Where("id in ?", idBytes(rows, func(r traineeRow) [16]byte { return r.Person })).Find(&found).Error
	if err != nil {
		return nil, err
	}
	out := make([]training.Trainee, len(rows))
	for i, r := range rows {
		out[i] = r.trainee(of[r.Squad])
		for _, p := range found {
			if p.ID == r.Person {
				out[i].Name, out[i].NameLatin, out[i].Organization, out[i].BirthDate, out[i].Consented = p.Name, p.NameLatin, p.Organization, p.BirthDate, p.Consented
			}
		}
	}
	return out, nil
}

// Trainee reads one.
func (tx *Tx) Trainee(ctx context.Context, t id.ID[training.Trainee]) (training.Trainee, error) {
	var r traineeRow
	if err := tx.db.WithContext(ctx).Where("id = ?", t).Take(&r).Error; err != nil {
		return training.Trainee{}, translate(err)
	}
	found, err := tx.trainees(ctx, []traineeRow{r})
	if err != nil {
		return training.Trainee{}, err
	}
	return found[0], nil
}

// AddTrainee inserts one.
func (tx *Tx) AddTrainee(ctx context.Context, t training.Trainee) error {
	r := toTraineeRow(t)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeTrainee writes one over the revision before it.
func (tx *Tx) ChangeTrainee(ctx context.Context, t training.Trainee) error {
	r := toTraineeRow(t)
	return tx.replace(ctx, &r, t.ID[:], t.Revision)
}

// Trainees reads a page of those that f.Seen allows, in the order of their selection.
func (tx *Tx) Trainees(ctx context.Context, f training.TraineeFilter) (page.Page[training.Trainee], error) {
	const of = "squad in (select id from squads where base in (select id from bases where %s))"
	q := seenBases(tx.db.WithContext(ctx).Model(&traineeRow{}), of, f.Seen)
	if !f.Seen.Everything {
		own, values := ofBases(of, f.Seen.Own())
		q = q.Where("("+own+" or not exists (select 1 from people p where p.id = trainees.person and p.birth_date > ? and not "+consented+"))",
			append(values, f.Seen.ChildrenBornAfter)...)
	}
	if f.Squad != nil {
		q = q.Where("squad = ?", *f.Squad)
	}
	if f.Person != nil {
		q = q.Where("person = ?", *f.Person)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	rows, err := paged(q, f.Page, order{}, func(r traineeRow) page.Position { return page.Position{ID: r.ID.String()} })
	if err != nil {
		return page.Page[training.Trainee]{}, err
	}
	trainees, err := tx.trainees(ctx, rows.Items)
	return page.Page[training.Trainee]{Items: trainees, Next: rows.Next, Total: rows.Total}, err
}

// Roster reads all who are or were in a squad, in the order of their selection.
func (tx *Tx) Roster(ctx context.Context, s id.ID[training.Squad]) ([]training.Trainee, error) {
	var rows []traineeRow
	if err := tx.db.WithContext(ctx).Where("squad = ?", s).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	return tx.trainees(ctx, rows)
}

// InSquads lists those of these persons who are in a squad of an edition.
func (tx *Tx) InSquads(ctx context.Context, e id.ID[programmes.Edition], all []id.ID[people.Person]) (map[id.ID[people.Person]]bool, error) {
	found := map[id.ID[people.Person]]bool{}
	if len(all) == 0 {
		return found, nil
	}
	var rows []struct{ Person id.ID[people.Person] }
	err := tx.db.WithContext(ctx).Table("trainees").Select("person").
		Where("live and edition = ? and person in ?", e, idBytes(all, func(p id.ID[people.Person]) [16]byte { return p })).Find(&rows).Error
	for _, r := range rows {
		found[r.Person] = true
	}
	return found, err
}
