package id_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/id"
)

type school struct{}

func (school) IDPrefix() string { return "org" }

type judge struct{}

func (judge) IDPrefix() string { return "jdg" }

func TestAnIDReadsBackFromItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := id.ID[school](rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes"))
		got, err := id.Parse[school](want.String())
		if err != nil || got != want {
			t.Fatalf("%v reads back as %v, %v", want, got, err)
		}
	})
}

func TestTheTextFormIsTypeIDs(t *testing.T) {
	// The example of the TypeID specification, version 0.3.
	got, err := id.Parse[school]("org_01h455vb4pex5vsknk084sn02q")
	if err != nil || strings.ToLower(hexOf(got)) != "01890a5dac96774bbcceb302099a8057" {
		t.Errorf("got %s, %v", hexOf(got), err)
	}
}

func hexOf(i id.ID[school]) string {
	const h = "0123456789abcdef"
	var b strings.Builder
	for _, c := range i {
		b.WriteByte(h[c>>4])
		b.WriteByte(h[c&15])
	}
	return b.String()
}

func TestAnIDOfAnotherNounIsRefused(t *testing.T) {
	j := id.Random[judge](id.System{})
	for _, text := range []string{
		j.String(), "", "org", "org_", "org_8zzzzzzzzzzzzzzzzzzzzzzzzz", "org_01h455vb4pex5vsknk084sn02", "org_01h455vb4pex5vsknk084sn02Q", "org_01h455vb4pex5vsknk084sn02u",
	} {
		if got, err := id.Parse[school](text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func TestOrderedIDsSortByTheirInstant(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	a := id.Ordered[school](id.System{}, at).String()
	b := id.Ordered[school](id.System{}, at.Add(time.Millisecond)).String()
	if a >= b {
		t.Errorf("%s does not sort before %s", a, b)
	}
}

func TestAnIDIsTextInJSONAndBytesInTheDatabase(t *testing.T) {
	want := id.Random[school](id.Seeded(7))
	text, err := json.Marshal(map[string]any{"id": want, "none": id.ID[school]{}})
	if err != nil || string(text) != `{"id":"`+want.String()+`","none":""}` {
		t.Fatalf("%s, %v", text, err)
	}
	stored, _ := want.Value()
	var got id.ID[school]
	if err := got.Scan(stored); err != nil || got != want {
		t.Errorf("scanned %v, %v", got, err)
	}
	if err := got.Scan("01890a5d-ac96-774b-bcce-b302099a8057"); err != nil || got.String() != "org_01h455vb4pex5vsknk084sn02q" {
		t.Errorf("scanned %v, %v", got, err)
	}
}
