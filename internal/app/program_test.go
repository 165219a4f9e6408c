package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/app"
)

// asProgram has the test's own binary be the program, so that signals and exit codes are real.
const asProgram = "SAICHANG_TEST_PROGRAM"

func program(out, err io.Writer) app.Program {
	return app.Program{Out: out, Err: err, Contract: []byte("openapi: 3.0.3\n"), Version: "v1.2.3"}
}

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(program(os.Stdout, os.Stderr).Run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// run runs a subcommand that ends by itself.
func run(args ...string) (code int, out, err string) {
	var o, e bytes.Buffer
	code = program(&o, &e).Run(args)
	return code, o.String(), e.String()
}

func TestAWrongSettingStopsTheStartWithASentence(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "settings")
	if err := os.WriteFile(file, []byte("listen 127.0.0.1:0\ncolour red\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(folder, "data")
	for says, c := range map[string]struct {
		args  string
		tells string
	}{
		"no port":                 {"--listen localhost", `--listen "localhost" is not host:port`},
		"metrics for everybody":   {"--operations 0.0.0.0:9090", `--operations "0.0.0.0:9090" is not a loopback address`},
		"metrics on every host":   {"--operations :9090", `--operations ":9090" is not a loopback address`},
		"metrics nowhere":         {"--operations 127.0.0.1", `--operations "127.0.0.1" is not a loopback address`},
		"a certificate, no key":   {"--tls-certificate cert.pem", "--tls-certificate and --tls-key go together"},
		"a key, no certificate":   {"--tls-key key.pem", "--tls-certificate and --tls-key go together"},
		"no certificate there":    {"--listen 127.0.0.1:0 --tls-certificate nowhere.pem --tls-key nowhere.pem", "the TLS certificate cannot be read"},
		"a public URL of no host": {"--public-url /saichang", `--public-url "/saichang" is not http(s)://host`},
		"a public URL of no web":  {"--public-url ftp://example.org", `--public-url "ftp://example.org" is not http(s)://host`},
		"a collector of no web":   {"--otlp-endpoint localhost:4318", `--otlp-endpoint "localhost:4318" is not http(s)://host`},
		"a proxy, not a network":  {"--trusted-proxies 10.0.0.0/8,10.1.2.3", `--trusted-proxies: "10.1.2.3" is not a network`},
		"an origin with a path":   {"--cors https://example.org,https://example.org/app", `--cors: "https://example.org/app" is not an origin`},
		"an origin of everybody":  {"--cors *", `--cors: "*" is not an origin`},
		"an origin with a query":  {"--cors https://example.org?x=1", `is not an origin`},
		"a level that is none":    {"--log-level loud", "--log-level is debug, info, warn or error"},
		"one connection":          {"--connections 1", "--connections 1 is too few"},
		"no number":               {"--connections many", `invalid value "many" for flag -connections`},
		"an unknown flag":         {"--colour red", "flag provided but not defined: -colour"},
		"an argument":             {"now", `"now" is not understood; see saichang serve --help`},
		"an unknown line":         {"--config " + file, `"colour"`},
		"no such file":            {"--config " + file + ".not", "no such file"},
		"a database of no server": {"--db postgres://nobody@127.0.0.1:1/x?sslmode=disable", "the database does not answer"},
		"a URL that is none":      {"--db postgres://%zz", "the database URL cannot be read"},
		"a file for a folder":     {"--data " + file, "the data folder cannot be made"},
	} {
		t.Run(strings.ReplaceAll(says, " ", "_"), func(t *testing.T) {
			args := append([]string{"serve", "--data", data}, strings.Fields(c.args)...)
			code, _, stderr := run(args...)
			lines := strings.Split(strings.TrimSpace(stderr), "\n")
			if last := lines[len(lines)-1]; code != 1 || !strings.HasPrefix(last, "saichang: ") || !strings.Contains(last, c.tells) {
				t.Errorf("%s ends with %d and says %q, want %q", c.args, code, last, c.tells)
			}
		})
	}
}

func TestASettingIsAFlagAVariableOrALineInThisOrder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "settings")
	if err := os.WriteFile(file, []byte("listen of-the-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tells := func(want string, args ...string) {
		t.Helper()
		if code, _, stderr := run(append([]string{"serve", "--config", file}, args...)...); code != 1 || !strings.Contains(stderr, want) {
			t.Errorf("ends with %d and says %q, want %q", code, stderr, want)
		}
	}
	tells(`"of-the-file" is not host:port`)
	t.Setenv("SAICHANG_LISTEN", "of-the-variable")
	tells(`"of-the-variable" is not host:port`)
	tells(`"of-the-flag" is not host:port`, "--listen", "of-the-flag")
}

func TestATakenPortIsASentenceThatNamesTheFlag(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	data := t.TempDir()
	for _, flag := range []string{"--listen", "--operations"} {
		args := []string{"serve", "--data", data, "--listen", "127.0.0.1:0", flag, taken.Addr().String()}
		code, out, stderr := run(args...)
		if code != 1 || !strings.Contains(stderr, "cannot listen on "+taken.Addr().String()) || !strings.Contains(stderr, "with "+flag+")") {
			t.Errorf("%s: ends with %d and says %q", flag, code, stderr)
		}
		if out != "" {
			t.Errorf("%s: it welcomed already: %s", flag, out)
		}
	}
}

func TestSubcommandsPrintWhatTheySay(t *testing.T) {
	data := t.TempDir()
	for _, c := range []struct {
		args     string
		code     int
		out, err string
	}{
		{"version", 0, "v1.2.3\n", ""},
		{"openapi", 0, "openapi: 3.0.3\n", ""},
		{"migrate --data " + data, 0, "The database is at schema version ", ""},
		{"migrate --data " + data, 0, "The database is at schema version ", ""},
		{"verify --data " + data, 1, "", "there is no key file"},
		{"verify --data " + data + " --key saichang/9a9c96a3bf96d251+0a1ccd68+AUdq6MGf1Ih+khVMu0av16f1izQj8xvKp+aE9elRIcS4", 0, "The journal is whole.", ""},
		{"", 0, "", "saichang serve "},
		{"help", 0, "", "saichang serve "},
		{"serve --help", 0, "", "-public-url"},
		{"dance", 2, "", "saichang serve "},
		{"migrate now", 1, "", `saichang: "now" is not understood; see saichang migrate --help`},
	} {
		code, out, stderr := run(strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(stderr, c.err) || (c.err == "" && stderr != "") || (c.out == "" && out != "") {
			t.Errorf("%q ends with %d, prints %q and says %q", c.args, code, out, stderr)
		}
	}
}

// serving is the program in a process of its own.
type serving struct {
	*testing.T
	cmd             *exec.Cmd
	out             bytes.Buffer
	api, operations string
}

// serve starts it on a new folder and waits until it is ready.
func serve(t *testing.T, args ...string) *serving {
	t.Helper()
	s := &serving{T: t, api: free(t), operations: free(t)}
	s.start(append([]string{"--data", t.TempDir()}, args...)...)
	return s
}

// start starts it on its addresses and waits until it is ready.
func (s *serving) start(args ...string) {
	s.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"serve", "--listen", s.api, "--operations", s.operations}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stdout, cmd.Stderr = &s.out, &s.out
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	s.cmd = cmd
	s.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 1000 {
		if code, _ := s.ask("http://" + s.api + "/readyz"); code == http.StatusNoContent {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.kill()
	s.Fatalf("it is not ready: %s", s.out.String())
}

// kill ends it without a chance to do anything, and waits until it has gone.
func (s *serving) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *serving) ask(url string) (code int, body string) {
	ctx, cancel := context.WithTimeout(s.Context(), 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		s.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// free is an address that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func TestAStopAnswersTheRequestThatIsInFlight(t *testing.T) {
	s := serve(t)
	conn, err := net.Dial("tcp", s.api)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	body := `{"login":"nobody","password":"correct horse battery"}`
	send := func(text string) {
		t.Helper()
		if _, err := io.WriteString(conn, text); err != nil {
			t.Fatal(err)
		}
	}
	send(fmt.Sprintf("POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:10]))
	time.Sleep(200 * time.Millisecond) // it is being read
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for range 100 { // nobody is let in any more
		late, err := net.Dial("tcp", s.api)
		if err != nil {
			break
		}
		_ = late.Close()
		time.Sleep(20 * time.Millisecond)
	}
	send(body[10:])
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 401 ") || !strings.Contains(string(answer), "credentials_wrong") {
		t.Errorf("answered %v, %s", err, answer)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, s.out.String())
	}
}

func TestMetricsAreOnTheOperationsAddressAlone(t *testing.T) {
	s := serve(t)
	if code, body := s.ask("http://" + s.api + "/v1/service"); code != http.StatusOK {
		t.Errorf("the API answers %d: %s", code, body)
	}
	if code, body := s.ask("http://" + s.api + "/metrics"); code != http.StatusNotFound || strings.Contains(body, "saichang_requests") {
		t.Errorf("metrics on the API's address: %d, %s", code, body)
	}
	code, body := s.ask("http://" + s.operations + "/metrics")
	if code != http.StatusOK || !strings.Contains(body, `saichang_requests_total{method="GET",route="/readyz",status="204"}`) || !strings.Contains(body, "go_goroutines") {
		t.Errorf("metrics: %d, %s", code, body)
	}
	for _, path := range []string{"/v1/service", "/healthz", "/docs/"} {
		if code, _ := s.ask("http://" + s.operations + path); code != http.StatusNotFound {
			t.Errorf("%s on the operations address answers %d", path, code)
		}
	}
}
