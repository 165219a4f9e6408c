package scoring

import (
	"math/big"
	"slices"
)

// ScaleMethod says what a scale measures distance by.
type ScaleMethod string

// The two methods that WorldSkills has used.
const (
	// MedianMAD is the 700 scale (2019 on): centre + spread × (mark − median) / (1.4826 × MAD),
	// where MAD is the median of |mark − median|.
	MedianMAD ScaleMethod = "median_mad"
	// MeanSD is the 500 scale (2015): centre + spread × (mark − mean) / sd, where sd is
	// the standard deviation of the field as a whole population.
	MeanSD ScaleMethod = "mean_sd"
)

// madFactor makes the MAD of a normal distribution equal its standard deviation: 1.4826.
const madFactor Weight = 14_826

// Scale is a WorldSkills scale: makes marks of different skills comparable.
type Scale struct {
	Method ScaleMethod `json:"method"`
	Center Points      `json:"center"`
	Spread Points      `json:"spread"`
	// Step is what scores are rounded to, half up; Center is a multiple of it.
	Step Points `json:"step"`
	// MinEntries is the smallest field that is scaled.
	MinEntries int `json:"min_entries"`
}

// Scale700 is the WorldSkills scale since 2019.
func Scale700() Scale {
	return Scale{Method: MedianMAD, Center: 700 * Whole, Spread: 30 * Whole, Step: Whole, MinEntries: 2}
}

// Scale500 is the WorldSkills scale of 2015.
func Scale500() Scale {
	return Scale{Method: MeanSD, Center: 500 * Whole, Spread: 30 * Whole, Step: Whole, MinEntries: 2}
}

// Undefined says why a field could not be scaled; empty if it was.
type Undefined string

// Why everyone got the centre.
const (
	TooFewEntries Undefined = "too_few_entries"
	NoSpread      Undefined = "no_spread" // MAD or standard deviation 0
)

// Scaled is a field's scale scores and, for explanations, what they were computed from.
type Scaled struct {
	// Scores are in the order of the marks. They are not bounded: 244 and 1523 occur.
	Scores []Points
	// Undefined says why every score is the centre, if that is so.
	Undefined Undefined
	// Middle is the median or mean, Dispersion the MAD or the variance (points squared)
	// in the same units as the marks; both 0 when there are too few entries.
	Middle, Dispersion Exact
}

// Validate returns everything that is wrong with the scale, or nothing.
func (s Scale) Validate() []Problem {
	var p problems
	p.need(s.Method == MedianMAD || s.Method == MeanSD, "/method", ProblemUnknown, "median_mad or mean_sd")
	p.need(s.Center >= 0 && s.Center <= maxAspect, "/center", ProblemOutOfRange, "must be 0 to %v", maxAspect)
	p.need(s.Spread > 0 && s.Spread <= maxAspect, "/spread", ProblemOutOfRange, "must be above 0 and at most %v", maxAspect)
	p.need(s.Step > 0 && s.Step <= maxAspect, "/step", ProblemOutOfRange, "must be above 0 and at most %v", maxAspect)
	p.need(s.Step <= 0 || s.Center%s.Step == 0, "/center", ProblemNotMultiple, "must be a multiple of the step %v", s.Step)
	p.need(s.MinEntries >= 0, "/min_entries", ProblemOutOfRange, "must be 0 or above")
	return p
}

// Scores scales the marks of one skill's field: one mark per entry that competed, in any
// order. Where the scale is undefined (fewer than MinEntries, or nobody differs) everyone
// gets the centre and Undefined says why. The scale should have passed Validate.
func (s Scale) Scores(marks []Points) Scaled {
	if len(marks) == 0 || len(marks) < s.MinEntries {
		return Scaled{Scores: s.flat(len(marks)), Undefined: TooFewEntries}
	}
	if s.Method == MeanSD {
		return s.byMean(marks)
	}
	return s.byMedian(marks)
}

// flat gives everyone the centre.
func (s Scale) flat(entries int) []Points { return slices.Repeat([]Points{s.Center}, entries) }

// byMedian works on doubled marks, because the median of an even field lies between two:
// score = centre + spread × 2(2mark − 2median) × 10000 / (14826 × 4MAD), all integers.
func (s Scale) byMedian(marks []Points) Scaled {
	twiceMedian := middleTwo(slices.Clone(marks))
	distances := make([]Points, len(marks))
	for i, mark := range marks {
		distances[i] = max(2*mark-twiceMedian, twiceMedian-2*mark)
	}
	fourMAD := middleTwo(distances)
	result := Scaled{Middle: twiceMedian.Exact().Times(1, 2), Dispersion: fourMAD.Exact().Times(1, 4)}
	if fourMAD == 0 {
		result.Scores, result.Undefined = s.flat(len(marks)), NoSpread
		return result
	}
	result.Scores = make([]Points, len(marks))
	for i, mark := range marks {
		away := s.Spread.Exact().Times(int64(2*mark-twiceMedian), int64(fourMAD)).Times(2*int64(weightOne), int64(madFactor))
		result.Scores[i] = s.Center.Exact().Add(away).Round(s.Step)
	}
	return result
}

// middleTwo is twice the median; it sorts its argument.
func middleTwo(field []Points) Points {
	slices.Sort(field)
	n := len(field)
	return field[(n-1)/2] + field[n/2]
}

// byMean never takes a root. With d = n×mark − Σmarks and Q = Σd²,
// (mark − mean)/sd = d × √(n/Q).
func (s Scale) byMean(marks []Points) Scaled {
	n := big.NewInt(int64(len(marks)))
	sum := new(big.Int)
	for _, mark := range marks {
		sum.Add(sum, big.NewInt(int64(mark)))
	}
	distances, squares := make([]*big.Int, len(marks)), new(big.Int)
	for i, mark := range marks {
		d := big.NewInt(int64(mark))
		distances[i] = d.Sub(d.Mul(d, n), sum)
		squares.Add(squares, new(big.Int).Mul(d, d))
	}
	cube := new(big.Int).Exp(n, big.NewInt(3), nil)
	result := Scaled{
		Middle:     narrowed(new(big.Rat).SetFrac(sum, n)),
		Dispersion: narrowed(new(big.Rat).SetFrac(squares, cube.Mul(cube, big.NewInt(int64(Whole))))),
	}
	if squares.Sign() == 0 {
		result.Scores, result.Undefined = s.flat(len(marks)), NoSpread
		return result
	}
	result.Scores = make([]Points, len(marks))
	for i, d := range distances {
		result.Scores[i] = s.Center + s.Step*Points(s.stepsAway(d, n, squares))
	}
	return result
}

// stepsAway is floor(x + 1/2) for x = spread × d × √(n/Q) / step. It finds the whole
// part of |2x| as the integer root of (2×spread×d)² × n / (Q × step²), and knows 2x
// itself to be whole only if the squares are equal.
func (s Scale) stepsAway(d, n, squares *big.Int) int64 {
	above := new(big.Int).Mul(d, big.NewInt(2*int64(s.Spread)))
	above.Mul(above, above).Mul(above, n)
	below := new(big.Int).Mul(big.NewInt(int64(s.Step)), big.NewInt(int64(s.Step)))
	below.Mul(below, squares)
	root := new(big.Int).Sqrt(new(big.Int).Div(above, below))
	if d.Sign() >= 0 {
		return (root.Int64() + 1) / 2 // floor((2x+1)/2)
	}
	if below.Mul(below, new(big.Int).Mul(root, root)).Cmp(above) != 0 {
		root.Add(root, big.NewInt(1)) // |2x| lies between two integers: take the upper
	}
	return -(root.Int64() / 2) // −ceil((|2x|−1)/2): exactly half goes up, towards +∞
}
