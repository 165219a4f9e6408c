// Package judging marks pieces.
//
// What it is: mark sheets (one piece × one sub-criterion), the marks in their cells, and the
// submission, signing, locking and reopening of sheets.
//
// Owns: Sheet, Part, Mark, Signature, Progress. Does not own: the arithmetic (scoring), who
// takes part (registration), ranks and medals (results).
//
// Words: mark sheet (评分表), mark (评分), part (judge's own or the panel's), signature (签字).
//
// Rules: judging knows pieces only, never entries or people. A mark stores what was observed;
// points are computed. Every revision is kept; nobody's newer mark is overwritten. A judge
// reads and submits only the own part and the panel's. Blank is not zero: a part with blanks
// is not submitted. Judgement scores differ by at most one, or the aspect is scored again.
// Marks change only while the sheet is open; reopening needs a reason and voids signatures.
//
// Files: sheet.go, mark.go (types and rules), piece.go (the nouns that sheets refer to),
// enter_mark.go (the hot path), facts_cache.go, then one use case per file, sheet_store.go,
// service.go, facts_sheets.go.
package judging
