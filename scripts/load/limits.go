package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// limitTables have the columns and indexes of the real ones and none of their triggers and
// foreign keys.
const limitTables = `
create schema bench;
create table bench.marks (like public.marks including all);
create table bench.mark_revisions (like public.mark_revisions including all);
create table bench.journal (like public.journal including all);
create table bench.unsealed (like public.unsealed including all);
create table bench.page (like public.marks including all);
insert into bench.page select * from public.marks;`

// limitMark is what a mark comes to in the database, in one prepared round trip: the upsert
// over the revision before, the revision, the journal entry, and the note that it waits for
// its seal. Ids are those of a client that makes them in order; texts are as long as the real
// ones. Nothing is asked of sheet, edition or panel.
const limitMark = `\set i :i + 1
\set cell :i %% 80
\set expected :i / 80
with saved as (
	insert into bench.marks (sheet, aspect, part, revision, observed, reason, author, entered_at)
	values (lpad(to_hex(:round::bigint * 1000 + :client_id), 32, '0')::uuid, lpad(to_hex(:cell::bigint), 32, '0')::uuid, lpad(to_hex(:client_id::bigint), 32, '0')::uuid, :expected::bigint + 1,
		'{"kind":"score","score":2}', 'missing on the second page', lpad(to_hex(:client_id::bigint), 32, '0')::uuid, now())
	on conflict (sheet, aspect, part) do update
		set revision = excluded.revision, observed = excluded.observed, reason = excluded.reason, author = excluded.author, entered_at = excluded.entered_at
		where marks.revision = excluded.revision - 1
	returning *
), kept as (
	insert into bench.mark_revisions select * from saved
), noted as (
	insert into bench.journal (unit, ordinal, at, actor, action, name, subject, within, edition, request, data)
	select lpad(to_hex(:round::bigint * 100000000000 + :i * 1000 + :client_id), 32, '0')::uuid, 0, now(), %[1]s from saved
), waiting as (
	insert into bench.unsealed select lpad(to_hex(:round::bigint * 100000000000 + :i * 1000 + :client_id), 32, '0')::uuid from saved
)
select revision from saved;
`

// limitPage reads the marks of one sheet.
const limitPage = `\set n random(1, %d)
select sheet, aspect, part, revision, observed, reason, author, entered_at from bench.page
	where sheet = (array[%s]::uuid[])[:n] order by aspect, part;
`

// database is the server that both sides use.
type database struct {
	dsn  string // libpq keywords, with the database
	work string // folder for scripts and logs
	sql  *sql.DB

	postmaster int
}

func newDatabase(server, work string) (*database, error) {
	maintenance, err := sql.Open("pgx", server+" dbname=postgres")
	if err != nil {
		return nil, err
	}
	defer func() { _ = maintenance.Close() }()
	if _, err := maintenance.Exec("create database saichang"); err != nil {
		return nil, err
	}
	d := &database{dsn: server + " dbname=saichang", work: work}
	if d.sql, err = sql.Open("pgx", d.dsn); err != nil {
		return nil, err
	}
	return d, d.findPostmaster()
}

// addLimit makes the limit's tables and scripts. It copies texts of a real journal entry, and
// the pages of marks.
func (d *database) addLimit() error {
	if _, err := d.sql.Exec(limitTables); err != nil {
		return err
	}
	var entry, pages string
	err := d.sql.QueryRow(`select concat_ws(', ', quote_literal(actor), quote_literal(action), quote_literal(name), quote_literal(subject), quote_literal(within),
		quote_literal(edition), quote_literal(request), quote_literal(data)) from journal where name = 'mark.entered' limit 1`).Scan(&entry)
	if err != nil {
		return fmt.Errorf("no mark is in the journal: %w", err)
	}
	if err := d.sql.QueryRow("select string_agg(quote_literal(sheet), ',') from (select sheet from marks group by sheet having count(*) = $1) s", pageMarks).Scan(&pages); err != nil {
		return err
	}
	scripts := map[string]string{
		"mark.sql": fmt.Sprintf(limitMark, strings.ReplaceAll(entry, ":", ": ")), // :2 would name a variable
		"page.sql": fmt.Sprintf(limitPage, pieces, pages),
	}
	for name, text := range scripts {
		if err := os.WriteFile(filepath.Join(d.work, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

var rounds int // of pgbench; each writes marks of its own

// pgbench runs one script. It fails if a transaction failed.
func (d *database) pgbench(script string, clients int, within time.Duration) (sample, error) {
	rounds++
	prefix := filepath.Join(d.work, "pgbench."+strconv.Itoa(rounds))
	c := exec.Command("pgbench", "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "1", "-T", strconv.Itoa(int(within.Seconds())),
		"-D", "i=-1", "-D", "round="+strconv.Itoa(rounds), "-l", "--log-prefix="+prefix, "-f", filepath.Join(d.work, script), d.dsn)
	c.SysProcAttr = own()
	text, err := c.CombinedOutput()
	if err != nil {
		return sample{}, fmt.Errorf("pgbench: %w: %s", err, text)
	}
	if !bytes.Contains(text, []byte("failed transactions: 0 ")) {
		return sample{}, fmt.Errorf("pgbench failed in part: %s", text)
	}
	logs, err := filepath.Glob(prefix + ".*")
	if err != nil {
		return sample{}, err
	}
	var took []time.Duration
	for _, path := range logs {
		some, err := readLog(path)
		if err != nil {
			return sample{}, err
		}
		took = append(took, some...)
		_ = os.Remove(path)
	}
	s := newSample(took, within)
	_, tps, _ := bytes.Cut(text, []byte("tps = ")) // its own count, without the time to connect
	tps, _, _ = bytes.Cut(tps, []byte(" "))
	if s.PerSecond, err = strconv.ParseFloat(string(tps), 64); err != nil {
		return s, fmt.Errorf("pgbench does not say how many it did: %w: %s", err, text)
	}
	return s, nil
}

// readLog reads how long each transaction took: the third field, in microseconds.
func readLog(path string) (took []time.Duration, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 3 {
			return nil, fmt.Errorf("%q is no line of pgbench's log", lines.Text())
		}
		micros, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return nil, err
		}
		took = append(took, time.Duration(micros)*time.Microsecond)
	}
	return took, lines.Err()
}

// limitMarks has clients write marks, and counts whether every one was written.
func (d *database) limitMarks(clients int, within time.Duration) (sample, error) {
	before, err := d.count("bench.unsealed")
	if err != nil {
		return sample{}, err
	}
	s, err := d.pgbench("mark.sql", clients, within)
	if err != nil {
		return s, err
	}
	after, err := d.count("bench.unsealed")
	if err == nil && after-before != int64(s.Count) {
		err = fmt.Errorf("the limit wrote %d marks, and counted %d", after-before, s.Count)
	}
	return s, err
}

func (d *database) count(table string) (n int64, err error) {
	err = d.sql.QueryRow("select count(*) from " + table).Scan(&n)
	return n, err
}

// settled waits until every fact is sealed, and says how long that took.
func (d *database) settled() (time.Duration, error) {
	began := time.Now()
	for time.Since(began) < time.Minute {
		n, err := d.count("unsealed")
		if err != nil || n == 0 {
			return time.Since(began), err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Minute, errors.New("the journal was not sealed within a minute")
}

// get is a GET as it stands on the wire.
func get(path string, headers ...string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + strings.Join(append(headers, "", ""), "\r\n"))
}

// once asks for something a first time.
func once(address string, request []byte) (reply, error) {
	w, err := dial(address)
	if err != nil {
		return reply{}, err
	}
	defer w.close()
	r, err := w.ask(request)
	r.body, r.etag = bytes.Clone(r.body), bytes.Clone(r.etag)
	return r, err
}
