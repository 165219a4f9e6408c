package docs_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/httpapi/docs"
)

const script = "/docs/swagger-ui/swagger-ui-bundle.js"

// get asks for one path; headers come in pairs.
func get(t *testing.T, path string, headers ...string) *http.Response {
	t.Helper()
	return ask(t, http.MethodGet, path, headers...)
}

func ask(t *testing.T, method, path string, headers ...string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	docs.Handler().ServeHTTP(recorder, request)
	return recorder.Result()
}

func read(t *testing.T, r io.Reader) string {
	t.Helper()
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestThePageWithoutASlashLeadsToThePage(t *testing.T) {
	answer := get(t, "/docs")
	if answer.StatusCode != http.StatusMovedPermanently || answer.Header.Get("Location") != "/docs/" {
		t.Errorf("got %d to %q", answer.StatusCode, answer.Header.Get("Location"))
	}
}

func TestEveryFileIsServedWithItsTypeAndUnderThePolicy(t *testing.T) {
	want := map[string]string{
		"/docs/":                             "text/html; charset=utf-8",
		"/docs/init.js":                      "text/javascript; charset=utf-8",
		script:                               "text/javascript; charset=utf-8",
		script + ".LICENSE.txt":              "text/plain; charset=utf-8",
		"/docs/swagger-ui/swagger-ui.css":    "text/css; charset=utf-8",
		"/docs/swagger-ui/favicon-32x32.png": "image/png",
		"/docs/swagger-ui/LICENSE":           "text/plain; charset=utf-8",
		"/docs/swagger-ui/NOTICE":            "text/plain; charset=utf-8",
		"/docs":                              "text/html; charset=utf-8", // the redirect
	}
	paths := docs.Paths()
	if len(paths) != len(want) {
		t.Errorf("%d paths are served, want %d: %v", len(paths), len(want), paths)
	}
	for _, path := range paths {
		answer := get(t, path)
		if got := answer.Header.Get("Content-Type"); got != want[path] || got == "" {
			t.Errorf("%s is %q, want %q", path, got, want[path])
		}
		if path == "/docs" {
			continue
		}
		h := answer.Header
		if answer.StatusCode != 200 || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Cache-Control") != "public, max-age=3600" || read(t, answer.Body) == "" {
			t.Errorf("%s: %d %v", path, answer.StatusCode, h)
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; ") || strings.Contains(policy, "unsafe-eval") {
			t.Errorf("%s is under the policy %q", path, policy)
		}
	}
}

func TestThePageNamesOnlyFilesThatAreServed(t *testing.T) {
	page := read(t, get(t, "/docs/").Body)
	links := regexp.MustCompile(`(?:src|href)="([^"/][^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(links) != 4 {
		t.Errorf("the page names %d files of its own, want 4", len(links))
	}
	for _, link := range links {
		if answer := get(t, "/docs/"+link[1]); answer.StatusCode != 200 {
			t.Errorf("%s answers %d", link[1], answer.StatusCode)
		}
	}
	if strings.Contains(page, "//") {
		t.Error("the page names another server")
	}
}

func TestAClientWithGzipAndOneWithoutGetTheSameFile(t *testing.T) {
	packed := get(t, script, "Accept-Encoding", "br, gzip;q=0.8")
	plain := get(t, script)
	if packed.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" {
		t.Fatalf("encodings: %q and %q", packed.Header.Get("Content-Encoding"), plain.Header.Get("Content-Encoding"))
	}
	unpacked, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := read(t, unpacked), read(t, plain.Body); a != b || len(a) < 1_000_000 {
		t.Errorf("the two differ: %d and %d bytes", len(a), len(b))
	}
	if packed.Header.Get("Vary") != "Accept-Encoding" || plain.Header.Get("Vary") != "Accept-Encoding" {
		t.Error("a cache is not told that the file has two encodings")
	}
	if packed.Header.Get("ETag") == plain.Header.Get("ETag") {
		t.Error("two encodings share a strong tag")
	}
}

func TestGzipIsSentOnlyToAClientThatTakesIt(t *testing.T) {
	for accept, want := range map[string]string{
		"gzip": "gzip", "GZIP ; q=1": "gzip", "*": "gzip", "deflate, *;q=0.1": "gzip", "x-gzip": "gzip",
		"": "", "identity": "", "gzip;q=0": "", "*, gzip;q=0": "", "gzip;q=0.0, *": "", "*;q=0": "", "br": "",
	} {
		if got := get(t, script, "Accept-Encoding", accept).Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q gets %q, want %q", accept, got, want)
		}
	}
}

func TestAKnownFileIsNotSentAgain(t *testing.T) {
	for _, path := range docs.Paths() {
		if path == "/docs" {
			continue
		}
		for _, encoding := range []string{"gzip", "identity"} {
			tag := get(t, path, "Accept-Encoding", encoding).Header.Get("ETag")
			if !regexp.MustCompile(`^"[0-9a-f]{32}(-gzip)?"$`).MatchString(tag) {
				t.Errorf("%s has the tag %q", path, tag)
			}
			again := get(t, path, "Accept-Encoding", encoding, "If-None-Match", `"another", `+tag)
			if body := read(t, again.Body); again.StatusCode != 304 || body != "" || again.Header.Get("ETag") != tag {
				t.Errorf("%s %s: %d, %d bytes, tag %s", path, encoding, again.StatusCode, len(body), again.Header.Get("ETag"))
			}
			if changed := get(t, path, "Accept-Encoding", encoding, "If-None-Match", `"another"`); changed.StatusCode != 200 {
				t.Errorf("%s with a stale tag: %d", path, changed.StatusCode)
			}
		}
	}
}

func TestWhatIsNotThePagesIsNotFound(t *testing.T) {
	for _, path := range []string{
		"/docs/index.html", "/docs/docs.go", "/docs/swagger-ui", "/docs/swagger-ui/", "/docs/swagger-ui/README.md",
		script + ".gz", "/docs/../go.mod", "/docs/swagger-ui/../index.html", "/",
	} {
		if answer := get(t, path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d", path, answer.StatusCode)
		}
	}
}

func TestTheReferenceCanOnlyBeRead(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		answer := ask(t, method, "/docs/")
		if answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s answers %d, Allow %q", method, answer.StatusCode, answer.Header.Get("Allow"))
		}
	}
	if answer := ask(t, "HEAD", "/docs/"); answer.StatusCode != 200 || read(t, answer.Body) != "" {
		t.Errorf("HEAD answers %d", answer.StatusCode)
	}
}
