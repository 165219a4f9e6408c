// Package batch says what became of the items of a list that was entered at once.
//
// What it is: an answer for each item, and the one refusal of all where only all together were
// to be kept.
//
// Owns: Outcome, Result. Does not own: what an item is and which rules it has (the nouns).
//
// Words: batch (批量), item (项), atomic (全部或全不), partial (能存则存).
//
// Rules: an item that is already as it is asked to be is unchanged, so that a list may be sent
// again; a reason points into the request.
//
// Files: result.go.
package batch
