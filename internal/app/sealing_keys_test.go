package app_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// passport enters a person's passport.
func passport(c *apptest.Caller, person, number string) *apptest.Answer {
	return c.Post("/people/"+person+"/identity-documents", map[string]any{"type": "passport", "number": number})
}

// twoPeople are at a school.
func twoPeople(h *apptest.House) (admin *apptest.Caller, school, one, other string) {
	h.T.Helper()
	admin = h.Administrator()
	school = admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "第一职校"}, "kind": "school"}).Want(201).ID()
	person := func(name string) string {
		return admin.Post("/people", map[string]any{"name": name, "birth_date": "2002-03-04", "organization_id": school}).Want(201).ID()
	}
	return admin, school, person("李伟"), person("王伟")
}

func TestNumbersAreSealedAnewAfterARotationAndKeysThatNothingNeedsAreDropped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin, school, one, other := twoPeople(h)
		before := passport(admin, one, "E12345678").Want(201).ID()
		admin.Finished(admin.Table("/imports?kind=people&organization="+school, []byte("姓名,出生日期,身份证号\n张三,2004-03-01,11010519491231002X\n")).Want(202))
		where, archives := []string{"--db", h.Where, "--data", h.Data}, t.TempDir()
		keys := func(verb string, more ...string) string {
			return done(t, append(append([]string{"keys", verb}, where...), more...)...)
		}
		done(t, append([]string{"backup", "--out", filepath.Join(archives, "before.zip")}, where...)...)
		former := load(t, h.Data).Vault.Current()
		keys("rotate")
		present := load(t, h.Data).Vault.Current()
		says := func(printed string, lines ...string) {
			t.Helper()
			for _, line := range lines {
				if !strings.Contains(printed, line+"\n") {
					t.Errorf("it does not say %q: %s", line, printed)
				}
			}
		}
		inImports := "1 rows of import_files, 1 rows of import_rows"
		says(keys("list"), present+"  seals now  nothing needs it", former+"  former     1 rows of identity_documents, "+inImports)

		passport(admin, other, "E87654321").Want(201) // the house runs since before, and seals as before
		says(keys("reseal"), "2 identity numbers were sealed anew", "All identity numbers are under the present key "+present+".")
		if printed := keys("reseal"); strings.Contains(printed, "sealed anew") {
			t.Errorf("they are sealed anew again: %s", printed)
		}
		admin.Get("/people/" + one + "/identity-documents").Want(200) // the house does not know the new key yet
		again := apptest.On(t, h.Where, h.Data)
		clerk := again.SignIn("admin", apptest.Password)
		if got := clerk.Post("/identity-documents/"+before+"/disclosure", map[string]any{"purpose": "other"}).Want(200).Text("number"); got != "E12345678" {
			t.Errorf("the number reads %q", got)
		}
		passport(clerk, other, "E12345678").Refused(409, "identity_document_taken")

		stays := former + "  stays    " + inImports
		refused(t, "--archives FOLDER", append([]string{"keys", "drop"}, where...)...)
		refused(t, "there is no archive in", append([]string{"keys", "drop", "--archives", t.TempDir()}, where...)...)
		says(keys("drop", "--archives", "none"), stays, "0 former sealing keys were taken out of "+filepath.Join(h.Data, "keys.json")+".")
		for _, table := range []string{"import_rows", "import_files"} { // as after thirty days
			if err := again.Exec("delete from " + table); err != nil {
				t.Fatal(err)
			}
		}
		kept := "1 rows of before.zip: identity_documents, 1 rows of before.zip: import_files, 1 rows of before.zip: import_rows"
		says(keys("list", "--archives", archives), present+"  seals now  2 rows of identity_documents", former+"  former     "+kept)
		says(keys("drop", "--archives", archives), former+"  stays    "+kept)
		passport(admin, one, "E11111111").Refused(503, "sealing_key_retired") // a house that still seals with it
		says(keys("drop", "--archives", "none"), former+"  dropped  nothing needs it")
		if left := load(t, h.Data).Vault; left.Current() != present || len(left.Former()) != 0 {
			t.Errorf("the keys are %s, %v", left.Current(), left.Former())
		}
		says(keys("list", "--archives", archives), former+"  MISSING    "+kept)
		says(keys("drop", "--archives", "none"), "0 former sealing keys were taken out of "+filepath.Join(h.Data, "keys.json")+".")

		last := apptest.On(t, h.Where, h.Data).SignIn("admin", apptest.Password)
		if got := last.Get("/people/" + one + "/identity-documents").Want(200).Text("items.0.number_masked"); got != "E******78" {
			t.Errorf("the number is shown as %q", got)
		}
		passport(last, one, "E11111111").Want(201)
		passport(last, other, "E12345678").Refused(409, "identity_document_taken")
	})
}

func TestNumbersWhoseKeyIsMissingStayAsTheyAreAndAreCounted(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin, _, one, _ := twoPeople(h)
		passport(admin, one, "E12345678").Want(201)
		stranger := t.TempDir()
		refused(t, "the key file cannot be read", "keys", "reseal", "--db", h.Where, "--data", stranger)
		apptest.On(t, h.Where, stranger).Stop() // an installation that lost its key file makes a new one
		if printed, code := told("keys", "reseal", "--db", h.Where, "--data", stranger); code != 1 || !strings.Contains(printed, "1 identity numbers are sealed with keys that are not in") {
			t.Errorf("exit code %d: %s", code, printed)
		}
		if printed := done(t, "keys", "list", "--db", h.Where, "--data", stranger); !strings.Contains(printed, load(t, h.Data).Vault.Current()+"  MISSING    1 rows of identity_documents") {
			t.Errorf("it does not name the key that is missing: %s", printed)
		}
	})
}

// manyDocuments gives a person so many that they are sealed anew in several transactions, and
// answers their numbers.
func manyDocuments(t *testing.T, h *apptest.House, v vault.Vault, person string) map[id.ID[people.Document]]string {
	t.Helper()
	owner, err := id.Parse[people.Person](person)
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[id.ID[people.Document]]string{}
	var all []people.Document
	for n := range 2600 {
		typed := people.NewDocument{Type: people.Passport, Number: fmt.Sprintf("E%08d", n)}
		d, err := typed.Document(v, id.Random[people.Document](id.System{}), people.Person{ID: owner}, apptest.Begin)
		if err != nil {
			t.Fatal(err)
		}
		all, numbers[d.ID] = append(all, d), typed.Number
	}
	if err := h.DB.Write(t.Context(), func(tx work.Tx) error { return tx.(*store.Tx).AddDocuments(t.Context(), all) }); err != nil {
		t.Fatal(err)
	}
	return numbers
}

// killedAfter runs the program and kills it after it has printed a line.
func killedAfter(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Errorf("it printed %q, %v: %s", line, err, failed.String())
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

func TestSealingAnewThatWasKilledInTheMiddleOfItIsBegunAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		_, _, person, _ := twoPeople(h)
		numbers := manyDocuments(t, h, load(t, h.Data).Vault, person)
		where := []string{"--db", h.Where, "--data", h.Data}
		under := func(key string) string {
			return lines(t, h.Where, "select count(*) as n from identity_documents where key_id = '"+key+"'")[0]
		}
		for range 3 {
			done(t, append([]string{"keys", "rotate"}, where...)...)
			present := load(t, h.Data).Vault
			killedAfter(t, append([]string{"keys", "reseal"}, where...)...)
			if under(present.Current()) == "n=0" {
				t.Error("what was printed had not been committed")
			}
			done(t, append([]string{"keys", "reseal"}, where...)...)
			if got := under(present.Current()); got != fmt.Sprint("n=", len(numbers)) {
				t.Errorf("under the present key are %s", got)
			}
		}
		printed := done(t, append([]string{"keys", "drop", "--archives", "none"}, where...)...)
		if strings.Count(printed, "dropped  nothing needs it") != 3 {
			t.Errorf("three keys were to be dropped: %s", printed)
		}
		present := load(t, h.Data).Vault
		err := h.DB.Read(t.Context(), func(tx work.Tx) error {
			for d, number := range numbers {
				found, err := tx.(*store.Tx).DocumentByHash(t.Context(), people.Passport, present.Digest("passport", number))
				if err != nil || found.ID != d {
					return fmt.Errorf("%s finds %v, %w", number, found.ID, err)
				}
				if got, err := present.Open(found.Sealed, d.String()+" passport"); err != nil || got != number {
					return fmt.Errorf("%s reads %q, %w", number, got, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		time.Sleep(time.Second) // the last facts are sealed after their commit
		h.Stop()
		done(t, append([]string{"verify"}, where...)...)
	})
}
