// Package tables reads and writes the tables that people keep in spreadsheets.
//
// What it is: XLSX and CSV read into rows of text, within limits; rows of text written as
// XLSX, CSV or JSON; and what a spreadsheet makes of dates, read back.
//
// Owns: file formats, encodings, limits, formula safety. Does not own: what a column means
// (bulk), marking schemes, whose layout is their own (cis).
//
// Words: table (表格), row (行), cell (单元格), header (表头).
//
// Rules: a row has the number that a spreadsheet shows. Nothing is guessed: a date that can be
// read two ways is no date. Formulas are refused, because what they come to is only the last
// program's opinion. Nothing that is written runs in a spreadsheet: a text that would begin a
// formula has an apostrophe before it in CSV, which Read takes away again, and is a text cell in
// XLSX.
//
// Files: read.go (what a file is, limits), xlsx.go, csv.go, values.go (dates, text), write.go.
package tables
