package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// newest is the newest checkpoint file of a folder of data.
func newest(t *testing.T, data string) string {
	t.Helper()
	files, err := relay.CheckpointFiles(filepath.Join(data, "checkpoints"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there is no checkpoint file: %v", err)
	}
	return files[len(files)-1]
}

// noted is a fact that something happened.
type noted struct{}

func (noted) Fact() (string, id.Ref) { return "installation.noted", id.Ref{} }

// signAnew has something new happen, sealed and signed with the keys of a folder, by a
// process that is started so many years after the beginning: a checkpoint of the year before
// is old. Nobody else is sealing.
func signAnew(t *testing.T, where, data string, years int) error {
	t.Helper()
	keys, err := relay.LoadOrCreateKeys(filepath.Join(data, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), where, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	late := &apptest.Clock{}
	late.Set(apptest.Begin.AddDate(years, 0, 0))
	engine := &work.Engine{DB: db, Clock: late, IDs: id.System{}}
	ctx := access.WithActor(t.Context(), access.Installation)
	r := relay.New(engine, relay.Options{Keys: keys, Folder: filepath.Join(data, "checkpoints")})
	if _, err := work.Do(ctx, work.For[any](engine), func(u *work.Unit[any]) (struct{}, error) {
		u.Record(noted{})
		return struct{}{}, u.Allow(access.SealJournal, nil)
	}); err != nil {
		t.Fatal(err)
	}
	if err := r.SealAll(ctx); err != nil {
		t.Fatal(err)
	}
	return r.Sign(ctx)
}

func TestARotatedKeyContinuesTheSameLog(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		cursor := twoSchools(h).Get("/organizations?limit=1").Want(200).Text("next_cursor")
		h.Stop()
		if err := signAnew(t, h.Where, h.Data, 1); err != nil {
			t.Fatal(err)
		}
		old, first := keysOf(t, h), newest(t, h.Data)

		printed := done(t, "keys", "rotate", "--data", h.Data)
		before, after := load(t, old), load(t, h.Data)
		if !strings.Contains(printed, before.VerifierText) || !strings.Contains(printed, after.VerifierText) || !strings.Contains(printed, "next start") {
			t.Errorf("it does not say what was rotated: %s", printed)
		}
		again := apptest.On(t, h.Where, h.Data)
		again.SignIn("admin", apptest.Password).Get("/organizations?limit=1&cursor="+cursor).Refused(400, "invalid_cursor")
		again.Stop()
		if err := signAnew(t, h.Where, h.Data, 2); err != nil {
			t.Fatalf("the new key does not continue the log: %v", err)
		}

		second := newest(t, h.Data)
		if second == first {
			t.Fatal("no new checkpoint was signed")
		}
		for file, key := range map[string]string{first: before.VerifierText, second: after.VerifierText} {
			done(t, "verify", "--db", h.Where, "--data", h.Data, "--checkpoint", file)
			done(t, "verify", "--db", h.Where, "--data", t.TempDir(), "--key", before.VerifierText+","+after.VerifierText, "--checkpoint", file)
			if printed, code := told("verify", "--db", h.Where, "--data", h.Data, "--key", key); code == 0 || !strings.Contains(printed, "signature does not hold") {
				t.Errorf("one key of two verifies everything: %s", printed)
			}
		}
		if origin := firstLine(t, first); origin != firstLine(t, second) {
			t.Errorf("the log is called %q and then %q", origin, firstLine(t, second))
		}
	})
}

// twoSchools is something to seal, and a list of two pages. It answers the administrator.
func twoSchools(h *apptest.House) *apptest.Caller {
	h.T.Helper()
	admin := h.Administrator()
	for _, name := range []string{"甲", "乙"} {
		admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": name}, "kind": "school"}).Want(201)
	}
	return admin
}

func load(t *testing.T, data string) relay.Keys {
	t.Helper()
	k, err := relay.LoadKeys(filepath.Join(data, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func firstLine(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

func TestACheckpointOfAnUnknownKeyIsNeitherVerifiedNorContinued(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		twoSchools(h)
		done(t, "keys", "rotate", "--data", h.Data)
		h.Stop()
		stranger := t.TempDir() // an installation of its own on the same database
		if err := signAnew(t, h.Where, stranger, 1); err != nil {
			t.Fatal(err)
		}
		forged := newest(t, stranger)
		if printed, code := told("verify", "--db", h.Where, "--data", h.Data, "--checkpoint", forged); code == 0 || !strings.Contains(printed, "signature does not hold") {
			t.Errorf("a foreign checkpoint was believed: %s", printed)
		}
		folder := filepath.Join(h.Data, "checkpoints")
		text, err := os.ReadFile(forged)
		if err := errors.Join(err, os.MkdirAll(folder, 0o700), os.WriteFile(filepath.Join(folder, filepath.Base(forged)), text, 0o600)); err != nil {
			t.Fatal(err)
		}
		if err := signAnew(t, h.Where, h.Data, 2); err == nil || !strings.Contains(err.Error(), "signature does not hold") {
			t.Errorf("the log was continued after a foreign checkpoint: %v", err)
		}
	})
}

func TestAnInstallationWithoutKeysCannotRotateNorVerify(t *testing.T) {
	data := t.TempDir()
	refused(t, "the key file cannot be read", "keys", "rotate", "--data", data)
	refused(t, "there is no key file", "verify", "--data", data)
	refused(t, "are all there is", "keys", "show", "--data", data)
	if left, err := os.ReadDir(data); err != nil || len(left) > 0 {
		t.Errorf("it made %v, %v", left, err)
	}
}
