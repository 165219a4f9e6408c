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
