// Package cis reads and writes the marking-scheme import table of the WorldSkills
// Competition Information System (CIS), the form in which experts exchange schemes.
//
// # What it is
//
// [Read] takes CSV, [FromRows] takes the rows of any spreadsheet; both give a [Scheme]
// and a list of [Problem]s, each tied to its cell. [Write] exports a scheme such that
// Read gives the same one back. The package is pure: no database, no clock, no I/O but
// the reader and writer that it is given.
//
// # Owns, does not own
//
// It owns the layout of the table, the many ways in which people bend it, and what each
// is read as. It does not own what a scheme means once it is read: versions, panels and
// marks are judging's, the arithmetic of marks is scoring's. It opens no XLSX. Whether a
// scheme with warnings is taken is the caller's decision; one with errors should not be.
//
// # Words
//
//   - marking scheme 评分方案: criteria, sub-criteria and aspects of one skill
//   - criterion 评分标准: a letter, A to I, usually one module
//   - sub-criterion 子标准: a letter and a number, E1; one marking form, with its day
//   - aspect 评分项: the smallest thing marked; measurement 测量 or judgement 评判
//   - descriptor 评分描述: what one of the scores 0 to 3 of a judgement stands for
//   - calculation row 计算行: the number of a row in a sheet "Calculations"
//   - stepped deduction 逐项扣分: max mark less a unit 步长 for each error
//   - heading 标题: a row with a description and nothing else
//   - WSOS section 职业标准章节: a weighted part of the WorldSkills Occupational Standards
//   - variation 偏差: a section's aspects less its weight
//
// # Rules
//
// All marks are int64 thousandths. Everything above an aspect is computed, never typed:
// formulas are ignored, typed totals are kept beside the computed ones, and a difference
// is a warning with both values. Only Max Mark must not be a formula, since nothing can
// recompute it.
//
// Columns are found by header text, whatever its line breaks, case and punctuation, anew
// for each header row. A header row starts with "Sub Criterion ID" and names another
// column; without type, description and max mark its block is not read (error). Above
// the first header row stand, all optional, the title of the skill, the table of WSOS
// sections and the table of criteria.
//
// Below a header row, a row is read by the cells that say something:
//
//   - an ID opens a sub-criterion; with the ID of the last one and a type, it is an aspect
//   - a type, or a description with a mark, section or calculation, is an aspect
//   - a Judg Score is a descriptor of the judgement aspect above it
//   - a description alone is a heading over the aspects that follow in its sub-criterion,
//     up to the next heading; two headings in a row are one of two lines
//   - an extra description or requirement alone continues the descriptor or aspect above
//     it, on a new line; a name alone continues the name of the sub-criterion above it
//   - a label such as "Criterion E Total" or "Total Mark" beside a number is a total
//   - anything else is a warning; so are cells outside the columns that a row needs
//
// A header row that names no criterion takes it from its sub-criteria. A criterion with
// nothing below its header row is an unused template and is left out. Calculation Row 1
// is full mark or none; 2 is a stepped deduction, whose unit must stand in the text as
// one single step ("Deduct 0.25 per error"); other numbers need [Options.Calculations].
// With no number the text decides, under a warning; text that speaks of deductions of
// several sizes makes the aspect [Partial]. Judgement aspects ignore the number and need
// the four descriptors 0 to 3. "C3" is day 3; "C-1" is a day before the competition and
// is not understood.
//
// A quotation mark that never closes costs its own row, never the rows below. Rows are
// numbered as a spreadsheet shows them. Nothing is dropped without a problem, except what
// says nothing: formulas, the variation column of the table of sections, and single texts
// above the first header row. A sub-criterion above it is an error: its header row is
// damaged, and a whole criterion would be lost.
//
// # Files
//
//   - scheme.go: the scheme and its sums
//   - problem.go, catalogue.go: problems, and what each code says
//   - csv.go: bytes to rows; read.go: rows to scheme, caps and options
//   - columns.go: header rows; preamble.go: what stands above them, and totals
//   - body.go: sub-criteria; aspect.go: aspects, descriptors, headings
//   - calculation.go: calculations and the wording of deductions
//   - finish.go: sums against what people typed
//   - write.go: the export
//   - points.go, text.go: numbers and cells
package cis
