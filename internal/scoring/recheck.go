package scoring

// RecheckPolicy says which results are checked again before publication, and when
// errors found there stop it (domain §5).
type RecheckPolicy struct {
	// TopShare or TopPlaces, one of them, is the part at the top that is checked whole.
	TopShare  Weight `json:"top_share,omitzero"`
	TopPlaces int    `json:"top_places,omitzero"`
	// SampleShare is the part of the rest that is drawn at random.
	SampleShare Weight `json:"sample_share"`
	// MaxErrorRate is the share of errors above which everything is checked.
	MaxErrorRate Weight `json:"max_error_rate"`
}

// NationalRecheck is the rule of the national skills competition: the top 30 %, 15 % of
// the rest, and everything when more than 5 % were wrong.
func NationalRecheck() RecheckPolicy {
	return RecheckPolicy{TopShare: 3000, SampleShare: 1500, MaxErrorRate: 500}
}

// Validate returns everything that is wrong with the policy, or nothing.
func (r RecheckPolicy) Validate() []Problem {
	var p problems
	p.need((r.TopShare != 0) != (r.TopPlaces != 0), "/top_share", ProblemMissing, "either a share or places")
	p.need(r.TopShare >= 0 && r.TopShare <= weightOne, "/top_share", ProblemOutOfRange, "must be 0 to 1")
	p.need(r.TopPlaces >= 0, "/top_places", ProblemOutOfRange, "must be 0 or above")
	p.need(r.SampleShare >= 0 && r.SampleShare <= weightOne, "/sample_share", ProblemOutOfRange, "must be 0 to 1")
	p.need(r.MaxErrorRate >= 0 && r.MaxErrorRate <= weightOne, "/max_error_rate", ProblemOutOfRange, "must be 0 to 1")
	return p
}

// Top says for each rank whether it belongs to the part that is checked whole: every
// entry ranked no lower than the last place of the part, so that ties at its edge are
// all included (domain §6 rule 23). A share counts up: 30 % of 11 is 4. Rank 0 is out.
func (r RecheckPolicy) Top(ranks []int) []bool {
	ranked := 0
	for _, rank := range ranks {
		if rank > 0 {
			ranked++
		}
	}
	lastPlace := r.TopPlaces
	if r.TopShare > 0 {
		lastPlace = Ceiling.of(ranked, r.TopShare)
	}
	top := make([]bool, len(ranks))
	for i, rank := range ranks {
		top[i] = rank > 0 && rank <= lastPlace
	}
	return top
}

// SampleSize is how many of the rest are drawn: the share counted up, so that any rest
// at all gives at least one; a share of 0 draws none.
func (r RecheckPolicy) SampleSize(rest int) int { return Ceiling.of(rest, r.SampleShare) }

// Exceeds says whether the errors found are more than the policy tolerates, exactly: at
// 5 %, 3 of 60 are not, 4 of 60 are.
func (r RecheckPolicy) Exceeds(errors, checked int) bool {
	return int64(errors)*int64(weightOne) > int64(checked)*int64(r.MaxErrorRate)
}
