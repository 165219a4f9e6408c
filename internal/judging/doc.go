// Package judging marks pieces.
//
// What it is: pieces and their codes, marking schemes with the CIS import, panels and their
// judges, mark sheets (one piece × one sub-criterion), the marks in their cells, and the
// submission, signing, locking and reopening of sheets.
//
// Owns: Piece, Scheme, Panel, Sheet, Part, Mark, Signature, Progress. Does not own: the
// arithmetic (scoring), the reading of CIS tables (cis), who takes part (registration), ranks
// and medals (results).
//
// Words: piece (评判对象), marking scheme (评分标准), criterion, sub-criterion, aspect (评分点),
// panel (裁判组), mark sheet (评分表), mark (评分), part (judge's own or the panel's), signature
// (签字).
//
// Rules: judging knows pieces only, never entries or people; only the making of pieces looks
// at entries, and which became which stands in a table of its own. A scheme is drafted,
// validated against the rules, locked; a locked one is followed by a new version, and by none
// once there are sheets. Who marks is settled before the sheets are opened. A mark stores what
// was observed; points are computed. Every revision is kept; nobody's newer mark is
// overwritten. A judge reads and submits only the own part and the panel's. Blank is not zero:
// a part with blanks is not submitted. Judgement scores differ by at most one, or the aspect is
// scored again. Marks and sheets move only while the edition runs; reopening needs a reason and
// voids signatures.
//
// Files: piece.go, scheme.go, scheme_problems.go, panel.go, sheet.go, mark.go (types and rules),
// enter_mark.go (the hot path), facts_cache.go, then one use case per file, *_store.go,
// facts_*.go, service.go.
package judging
