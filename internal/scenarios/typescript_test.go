package scenarios_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

// The story stands in api/typescript/season.test.ts: it is told in the language of those who
// build a front end, through their client.
func TestASeasonRunsThroughTheTypeScriptClient(t *testing.T) {
	t.Parallel()
	if _, err := os.ReadDir("../../api/typescript"); err != nil { // go test runs again when it changes
		t.Fatal(err)
	}
	url, code := apptest.SQLite(t).Serve()
	npm := exec.CommandContext(t.Context(), "../../scripts/npm", "test")
	npm.Env = append(os.Environ(), "SAICHANG_TEST_URL="+url, "SAICHANG_TEST_CODE="+code)
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
