package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/work"
)

// markArrays are the columns of several marks with their journal entries: what one
// statement on PostgreSQL takes through unnest.
type markArrays struct {
	n                                              []int32
	sheet, aspect, part, author                    [][16]byte
	expected                                       []int64
	observed, reason, actor, name, subject, within []string
	edition, request, data                         []string
	at                                             []time.Time
	unit                                           [16]byte
	action                                         string
}

// newMarkArrays leaves out a second mark for the same cell: nobody can have seen the first,
// and it is refused as stale.
func newMarkArrays(items []work.Item[judging.EnterMark]) *markArrays {
	a := &markArrays{unit: items[0].Entry.Unit, action: items[0].Entry.Action}
	a.grow(len(items))
	type cell struct{ sheet, aspect, part [16]byte }
	taken := make(map[cell]bool, len(items))
	for i, item := range items {
		m := markOf(item)
		c := cell{m.Sheet, m.Aspect, m.Part.UUID}
		if taken[c] {
			continue
		}
		taken[c] = true
		seen, _ := json.Marshal(m.Observed) // an accepted observation always marshals
		row := toJournalRow(item.Entry)
		a.n = append(a.n, int32(i))
		a.sheet, a.aspect = append(a.sheet, m.Sheet), append(a.aspect, m.Aspect)
		a.part, a.author = append(a.part, m.Part.UUID), append(a.author, m.Author)
		a.expected, a.at = append(a.expected, item.In.Expected), append(a.at, item.Now)
		a.observed, a.reason = append(a.observed, string(seen)), append(a.reason, m.Reason)
		a.actor, a.name, a.subject = append(a.actor, row.Actor), append(a.name, row.Name), append(a.subject, row.Subject)
		a.within, a.request, a.data = append(a.within, row.Within), append(a.request, row.Request), append(a.data, row.Data)
		edition := ""
		if row.Edition != nil {
			edition = *row.Edition
		}
		a.edition = append(a.edition, edition)
	}
	return a
}

// grow makes room once.
func (a *markArrays) grow(n int) {
	a.n, a.expected, a.at = make([]int32, 0, n), make([]int64, 0, n), make([]time.Time, 0, n)
	for _, column := range []*[][16]byte{&a.sheet, &a.aspect, &a.part, &a.author} {
		*column = make([][16]byte, 0, n)
	}
	for _, column := range []*[]string{&a.observed, &a.reason, &a.actor, &a.name, &a.subject, &a.within, &a.edition, &a.request, &a.data} {
		*column = make([]string, 0, n)
	}
}

func (a *markArrays) arguments() []any {
	return []any{
		a.n, a.sheet, a.aspect, a.part, a.expected, a.observed, a.reason, a.author, a.at,
		a.actor, a.name, a.subject, a.within, a.edition, a.request, a.data, a.unit, a.action,
	}
}

// first are the arguments without arrays around them.
func (a *markArrays) first() []any {
	return []any{
		a.n[0], a.sheet[0], a.aspect[0], a.part[0], a.expected[0], a.observed[0], a.reason[0], a.author[0], a.at[0],
		a.actor[0], a.name[0], a.subject[0], a.within[0], a.edition[0], a.request[0], a.data[0], a.unit, a.action,
	}
}

// readMarks reads the columns that every query of marks selects.
func readMarks(rows *sql.Rows, err error) (judging.Marks, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var marks judging.Marks
	for rows.Next() {
		var r markRow
		if err := rows.Scan(&r.Sheet, &r.Aspect, &r.Part, &r.Revision, &r.Observed, &r.Reason, &r.Author, &r.EnteredAt, &r.Panel); err != nil {
			return nil, err
		}
		marks = append(marks, r.mark())
	}
	return marks, rows.Err()
}

// readMarksDirectly reads the same columns through pgx, which knows ids and instants in binary:
// as text, through database/sql, the hundred marks of a long sheet take four times as long.
func (tx *Tx) readMarksDirectly(ctx context.Context, query string, s id.ID[judging.Sheet]) (judging.Marks, error) {
	rows, err := tx.pool.Query(ctx, query, [16]byte(s))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	marks := make(judging.Marks, 0, 128)
	for rows.Next() {
		var r markRow
		var observed []byte
		if err := rows.Scan((*[16]byte)(&r.Sheet), (*[16]byte)(&r.Aspect), (*[16]byte)(&r.Part), &r.Revision, &observed, &r.Reason, (*[16]byte)(&r.Author),
			&r.EnteredAt.Time, (*[16]byte)(&r.Panel)); err != nil {
			return nil, err
		}
		if err := r.Observed.V.UnmarshalJSON(observed); err != nil {
			return nil, err
		}
		r.EnteredAt.Time = r.EnteredAt.UTC()
		marks = append(marks, r.mark())
	}
	return marks, rows.Err()
}
