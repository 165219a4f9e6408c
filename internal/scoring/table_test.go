package scoring

import "testing"

// Domain §6 rule 20, in both readings of "5".
func TestAQuantityExactlyOnABoundBelongsWhereTheBoundSays(t *testing.T) {
	five := new(qty("5"))
	below := &Table{Of: ObservedCount, Rows: []Row{{Below: five, Points: 1}, {Points: 2}}}
	upTo := &Table{Of: ObservedCount, Rows: []Row{{UpTo: five, Points: 1}, {Points: 2}}}
	only := &Table{Of: ObservedCount, Rows: []Row{{Below: five, Points: 1}, {UpTo: five, Points: 2}, {Points: 3}}}
	for _, c := range []struct {
		what  string
		table *Table
		at    string
		want  Points
	}{
		{"below 5 / 5 and above", below, "4.999999", 1},
		{"below 5 / 5 and above", below, "5", 2},
		{"up to 5 / above 5", upTo, "5", 1},
		{"up to 5 / above 5", upTo, "5.000001", 2},
		{"below, exactly, above 5", only, "4.999999", 1},
		{"below, exactly, above 5", only, "5", 2},
		{"below, exactly, above 5", only, "5.000001", 3},
	} {
		if got, found := c.table.points(qty(c.at)); !found || got != c.want {
			t.Errorf("%s at %s: row %d, %t; want row %d", c.what, c.at, got, found, c.want)
		}
	}
}

func TestATableWithoutALastRowHoldsNothingBeyondItsEnd(t *testing.T) {
	table := &Table{Of: ObservedCount, Rows: []Row{{UpTo: new(qty("5")), Points: 1}}}
	if _, found := table.points(qty("6")); found {
		t.Error("6 was found in a table up to 5")
	}
	a := Aspect{Kind: ConversionTable, Max: 1, Table: table}
	if err := a.Accepts(SawCount(6)); err == nil {
		t.Error("an aspect accepted what its table cannot convert")
	}
}
