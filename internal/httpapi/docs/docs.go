// Package docs serves the API reference: a page in which people read openapi.yaml and try
// its operations.
//
// What it is: Swagger UI, embedded, so that it works in a hall without the internet, and
// a strip that says when the data is the demo's.
//
// Owns: the files under /docs/, their caching, the page's security policy.
// Does not own: the contract (/v1/openapi.json), whether this is a demo (/v1/service).
//
// Words: reference (接口文档), demo data (演示数据).
//
// Rules: no request leaves the server's own origin, and the policy forbids it; no script
// or handler inside the HTML. The files of Swagger UI stay unchanged.
//
// Files: docs.go (the handler), index.html and init.js (the page), swagger-ui (other
// people's work, packed; its README says where from).
package docs

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed index.html init.js swagger-ui
var files embed.FS

// policy lets the page load and call its own origin and nothing else. Swagger UI sets
// styles on elements, so those may be inline; scripts may not.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// types are written here because the machine's own table of types differs by machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".png":  "image/png",
	".txt":  "text/plain; charset=utf-8",
	"":      "text/plain; charset=utf-8", // LICENSE, NOTICE
}

// asset is one file of the page, packed too if its embedded name ends in .gz.
type asset struct {
	plain       func() []byte
	packed      []byte
	contentType string
	digest      string
}

// assets are the page's files by path.
var assets = load()

func load() map[string]asset {
	loaded := map[string]asset{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".md" {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		digest := sha256.Sum256(body)
		file := asset{plain: func() []byte { return body }, digest: hex.EncodeToString(digest[:16])}
		name, packed := strings.CutSuffix(name, ".gz")
		if packed {
			file.packed = body
			file.plain = sync.OnceValue(func() []byte { return unpack(body) })
		}
		file.contentType = types[path.Ext(name)]
		loaded["/docs/"+name] = file
		return nil
	})
	if err != nil {
		panic(err) // embedded files can always be read
	}
	loaded["/docs/"] = loaded["/docs/index.html"]
	delete(loaded, "/docs/index.html") // one address for one page
	return loaded
}

// Paths are the paths that Handler answers, in order. A router that registers exactly
// these answers all others in its own way.
func Paths() []string {
	paths := []string{"/docs"}
	for p := range assets {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	return paths
}

// Handler serves the reference under /docs/.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/docs" {
			http.Redirect(w, r, "docs/", http.StatusMovedPermanently)
			return
		}
		file, found := assets[r.URL.Path]
		if !found {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the reference can only be read", http.StatusMethodNotAllowed)
			return
		}
		file.serve(w, r)
	})
}

func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "public, max-age=3600")
	body, etag := a.plain, a.digest
	if a.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Values("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body = func() []byte { return a.packed }
			etag += "-gzip" // other bytes, so another strong tag
		}
	}
	h.Set("ETag", strconv.Quote(etag))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body())) // If-None-Match, HEAD, ranges
}

// unpack runs once per file, and only when a client that cannot read gzip asks.
func unpack(packed []byte) []byte {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // embedded files are whole, a test reads them all
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		panic(err)
	}
	return plain
}

// acceptsGzip reads Accept-Encoding: "gzip", "gzip;q=0.5" and "*" do, "gzip;q=0" does not,
// and what names gzip outweighs what names everything.
func acceptsGzip(values []string) bool {
	everything := false
	for item := range strings.SplitSeq(strings.Join(values, ","), ",") {
		coding, weight, _ := strings.Cut(item, ";")
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(weight), "q="), 64)
		wanted := err != nil || q > 0 // without a readable weight it is 1
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return wanted
		case "*":
			everything = wanted
		}
	}
	return everything
}
