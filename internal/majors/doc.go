// Package majors knows what can be studied.
//
// What it is: the majors of each version of a catalogue, by level and code.
//
// Owns: Major. Does not own: who studies it (people).
//
// Words: major (专业), catalogue (专业目录), level (层次), code (专业代码).
//
// Rules: a major is known by (catalogue, level, code): a code alone means different majors in
// different catalogues, and is ambiguous; a code is text; majors are corrected and never
// removed, because people have studied them.
//
// Files: major.go (the type and its rules), enter_majors.go, list_majors.go, store.go, facts.go.
package majors
