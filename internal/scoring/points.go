package scoring

// Points is an exact number of points in thousandths: 97.25 points are 97250. On the
// wire it is a decimal string with two decimals, or three where the third is not zero.
type Points int64

// Rounding steps: where a result is rounded, one of these says to what.
const (
	Thousandth Points = 1    // the finest Points there are
	Hundredth  Points = 10   // WorldSkills: the mark of an aspect; national: the total
	Whole      Points = 1000 // WorldSkills: the scale score
)

const (
	maxPoints = 1_000_000_000*Whole - 1 // 999999999.999: nine million of them still fit in an int64
	maxWeight = 1_000_000*weightOne - 1
	maxAmount = 1_000_000_000*quantityOne - 1
)

// ParsePoints reads a strict decimal string: an optional minus, digits, at most three
// decimals, up to 999999999.999 either way. Anything else is ErrNotDecimal,
// ErrTooPrecise or ErrOutOfRange.
func ParsePoints(text string) (Points, error) {
	n, err := parseDecimal(text, 3, int64(maxPoints))
	return Points(n), err
}

// String writes two decimals, or three where the third is not zero: "85.00", "8.125".
func (p Points) String() string { return formatDecimal(int64(p), 3, 2) }

// Format writes exactly the given number of decimals (0 to 3), rounding half up towards
// +∞: Points(730500).Format(0) is "731". Use it for display and for scale scores, which
// are whole already; String never loses anything.
func (p Points) Format(decimals int) string {
	decimals = min(max(decimals, 0), 3)
	step := Thousandth
	for range 3 - decimals {
		step *= 10
	}
	text := formatDecimal(int64(p.Round(step)), 3, 3)
	if decimals == 0 {
		return text[:len(text)-4] // the point goes with its decimals
	}
	return text[:len(text)-3+decimals]
}

// Round rounds to a multiple of step, half up towards +∞ (domain rule: 0.125 → 0.13,
// −0.125 → −0.12). A step below 0.001 leaves the points as they are.
func (p Points) Round(step Points) Points { return p.Exact().Round(step) }

// MarshalText writes String.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what ParsePoints reads.
func (p *Points) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePoints(string(text))
	return err
}

// Weight is an exact share or factor in ten-thousandths: 30 % is 0.3000 is Weight(3000).
// On the wire it is a decimal string with four decimals.
type Weight int64

const weightOne Weight = 10_000

// ParseWeight reads a strict decimal string with at most four decimals, up to
// 999999.9999 either way. The errors are those of ParsePoints.
func ParseWeight(text string) (Weight, error) {
	n, err := parseDecimal(text, 4, int64(maxWeight))
	return Weight(n), err
}

// String writes four decimals: "0.3000".
func (w Weight) String() string { return formatDecimal(int64(w), 4, 4) }

// MarshalText writes String.
func (w Weight) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what ParseWeight reads.
func (w *Weight) UnmarshalText(text []byte) (err error) {
	*w, err = ParseWeight(string(text))
	return err
}

// Quantity is what an instrument shows: millimetres, seconds, pieces; exact, in
// millionths of its unit. On the wire it is a decimal string without needless zeros.
type Quantity int64

const quantityOne Quantity = 1_000_000

// wholeQuantity is n units.
func wholeQuantity(n int64) Quantity { return Quantity(n) * quantityOne }

// ParseQuantity reads a strict decimal string with at most six decimals, up to
// 999999999.999999 either way. The errors are those of ParsePoints.
func ParseQuantity(text string) (Quantity, error) {
	n, err := parseDecimal(text, 6, int64(maxAmount))
	return Quantity(n), err
}

// String writes as many decimals as it needs: "5", "12.305".
func (q Quantity) String() string { return formatDecimal(int64(q), 6, 0) }

// MarshalText writes String.
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads what ParseQuantity reads.
func (q *Quantity) UnmarshalText(text []byte) (err error) {
	*q, err = ParseQuantity(string(text))
	return err
}
