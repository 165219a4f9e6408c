package relay_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/saichang/saichang/internal/relay"
)

// keyFile is a new key file in a folder of its own.
func keyFile(t *testing.T) (path string, k relay.Keys) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "keys.json")
	k, err := relay.LoadOrCreateKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, k
}

func TestEveryRotationKeepsTheVerifiersOfAllKeysBeforeAndNoSecretOfThem(t *testing.T) {
	path, first := keyFile(t)
	known, latest := []string{first.VerifierText}, first
	for range 3 {
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		former, now, err := relay.RotateKeys(path)
		if err != nil {
			t.Fatal(err)
		}
		if former.VerifierText != latest.VerifierText || now.Signer.Name() != first.Signer.Name() ||
			now.Signer.KeyHash() == former.Signer.KeyHash() || bytes.Equal(now.Cursors, former.Cursors) {
			t.Errorf("%v comes after %v", now, former)
		}
		known, latest = append([]string{now.VerifierText}, known...), now
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(before), "\n") {
			if strings.Contains(line, `"signing_key"`) && strings.Contains(string(text), strings.Trim(line, " ,")) {
				t.Error("the former signing key is still there")
			}
		}
	}
	read, err := relay.LoadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(known)
	if got := slices.Sorted(slices.Values(read.KnownTexts())); !slices.Equal(got, known) || len(read.Known()) != len(known) {
		t.Errorf("the file knows %v, not %v", got, known)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has %v, %v", info.Mode(), err)
	}
}

func TestOfManyWhoRotateAtOnceNobodysKeyIsLost(t *testing.T) {
	path, _ := keyFile(t)
	var all sync.WaitGroup
	var rotated atomic.Int64
	for range 8 {
		all.Go(func() {
			if _, _, err := relay.RotateKeys(path); err == nil {
				rotated.Add(1)
			}
		})
	}
	all.Wait()
	k, err := relay.LoadKeys(path)
	if err != nil || rotated.Load() == 0 || int64(len(k.Former)) != rotated.Load() {
		t.Errorf("%d rotated, %d former keys are kept, %v", rotated.Load(), len(k.Former), err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("%v is left", left)
	}
}

func TestARotationThatCannotBeWrittenLeavesTheKeysAsTheyWere(t *testing.T) {
	path, first := keyFile(t)
	if err := os.Mkdir(path+".next", 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := relay.RotateKeys(path); err == nil || !strings.Contains(err.Error(), "delete it") {
		t.Errorf("an interrupted rotation is answered with %v", err)
	}
	if _, _, err := relay.RotateKeys(filepath.Join(t.TempDir(), "keys.json")); err == nil {
		t.Error("keys were rotated that are not there")
	}
	if k, err := relay.LoadKeys(path); err != nil || k.VerifierText != first.VerifierText {
		t.Errorf("the keys are %v, %v", k, err)
	}
}

func TestAKeyFileThatNamesAKeyTwiceIsDamaged(t *testing.T) {
	path, first := keyFile(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, former := range []string{first.VerifierText, "saichang/x+1+2"} {
		damaged := strings.Replace(string(text), "{", `{"former_verifier_keys": ["`+former+`"],`, 1)
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := relay.LoadKeys(path); err == nil || !strings.Contains(err.Error(), "former_verifier_keys") {
			t.Errorf("%s: %v", former, err)
		}
	}
}

func TestAnIdentityNumberIsReadAndFoundAfterEveryRotation(t *testing.T) {
	path, first := keyFile(t)
	sealed, err := first.Vault.Seal("11010519491231002X", "of a person")
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, now, err := relay.RotateKeys(path)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := now.Vault.Open(sealed, "of a person"); err != nil || got != "11010519491231002X" {
			t.Errorf("it is read as %q, %v", got, err)
		}
		if now.Vault.Current() == first.Vault.Current() || !bytes.Equal(now.Vault.Digest("x"), first.Vault.Digest("x")) {
			t.Error("the sealing key has to change, the look-up key has not")
		}
	}
}

func TestAKeyFileOfTheTimeBeforeIdentityNumbersGetsTheirKeysOnce(t *testing.T) {
	path, first := keyFile(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	delete(all, "sealing_keys")
	delete(all, "lookup_key")
	text, err = json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if old, err := relay.LoadKeys(path); err != nil || old.Vault.Current() != "" {
		t.Errorf("the old file seals with %q, %v", old.Vault.Current(), err)
	}
	one, err := relay.LoadOrCreateKeys(path)
	if err != nil || one.Vault.Current() == "" || one.VerifierText != first.VerifierText {
		t.Fatalf("%v, %v", one, err)
	}
	if other, err := relay.LoadOrCreateKeys(path); err != nil || other.Vault.Current() != one.Vault.Current() {
		t.Errorf("the keys were made twice: %v", err)
	}
}
