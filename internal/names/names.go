package names

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Text is one text in several languages, by BCP 47 tag: {"zh-CN": "上海", "en": "Shanghai"}.
type Text map[string]string

// In is the text in a language ("zh" finds "zh-CN"), or in Chinese, or in any.
func (t Text) In(language string) string {
	tags := make([]string, 0, len(t))
	for tag := range t {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	for _, want := range []string{language, "zh", ""} {
		for _, tag := range tags {
			if strings.HasPrefix(tag, want) && t[tag] != "" {
				return t[tag]
			}
		}
	}
	return ""
}

// Patch is what a JSON Merge Patch (RFC 7396) says of a map of texts: nil removes one, what is absent
// stays. A nil Patch leaves all of them.
type Patch map[string]*string

// Setting is the patch that sets these.
func Setting(texts map[string]string) Patch {
	p := make(Patch, len(texts))
	for key, text := range texts {
		p[key] = &text
	}
	return p
}

// On is what becomes of a map.
func (p Patch) On(before map[string]string) map[string]string {
	after := make(map[string]string, len(before)+len(p))
	maps.Copy(after, before)
	for key, text := range p {
		if text == nil {
			delete(after, key)
		} else {
			after[key] = *text
		}
	}
	return after
}

// Clean is the text with every value in normal form; empty values are left out.
func (t Text) Clean() Text {
	out := Text{}
	for tag, v := range t {
		if v = Clean(v); v != "" {
			out[tag] = v
		}
	}
	return out
}

// Clean is a name in Unicode normal form C, without invisible characters and without white
// space around it; white space within is one space.
func Clean(name string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	return strings.Join(strings.Fields(visible), " ")
}

// SortKey orders names the way people look them up: by pinyin, then by the name itself.
func SortKey(name string) string {
	full, _ := spell(name)
	return full + " " + strings.ToLower(name)
}

// Sound is how a name is spoken: names that sound alike have the same.
func Sound(name string) string {
	full, _ := spell(Clean(name))
	return full
}

// SearchKeys are the lower-cased keys under which names are found by their beginning: each
// name, each word of it, its full pinyin and its pinyin initials, in other readings of its
// characters too (卜 is bu and bo, 单 is dan and shan).
func SearchKeys(all ...string) []string {
	var keys []string
	add := func(k string) {
		if k = strings.ToLower(strings.TrimSpace(k)); k != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	for _, name := range all {
		name = Clean(name)
		add(name)
		for _, word := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '·' }) {
			add(word)
		}
		for _, s := range spellings(name) {
			add(s.full)
			add(s.initials)
		}
	}
	return keys
}

// SearchKey is what a caller typed, in the form of the keys.
func SearchKey(typed string) string { return strings.ToLower(Clean(typed)) }

// spelling is the pinyin of a name without tones, and its initials.
type spelling struct{ full, initials string }

// spell gives the usual spelling.
func spell(name string) (full, initials string) {
	s := spellings(name)[0]
	return s.full, s.initials
}

// mostSpellings bounds how many spellings a name has: of those with many readings the first
// characters, which are the surname, are read in every way.
const mostSpellings = 12

// spellings gives the pinyin of the Chinese characters, the usual reading first; other letters
// and digits stay.
func spellings(name string) []spelling {
	all := []spelling{{}}
	start := true
	for _, r := range strings.ToLower(name) {
		switch read := readings(r); {
		case len(read) > 0:
			if len(all)*len(read) > mostSpellings {
				read = read[:1]
			}
			longer := make([]spelling, 0, len(all)*len(read))
			for _, syllable := range read {
				for _, s := range all {
					longer = append(longer, spelling{s.full + syllable, s.initials + syllable[:1]})
				}
			}
			all, start = longer, true
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			for i := range all {
				all[i].full += string(r)
				if start {
					all[i].initials += string(r)
				}
			}
			start = false
		default:
			start = true
		}
	}
	return all
}

// remembered are the readings of the characters that were asked for: no more than the dictionary has.
var remembered sync.Map

// readings are the ways in which a Chinese character is read, without tones, the usual one first.
func readings(r rune) []string {
	if known, ok := remembered.Load(r); ok {
		return known.([]string)
	}
	args := pinyin.NewArgs()
	args.Heteronym = true
	var out []string
	for _, syllable := range pinyin.SinglePinyin(r, args) {
		if !slices.Contains(out, syllable) {
			out = append(out, syllable)
		}
	}
	if out != nil {
		remembered.Store(r, out)
	}
	return out
}
