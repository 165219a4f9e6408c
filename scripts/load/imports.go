package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

// importRows is how many people one table has; the contract allows no more.
const importRows = 50_000

// importTitles are the columns of a school's own table: four are of interest here.
var importTitles = []string{"姓名", "出生日期", "拼音姓名", "学校", "学号", "性别", "年级", "专业", "班级", "学制", "入学日期", "备注"}

// limitTable is what the same rows are copied into.
const limitTable = `drop table if exists bench.imported;
create table bench.imported (name text not null, birth_date text not null, name_latin text, school text not null, number text not null, gender text,
	grade text, subject text, class text, years text, since text, note text, id bigint primary key, constraint imported_once unique (school, number));
create index imported_name on bench.imported (school, name, birth_date);`

// table is the rows of one round: nobody is in the table of another one.
func (w *world) table(round, rows int) [][]string {
	surnames, given := []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"), []rune("明华伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英")
	all := make([][]string, rows)
	for i := range all {
		n := round*importRows + i
		name := []rune{surnames[n%20], given[n/20%24], given[n/480%24], given[n/11520%24]}
		born := time.Date(2003, 9, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%1000)
		all[i] = []string{
			string(name), born.Format("2006-01-02"), "", fmt.Sprintf("上海市第%d职业学校", i%len(w.schools)+1), fmt.Sprintf("%d%07d", 2020+i%3, i),
			[]string{"男", "女"}[i%2], "2021", "电气装置", fmt.Sprintf("%d班", i%12+1), "3", "2021-09-01", "",
		}
	}
	return all
}

// imports measures a table of people from CSV until all of them are there with a report, in
// one transaction and step by step, beside COPY of the same rows.
func (b *bench) imports(ctx context.Context) error {
	b.world.learnTitles()
	for i, mode := range []string{"atomic", "partial"} {
		var copied, imported, ratio []float64
		for n := range b.rounds {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			rows := b.world.table(1+i*b.rounds+n, importRows)
			least, err := b.copyRows(ctx, rows)
			if err != nil {
				return err
			}
			stopProfile := b.profileOf(scenario{letter: "i", name: mode}, n+1)
			took := b.world.importTable(rows, mode)
			stopProfile()
			if _, err := b.db.settled(); err != nil {
				return err
			}
			copied, imported, ratio = append(copied, least.Seconds()), append(imported, took.Seconds()), append(ratio, took.Seconds()/least.Seconds())
		}
		holds, err := b.saichang.memory()
		if err != nil {
			return err
		}
		say("after importing, the server holds %.0f MiB", holds)
		fmt.Printf("| import of %d × %d rows, %s | COPY FROM STDIN, three indexes | %.2f s | %.2f s | **%.2f** (%.2f–%.2f) | | | ≤ 3 |\n", importRows, len(importTitles), mode,
			median(copied), median(imported), median(ratio), slices.Min(ratio), slices.Max(ratio))
	}
	return nil
}

// copyRows is the limit.
func (b *bench) copyRows(ctx context.Context, rows [][]string) (time.Duration, error) {
	conn, err := pgx.Connect(ctx, b.db.dsn)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, limitTable); err != nil {
		return 0, err
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	for i, r := range rows {
		if err := w.Write(append(slices.Clone(r), strconv.Itoa(i))); err != nil {
			return 0, err
		}
	}
	w.Flush()
	began := time.Now()
	done, err := conn.PgConn().CopyFrom(ctx, &text, "copy bench.imported from stdin with (format csv)")
	if err == nil && done.RowsAffected() != int64(len(rows)) {
		err = fmt.Errorf("%d rows were copied, %d were sent", done.RowsAffected(), len(rows))
	}
	return time.Since(began), err
}

// learnTitles says once which columns are not to be read.
func (w *world) learnTitles() {
	sent := w.sendTable(w.table(0, 100))
	columns := object{}
	for _, title := range importTitles[4:] {
		columns[title] = nil
	}
	w.finish(w.admin.do("PUT", sent.text("result")[len("/v1"):]+"/columns", object{"columns": columns}, w.admin.get(sent.text("result")[len("/v1"):]).etag))
}

// importTable sends a table, has it committed, and holds the report against what was sent.
func (w *world) importTable(rows [][]string, mode string) time.Duration {
	began := time.Now()
	path := w.sendTable(rows).text("result")[len("/v1"):]
	w.finish(w.admin.do("POST", path+"/commit", object{"mode": mode}, w.admin.get(path).etag))
	took := time.Since(began)
	counts, _ := w.admin.get(path).object["counts"].(object)
	if counts["created"] != float64(len(rows)) || counts["applied"] != float64(len(rows)) {
		panic(failure{fmt.Errorf("of %d rows the report says %v", len(rows), counts)})
	}
	return took
}

// sendTable sends a table and waits until it is checked.
func (w *world) sendTable(rows [][]string) answer {
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	_ = out.WriteAll(append([][]string{importTitles}, rows...)) // into memory
	return w.finish(w.admin.post("/imports?kind=people", text.Bytes()))
}

// finish waits for an operation.
func (w *world) finish(o answer) answer {
	for began := time.Now(); time.Since(began) < 10*time.Minute; time.Sleep(25 * time.Millisecond) {
		switch o = w.admin.get("/operations/" + o.id()); o.text("state") {
		case "succeeded":
			return o
		case "failed", "cancelled":
			panic(failure{fmt.Errorf("the operation ended as %v", o.object)})
		}
	}
	panic(failure{fmt.Errorf("the operation did not end: %v", o.object)})
}
