package scoring

// Table converts a time, a count or a value to points by rows in ascending order. The
// first row that holds the quantity decides, so rows can neither overlap nor leave a
// gap, and each bound says itself whether it is included (domain §6 rule 20: "below 5 /
// 5 and above" is {below 5}, {}; "up to 5 / above 5" is {up to 5}, {}).
type Table struct {
	// Of is what is converted: seconds, count, value or occurrences.
	Of   ObservedKind `json:"of"`
	Rows []Row        `json:"rows"`
}

// Row holds every quantity below Below, or up to and including UpTo, that no earlier row
// holds. The last row has neither and holds the rest.
type Row struct {
	Below  *Quantity `json:"below,omitempty"`
	UpTo   *Quantity `json:"up_to,omitempty"`
	Points Points    `json:"points"`
}

func (r Row) holds(q Quantity) bool {
	switch {
	case r.Below != nil:
		return q < *r.Below
	case r.UpTo != nil:
		return q <= *r.UpTo
	default:
		return true
	}
}

// end is where the row stops: a quantity, and whether it is still inside.
func (r Row) end() (at Quantity, included, bounded bool) {
	switch {
	case r.Below != nil:
		return *r.Below, false, true
	case r.UpTo != nil:
		return *r.UpTo, true, true
	default:
		return 0, false, false
	}
}

// endsAfter says whether r stops further up than s: "up to 5" stops after "below 5".
func (r Row) endsAfter(s Row) bool {
	at, included, bounded := r.end()
	before, includedBefore, boundedBefore := s.end()
	switch {
	case !boundedBefore:
		return false
	case !bounded || at > before:
		return true
	default:
		return at == before && included && !includedBefore
	}
}

// points is what the table says of q; not found only in a table without its last row.
func (t *Table) points(q Quantity) (Points, bool) {
	for _, row := range t.Rows {
		if row.holds(q) {
			return row.Points, true
		}
	}
	return 0, false
}
