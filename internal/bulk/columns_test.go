package bulk

import (
	"testing"

	"github.com/saichang/saichang/internal/fault"
)

func TestATitleIsReadHoweverItIsWrittenAndWhatTheOrganizationSaidCountsFirst(t *testing.T) {
	k := kinds[People]
	header, problems := k.headings([]string{"姓 名 *", "Date of Birth", "出生地", "ｎａｍｅ", "Problems", ""}, map[string]string{"出生地": "organization"})
	want := []string{"name", "birth_date", "organization", "", "", ""}
	for i, h := range header {
		if h.Column != want[i] {
			t.Errorf("%q is taken for %q, want %q", h.Title, h.Column, want[i])
		}
	}
	if len(problems) != 1 || problems[0].Code != fault.ColumnTwice || problems[0].Column != "ｎａｍｅ" {
		t.Errorf("the problems are %+v", problems)
	}
}

func TestTitlesThatDifferOnlyInBracketsAreWhatWasSaidOfEach(t *testing.T) {
	said := map[string]string{"备注（学校）": "organization", "备注（姓名）": "name", "备注": ""}
	for range 20 { // whatever the order of a map
		header, _ := kinds[People].headings([]string{"备注（姓名）", "备注（学校）", "备注", "备注（其他）"}, said)
		if header[0].Column != "name" || header[1].Column != "organization" || header[2].Column != "" {
			t.Fatalf("they are read as %v", header)
		}
	}
}

func TestAColumnThatIsMissingOrUnknownIsNamed(t *testing.T) {
	_, problems := kinds[People].headings([]string{"姓名", "星座"}, nil)
	codes := map[fault.Code]string{}
	for _, p := range problems {
		codes[p.Code] = p.Column
	}
	if len(problems) != 2 || codes[fault.ColumnUnknown] != "星座" || codes[fault.ColumnMissing] != "birth_date" {
		t.Errorf("the problems are %+v", problems)
	}
}

func TestNoTwoColumnsOfAKindAnswerToOneTitle(t *testing.T) {
	for name, k := range kinds {
		of := map[string]string{}
		for _, c := range k.columns {
			for _, title := range append([]string{c.name, c.zh, c.en}, c.also...) {
				if other, taken := of[plain(title)]; taken && other != c.name {
					t.Errorf("%s: %q is %s and %s", name, title, other, c.name)
				}
				of[plain(title)] = c.name
			}
		}
	}
}
