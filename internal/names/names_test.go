package names_test

import (
	"slices"
	"testing"

	"github.com/saichang/saichang/internal/names"
)

func TestANameIsFoundByItselfItsPinyinAndItsInitials(t *testing.T) {
	keys := names.SearchKeys("上海信息技术学校", "Shanghai Information School")
	for _, want := range []string{"上海信息技术学校", "shanghaixinxijishuxuexiao", "shxxjsxx", "information", "sis"} {
		if !slices.Contains(keys, want) {
			t.Errorf("%q is not among %q", want, keys)
		}
	}
}

func TestANameIsFoundInEveryReadingOfItsCharacters(t *testing.T) {
	for name, spelled := range map[string][]string{"阿卜杜拉·买买提": {"abudulamaimaiti", "abdlmmt"}, "单田芳": {"dantianfang", "shantianfang", "stf"}, "曾重行": {"zengzhongxing", "cengchongxing"}} {
		keys := names.SearchKeys(name)
		for _, want := range spelled {
			if !slices.Contains(keys, want) {
				t.Errorf("%s is not found by %q among %q", name, want, keys)
			}
		}
	}
	if keys := names.SearchKeys("重重重重重重重重重重"); len(keys) > 30 {
		t.Errorf("a name has %d keys", len(keys))
	}
}

func TestAMiddleDotAndRareCharactersStay(t *testing.T) {
	for _, name := range []string{"阿卜杜拉·买买提", "𠮷田", "欧阳  修"} {
		want := name
		if name == "欧阳  修" {
			want = "欧阳 修"
		}
		if got := names.Clean(" " + name + "\u200b"); got != want {
			t.Errorf("%q became %q", name, got)
		}
	}
}

func TestATextIsGivenInTheAskedLanguageOrInChinese(t *testing.T) {
	text := names.Text{"zh-CN": "网站技术", "en": "Web Technologies"}
	if got := text.In("en") + "/" + text.In("zh") + "/" + text.In("fr"); got != "Web Technologies/网站技术/网站技术" {
		t.Error(got)
	}
}
