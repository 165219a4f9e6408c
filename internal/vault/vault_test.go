package vault_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/vault"
)

func key(id string, fill byte) vault.Key {
	return vault.Key{ID: id, Secret: bytes.Repeat([]byte{fill}, vault.KeySize)}
}

func with(t testing.TB, sealing ...vault.Key) vault.Vault {
	t.Helper()
	v, err := vault.New(sealing, bytes.Repeat([]byte{9}, vault.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWhatWasSealedIsReadAgainAndNeverTwiceTheSame(t *testing.T) {
	v := with(t, key("a", 1))
	rapid.Check(t, func(t *rapid.T) {
		value, about := rapid.String().Draw(t, "value"), rapid.String().Draw(t, "about")
		one, err := v.Seal(value, about)
		other, _ := v.Seal(value, about)
		if err != nil || bytes.Equal(one.Box, other.Box) {
			t.Fatalf("two seals are equal, %v", err)
		}
		if got, err := v.Open(one, about); err != nil || got != value {
			t.Fatalf("%q is read as %q, %v", value, got, err)
		}
		if _, err := v.Open(one, about+"x"); err == nil {
			t.Fatal("a value was moved to another thing")
		}
	})
}

func TestANewKeySealsAndTheOneBeforeStillOpens(t *testing.T) {
	before := with(t, key("a", 1))
	sealed, err := before.Seal("11010519491231002X", "doc")
	if err != nil {
		t.Fatal(err)
	}
	after := with(t, key("b", 2), key("a", 1))
	if got, err := after.Open(sealed, "doc"); err != nil || got != "11010519491231002X" {
		t.Errorf("after the rotation it is read as %q, %v", got, err)
	}
	if former := after.Former(); !slices.Equal(former, []string{"a"}) || len(before.Former()) > 0 {
		t.Errorf("the former keys are %v", former)
	}
	if again, _ := after.Seal("x", "doc"); again.Key != "b" {
		t.Errorf("the former key %s still seals", again.Key)
	}
	if !bytes.Equal(before.Digest("x"), after.Digest("x")) {
		t.Error("nothing is found any more after a rotation")
	}
	if _, err := with(t, key("b", 2)).Open(sealed, "doc"); !errors.Is(err, vault.ErrKeyMissing) {
		t.Errorf("without its key: %v", err)
	}
}

func TestADigestTellsWherePartsEnd(t *testing.T) {
	v := with(t, key("a", 1))
	if bytes.Equal(v.Digest("ab", "c"), v.Digest("a", "bc")) {
		t.Error("two pairs have one digest")
	}
}

func TestDamagedKeysAreRefused(t *testing.T) {
	for _, keys := range [][]vault.Key{nil, {key("", 1)}, {key("a", 1), key("a", 2)}, {{ID: "a", Secret: []byte("short")}}} {
		if _, err := vault.New(keys, bytes.Repeat([]byte{9}, vault.KeySize)); err == nil {
			t.Errorf("%d keys were taken", len(keys))
		}
	}
	if _, err := (vault.Vault{}).Seal("x", ""); err == nil {
		t.Error("a vault without keys seals")
	}
}
