// Command load measures Saichang beside the limit of the same machine: PostgreSQL's own
// pgbench for what is written and read in the database, a bare echo server for what is only
// sent. Both sides run in turn, several rounds, and the ratios of each round count; it prints
// a table for the README. scripts/bench gives it a private PostgreSQL.
//
// Every answer is looked at, and a sample of them to the last byte. In the end every mark that
// was acknowledged is read again, and the audit log is verified.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	binary, work, server string
	rounds               int
	within               time.Duration
	only, profile        string
	quiet                float64
	wait                 time.Duration
}

func main() {
	if len(os.Args) == 6 && os.Args[1] == "bare" { // a limit, a process of its own
		fmt.Fprintln(os.Stderr, "load:", serveBare(os.Args[2], os.Args[3], os.Args[4], os.Args[5]))
		os.Exit(1)
	}
	if len(os.Args) == 2 && os.Args[1] == "read" {
		if err := readAsTold(); err != nil {
			fmt.Fprintln(os.Stderr, "load:", err)
			os.Exit(1)
		}
		return
	}
	var o options
	flag.StringVar(&o.binary, "saichang", "", "the program to measure")
	flag.StringVar(&o.work, "work", "", "an empty folder")
	flag.IntVar(&o.rounds, "rounds", 5, "of each scenario")
	flag.DurationVar(&o.within, "within", 4*time.Second, "how long one side of one round takes, in whole seconds")
	flag.IntVar(&rows, "rows", rows, "of the published list; fewer are set up sooner")
	flag.StringVar(&o.only, "only", "", "scenarios, by letter: ab")
	flag.Float64Var(&o.quiet, "quiet", 1, "share of the processors that other programs may take: rounds wait for it, and are run again if it was more")
	flag.DurationVar(&o.wait, "wait", 10*time.Minute, "how long to wait for quiet, in all")
	flag.StringVar(&o.profile, "profile", "", "write CPU profiles of the server into this folder; the numbers suffer")
	flag.Parse()
	o.server = os.Getenv("SAICHANG_TEST_POSTGRES")
	_, _ = syscall.Setsid() // see own
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		stop()
		os.Exit(1)
	}
}

func say(format string, values ...any) { fmt.Fprintf(os.Stderr, "- "+format+"\n", values...) }

// bench is what the scenarios run against.
type bench struct {
	options
	db         *database
	world      *world
	saichang   *process
	bare       *process
	api, limit string // addresses
	operations string
	list       [3]reply  // the published list: identity, gzip, not modified
	files      [3]string // with their bodies
	backlog    time.Duration
	until      time.Time // no more waiting for quiet
	others     []float64 // what other programs took of the processors in the rounds that count
}

func run(ctx context.Context, o options) (err error) {
	defer func() {
		if f, ours := recover().(failure); ours {
			err = f.error
		}
	}()
	if o.server == "" || o.binary == "" || o.work == "" || o.rounds < 1 || o.rounds > 100 || o.within < time.Second || o.within > time.Minute || o.wait > 24*time.Hour {
		return errors.New("run scripts/bench; one side of a round takes 1 to 60 seconds")
	}
	b := &bench{options: o, api: freePort(), limit: freePort(), operations: freePort()}
	if b.db, err = newDatabase(o.server, o.work); err != nil {
		return err
	}
	defer func() { _ = b.db.sql.Close() }()
	if b.saichang, _, err = b.serve(ctx); err != nil {
		return err
	}
	defer func() { b.saichang.stop() }()
	printed, err := os.ReadFile(b.saichang.logs)
	if err != nil {
		return err
	}
	code := regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`).Find(printed)
	b.world = newWorld("http://"+b.api+"/v1", string(code))
	if _, err := b.db.settled(); err != nil {
		return err
	}
	if err := b.db.addLimit(); err != nil {
		return err
	}
	if err := b.keepLists(); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	b.bare, _, err = start(ctx, b.limit, "/list", filepath.Join(o.work, "bare.log"), self, "bare", b.limit, b.files[0], b.db.dsn, filepath.Join(o.work, "mark.sql"))
	if err != nil {
		return err
	}
	defer b.bare.stop()
	b.until = time.Now().Add(o.wait)
	if err := b.table(ctx, b.scenarios()); err != nil {
		return err
	}
	if len(b.others) > 0 {
		say("other programs took %.0f %% of the processors (%.0f–%.0f)", 100*median(b.others), 100*slices.Min(b.others), 100*slices.Max(b.others))
	}
	if strings.Contains(o.only, "i") || o.only == "" {
		if err := b.imports(ctx); err != nil {
			return err
		}
	}
	if err := b.check(); err != nil {
		return err
	}
	if strings.Contains(o.only, "g") || o.only == "" {
		b.saichang.stop()
		return b.starts(ctx)
	}
	return nil
}

// check reads every acknowledged mark again and verifies the audit log.
func (b *bench) check() error {
	marks, revisions, err := b.world.recount(b.api)
	if err != nil {
		return fmt.Errorf("an acknowledged mark is not there: %w", err)
	}
	if _, err := b.db.settled(); err != nil {
		return err
	}
	text, err := exec.Command(b.binary, "verify", "--data", filepath.Join(b.work, "data"), "--database-url", b.db.dsn).CombinedOutput()
	if err != nil {
		return fmt.Errorf("the audit log: %w: %s", err, text)
	}
	say("%d marks with %d revisions were read again, and the audit log is whole; sealing lagged by at most %v", marks, revisions, b.backlog.Round(time.Millisecond))
	return nil
}

// serve starts Saichang.
func (b *bench) serve(ctx context.Context) (*process, time.Duration, error) {
	return start(ctx, b.api, "/readyz", filepath.Join(b.work, "saichang.log"), b.binary,
		"serve", "--data", filepath.Join(b.work, "data"), "--database-url", b.db.dsn, "--listen", b.api, "--operations", b.operations)
}

// freePort is a loopback address that was free a moment ago.
func freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(failure{err})
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// keepLists asks for the published list a first time.
func (b *bench) keepLists() (err error) {
	path := "/v1/publications/" + b.world.published + "/list"
	if b.list[0], err = once(b.api, get(path)); err != nil {
		return err
	}
	if b.list[1], err = once(b.api, get(path, "Accept-Encoding: gzip")); err != nil {
		return err
	}
	b.list[2] = reply{status: http.StatusNotModified, etag: b.list[0].etag}
	if b.list[0].status != 200 || b.list[1].status != 200 || !b.list[1].gzip || bytes.Equal(b.list[0].etag, b.list[1].etag) {
		return fmt.Errorf("the published list was answered %d and %d", b.list[0].status, b.list[1].status)
	}
	for i, name := range []string{"list.json", "list.json.gz"} {
		b.files[i] = filepath.Join(b.work, name)
		if err := os.WriteFile(b.files[i], b.list[i].body, 0o644); err != nil {
			return err
		}
	}
	say("the list is %d bytes, %d with gzip", len(b.list[0].body), len(b.list[1].body))
	return nil
}

// side runs one side of a scenario for a while.
type side func(within time.Duration) ([]sample, error)

type scenario struct {
	letter, name  string
	beside        string
	target        []string // of each sample
	limit, system side
}

func one(s sample, err error) ([]sample, error) { return []sample{s}, err }

func (b *bench) scenarios() []scenario {
	list := "/v1/publications/" + b.world.published + "/list"
	reads := func(address, path string, kind int) side {
		want := b.list[kind]
		if address == b.limit {
			want.etag = []byte(`"the-only-one"`)
		}
		headers := [][]string{nil, {"Accept-Encoding: gzip"}, {"If-None-Match: " + string(want.etag)}}[kind]
		return func(within time.Duration) ([]sample, error) {
			return one(reading{
				Address: address, Request: get(path, headers...), Readers: 32, Within: within,
				Status: want.status, ETag: string(want.etag), Gzip: want.gzip, Length: len(want.body), File: b.files[kind],
			}.crowd())
		}
	}
	marks := func(judges int) side {
		return func(within time.Duration) ([]sample, error) {
			s, err := b.world.enterMarks(b.api, judges, within)
			if err != nil {
				return nil, err
			}
			lag, err := b.db.settled()
			b.backlog = max(b.backlog, lag)
			return one(s, err)
		}
	}
	limitMarks := func(clients int) side {
		return func(within time.Duration) ([]sample, error) { return one(b.db.limitMarks(clients, within)) }
	}
	both := func(reads, writes side) side {
		return func(within time.Duration) ([]sample, error) {
			var r, w []sample
			var errs [2]error
			var all sync.WaitGroup
			all.Go(func() { r, errs[0] = reads(within) })
			all.Go(func() { w, errs[1] = writes(within) })
			all.Wait()
			if err := errors.Join(errs[:]...); err != nil {
				return nil, err
			}
			r[0].Name, w[0].Name = "reads", "writes"
			return []sample{r[0], w[0]}, nil
		}
	}
	return []scenario{
		{"a", "mark entry, 32 judges", "pgbench, 32 clients", []string{"≥ 0.9, p99 ≤ 1.75"}, limitMarks(32), marks(32)},
		{"b", "mark entry, one judge", "pgbench, 1 client", []string{"≥ 0.5"}, limitMarks(1), marks(1)},
		{"b", "the same, beside a program in Go", "bare echo and pgx, 1 client", []string{"≥ 0.83"}, b.bareMarks, marks(1)},
		{"c", "page of 100 marks, 32 readers", "pgbench, select of 100 rows", []string{"≥ 0.4"}, b.limitPages, b.readPages},
		{"d", "published list of 1,000 rows", "bare echo, the same bytes", []string{"≥ 0.9"}, reads(b.limit, "/list", 0), reads(b.api, list, 0)},
		{"d", "the same, gzip", "bare echo, the same bytes", []string{"≥ 0.9"}, reads(b.limit, "/list", 1), reads(b.api, list, 1)},
		{"e", "the same, If-None-Match", "bare echo answering 304", []string{"≥ 0.85"}, reads(b.limit, "/list", 2), reads(b.api, list, 2)},
		{"f", "32 readers of the list, 8 judges", "both limits together", []string{"≥ 0.9", "≥ 0.25"},
			both(reads(b.limit, "/list", 0), limitMarks(8)), both(reads(b.api, list, 0), marks(8))},
	}
}

// limitPages and readPages read 100 marks of one sheet of many.
func (b *bench) limitPages(within time.Duration) ([]sample, error) {
	return one(b.db.pgbench("page.sql", 32, within))
}

func (b *bench) readPages(within time.Duration) ([]sample, error) {
	w := b.world
	requests, known := make([][]byte, len(w.pages)), make([]reply, len(w.pages))
	for i, page := range w.pages {
		requests[i] = get("/v1/mark-sheets/"+page+"/marks", "Authorization: Bearer "+w.judges[0].token)
		r, err := once(b.api, requests[i])
		if err != nil {
			return nil, err
		}
		if n := strings.Count(string(r.body), `"revision":`); r.status != 200 || n != pageMarks {
			return nil, fmt.Errorf("a page of marks was answered %d with %d marks", r.status, n)
		}
		known[i] = r
	}
	return one(drive(b.api, 32, within, func(worker, n int, c *wire) error {
		i := (worker + n) % len(requests)
		r, err := c.ask(requests[i])
		switch {
		case err != nil:
			return err
		case r.status != 200 || len(r.body) != len(known[i].body):
			return fmt.Errorf("a page of marks was answered %d: %.200s", r.status, r.body)
		case sampled(n) && string(r.body) != string(known[i].body):
			return errors.New("a page of marks is another one")
		}
		return nil
	}))
}

// table runs the scenarios and prints a row of each as soon as it is known.
func (b *bench) table(ctx context.Context, all []scenario) error {
	fmt.Println("| scenario | limit beside it | limit | Saichang | ratio: median (range) | p50, p99: limit | p50, p99: Saichang | target |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	for _, s := range all {
		if b.only != "" && !strings.Contains(b.only, s.letter) {
			continue
		}
		var limits, systems [][]sample
		var limit, system outcome
		for n := 0; n <= b.rounds; n++ {
			within := b.within
			if n == 0 {
				within = time.Second // warm, not counted
			}
			var err error
			if limit, err = b.round(ctx, s.limit, b.bare, within); err != nil {
				return fmt.Errorf("%s, the limit: %w", s.name, err)
			}
			stopProfile := b.profileOf(s, n)
			system, err = b.round(ctx, s.system, b.saichang, within)
			stopProfile()
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if max(limit.others, system.others) > b.quiet && time.Now().Before(b.until) {
				n-- // it is run again
				continue
			}
			if n > 0 {
				limits, systems = append(limits, limit.samples), append(systems, system.samples)
				b.others = append(b.others, limit.others, system.others)
			}
		}
		say("%s: a request takes %s; the limit's %s", s.name, system.cost, limit.cost)
		for i, target := range s.target {
			printRow(s, i, target, limits, systems)
		}
	}
	return nil
}

func printRow(s scenario, i int, target string, limits, systems [][]sample) {
	var ratio, tail, limitRate, rate []float64
	var took [4][]float64
	for n := range limits {
		l, m := limits[n][i], systems[n][i]
		ratio, tail = append(ratio, m.PerSecond/l.PerSecond), append(tail, m.P99.Seconds()/l.P99.Seconds())
		limitRate, rate = append(limitRate, l.PerSecond), append(rate, m.PerSecond)
		for k, d := range []time.Duration{l.P50, l.P99, m.P50, m.P99} {
			took[k] = append(took[k], d.Seconds()*1000)
		}
	}
	name := s.name
	if systems[0][i].Name != "" {
		name += ": " + systems[0][i].Name
	}
	fmt.Printf("| %s | %s | %.0f/s | %.0f/s | **%.2f** (%.2f–%.2f) | %.2f, %.2f ms | %.2f, %.2f ms (p99 × %.2f) | %s |\n", name, s.beside,
		median(limitRate), median(rate), median(ratio), slices.Min(ratio), slices.Max(ratio),
		median(took[0]), median(took[1]), median(took[2]), median(took[3]), median(tail), target)
}

// outcome is one side of one round.
type outcome struct {
	samples []sample
	cost    string
	others  float64 // share of the processors that other programs took
}

// round runs one side for a while, as soon as the machine is quiet.
func (b *bench) round(ctx context.Context, run side, server *process, within time.Duration) (o outcome, err error) {
	if b.quiet < 1 {
		for began := busy(); time.Now().Before(b.until); began = busy() {
			time.Sleep(200 * time.Millisecond)
			if busy().share(began, 0) < b.quiet {
				break
			}
		}
	}
	if ctx.Err() != nil {
		return o, ctx.Err()
	}
	began, all := b.costs(server), busy()
	if o.samples, err = run(within); err != nil {
		return o, err
	}
	ended := b.costs(server)
	o.others = busy().share(all, ended.sum()-began.sum())
	o.cost = ended.per(began, count(o.samples))
	return o, nil
}

func count(samples []sample) (n int) {
	for _, s := range samples {
		n += s.Count
	}
	return n
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}

// profileOf takes a CPU profile of the server while one round runs.
func (b *bench) profileOf(s scenario, round int) (stop func()) {
	if b.profile == "" || round != 1 {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		url := fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%.0f", b.operations, max(1, b.within.Seconds()-0.5))
		out := filepath.Join(b.profile, fmt.Sprintf("%s-%s.pprof", s.letter, strings.ReplaceAll(s.name, " ", "-")))
		if text, err := exec.Command("curl", "-sf", "--create-dirs", "-o", out, url).CombinedOutput(); err != nil {
			say("no profile: %v %s", err, text)
		}
	}()
	return func() { <-done }
}
