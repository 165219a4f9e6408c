package store

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/vault"
)

type importRow struct {
	ID           id.ID[bulk.Import]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Account      string
	Kind         bulk.Kind
	Organization *id.ID[organizations.Organization]
	Event        *id.ID[programmes.Event]
	Base         *id.ID[training.Base]
	Squad        *id.ID[training.Squad]
	Status       bulk.Status
	Operation    id.ID[bulk.Operation]
	Header       document[[]bulk.Heading]
	Problems     document[[]bulk.Problem]
	Counts       document[bulk.Counts]
}

func (importRow) TableName() string { return "imports" }

func toImportRow(i bulk.Import) importRow {
	return importRow{
		i.ID, i.Revision, at(i.CreatedAt), at(i.UpdatedAt), i.Account.String(), i.Kind, i.Organization, i.Event, i.Base, i.Squad, i.Status, i.Operation,
		doc(i.Header), doc(i.Problems), doc(i.Counts),
	}
}

func (r importRow) imported() bulk.Import {
	return bulk.Import{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Account: refOf(r.Account), Kind: r.Kind,
		Organization: r.Organization, Event: r.Event, Base: r.Base, Squad: r.Squad, Status: r.Status, Operation: r.Operation,
		Header: r.Header.V, Problems: r.Problems.V, Counts: r.Counts.V,
	}
}

// Import reads one.
func (tx *Tx) Import(ctx context.Context, i id.ID[bulk.Import]) (bulk.Import, error) {
	var r importRow
	err := tx.db.WithContext(ctx).Where("id = ?", i).Take(&r).Error
	return r.imported(), translate(err)
}

// AddImport inserts one with its table.
func (tx *Tx) AddImport(ctx context.Context, i bulk.Import, file vault.Sealed) error {
	if err := tx.sealing(ctx, file); err != nil {
		return err
	}
	r := toImportRow(i)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.db.WithContext(ctx).Exec("insert into import_files (import, key_id, body) values (?, ?, ?)", i.ID, file.Key, file.Box).Error
}

// ChangeImport writes one over the revision before it.
func (tx *Tx) ChangeImport(ctx context.Context, i bulk.Import) error {
	r := toImportRow(i)
	return tx.replace(ctx, &r, i.ID[:], i.Revision)
}

// ImportFile reads the table that was sent.
func (tx *Tx) ImportFile(ctx context.Context, i id.ID[bulk.Import]) (vault.Sealed, error) {
	var r struct {
		KeyID string
		Body  []byte
	}
	err := tx.db.WithContext(ctx).Table("import_files").Where("import = ?", i).Take(&r).Error
	return vault.Sealed{Key: r.KeyID, Box: r.Body}, translate(err)
}

// rowBody is what is kept of a row as JSON.
type rowBody struct {
	Cells      []string             `json:"cells"`
	Sealed     map[int]vault.Sealed `json:"sealed,omitempty"`
	Problems   []bulk.Problem       `json:"problems,omitempty"`
	Candidates []bulk.Candidate     `json:"candidates,omitempty"`
}

type importedRow struct {
	Import  id.ID[bulk.Import]
	Number  int
	Outcome bulk.Outcome
	Applied bool
	Subject string
	Body    document[rowBody]
}

func (importedRow) TableName() string { return "import_rows" }

func toImportedRow(i id.ID[bulk.Import], r bulk.Row) importedRow {
	return importedRow{i, r.Number, r.Outcome, r.Applied, r.Subject.String(), doc(rowBody{r.Cells, r.Sealed, r.Problems, r.Candidates})}
}

func (r importedRow) row() bulk.Row {
	return bulk.Row{
		Number: r.Number, Outcome: r.Outcome, Applied: r.Applied, Subject: refOf(r.Subject),
		Cells: r.Body.V.Cells, Sealed: r.Body.V.Sealed, Problems: r.Body.V.Problems, Candidates: r.Body.V.Candidates,
	}
}

func rowsOf(all []importedRow) []bulk.Row {
	out := make([]bulk.Row, len(all))
	for i, r := range all {
		out[i] = r.row()
	}
	return out
}

// ClearRows removes the rows of a check before.
func (tx *Tx) ClearRows(ctx context.Context, i id.ID[bulk.Import]) error {
	return tx.db.WithContext(ctx).Exec("delete from import_rows where import = ?", i).Error
}

// AddRows inserts rows that were checked.
func (tx *Tx) AddRows(ctx context.Context, i id.ID[bulk.Import], rows []bulk.Row) error {
	all := make([]importedRow, len(rows))
	var sealed []vault.Sealed
	for n, r := range rows {
		all[n] = toImportedRow(i, r)
		sealed = slices.AppendSeq(sealed, maps.Values(r.Sealed))
	}
	if err := tx.sealing(ctx, sealed...); err != nil {
		return err
	}
	return insert(ctx, tx, all)
}

// ChangeRow writes one anew.
func (tx *Tx) ChangeRow(ctx context.Context, i id.ID[bulk.Import], r bulk.Row) error {
	if err := tx.sealing(ctx, slices.Collect(maps.Values(r.Sealed))...); err != nil {
		return err
	}
	n := toImportedRow(i, r)
	return tx.db.WithContext(ctx).Model(&n).Where("import = ? and number = ?", i, r.Number).Select("outcome", "applied", "subject", "body").Updates(&n).Error
}

// ApplyRows notes that the good rows between these two are committed as they are.
func (tx *Tx) ApplyRows(ctx context.Context, i id.ID[bulk.Import], first, last int) error {
	return tx.db.WithContext(ctx).Exec(`update import_rows set applied = true
		where import = ? and number between ? and ? and outcome not in ('rejected', 'needs_matching') and not applied`, i, first, last).Error
}

// Row reads one.
func (tx *Tx) Row(ctx context.Context, i id.ID[bulk.Import], number int) (bulk.Row, error) {
	var r importedRow
	err := tx.db.WithContext(ctx).Where("import = ? and number = ?", i, number).Take(&r).Error
	return r.row(), translate(err)
}

// RowsAfter reads rows in order.
func (tx *Tx) RowsAfter(ctx context.Context, i id.ID[bulk.Import], number, most int, which bulk.Which) ([]bulk.Row, error) {
	q := tx.db.WithContext(ctx).Where("import = ? and number > ?", i, number)
	switch which {
	case bulk.Applicable:
		q = q.Where("outcome not in ('rejected', 'needs_matching') and not applied")
	case bulk.Bad:
		q = q.Where("outcome in ('rejected', 'needs_matching')")
	}
	var all []importedRow
	err := q.Order("number").Limit(most).Find(&all).Error
	return rowsOf(all), err
}

// CountRows counts them by outcome.
func (tx *Tx) CountRows(ctx context.Context, i id.ID[bulk.Import]) (c bulk.Counts, err error) {
	var found []struct {
		Outcome bulk.Outcome
		Applied bool
		Number  int
	}
	err = tx.db.WithContext(ctx).Table("import_rows").Select("outcome, applied, count(*) as number").Where("import = ?", i).Group("outcome, applied").Find(&found).Error
	for _, f := range found {
		c.Rows += f.Number
		*map[bulk.Outcome]*int{
			bulk.Created: &c.Created, bulk.Updated: &c.Updated, bulk.Unchanged: &c.Unchanged, bulk.Rejected: &c.Rejected, bulk.NeedsMatching: &c.NeedsMatching,
		}[f.Outcome] += f.Number
		if f.Applied {
			c.Applied += f.Number
		}
	}
	return c, err
}

// Rows reads a page, in the order of the table.
func (tx *Tx) Rows(ctx context.Context, f bulk.RowFilter) (page.Page[bulk.Row], error) {
	q := tx.db.WithContext(ctx).Where("import = ?", f.Import)
	if f.Outcome != "" {
		q = q.Where("outcome = ?", f.Outcome)
	}
	after, err := f.Page.After()
	if err != nil {
		return page.Page[bulk.Row]{}, err
	}
	if after != nil {
		number, err := strconv.Atoi(after.Key)
		if err != nil {
			return page.Page[bulk.Row]{}, fault.InvalidCursor.New().Because(err)
		}
		q = q.Where("number > ?", number)
	}
	var all []importedRow
	if err := q.Order("number").Limit(f.Page.Size() + 1).Find(&all).Error; err != nil {
		return page.Page[bulk.Row]{}, err
	}
	return page.Cut(f.Page, rowsOf(all), func(r bulk.Row) page.Position { return page.Position{Key: strconv.Itoa(r.Number)} }), nil
}

type matchRow struct {
	Import     id.ID[bulk.Import]
	Number     int
	ColumnName string
	Chosen     string
}

func (matchRow) TableName() string { return "import_matches" }

// Matches reads what humans have said of an import's rows.
func (tx *Tx) Matches(ctx context.Context, i id.ID[bulk.Import]) (map[bulk.Match]id.Ref, error) {
	var all []matchRow
	err := tx.db.WithContext(ctx).Where("import = ?", i).Find(&all).Error
	out := make(map[bulk.Match]id.Ref, len(all))
	for _, m := range all {
		out[bulk.Match{Row: m.Number, Column: m.ColumnName}] = refOf(m.Chosen)
	}
	return out, err
}

// SaveMatch keeps one, over one before.
func (tx *Tx) SaveMatch(ctx context.Context, i id.ID[bulk.Import], m bulk.Match) error {
	r := matchRow{i, m.Row, m.Column, m.Chosen.String()}
	key := []clause.Column{{Name: "import"}, {Name: "number"}, {Name: "column_name"}}
	return tx.db.WithContext(ctx).Clauses(clause.OnConflict{Columns: key, DoUpdates: clause.AssignmentColumns([]string{"chosen"})}).Create(&r).Error
}

type titleRow struct {
	Organization string
	Kind         bulk.Kind
	Title        string
	ColumnName   string
}

func (titleRow) TableName() string { return "import_titles" }

func ownerOf(o *id.ID[organizations.Organization]) string {
	if o == nil {
		return ""
	}
	return o.String()
}

// Titles reads what an organization calls the columns of a kind.
func (tx *Tx) Titles(ctx context.Context, o *id.ID[organizations.Organization], k bulk.Kind) (map[string]string, error) {
	var all []titleRow
	err := tx.db.WithContext(ctx).Where("organization = ? and kind = ?", ownerOf(o), k).Find(&all).Error
	out := make(map[string]string, len(all))
	for _, t := range all {
		out[t.Title] = t.ColumnName
	}
	return out, err
}

// SaveTitles keeps some, over those before.
func (tx *Tx) SaveTitles(ctx context.Context, o *id.ID[organizations.Organization], k bulk.Kind, titles map[string]string) error {
	var rows []titleRow
	for title, name := range titles {
		rows = append(rows, titleRow{ownerOf(o), k, title, name})
	}
	if rows == nil {
		return nil
	}
	key := []clause.Column{{Name: "organization"}, {Name: "kind"}, {Name: "title"}}
	return tx.db.WithContext(ctx).Clauses(clause.OnConflict{Columns: key, DoUpdates: clause.AssignmentColumns([]string{"column_name"})}).Create(&rows).Error
}

// Imports reads a page of those that f.Seen allows, the newest first.
func (tx *Tx) Imports(ctx context.Context, f bulk.ImportFilter) (page.Page[bulk.Import], error) {
	q := tx.db.WithContext(ctx).Model(&importRow{})
	if !f.Seen.Everything {
		organizations := idBytes(slices.DeleteFunc(slices.Clone(f.Seen.Within), func(r id.Ref) bool { return r.Prefix != "org" }), func(r id.Ref) [16]byte { return r.UUID })
		bases, values := ofBases("base in (select id from bases where %s)", f.Seen.Within)
		q = q.Where("(base is null and organization in ? or "+bases+")", append([]any{organizations}, values...)...)
	}
	if !f.Seen.Everything && !f.Seen.Account.IsZero() {
		q = q.Where("account = ?", f.Seen.Account.String())
	}
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	rows, err := paged(q, f.Page, order{column: "created_at", desc: true}, func(r importRow) page.Position {
		return page.Position{Key: r.CreatedAt.UTC().Format(instantText), ID: r.ID.String()}
	})
	return page.Map(rows, importRow.imported), err
}

// ForgetImports drops the tables and rows of some imports that nobody touched since.
func (tx *Tx) ForgetImports(ctx context.Context, before time.Time, most int) (int, error) {
	db := tx.db.WithContext(ctx)
	var old []id.ID[bulk.Import]
	err := db.Table("imports i").Select("i.id").Joins("join import_files f on f.import = i.id").
		Where("i.updated_at < ? and i.status not in ('checking', 'committing')", at(before)).Order("i.id").Limit(most).Find(&old).Error
	if err != nil {
		return 0, err
	}
	return len(old), tx.dropReports(ctx, old)
}

// dropReports drops the tables and rows of imports.
func (tx *Tx) dropReports(ctx context.Context, all []id.ID[bulk.Import]) error {
	if len(all) == 0 {
		return nil
	}
	ids := idBytes(all, func(i id.ID[bulk.Import]) [16]byte { return i })
	for _, table := range []string{"import_rows", "import_matches", "import_files"} {
		if err := tx.db.WithContext(ctx).Exec("delete from "+table+" where import in ?", ids).Error; err != nil {
			return err
		}
	}
	return nil
}
