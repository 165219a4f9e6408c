package scoring

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// oracle is the plain, slow arithmetic that Exact must agree with.
func oracle(e Exact) *big.Rat { return new(big.Rat).Set(e.rat()) }

func drawExact(t *rapid.T, name string) Exact {
	num := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000),
		rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 0})).Draw(t, name)
	times := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-9, 9)).Draw(t, name+" times")
	over := rapid.OneOf(rapid.Int64Range(1, math.MaxInt64), rapid.Int64Range(1, 9)).Draw(t, name+" over")
	return Points(num).Exact().Times(times, over)
}

func TestExactArithmeticAgreesWithBigRationalsAtAnySize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawExact(t, "a"), drawExact(t, "b")
		num := rapid.Int64().Draw(t, "num")
		den := rapid.Int64Range(1, math.MaxInt64).Draw(t, "den")
		for _, c := range []struct {
			name string
			got  Exact
			want *big.Rat
		}{
			{"sum", a.Add(b), new(big.Rat).Add(oracle(a), oracle(b))},
			{"difference", a.Sub(b), new(big.Rat).Sub(oracle(a), oracle(b))},
			{"product", a.Times(num, den), new(big.Rat).Mul(oracle(a), big.NewRat(num, den))},
		} {
			if c.got.rat().Cmp(c.want) != 0 {
				t.Fatalf("%s of %v and %v is %v, want %v", c.name, a.rat(), b.rat(), c.got.rat(), c.want)
			}
		}
		if got, want := a.Cmp(b), oracle(a).Cmp(oracle(b)); got != want {
			t.Fatalf("%v against %v: %d, want %d", a.rat(), b.rat(), got, want)
		}
		if !a.Add(b).Sub(b).Equal(a) {
			t.Fatalf("%v + %v − %v is not itself", a.rat(), b.rat(), b.rat())
		}
	})
}

func TestSumsThatFitAreComparableWithEqualsSigns(t *testing.T) {
	third := Whole.Exact().Times(1, 3)
	if sum := third.Add(third).Add(third); sum != Whole.Exact() {
		t.Errorf("three thirds are %v in another form: %#v", sum, sum)
	}
	for _, power := range []struct{ a, times int64 }{{1 << 62, 2}, {-1 << 62, 2}, {1 << 32, 1 << 32}, {1 << 40, -1 << 40}} {
		want := new(big.Rat).Mul(big.NewRat(power.a, 1), big.NewRat(power.times, 1))
		if got := Points(power.a).Exact().Times(power.times, 1); got.rat().Cmp(want) != 0 {
			t.Errorf("%d × %d is %v", power.a, power.times, got.rat())
		}
	}
	huge := Points(math.MaxInt64).Exact().Times(math.MaxInt64, 1)
	if back := huge.Times(1, math.MaxInt64); back != Points(math.MaxInt64).Exact() {
		t.Errorf("an overflow does not come back: %#v", back)
	}
}

func TestRoundIsTheNearestStepAndAHalfGoesUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.OneOf(rapid.Int64Range(-1<<40, 1<<40), rapid.Int64Range(-1<<62, 1<<62)).Draw(t, "num")
		den := rapid.OneOf(rapid.Int64Range(1, 50), rapid.Int64Range(1, math.MaxInt64)).Draw(t, "den")
		step := rapid.SampledFrom([]Points{1, 2, 10, 250, 1000}).Draw(t, "step")
		e := Points(num).Exact().Times(1, den)
		rounded := e.Round(step)
		if rounded%step != 0 {
			t.Fatalf("%v is no multiple of %v", rounded, step)
		}
		// −step/2 < rounded − e ≤ step/2
		twice := rounded.Exact().Sub(e).Times(2, 1)
		if twice.Cmp((-step).Exact()) <= 0 || twice.Cmp(step.Exact()) > 0 {
			t.Fatalf("%v rounds to %v in steps of %v", e, rounded, step)
		}
	})
}

func TestRoundingIsExactUpToTheEndOfTheRange(t *testing.T) {
	for _, c := range []struct {
		e    Exact
		step Points
		want Points
	}{
		{Points(math.MaxInt64).Exact(), Thousandth, math.MaxInt64},
		{Points(math.MinInt64).Exact(), Thousandth, math.MinInt64},
		{Points(math.MaxInt64 - 7).Exact(), Hundredth, math.MaxInt64 - 7},                 // …800
		{Points(math.MaxInt64).Exact().Times(1, 2), Thousandth, 1 << 62},                  // a half, up
		{Thousandth.Exact().Times(1, math.MaxInt64), Whole, 0},                            // a tiny numerator
		{Points(math.MaxInt64).Exact().Times(1, math.MaxInt64-1), Thousandth, 1},          // both large
		{Points(-math.MaxInt64).Exact().Times(1, math.MaxInt64-1), Hundredth, 0},          // both large, negative
		{Points(-math.MaxInt64).Exact().Times(1, 2), Thousandth, -(1 << 62) + 1},          // a half below 0, up
		{Points(math.MaxInt64).Exact().Times(1, 3), Hundredth, 3_074_457_345_618_258_600}, // …602.33
		{Points(math.MaxInt64/2).Exact().Times(1, 1<<40), Hundredth, 4_194_300},           // 4194303.99… in tens
	} {
		if got := c.e.Round(c.step); got != c.want {
			t.Errorf("%v in steps of %v is %d, want %d", c.e, c.step, int64(got), int64(c.want))
		}
	}
}

func TestRoundingBeyondTheRangePanicsInsteadOfLying(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a sum beyond int64 was rounded to something")
		}
	}()
	Points(math.MaxInt64).Exact().Round(Hundredth) // …807 would be …810
}

func TestRoundingOfWideNumbersIsTheSame(t *testing.T) {
	// 5/10 and 4.99…/10, −5/10 and −5.00…1/10 with denominators beyond int64
	tiny := Thousandth.Exact().Times(1, math.MaxInt64).Times(1, math.MaxInt64)
	if tiny.wide == nil {
		t.Fatal("the example is not wide")
	}
	for _, c := range []struct {
		e    Exact
		want Points
	}{
		{Points(5).Exact().Sub(tiny), 0}, {Points(5).Exact().Add(tiny), 10},
		{Points(-5).Exact().Sub(tiny), -10}, {Points(-5).Exact().Add(tiny), 0},
		{Points(-15).Exact().Sub(tiny), -20}, {Points(-15).Exact().Add(tiny), -10},
	} {
		if got := c.e.Round(Hundredth); got != c.want {
			t.Errorf("%v rounds to %d, want %d", c.e, int64(got), int64(c.want))
		}
	}
}

func TestExactIsWrittenAsPointsOrAsAFraction(t *testing.T) {
	for want, e := range map[string]Exact{
		"0.00":  {},
		"85.00": pts("85").Exact(),
		"250/3": pts("250").Exact().Times(1, 3),
		"-1/6":  pts("-0.5").Exact().Times(1, 3),
		"0.30":  pts("1").Exact().Weighted(3000),
		"83.25": qty("83.25").Exact(),
	} {
		if text, err := e.MarshalText(); err != nil || string(text) != want {
			t.Errorf("got %s, %v; want %s", text, err, want)
		}
	}
}

func TestADenominatorMustBePositive(t *testing.T) {
	for _, den := range []int64{0, -1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a denominator of %d was taken", den)
				}
			}()
			Whole.Exact().Times(1, den)
		}()
	}
}
