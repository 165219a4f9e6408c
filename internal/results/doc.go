// Package results turns locked sheets into a published list.
//
// What it is: result runs (a stage computed from its locked sheets), placings with their
// explanation, decisions about awards, exports that anyone can recompute, and publications
// whose bytes never change.
//
// Owns: Inputs, Outcome, Run, Placing, Decision, Publication. Does not own: the arithmetic
// (scoring), marks (judging), who is behind a piece (registration; asked only when a list is
// published).
//
// Words: result run (成绩核算), placing (名次), proposal and decision (建议与裁定),
// publication (公布), digest (摘要).
//
// Rules: a run is computed only when nothing is missing, and says all that is. It keeps what
// it was computed from, and the same inputs give the same digest for ever. The formula
// proposes, the organiser decides with a reason; both are kept. A run is published once, and
// only while its inputs still stand and no tie is open. A later publication supersedes the
// one before, says why, and leaves it readable. Runs speak of codes; names come with the
// publication, as far as the rules show them.
//
// Files: inputs.go, material.go (what a run is computed from), compute.go, awards.go (pure),
// explain.go (the way from marks to award), run.go, publication.go (types), one use case per
// file, list.go and render.go (the published bytes), frozen.go (kept in memory), export.go,
// verify_export.go, store.go, facts.go.
package results
