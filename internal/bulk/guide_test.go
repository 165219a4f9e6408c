package bulk

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheGuideShowsEveryKindWithItsColumns(t *testing.T) {
	guide, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, k := range kinds {
		row := regexp.MustCompile("(?m)^\\| `" + string(name) + "` \\|.*\\| ([^|]*) \\|$").FindSubmatch(guide)
		if row == nil {
			t.Errorf("the guide does not show %s", name)
			continue
		}
		var want []string
		for _, c := range k.columns {
			if c.required {
				c.name = "**" + c.name + "**"
			}
			want = append(want, c.name)
		}
		shown := strings.Split(string(row[1]), ", ")
		if slices.Sort(want); !slices.Equal(slices.Sorted(slices.Values(shown)), want) {
			t.Errorf("of %s the guide shows %v and not %v", name, shown, want)
		}
	}
}

func TestThePictureOfTheGuideShowsTitlesThatAreRead(t *testing.T) {
	picture, err := os.ReadFile("import-report.svg")
	if err != nil {
		t.Fatal(err)
	}
	titles := regexp.MustCompile(`font-weight="bold">(\p{Han}+)<`).FindAllSubmatch(picture, -1)
	if len(titles) == 0 {
		t.Fatal("the picture has no titles")
	}
	for _, title := range titles {
		header, problems := kinds[People].headings([]string{string(title[1])}, nil)
		if header[0].Column == "" {
			t.Errorf("%s is read as %v, %v", title[1], header, problems)
		}
	}
}
