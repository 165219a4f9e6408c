// Package advancement knows who goes on from one stage of an event to the next.
//
// What it is: the edges between the stages of an event, the total that an edge ranks by, the cut,
// and its confirmation by the organiser.
//
// Owns: Edge, Rules of an edge, approved absences, who advanced.
// Does not own: stages (programmes), pieces (judging: a stage that an edge leads to takes only
// entries that advanced), totals of a stage (results), the training base that a trainee is in
// (training).
//
// Words: edge (晋级关系), cut (晋级线), weight (权重), approved absence (批准缺考), substitution
// (替代规则).
//
// Rules: edges lead forward, one into a stage. Weights are exact and sum to 1; a total is the
// weighted sum of the stages' totals, and nothing is rounded. Who was absent has no points there.
// Whose absence was approved has no total at all, unless the substitution says that the other
// stages carry the weight. A tie on the cut is never cut silently: it extends the places, is
// broken by the later stages, or is put to the organiser; the order of the input never matters.
// Whom the caller may not see is in no list and cannot be chosen, but counts. The arithmetic
// proposes, the organiser confirms what was proposed, once, and that makes the pieces of the next
// stage.
//
// Files: edge.go, cut.go (types and rules, pure), create_edge.go, confirm.go (with the proposal),
// store.go, facts.go.
package advancement
