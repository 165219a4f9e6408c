package names

import (
	"slices"
	"strings"
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
// name, each word of it, its full pinyin and its pinyin initials.
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
		full, initials := spell(name)
		add(full)
		add(initials)
	}
	return keys
}

// SearchKey is what a caller typed, in the form of the keys.
func SearchKey(typed string) string { return strings.ToLower(Clean(typed)) }

// spell gives the pinyin of the Chinese characters, without tones, and their initials; other
// letters and digits stay.
func spell(name string) (full, initials string) {
	var f, i strings.Builder
	args := pinyin.NewArgs()
	start := true
	for _, r := range strings.ToLower(name) {
		switch syllables := pinyin.SinglePinyin(r, args); {
		case len(syllables) > 0:
			f.WriteString(syllables[0])
			i.WriteByte(syllables[0][0])
			start = true
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			f.WriteRune(r)
			if start {
				i.WriteRune(r)
			}
			start = false
		default:
			start = true
		}
	}
	return f.String(), i.String()
}
