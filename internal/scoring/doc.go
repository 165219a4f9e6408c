// Package scoring is the arithmetic of a skills competition: from what a judge saw to
// the points of an aspect, from points to totals, from totals to scale scores, places,
// medals and proposed awards. Every function is pure and exact; the same input gives the
// same answer on every machine, in any order, for ever.
//
// # Owns, does not own
//
// It owns the numbers (Points, Weight, Quantity, Exact), what an aspect is and accepts,
// and every formula with its rounding points. It owns no names, ids, people, panels,
// sheets, states, times or storage; callers bring keys of their own. It does not decide:
// awards are proposals, and whoever is excluded from a field (guests, the absent) is
// excluded by the standing or rank the caller states.
//
// # Words
//
//	Aspect 评分点        the smallest thing that is marked
//	Observed            what a judge saw; points follow from it
//	Judgement 评价分     three experts score 0–3 against descriptors
//	Measurement 测量分   one mark by the panel
//	Deduction 扣分       takes points from its section, item cap 单项扣分上限
//	Penalty 处罚扣分      taken by the chief judge 裁判长
//	Section             a sub-criterion 评分子项, whose deductions stay inside it
//	Scale score 标准分   the WorldSkills 700 (or 500) scale
//	Placing 名次         rank among the official entries, shared by equals
//	Re-check 抽检复核     of the top part and a sample of the rest
//	Medals              金银铜牌 and the medallion for excellence 优胜奖
//	Award line          the last place that earns an award (一二三等奖)
//
// # Rules
//
//   - Points are thousandths in an int64. Means, weights and conversions are Exact; no
//     float exists, not even in the 500 scale, which compares squares of integers.
//   - Rounding happens only where the caller names a step, half up towards +∞.
//   - A blank is not zero: with marks missing there is no score. "Not attempted" is an
//     observation: it gives 0, and in a deduction it takes the item's cap.
//   - Outcomes of deductions and penalties are positive amounts with Deducts set; only
//     Tally subtracts, and never below 0.
//   - The order of observations, entries, candidates and results never matters.
//   - Validate methods report all problems at once. Functions that compute expect valid
//     definitions, answer typed errors for bad input and never guess.
//   - A tie on an award line is reported, whether it was extended or has to be asked.
//
// # Files
//
//	decimal.go          strict decimal strings
//	points.go           Points, Weight, Quantity
//	exact.go            exact rationals, rounding
//	observed.go         what a judge saw; observed_json.go its wire form
//	aspect.go           the definition of an aspect; table.go conversion and tiers
//	validate_aspect.go  whether a definition makes sense; problems.go how that is said
//	accepts.go          whether an aspect can hold an observation
//	mark.go             from observations to points; worth.go one observation's worth
//	total.go            sections, totals, conversions, weighted totals
//	scale.go            the 700 and the 500 scale
//	rank.go             places and tie-breaks
//	medals.go           WorldSkills medals
//	awards.go           award policies; propose_awards.go their application
//	recheck.go          what is re-checked, and when it blocks
//	aggregate.go        member and delegation tables
package scoring
