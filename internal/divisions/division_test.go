package divisions

import (
	"testing"

	"github.com/saichang/saichang/internal/page"
)

func TestADivisionIsFoundByItsCodeShortOrLong(t *testing.T) {
	for code, want := range map[string]string{
		"31": "上海市", "310000": "上海市", "3101": "上海市市辖区", "310107": "上海市普陀区", "330200": "浙江省宁波市", "330203": "浙江省宁波市海曙区",
		"429004": "湖北省仙桃市", "500229": "重庆市城口县", "659001": "新疆维吾尔自治区石河子市", "81": "香港特别行政区",
	} {
		if d, found := Find(code); !found || d.FullName != want {
			t.Errorf("%s is %q, want %q", code, d.FullName, want)
		}
	}
	for _, code := range []string{"", "3", "00", "0000", "000000", "99", "310119", "3101070", "x"} { // 310119 was 南汇区 until 2009
		if d, found := Find(code); found {
			t.Errorf("%q is %s", code, d.FullName)
		}
	}
}

func TestFiveCitiesAreSeparatelyPlanned(t *testing.T) {
	yes := true
	p, err := Filter{SeparatelyPlanned: &yes, Page: page.Request{Count: true}}.page()
	if err != nil || *p.Total != 5 {
		t.Fatalf("there are %v: %v", p.Items, err)
	}
	for i, want := range []string{"大连市", "宁波市", "厦门市", "青岛市", "深圳市"} {
		if p.Items[i].Name != want || p.Items[i].Level() != City {
			t.Errorf("%d is %v, want %s", i, p.Items[i], want)
		}
	}
}

func TestPagesOfDivisionsMeetEveryOneOnce(t *testing.T) {
	seen := map[string]bool{}
	f := Filter{Page: page.Request{Limit: 200}}
	for {
		p, err := f.page()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range p.Items {
			if seen[d.Code] {
				t.Fatalf("%s is met twice", d.Code)
			}
			seen[d.Code] = true
			if d.Parent() != "" && !seen[d.Parent()] {
				t.Errorf("%s stands before what it lies within", d.Code)
			}
		}
		if f.Page.Cursor = p.Next; p.Next == "" {
			break
		}
	}
	if len(seen) != 34+342+2978 {
		t.Errorf("%d divisions were met", len(seen))
	}
}

func TestDivisionsAreFoundByNameAndPinyinWithinTheirParent(t *testing.T) {
	for _, typed := range []string{"普陀", "putuo", "ptq", "上海市普陀"} {
		p, err := Filter{Query: typed, Parent: "3101", Level: County}.page()
		if err != nil || len(p.Items) != 1 || p.Items[0].Code != "310107" {
			t.Errorf("%q finds %v: %v", typed, p.Items, err)
		}
	}
	if p, err := (Filter{Query: "普陀"}).page(); err != nil || len(p.Items) != 2 { // and Zhoushan's
		t.Errorf("all of China has %v: %v", p.Items, err)
	}
}
