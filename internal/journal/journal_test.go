package journal_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

var noon = time.Date(2026, 9, 22, 4, 0, 0, 0, time.UTC)

func ref(prefix string, n byte) id.Ref { return id.Ref{Prefix: prefix, UUID: [16]byte{15: n}} }

// entry is a full one: no field is empty.
func entry(source id.Source, ordinal int) journal.Entry {
	salt := make([]byte, 32)
	source.Bytes(salt)
	values := json.RawMessage(`{"name":"李伟"}`)
	return journal.Entry{
		Unit: id.OrderedBytes(source, noon), Ordinal: ordinal, At: noon, Actor: ref("acc", 1), Action: "organizations.create",
		Name: "organization.created", Subject: ref("org", 2), Within: []id.Ref{ref("edn", 3), ref("evt", 4)}, Request: "5f6c",
		Data:     json.RawMessage(`{"kind":"school"}`),
		Personal: &journal.Personal{Person: ref("per", 5), Hash: journal.PersonalHash(salt, values), Salt: salt, Values: values},
	}
}

func TestADigestCoversEveryFieldOfAnEntry(t *testing.T) {
	mutations := map[string][]func(*journal.Entry){
		"Unit":    {func(e *journal.Entry) { e.Unit[15] ^= 1 }, func(e *journal.Entry) { e.Unit[0] ^= 0x80 }},
		"Ordinal": {func(e *journal.Entry) { e.Ordinal++ }},
		"At":      {func(e *journal.Entry) { e.At = e.At.Add(time.Millisecond) }},
		"Actor":   {func(e *journal.Entry) { e.Actor.UUID[0]++ }, func(e *journal.Entry) { e.Actor.Prefix = "svc" }, func(e *journal.Entry) { e.Actor = id.Ref{} }},
		"Action":  {func(e *journal.Entry) { e.Action += "d" }},
		"Name":    {func(e *journal.Entry) { e.Name = "organization.updated" }},
		"Subject": {func(e *journal.Entry) { e.Subject.UUID[15]++ }},
		"Within": {
			func(e *journal.Entry) { e.Within = nil },
			func(e *journal.Entry) { e.Within = e.Within[:1] },
			func(e *journal.Entry) { e.Within = []id.Ref{e.Within[1], e.Within[0]} },
		},
		"Request": {func(e *journal.Entry) { e.Request = "" }},
		"Data": {
			func(e *journal.Entry) { e.Data = json.RawMessage(`{"kind":"guest"}`) },
			func(e *journal.Entry) { e.Data = json.RawMessage(`{"kind": "school"}`) }, // not even white space
			func(e *journal.Entry) { e.Data = json.RawMessage(`no JSON`) },
		},
		"Personal": {func(e *journal.Entry) { e.Personal.Hash = strings.Repeat("0", 64) }, func(e *journal.Entry) { e.Personal = nil }},
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[journal.Entry]()) {
		if len(mutations[field.Name]) == 0 {
			t.Errorf("nothing here changes the field %s", field.Name)
		}
		for i, mutate := range mutations[field.Name] {
			changed := entry(id.Seeded(1), 0)
			mutate(&changed)
			if changed.Digest() == entry(id.Seeded(1), 0).Digest() {
				t.Errorf("change %d of %s leaves the digest as it was", i, field.Name)
			}
		}
	}
}

func TestADigestKeepsItsFormSoThatOldChainsVerify(t *testing.T) {
	e := entry(id.Seeded(1), 0)
	e.Unit, e.Personal.Hash = [16]byte{15: 9}, strings.Repeat("a", 64)
	d := e.Digest()
	const want = "66adff3485b22723f8ad5f0b415cb288dd1a334d457fe6b617370891f60a4b8a"
	if got := hex.EncodeToString(d[:]); got != want {
		t.Errorf("digest %s, not %s: existing installations would verify as broken", got, want)
	}
	s := journal.Next(nil, [][16]byte{e.Unit}, [][32]byte{d}, noon)
	const wantSeal = "614dae320a72a342cddeeb8dc6f1fde6c6ee439de7a1c138d84b6fd5c7884396"
	if got := hex.EncodeToString(s.Digest[:]); got != wantSeal {
		t.Errorf("seal %s, not %s: existing installations would verify as broken", got, wantSeal)
	}
}

func TestValuesMovedBetweenNeighbouringFieldsChangeTheDigest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := entry(id.Seeded(1), 0)
		text := rapid.StringN(1, 20, -1).Draw(t, "text")
		cut, other := rapid.IntRange(0, len(text)).Draw(t, "cut"), rapid.IntRange(0, len(text)).Draw(t, "other")
		b := a
		a.Action, a.Name = text[:cut], text[cut:]
		b.Action, b.Name = text[:other], text[other:]
		if (a.Digest() == b.Digest()) != (cut == other) {
			t.Fatalf("%q|%q and %q|%q", a.Action, a.Name, b.Action, b.Name)
		}
	})
}

func TestErasingADigestsPersonalValuesDoesNotChangeIt(t *testing.T) {
	e := entry(id.Seeded(1), 0)
	before := e.Digest()
	e.Personal = &journal.Personal{Hash: e.Personal.Hash}
	if e.Digest() != before {
		t.Error("erasing breaks the chain")
	}
}

func TestAUnitsIDCarriesItsInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(t, "ms")).UTC()
		unit := id.OrderedBytes(id.System{}, at)
		if journal.UnitMillis(unit) != at.UnixMilli() {
			t.Fatalf("%x carries %d, not %d", unit, journal.UnitMillis(unit), at.UnixMilli())
		}
		floor, after := journal.UnitFloor(at), journal.UnitFloor(at.Add(time.Nanosecond))
		if string(floor[:]) > string(unit[:]) || string(after[:]) <= string(unit[:]) {
			t.Fatalf("%x is not between %x and %x", unit, floor, after)
		}
	})
}

// chain seals bursts of these sizes, units of up to three entries each.
func chain(t *testing.T, sizes ...int) ([]journal.Seal, [][]journal.Found) {
	t.Helper()
	source := id.Seeded(uint64(len(sizes)))
	var seals []journal.Seal
	var bursts [][]journal.Found
	var previous *journal.Seal
	at := noon
	for _, size := range sizes {
		var units [][16]byte
		var burst []journal.Found
		var digests [][32]byte
		for len(burst) < size {
			at = at.Add(time.Millisecond)
			unit := id.OrderedBytes(source, at)
			units = append(units, unit)
			for ordinal := range min(3, size-len(burst)) {
				e := entry(source, ordinal)
				e.Unit, e.At = unit, at
				burst, digests = append(burst, journal.Found{Entry: e}), append(digests, e.Digest())
			}
		}
		s := journal.Next(previous, units, digests, at)
		seals, bursts, previous = append(seals, s), append(bursts, burst), &s
	}
	return seals, bursts
}

func verify(seals []journal.Seal, bursts [][]journal.Found) (broken *journal.Broken, personal, erased int) {
	var previous *journal.Seal
	for i, s := range seals {
		c := s.Against(previous)
		for _, f := range bursts[i] {
			c.Add(f)
		}
		if err := c.Verdict(); err != nil {
			errors.As(err, &broken)
			return broken, personal, erased
		}
		personal, erased, previous = personal+c.Personal, erased+c.Erased, &s
	}
	return nil, personal, erased
}

func TestAnUntouchedChainHolds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(0, 12), 0, 8).Draw(rt, "sizes")
		seals, bursts := chain(t, sizes...)
		if broken, _, _ := verify(seals, bursts); broken != nil {
			rt.Fatal(broken)
		}
		want := int64(1)
		for i, s := range seals {
			if s.Number != int64(i+1) || s.First != want {
				rt.Fatalf("seal %d begins at %d, not %d", s.Number, s.First, want)
			}
			want += int64(s.Count)
		}
	})
}

func TestTheCheckNamesTheFirstBrokenLink(t *testing.T) {
	type tamper = func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found)
	without := func(b []journal.Found, i int) []journal.Found {
		return append(append([]journal.Found{}, b[:i]...), b[i+1:]...)
	}
	for name, c := range map[string]struct {
		tamper tamper
		want   journal.Broken
	}{
		"a changed fact alone in its seal": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[1][0].Name = "x"
			return s, b
		}, journal.Broken{Seal: 2, Sequence: 6, Reason: "it is not what was sealed"}},
		"a changed fact among others": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[0][2].Name = "x"
			return s, b
		}, journal.Broken{Seal: 1, Reason: "a fact between 1 and 5, or the seal itself, is not what was sealed"}},
		"a changed instant": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[0][3].At = b[0][3].At.Add(-time.Hour)
			return s, b
		}, journal.Broken{Seal: 1, Sequence: 4, Reason: "its instant is not the one in its unit's id"}},
		"a fact taken out of the middle": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[0] = without(b[0], 1)
			return s, b
		}, journal.Broken{Seal: 1, Sequence: 2, Reason: "fact 1 of unit UNIT0 seems to be missing"}},
		"the last unit taken out": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[0] = b[0][:3]
			return s, b
		}, journal.Broken{Seal: 1, Sequence: 4, Reason: "the facts of unit UNIT1 are missing"}},
		"the only fact taken out": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[1] = nil
			return s, b
		}, journal.Broken{Seal: 2, Sequence: 6, Reason: "the facts of unit UNIT2 are missing"}},
		"the last fact of a unit taken out": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[0] = without(b[0], 2)
			return s, b
		}, journal.Broken{Seal: 1, Reason: "5 facts were sealed, 4 are there"}},
		"a fact put in": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			more := b[0][4]
			more.Ordinal++
			b[0] = append(b[0], more)
			return s, b
		}, journal.Broken{Seal: 1, Reason: "5 facts were sealed, more are there"}},
		"a row that cannot be read": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[2][1].Flaw = "its actor is no id"
			return s, b
		}, journal.Broken{Seal: 3, Sequence: 8, Reason: "its actor is no id"}},
		"other personal values": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[2][1].Personal.Values = json.RawMessage(`{"name":"王芳"}`)
			return s, b
		}, journal.Broken{Seal: 3, Sequence: 8, Reason: "its personal values are not the ones that it was tied to"}},
		"personal values partly moved into the salt": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			p := b[2][1].Personal
			p.Salt, p.Values = append(p.Salt, p.Values[:2]...), p.Values[2:]
			return s, b
		}, journal.Broken{Seal: 3, Sequence: 8, Reason: "its personal values are not the ones that it was tied to"}},
		"a seal taken out": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			return append(s[:1:1], s[2:]...), append(b[:1:1], b[2:]...)
		}, journal.Broken{Seal: 2, Reason: "the seal is missing"}},
		"a seal made anew": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			b[0][0].Name = "x"
			var digests [][32]byte
			for _, f := range b[0] {
				digests = append(digests, f.Digest())
			}
			s[0] = journal.Next(nil, s[0].Units, digests, s[0].SealedAt)
			return s, b
		}, journal.Broken{Seal: 2, Reason: "it does not continue the seal before"}},
		"another first sequence": {func(s []journal.Seal, b [][]journal.Found) ([]journal.Seal, [][]journal.Found) {
			s[1].First = 7
			return s, b
		}, journal.Broken{Seal: 2, Reason: "its first sequence is 7 and should be 6"}},
	} {
		t.Run(name, func(t *testing.T) {
			seals, bursts := chain(t, 5, 1, 3)
			want := c.want
			for i, unit := range append(append([][16]byte{}, seals[0].Units...), seals[1].Units...) {
				want.Reason = strings.ReplaceAll(want.Reason, "UNIT"+string(rune('0'+i)), journal.UnitText(unit))
			}
			broken, _, _ := verify(c.tamper(seals, bursts))
			if broken == nil || *broken != want {
				t.Errorf("got  %v\nwant %v", broken, &want)
			}
		})
	}
}

func TestABatchMayLeaveOutPlacesAndSpreadItsInstants(t *testing.T) {
	e, f := entry(id.Seeded(1), 1), entry(id.Seeded(2), 4)
	f.Unit, f.At = e.Unit, e.At.Add(5*time.Minute)
	s := journal.Next(nil, [][16]byte{e.Unit}, [][32]byte{e.Digest(), f.Digest()}, noon)
	if broken, _, _ := verify([]journal.Seal{s}, [][]journal.Found{{{Entry: e}, {Entry: f}}}); broken != nil {
		t.Error(broken)
	}
}

func TestErasedPersonalValuesAreErasedNotBroken(t *testing.T) {
	seals, bursts := chain(t, 4)
	bursts[0][1].Personal = &journal.Personal{Hash: bursts[0][1].Personal.Hash}
	broken, personal, erased := verify(seals, bursts)
	if broken != nil || personal != 4 || erased != 1 {
		t.Errorf("broken %v, personal %d, erased %d", broken, personal, erased)
	}
}

func TestAnyChangedByteOfASealBreaksTheChain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seals, bursts := chain(t, 4, 3, 2)
		at := rapid.IntRange(0, 2).Draw(rt, "seal")
		s, place := &seals[at], rapid.IntRange(0, 15).Draw(rt, "place")
		switch rapid.SampledFrom([]string{"units", "previous", "digest", "at", "count", "order"}).Draw(rt, "what") {
		case "units":
			s.Units[len(s.Units)-1][place] ^= 1
		case "previous":
			s.Previous[place] ^= 1
		case "digest":
			s.Digest[place] ^= 1
		case "at":
			s.SealedAt = s.SealedAt.Add(time.Millisecond)
		case "count":
			s.Count += 1 - 2*(place%2)
		case "order":
			s.Number += 1 + int64(place)
		}
		if broken, _, _ := verify(seals, bursts); broken == nil {
			rt.Fatal("the chain holds")
		}
	})
}
