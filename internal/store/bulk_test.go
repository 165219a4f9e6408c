package store_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/vault"
)

// many are people of a school, more than one statement inserts.
func (w *world) many(n int) []people.Person {
	all := make([]people.Person, n)
	for i := range all {
		all[i] = people.Person{
			ID: id.Random[people.Person](id.System{}), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn,
			Name: fmt.Sprintf("学生%04d", i), BirthDate: "2004-03-01", Organization: w.organization.ID,
		}
		if i%2 == 0 {
			latin := fmt.Sprintf("XUE Sheng %04d", i)
			all[i].NameLatin = &latin
		}
	}
	return all
}

// imports puts an import of so many rows with its operation into the database.
func (w *world) imports(rows int) (i bulk.Import, o bulk.Operation, all []bulk.Row) {
	w.Helper()
	o = bulk.Operation{
		ID: ordered[bulk.Operation](), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Kind: bulk.CheckImport, State: bulk.Queued, Account: w.account.ID.Ref(), Total: rows,
	}
	i = bulk.Import{
		ID: id.Random[bulk.Import](id.System{}), Revision: 1, CreatedAt: dawn, UpdatedAt: dawn, Account: w.account.ID.Ref(), Kind: bulk.People,
		Status: bulk.Checking, Operation: o.ID, Header: []bulk.Heading{{Title: "姓名", Column: "name"}}, Counts: bulk.Counts{Rows: rows},
	}
	o.Subject = i.ID.Ref()
	for n := range rows {
		r := bulk.Row{Number: n + 2, Cells: []string{fmt.Sprint("学生", n), ""}, Outcome: bulk.Created, Subject: id.Random[people.Person](id.System{}).Ref()}
		switch n % 10 {
		case 3:
			r.Outcome, r.Subject = bulk.Rejected, id.Ref{}
			r.Problems = []bulk.Problem{{Column: "name", Code: fault.TextTooLong, Params: fault.Params{"limit": float64(100)}, Read: "x"}}
		case 7:
			r.Outcome, r.Subject = bulk.NeedsMatching, id.Ref{}
			r.Candidates = []bulk.Candidate{{Column: "name", ID: w.person.ID.Ref(), Name: "王芳"}}
		}
		all = append(all, r)
	}
	w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddOperation(ctx, o) },
		func(ctx context.Context, tx *store.Tx) error {
			return tx.AddImport(ctx, i, vault.Sealed{Box: []byte("2,学生0,\n")})
		},
		func(ctx context.Context, tx *store.Tx) error { return tx.AddRows(ctx, i.ID, all) })
	return i, o, all
}

func TestManyPeopleAreThereLikeThoseThatWereAddedOneByOne(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		all := w.many(1200)
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddPeople(ctx, all) })
		for _, want := range []people.Person{all[0], all[1], all[1199]} {
			var got people.Person
			w.must(func(ctx context.Context, tx *store.Tx) (err error) { got, err = tx.Person(ctx, want.ID); return err })
			if (got.NameLatin == nil) != (want.NameLatin == nil) || got.NameLatin != nil && *got.NameLatin != *want.NameLatin {
				t.Errorf("%s has the Latin name %v", want.Name, got.NameLatin)
			}
			if got.NameLatin = want.NameLatin; !reflect.DeepEqual(got, want) {
				t.Errorf("%+v is there as %+v", want, got)
			}
		}
		for query, want := range map[string]string{"学生0041": "学生0041", "xuesheng0041": "学生0041", "xue sheng 0042": "学生0042"} {
			var found page.Page[people.Person]
			f := people.Filter{Query: query, Page: page.Request{Limit: 5, Sealer: page.Sealer{Key: []byte("k")}, List: "list"}}
			f.Seen.Everyone = true
			w.must(func(ctx context.Context, tx *store.Tx) (err error) { found, err = tx.People(ctx, f); return err })
			if len(found.Items) != 1 || found.Items[0].Name != want {
				t.Errorf("%q finds %v, want %s alone", query, found.Items, want)
			}
		}
		if err := w.try(func(ctx context.Context, tx *store.Tx) error { return tx.AddPeople(ctx, all) }); !fault.Is(err, fault.AlreadyExists) {
			t.Errorf("the same people once more: %v", err)
		}
		all = w.many(200)
		all[150].Organization = id.Random[organizations.Organization](id.System{})
		if err := w.try(func(ctx context.Context, tx *store.Tx) error { return tx.AddPeople(ctx, all) }); err == nil {
			t.Error("somebody is of an organization that does not exist")
		}
		if n := w.number("select count(*) from people"); n != 1201 {
			t.Errorf("%d people are there", n)
		}
	})
}

func TestPeopleAreFoundByTheirNameWithinTheirOrganization(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		here, there := w.organization, w.school("第二职校")
		same := w.many(3)
		same[0].Name, same[1].Name, same[2].Name = "同名", "同名", "同名"
		same[2].Organization = there.ID
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.AddPeople(ctx, same) })
		for _, c := range []struct {
			called []bulk.Called
			want   int
		}{
			{nil, 0},
			{[]bulk.Called{{Organization: here.ID, Name: "同名"}}, 2},
			{[]bulk.Called{{Organization: there.ID, Name: "同名"}, {Organization: there.ID, Name: "王芳"}, {Organization: here.ID, Name: `没有"此人`}}, 1},
			{[]bulk.Called{{Organization: here.ID, Name: "同名"}, {Organization: there.ID, Name: "同名"}, {Organization: here.ID, Name: "王芳"}}, 4},
		} {
			var got []people.Person
			w.must(func(ctx context.Context, tx *store.Tx) (err error) {
				got, err = tx.PeopleCalled(ctx, c.called)
				return err
			})
			if len(got) != c.want {
				t.Errorf("%v: %v, want %d", c.called, got, c.want)
			}
			for _, p := range got {
				if !slices.Contains(c.called, bulk.Called{Organization: p.Organization, Name: p.Name}) {
					t.Errorf("%v finds %v", c.called, p)
				}
			}
		}
	})
}

func TestRowsOfAnImportAreReadCountedAndAppliedAsTheyWereWritten(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		i, _, all := w.imports(1000)
		number := func(rows []bulk.Row) (n []int) {
			for _, r := range rows {
				n = append(n, r.Number)
			}
			return n
		}
		after := func(n, most int, which bulk.Which) (rows []bulk.Row) {
			w.must(func(ctx context.Context, tx *store.Tx) (err error) {
				rows, err = tx.RowsAfter(ctx, i.ID, n, most, which)
				return err
			})
			return rows
		}
		for n, got := range after(0, 12, bulk.Every) {
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", all[n]) {
				t.Errorf("%+v is read as %+v", all[n], got)
			}
		}
		if got := number(after(4, 3, bulk.Bad)); !slices.Equal(got, []int{5, 9, 15}) {
			t.Errorf("the bad rows are %v", got)
		}
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ApplyRows(ctx, i.ID, 2, 6) })
		if got := number(after(0, 4, bulk.Applicable)); !slices.Equal(got, []int{7, 8, 10, 11}) {
			t.Errorf("what is left to commit begins with %v", got)
		}
		matched := all[7]
		matched.Outcome, matched.Candidates, matched.Subject = bulk.Unchanged, nil, w.person.ID.Ref()
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ChangeRow(ctx, i.ID, matched) })
		var counts bulk.Counts
		w.must(func(ctx context.Context, tx *store.Tx) (err error) { counts, err = tx.CountRows(ctx, i.ID); return err })
		if want := (bulk.Counts{Rows: 1000, Created: 800, Unchanged: 1, Rejected: 100, NeedsMatching: 99, Applied: 4}); counts != want {
			t.Errorf("counted %+v, want %+v", counts, want)
		}
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ClearRows(ctx, i.ID) })
		if got := after(0, 5, bulk.Every); len(got) != 0 {
			t.Errorf("a new check finds %v", got)
		}
	})
}

func TestAnOperationIsOneProcessesUntilItsTimeHasPassed(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		_, o, _ := w.imports(1)
		next := func(now time.Time) (taken *bulk.Operation) {
			w.must(func(ctx context.Context, tx *store.Tx) (err error) {
				taken, err = tx.NextOperation(ctx, now)
				return err
			})
			return taken
		}
		if got := next(dawn); got == nil || got.ID != o.ID {
			t.Fatalf("what waits is not taken: %v", got)
		}
		until := dawn.Add(time.Minute)
		o.State, o.Runner, o.LeaseUntil, o.StartedAt, o.Revision = bulk.Running, "one", &until, &dawn, 2
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ChangeOperation(ctx, o) })
		if got := next(until); got != nil {
			t.Errorf("it is taken before its time has passed: %v", got)
		}
		if got := next(until.Add(time.Millisecond)); got == nil || got.Runner != "one" {
			t.Errorf("nobody takes it over: %v", got)
		}
		taken := o
		taken.Runner, taken.Revision = "two", 3
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ChangeOperation(ctx, taken) })
		o.Revision = 3
		if err := w.try(func(ctx context.Context, tx *store.Tx) error { return tx.ChangeOperation(ctx, o) }); !fault.Is(err, fault.RevisionStale) {
			t.Errorf("who was too slow still writes: %v", err)
		}
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.Abandoned(ctx) })
		if got := next(dawn); got == nil || got.State != bulk.Queued || got.Runner != "" {
			t.Errorf("what was abandoned does not wait: %v", got)
		}
	})
}

func TestOfTwoProcessesOnlyOneTakesAnOperation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, openPostgres(t))
	w.imports(1)
	w.must(func(ctx context.Context, tx *store.Tx) error {
		if first, err := tx.NextOperation(ctx, dawn); err != nil || first == nil {
			t.Errorf("the first takes %v: %v", first, err)
		}
		w.must(func(ctx context.Context, other *store.Tx) error {
			second, err := other.NextOperation(ctx, dawn)
			if second != nil {
				t.Errorf("the second takes it too: %v", second)
			}
			return err
		})
		return nil
	})
}

func TestWhatNobodyTouchedForLongIsForgottenAndItsReportStays(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		i, _, _ := w.imports(20)
		forget := func(before time.Time) (n int) {
			w.must(func(ctx context.Context, tx *store.Tx) (err error) {
				n, err = tx.ForgetImports(ctx, before, 10)
				return err
			})
			return n
		}
		if n := forget(dawn.Add(time.Hour)); n != 0 {
			t.Errorf("%d imports were forgotten while they were checked", n)
		}
		i.Status, i.Revision = bulk.Checked, 2
		w.must(func(ctx context.Context, tx *store.Tx) error { return tx.ChangeImport(ctx, i) })
		if n := forget(dawn); n != 0 {
			t.Errorf("%d imports were forgotten too early", n)
		}
		if n := forget(dawn.Add(time.Hour)); n != 1 {
			t.Errorf("%d imports were forgotten, want one", n)
		}
		if n := w.number("select count(*) from import_rows") + w.number("select count(*) from import_files"); n != 0 {
			t.Errorf("%d rows of it are left", n)
		}
		w.must(func(ctx context.Context, tx *store.Tx) error {
			if got, err := tx.Import(ctx, i.ID); err != nil || got.Counts != i.Counts {
				t.Errorf("its report is %+v: %v", got, err)
			}
			if _, err := tx.ImportFile(ctx, i.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("its table is still read: %v", err)
			}
			return nil
		})
	})
}
