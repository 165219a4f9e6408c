package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/store"
)

// pages walks through a list of organizations and gives what it met, page by page.
func (w *world) pages(f organizations.Filter, meanwhile func(page int)) (all [][]organizations.Organization) {
	w.Helper()
	f.Page.Sealer, f.Page.List = page.Sealer{Key: []byte("k")}, "list"
	for {
		var p page.Page[organizations.Organization]
		w.must(func(ctx context.Context, tx *store.Tx) (err error) { p, err = tx.Organizations(ctx, f); return err })
		all = append(all, p.Items)
		if f.Page.Count != (p.Total != nil) {
			w.Errorf("a total of %v, asked %v", p.Total, f.Page.Count)
		}
		if p.Next == "" {
			return all
		}
		f.Page.Cursor = p.Next
		if meanwhile != nil {
			meanwhile(len(all))
		}
	}
}

func TestPagesHaveNoGapsAndNoRepeatsUnderEqualNames(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		want := []string{w.organization.ID.String()}
		for i := range 12 {
			want = append(want, w.school([]string{"同名学校", "同名学校", "别名学校"}[i%3]).ID.String())
		}
		slices.Sort(want)
		for _, limit := range []int{1, 3, 5, 13, 50} {
			var firsts [][]string
			for _, f := range []organizations.Filter{{ByName: true}, {ByName: true, Descending: true}, {}, {Descending: true}} {
				f.Page.Limit = limit
				var got []string
				for i, items := range w.pages(f, nil) {
					if len(items) > limit || len(items) == 0 {
						t.Errorf("page %d of %d has %d items", i, limit, len(items))
					}
					for _, o := range items {
						got = append(got, o.ID.String())
					}
				}
				firsts = append(firsts, got)
				if sorted := slices.Sorted(slices.Values(got)); !slices.Equal(sorted, want) {
					t.Errorf("%d a page, by name %v, descending %v: met %v, want %v", limit, f.ByName, f.Descending, got, want)
				}
			}
			for i := range 2 {
				if slices.Reverse(firsts[2*i+1]); !slices.Equal(firsts[2*i], firsts[2*i+1]) {
					t.Errorf("%d a page: backwards is another order", limit)
				}
			}
		}
	})
}

func TestWhatComesAndGoesWhileSomebodyTurnsPagesMovesNothingElse(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		var stay []string
		for i := range 9 {
			stay = append(stay, w.school(fmt.Sprintf("学校%d", i+1)).ID.String())
		}
		var met []string
		pages := w.pages(organizations.Filter{ByName: true, Page: page.Request{Limit: 2}}, func(n int) {
			w.school(fmt.Sprintf("学校0%d", n)) // before the place that was reached
		})
		for _, items := range pages {
			for _, o := range items {
				met = append(met, o.ID.String())
			}
		}
		for _, s := range stay {
			if n := strings.Count(strings.Join(met, " "), s); n != 1 {
				t.Errorf("%s was met %d times", s, n)
			}
		}
	})
}

func TestTheExactCountIsOfAllItemsOnEveryPage(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for range 6 {
			w.school("同名学校")
		}
		for query, want := range map[string]int64{"": 7, "同名": 6, "nobody": 0} {
			cursor := ""
			for {
				f := organizations.Filter{Query: query, ByName: true, Page: page.Request{Limit: 4, Count: true, Cursor: cursor, Sealer: page.Sealer{Key: []byte("k")}}}
				var p page.Page[organizations.Organization]
				w.must(func(ctx context.Context, tx *store.Tx) (err error) { p, err = tx.Organizations(ctx, f); return err })
				if p.Total == nil || *p.Total != want {
					t.Errorf("%q counts %v, want %d", query, p.Total, want)
				}
				if cursor = p.Next; cursor == "" {
					break
				}
			}
		}
	})
}

func TestACursorFitsOnlyTheListThatGaveIt(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		w.school("同名学校")
		ask := func(r page.Request) (p page.Page[organizations.Organization], err error) {
			r.Limit = 1
			err = w.try(func(ctx context.Context, tx *store.Tx) (err error) {
				p, err = tx.Organizations(ctx, organizations.Filter{Page: r})
				return err
			})
			return p, err
		}
		key := page.Sealer{Key: []byte("k")}
		first, err := ask(page.Request{Sealer: key, List: "a"})
		if err != nil || first.Next == "" {
			t.Fatal(first, err)
		}
		for says, r := range map[string]page.Request{
			"another list": {Sealer: key, List: "b", Cursor: first.Next}, "another key": {Sealer: page.Sealer{Key: []byte("l")}, List: "a", Cursor: first.Next},
			"another text": {Sealer: key, List: "a", Cursor: "x" + first.Next}, "none at all": {Sealer: key, List: "a", Cursor: "%"},
		} {
			if _, err := ask(r); !fault.Is(err, fault.InvalidCursor) {
				t.Errorf("%s: %v", says, err)
			}
		}
	})
}

func TestSearchFindsByTheBeginningOfNamePinyinAndInitials(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db) // 上海信息技术学校
		for _, name := range []string{"上海电子信息职业技术学院", "100% 学校", "100 学校", "a_b", "axb", `c\d`, "cd", "𠮷野学校", "新疆·伊犁职业学院", "Ñandú College"} {
			w.school(name)
		}
		for typed, want := range map[string]string{
			"上海":          "上海信息技术学校 上海电子信息职业技术学院",
			"上海信":         "上海信息技术学校",
			"海":           "",
			"shanghaixin": "上海信息技术学校",
			"SHANGHAI":    "上海信息技术学校 上海电子信息职业技术学院",
			"shx":         "上海信息技术学校",
			"shdz":        "上海电子信息职业技术学院",
			"100":         "100 学校 100% 学校",
			"100%":        "100% 学校",
			"%":           "",
			"_":           "",
			"a_":          "a_b",
			"a%b":         "",
			`\`:           "",
			`c\`:          `c\d`,
			"𠮷":           "𠮷野学校",
			"伊犁":          "新疆·伊犁职业学院",
			"ñ":           "Ñandú College",
			"N\u0303andú": "Ñandú College",
			"college":     "Ñandú College",
			"' or 1=1":    "",
		} {
			var found []string
			for _, items := range w.pages(organizations.Filter{Query: typed}, nil) {
				for _, o := range items {
					found = append(found, o.Name.In("zh"))
				}
			}
			slices.Sort(found)
			if got := strings.Join(found, " "); got != want {
				t.Errorf("%q finds %q, want %q", typed, got, want)
			}
		}
	})
}

func TestANewNameIsFoundAndTheOldOneIsNot(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		o := w.organization
		o.Name, o.Revision = map[string]string{"zh-CN": "新学校"}, 2
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ChangeOrganization(ctx, o) })
		for typed, want := range map[string]int{"新": 1, "xxx": 1, "上海": 0, "shxx": 0} {
			if got := len(w.pages(organizations.Filter{Query: typed}, nil)[0]); got != want {
				t.Errorf("%q finds %d", typed, got)
			}
		}
	})
}
