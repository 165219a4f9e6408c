package scoring

import (
	"cmp"
	"math/big"
	"math/bits"
)

// Exact is a number of points that nothing has been rounded off: a mean of three
// judges, a weighted sum, a total converted from 170 to 100. It is a value: every
// operation returns a new one. The zero value is 0.
//
// It holds a ratio of two int64, and a big.Rat only where that would overflow, so that
// no legal set of marks is ever refused for its size. Compare with Cmp or Equal.
type Exact struct {
	num, den int64    // in thousandths, in lowest terms; den 0 stands for 1
	wide     *big.Rat // in thousandths; set only where num and den cannot hold it
}

// Exact is p as the start of an exact computation.
func (p Points) Exact() Exact { return Exact{num: int64(p)} }

// Exact is q as a value to rank by, such as a time.
func (q Quantity) Exact() Exact { return lowest(int64(q), 1000) }

// Add is e + o.
func (e Exact) Add(o Exact) Exact {
	if e.wide == nil && o.wide == nil {
		en, ed := e.ratio()
		on, od := o.ratio()
		a, okA := mul(en, od)
		b, okB := mul(on, ed)
		den, okDen := mul(ed, od)
		if ed == od {
			a, b, den, okA, okB, okDen = en, on, ed, true, true, true
		}
		if sum, ok := add(a, b); ok && okA && okB && okDen {
			return lowest(sum, den)
		}
	}
	return narrowed(new(big.Rat).Add(e.rat(), o.rat()))
}

// Sub is e − o.
func (e Exact) Sub(o Exact) Exact { return e.Add(o.Times(-1, 1)) }

// Times is e × num / den. It panics when den is not positive.
func (e Exact) Times(num, den int64) Exact {
	if den <= 0 {
		panic("scoring: denominator is not positive")
	}
	if e.wide == nil {
		en, ed := e.ratio()
		a, okA := mul(en, num)
		b, okB := mul(ed, den)
		if okA && okB {
			return lowest(a, b)
		}
	}
	return narrowed(new(big.Rat).Mul(e.rat(), big.NewRat(num, den)))
}

// Weighted is e × w.
func (e Exact) Weighted(w Weight) Exact { return e.Times(int64(w), int64(weightOne)) }

// Cmp is −1, 0 or +1 as e is less than, equal to or greater than o.
func (e Exact) Cmp(o Exact) int {
	if e.wide == nil && o.wide == nil {
		en, ed := e.ratio()
		on, od := o.ratio()
		if ed == od {
			return cmp.Compare(en, on)
		}
		a, okA := mul(en, od)
		b, okB := mul(on, ed)
		if okA && okB {
			return cmp.Compare(a, b)
		}
	}
	return e.rat().Cmp(o.rat())
}

// Equal says whether e and o are the same number.
func (e Exact) Equal(o Exact) bool { return e.Cmp(o) == 0 }

// Round is the multiple of step nearest to e, halves up towards +∞. A step below 0.001
// counts as 0.001. It panics beyond the int64 range, which no sum of parsed points reaches.
func (e Exact) Round(step Points) Points {
	step = max(step, Thousandth)
	if p, ok := e.roundNarrow(int64(step)); ok {
		return p
	}
	r := new(big.Rat).Quo(e.rat(), big.NewRat(int64(step), 1))
	num := new(big.Int).Lsh(r.Num(), 1)
	num.Add(num, r.Denom()).Div(num, new(big.Int).Lsh(r.Denom(), 1)) // Div floors: the divisor is positive
	num.Mul(num, big.NewInt(int64(step)))
	if !num.IsInt64() {
		panic("scoring: points beyond the int64 range")
	}
	return Points(num.Int64())
}

func (e Exact) roundNarrow(step int64) (Points, bool) {
	if e.wide != nil {
		return 0, false
	}
	num, den := e.ratio()
	unit, okUnit := mul(den, step)
	twice, okTwice := mul(num, 2)
	double, okDouble := mul(unit, 2)
	shifted, okShifted := add(twice, unit)
	if !okUnit || !okTwice || !okDouble || !okShifted {
		return 0, false
	}
	q := shifted / double
	if shifted%double < 0 {
		q-- // towards −∞
	}
	p, ok := mul(q, step)
	return Points(p), ok
}

// String writes the points as Points does where that is exact, else as a fraction in
// lowest terms: "85.00", "250/3".
func (e Exact) String() string {
	if e.wide == nil && e.den == 0 {
		return Points(e.num).String()
	}
	return new(big.Rat).Quo(e.rat(), big.NewRat(int64(Whole), 1)).RatString()
}

// MarshalText writes String, for explanations and digests.
func (e Exact) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

func (e Exact) ratio() (num, den int64) { return e.num, max(e.den, 1) }

func (e Exact) rat() *big.Rat {
	if e.wide != nil {
		return e.wide
	}
	return big.NewRat(e.ratio())
}

// lowest is num/den in lowest terms; den is positive.
func lowest(num, den int64) Exact {
	if a, b := magnitude(num), uint64(den); den != 1 {
		for b != 0 {
			a, b = b, a%b
		}
		num, den = num/int64(a), den/int64(a)
	}
	if den == 1 {
		den = 0
	}
	return Exact{num: num, den: den}
}

func narrowed(r *big.Rat) Exact {
	if r.Num().IsInt64() && r.Denom().IsInt64() {
		return lowest(r.Num().Int64(), r.Denom().Int64())
	}
	return Exact{wide: r}
}

func add(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

func mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo >= 1<<63 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
