package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// allowed is the only copy of which package may import which (besides the standard library
// and libraries): the nouns look up, never down or sideways, and only app knows everybody.
var allowed = map[string]string{
	"id": "", "fault": "", "instant": "", "names": "", "scoring": "", "cis": "", "tables": "", "backup": "", "vault": "",
	"access":        "fault id",
	"page":          "fault",
	"journal":       "id",
	"work":          "access fault id journal",
	"batch":         "fault id",
	"divisions":     shared,
	"majors":        shared + " batch",
	"organizations": shared + " batch divisions",
	"accounts":      shared + " organizations",
	"calendar":      shared,
	"programmes":    shared + " organizations scoring",
	"people":        shared + " organizations vault",
	"registration":  shared + " calendar organizations people programmes",
	"training":      shared + " accounts organizations people programmes registration",
	"bulk":          shared + " accounts organizations people programmes registration tables training vault",
	"judging":       shared + " accounts cis organizations people programmes registration scoring",
	"results":       shared + " accounts judging organizations people programmes registration scoring tables",
	"advancement":   shared + " judging programmes registration results scoring",
	"audit":         shared,
	"relay":         shared + " vault",
	"store":         shared + " accounts advancement audit backup bulk calendar judging majors organizations people programmes registration relay results scoring training vault",
	"httpapi":       shared + " httpapi/docs accounts advancement audit batch bulk calendar cis divisions judging majors organizations people programmes registration results scoring tables training",
	"httpapi/docs":  "",
	"demo":          "",
	"app":           "*",
	"dbtest":        "store",
	"apptest":       "*",
	"scenarios":     "*",
}

const shared = "access fault id journal names page work"

// forbidden are libraries that stay with their adapter.
var forbidden = map[string]string{
	"go.opentelemetry.io/otel":    "app",
	"github.com/6tail/lunar-go":   "calendar",
	"github.com/labstack/echo/v4": "httpapi", "gorm.io/gorm": "store", "github.com/jackc/pgx/v5": "store dbtest",
	"github.com/saichang/saichang/api": "httpapi apptest", "net/http": "httpapi httpapi/docs demo app apptest scenarios",
}

func TestPackagesImportOnlyWhatTheHouseAllows(t *testing.T) {
	walkGo(t, func(path, pkg string, imports []string) {
		permitted, known := allowed[pkg]
		if !known {
			t.Errorf("package internal/%s is not in the table of allowed imports", pkg)
			return
		}
		for _, imported := range imports {
			if own, ok := strings.CutPrefix(imported, "github.com/saichang/saichang/internal/"); ok && permitted != "*" && own != pkg && !contains(permitted, own) {
				t.Errorf("%s imports internal/%s, which internal/%s may not", path, own, pkg)
			}
			for library, users := range forbidden {
				if (imported == library || strings.HasPrefix(imported, library+"/")) && !contains(users, pkg) && permitted != "*" {
					t.Errorf("%s imports %s: that stays with %s", path, imported, users)
				}
			}
		}
	})
}

func contains(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if w == word {
			return true
		}
	}
	return false
}

func walkGo(t *testing.T, visit func(path, pkg string, imports []string)) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || filepath.Dir(path) == "." {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, i := range f.Imports {
			text, _ := strconv.Unquote(i.Path.Value)
			imports = append(imports, text)
		}
		seen++
		visit(path, filepath.ToSlash(filepath.Dir(path)), imports)
		return nil
	})
	if err != nil || seen < 50 {
		t.Fatalf("walked %d files: %v", seen, err)
	}
}
