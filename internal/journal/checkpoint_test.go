package journal_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/journal"
)

func keys(t testing.TB, name string) (note.Signer, note.Verifier) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

var promise = journal.Checkpoint{Origin: "saichang/test", Seals: 12, Facts: 345, Root: tlog.Hash{1, 2, 3}}

func TestACheckpointOpensWithTheKeyThatSignedIt(t *testing.T) {
	s, v := keys(t, "saichang/test")
	_, other := keys(t, "saichang/other")
	signed, err := promise.Sign(s)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"as signed": signed, "after a mail": bytes.ReplaceAll(append([]byte("\n "), signed...), []byte("\n"), []byte("\r\n")), "cut at the end": bytes.TrimSpace(signed),
	} {
		if got, err := journal.OpenCheckpoint(text, other, v); err != nil || got != promise {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := journal.OpenCheckpoint(signed, other); err == nil {
		t.Error("another key opens it")
	}
	if _, err := journal.OpenCheckpoint(signed); err == nil {
		t.Error("no key opens it")
	}
}

func TestAChangedCheckpointDoesNotOpen(t *testing.T) {
	s, v := keys(t, "saichang/test")
	signed, err := promise.Sign(s)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		at, bit := rapid.IntRange(0, len(signed)-2).Draw(t, "at"), rapid.IntRange(0, 7).Draw(t, "bit")
		changed := bytes.Clone(signed)
		changed[at] ^= 1 << bit
		// White space around a note is forgiven; what opens must be the same promise.
		if got, err := journal.OpenCheckpoint(changed, v); err == nil && got != promise {
			t.Fatalf("%q opens as %+v", changed, got)
		}
	})
}

func TestASignedNoteThatIsNoCheckpointIsRefused(t *testing.T) {
	s, v := keys(t, "saichang/test")
	root := "AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	for _, text := range []string{
		"hello\n",
		"saichang/test\n12\n" + root + "\n",
		"saichang/test\n12\n" + root + "\nfacts 345\nmore\n",
		"saichang/test\n012\n" + root + "\nfacts 345\n",
		"saichang/test\n0\n" + root + "\nfacts 0\n",
		"saichang/test\n-1\n" + root + "\nfacts 345\n",
		"saichang/test\n12\n" + root + "\n345\n",
		"saichang/test\n12\n" + root + "\nfacts many\n",
		"saichang/test\n12\n" + strings.TrimRight(root, "=") + "\nfacts 345\n",
	} {
		signed, err := note.Sign(&note.Note{Text: text}, s)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := journal.OpenCheckpoint(signed, v); err == nil {
			t.Errorf("%q opens as %+v", text, got)
		}
	}
}

// stored is what a database keeps of the tree.
type stored []tlog.Hash

func (m stored) ReadHashes(positions []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(positions))
	for i, at := range positions {
		if at >= int64(len(m)) {
			return nil, fmt.Errorf("hash %d is not stored yet", at)
		}
		out[i] = m[at]
	}
	return out, nil
}

func TestTheTreeOfStoredHashesTheGrowingTreeAndTheRootFromDigestsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digests := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [32]byte {
			return [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "digest"))
		}), 0, 70).Draw(t, "digests")
		var kept stored
		var tree journal.Tree
		for i, d := range digests {
			s := journal.Seal{Number: int64(i + 1), Digest: d}
			if journal.LeafPosition(s.Number) != int64(len(kept)) {
				t.Fatalf("seal %d begins at position %d, not %d", s.Number, journal.LeafPosition(s.Number), len(kept))
			}
			more, err := journal.LeafHashes(s, kept)
			if err != nil {
				t.Fatal(err)
			}
			if grown := tree.Add(d); fmt.Sprint(grown) != fmt.Sprint(more) {
				t.Fatalf("seal %d: %v is not %v", s.Number, grown, more)
			}
			kept = append(kept, more...)
		}
		root, err := tlog.TreeHash(int64(len(digests)), kept)
		if err != nil {
			t.Fatal(err)
		}
		if tree.Root() != root || journal.RootOf(digests) != root || tree.Seals() != int64(len(digests)) {
			t.Fatalf("%d seals: %v, %v and %v", len(digests), root, tree.Root(), journal.RootOf(digests))
		}
	})
}
