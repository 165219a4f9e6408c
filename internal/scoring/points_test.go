package scoring

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestPointsAreReadStrictly(t *testing.T) {
	for text, want := range map[string]Points{
		"0": 0, "-0": 0, "97.25": 97_250, "97.250": 97_250, "0.001": 1, "-3.5": -3500, "007": 7000,
		"999999999.999": 999_999_999_999, "-999999999.999": -999_999_999_999,
	} {
		if got, err := ParsePoints(text); err != nil || got != want {
			t.Errorf("ParsePoints(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for text, want := range map[string]error{
		"": ErrNotDecimal, "-": ErrNotDecimal, ".5": ErrNotDecimal, "5.": ErrNotDecimal, "+1": ErrNotDecimal,
		"1e3": ErrNotDecimal, "1,5": ErrNotDecimal, " 1": ErrNotDecimal, "1 ": ErrNotDecimal, "--1": ErrNotDecimal,
		"1.2.3": ErrNotDecimal, "٣": ErrNotDecimal, "NaN": ErrNotDecimal, "0x10": ErrNotDecimal, "1_000": ErrNotDecimal,
		"1.-5": ErrNotDecimal, "1.2345": ErrTooPrecise, "1.0000": ErrTooPrecise,
		"1000000000": ErrOutOfRange, "-1000000000": ErrOutOfRange, "99999999999999999999": ErrOutOfRange,
	} {
		if got, err := ParsePoints(text); !errors.Is(err, want) || got != 0 {
			t.Errorf("ParsePoints(%q) = %d, %v; want %v", text, got, err, want)
		}
	}
}

func TestPointsAreWrittenWithTwoDecimalsOrThreeWhereNeeded(t *testing.T) {
	for p, want := range map[Points]string{
		0: "0.00", 1: "0.001", 10: "0.01", 85_000: "85.00", 8125: "8.125", -500: "-0.50", -5: "-0.005",
		math.MinInt64: "-9223372036854775.808", math.MaxInt64: "9223372036854775.807",
	} {
		if got := p.String(); got != want {
			t.Errorf("Points(%d).String() = %q, want %q", int64(p), got, want)
		}
	}
}

func TestFormatWritesExactlyTheDecimalsAskedForAndRoundsHalfUp(t *testing.T) {
	for _, c := range []struct {
		p        Points
		decimals int
		want     string
	}{
		{731_000, 0, "731"}, {730_500, 0, "731"}, {730_499, 0, "730"}, {-500, 0, "0"}, {-501, 0, "-1"},
		{1250, 1, "1.3"}, {-1250, 1, "-1.2"}, {85_000, 2, "85.00"}, {85_005, 2, "85.01"}, {-5, 2, "0.00"},
		{85_000, 3, "85.000"}, {1, 9, "0.001"}, {1500, -1, "2"},
	} {
		if got := c.p.Format(c.decimals); got != c.want {
			t.Errorf("Points(%d).Format(%d) = %q, want %q", int64(c.p), c.decimals, got, c.want)
		}
	}
}

func TestPointsRoundHalfUpTowardsPlusInfinity(t *testing.T) {
	for _, c := range []struct{ p, step, want Points }{
		{125, Hundredth, 130}, {-125, Hundredth, -120}, {124, Hundredth, 120}, {-126, Hundredth, -130},
		{500, Whole, 1000}, {-500, Whole, 0}, {-1500, Whole, -1000}, {125, 250, 250}, {-125, 250, 0},
		{123, Thousandth, 123}, {123, 0, 123},
	} {
		if got := c.p.Round(c.step); got != c.want {
			t.Errorf("Points(%d).Round(%d) = %d, want %d", int64(c.p), int64(c.step), int64(got), int64(c.want))
		}
	}
}

func TestDecimalsSurviveTheWire(t *testing.T) {
	type wire struct {
		P Points
		W Weight
		Q Quantity
	}
	rapid.Check(t, func(t *rapid.T) {
		sent := wire{
			P: Points(rapid.Int64Range(-int64(maxPoints), int64(maxPoints)).Draw(t, "points")),
			W: Weight(rapid.Int64Range(-int64(maxWeight), int64(maxWeight)).Draw(t, "weight")),
			Q: Quantity(rapid.Int64Range(-int64(maxAmount), int64(maxAmount)).Draw(t, "quantity")),
		}
		body, err := json.Marshal(sent)
		if err != nil {
			t.Fatal(err)
		}
		var got wire
		if err := json.Unmarshal(body, &got); err != nil || got != sent {
			t.Fatalf("%s came back as %+v, %v; want %+v", body, got, err, sent)
		}
	})
}

func TestOnTheWirePointsAndWeightsAreStringsNeverNumbers(t *testing.T) {
	body, err := json.Marshal(map[string]any{"p": Points(97_250), "w": Weight(3000), "q": Quantity(12_305_000)})
	if want := `{"p":"97.25","q":"12.305","w":"0.3000"}`; err != nil || string(body) != want {
		t.Errorf("got %s, %v; want %s", body, err, want)
	}
	if err := json.Unmarshal([]byte("97.25"), new(Points)); err == nil {
		t.Error("a JSON number was read as points")
	}
}

func TestWeightsHoldFourDecimalsAndQuantitiesSix(t *testing.T) {
	if w, err := ParseWeight("0.3333"); err != nil || w != 3333 || w.String() != "0.3333" {
		t.Errorf("got %d, %v", w, err)
	}
	if _, err := ParseWeight("0.33333"); !errors.Is(err, ErrTooPrecise) {
		t.Errorf("a weight with five decimals: %v", err)
	}
	if w, err := ParseWeight("999999.9999"); err != nil || w != 9_999_999_999 {
		t.Errorf("the largest weight: %v, %v", w, err)
	}
	if q, err := ParseQuantity("999999999.999999"); err != nil || q != 999_999_999_999_999 {
		t.Errorf("the largest quantity: %v, %v", q, err)
	}
	if _, err := ParseWeight("1000000"); !errors.Is(err, ErrOutOfRange) {
		t.Errorf("a weight of a million: %v", err)
	}
	if q, err := ParseQuantity("-0.000001"); err != nil || q != -1 || q.String() != "-0.000001" {
		t.Errorf("got %d, %v", q, err)
	}
	if q, err := ParseQuantity("12.300"); err != nil || q.String() != "12.3" {
		t.Errorf("got %v, %v", q, err)
	}
	if _, err := ParseQuantity("0.0000001"); !errors.Is(err, ErrTooPrecise) {
		t.Errorf("a quantity with seven decimals: %v", err)
	}
	if _, err := ParseQuantity("1000000000"); !errors.Is(err, ErrOutOfRange) {
		t.Errorf("a quantity of 10^9: %v", err)
	}
}
