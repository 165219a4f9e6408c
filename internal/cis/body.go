package cis

import (
	"regexp"
	"strconv"
	"strings"
)

// block is the rows under one header row, usually those of one criterion.
type block struct {
	header
	criterion *criterion // nil until the header or the first sub-criterion names it
	sub       *subCriterion
	aspect    *aspect // the last one; descriptors and continuation rows belong to it
	heading   heading
	ignored   int // cells that were not read, and the first of them
	ignoredAt place
	ignoredIs string
}

// heading is the visual heading that the next aspects stand under.
type heading struct {
	text string
	at   place
	open bool // no aspect stands under it yet
}

// The drafts are the parts of the scheme while it is read, with where they were found.
type criterion struct {
	Criterion
	at   place
	subs []*subCriterion
}

type subCriterion struct {
	SubCriterion
	at      place
	mark    *statedMark // the total typed in its row
	aspects []*aspect
}

type aspect struct {
	Aspect
	at, calcAt, sectionAt, descriptionAt place
	calc, section                        string // as read
	scored                               [4]bool
	last                                 *string // what a continuation row adds to; nil: Extra
}

// openBlock starts the block of a header row.
func (r *reader) openBlock(l *line) {
	r.closeBlock()
	r.inBody, r.started, r.table = true, true, nil
	h := r.readHeader(l)
	for _, k := range needed {
		if !h.has(k) {
			r.found.add(rowPlace(l.row), ColumnMissing, strings.Join(l.cells, " "), headers[k])
			return
		}
	}
	r.block = &block{header: h}
	if h.letter != "" {
		r.block.criterion = r.criterion(h.letter, l.row, true)
	}
}

// closeBlock reports what is only known at the end of a block.
func (r *reader) closeBlock() {
	b := r.block
	if r.block = nil; b == nil {
		return
	}
	r.closeHeading(b)
	if b.mark != nil && b.criterion != nil {
		b.mark.letter = b.criterion.Letter
		r.state(b.mark)
		if b.criterion.MarkStated == nil {
			b.criterion.MarkStated = &b.mark.value
		}
	}
	if b.ignored > 0 {
		r.found.add(b.ignoredAt, CellsNotRead, b.ignoredIs, b.ignored)
	}
}

// criterion finds or adds the draft of a letter. opens says that a header row asks.
func (r *reader) criterion(letter string, row int, opens bool) *criterion {
	for _, c := range r.criteria {
		if c.Letter == letter {
			if opens {
				r.found.add(rowPlace(row), CriterionRepeated, letter, letter)
			}
			return c
		}
	}
	if letter > "I" {
		r.found.add(rowPlace(row), CriterionLetterUnusual, letter, letter)
	}
	c := &criterion{Criterion: Criterion{Letter: letter}, at: rowPlace(row)}
	r.criteria = append(r.criteria, c)
	return c
}

// readBody reads one row of a block by the cells that say something.
func (r *reader) readBody(l *line) {
	b := r.block
	l.cols = &b.columns
	if r.readBodyTotal(l) {
		return
	}
	switch {
	case l.has(colID):
		r.readID(l)
	case l.has(colType):
		r.readAspect(l)
	case l.has(colScore):
		r.readDescriptor(l)
	case l.peek(colDescription) != "" && (l.has(colMax) || l.has(colSection) || l.has(colCalculation)):
		r.readAspect(l)
	case l.peek(colDescription) != "":
		r.readHeading(l)
	case l.peek(colExtra) != "" || l.peek(colRequirement) != "":
		r.readContinuation(l)
	case l.has(colMax):
		r.found.add(l.place(colMax), MarkWithoutAspect, l.take(colMax))
	case l.peek(colName) != "" && b.sub != nil && len(b.sub.aspects) == 0:
		b.sub.Name = joinLines(b.sub.Name, l.takeText(colName))
	default:
		if at, read, count := l.leftover(); count > 0 {
			r.found.add(at, RowNotUnderstood, read)
		}
		return
	}
	if at, read, count := l.leftover(); count > 0 {
		if b.ignored == 0 {
			b.ignoredAt, b.ignoredIs = at, read
		}
		b.ignored += count
	}
}

// readBodyTotal takes a total row between or below the blocks.
func (r *reader) readBodyTotal(l *line) bool {
	if l.has(colID) || l.has(colType) || l.has(colScore) || l.peek(colDescription) != "" {
		return false
	}
	total, ok := r.readTotal(l)
	if ok {
		r.state(total)
	}
	return ok
}

var (
	subCriterionForm = regexp.MustCompile(`^([A-Z])[\s._-]*0*([1-9][0-9]{0,2})$`)
	dayForm          = regexp.MustCompile(`(?i)^(?:c|d|day|第)?\s*0*([1-9][0-9]?)(?:\.0+)?\s*(?:天|日)?$`)
)

// readID reads a row with an ID: a sub-criterion, or a criterion's own row.
func (r *reader) readID(l *line) {
	b := r.block
	at, raw := l.place(colID), l.take(colID)
	upper := strings.ToUpper(narrow(raw))
	if isLetter(upper) && (b.letter == "" || b.letter == upper) && !l.has(colType) {
		r.block.criterion = r.criterion(upper, l.row, false)
		if r.names[upper] == "" {
			r.names[upper] = l.takeText(colName)
		}
		return
	}
	match := subCriterionForm.FindStringSubmatch(upper)
	if match == nil {
		r.found.add(at, SubCriterionIDUnreadable, raw)
		match = []string{"", b.letter, cut(raw, readRunes)}
	}
	id := match[1] + match[2]
	if b.sub != nil && b.sub.ID == id && l.has(colType) {
		r.readFlat(l) // a layout that repeats the sub-criterion on every row
		return
	}
	r.openSub(l, match[1], id)
	if l.has(colType) {
		r.readAspect(l)
	}
}

// readFlat reads an aspect whose row repeats its sub-criterion.
func (r *reader) readFlat(l *line) {
	for _, k := range []column{colName, colDay} {
		l.take(k)
	}
	r.readAspect(l)
}

func (r *reader) openSub(l *line, letter, id string) {
	b := r.block
	r.closeHeading(b)
	switch {
	case b.letter != "" && letter != b.letter:
		r.found.add(l.place(colID), SubCriterionLetterMismatch, l.peek(colID), id, b.letter)
	case b.letter == "" && (letter != "" || b.criterion == nil):
		b.criterion = r.criterion(letter, l.row, false)
	}
	if r.ids[id] {
		r.found.add(l.place(colID), SubCriterionRepeated, l.peek(colID), id)
	}
	r.ids[id] = true
	sub := &subCriterion{at: l.place(colID)}
	sub.ID, sub.Name, sub.Day = id, l.takeText(colName), r.readDay(l, id)
	if !l.has(colType) {
		l.take(colMax)
		if sub.mark = r.statedAt(l, b.at[colMax]); sub.mark != nil {
			sub.mark.at, sub.MarkStated = l.place(colMax), &sub.mark.value
		}
	}
	b.criterion.subs = append(b.criterion.subs, sub)
	b.sub, b.aspect = sub, nil
}

// readDay reads "3", "C3" or "Day 3". "C-1" is a day before the competition, and no
// day of marking.
func (r *reader) readDay(l *line, id string) int {
	if !l.cols.has(colDay) {
		return 0
	}
	at, cell := l.place(colDay), l.takeValue(colDay)
	if cell == "" {
		r.found.add(at, DayMissing, "", id)
		return 0
	}
	match := dayForm.FindStringSubmatch(narrow(cell))
	if match == nil {
		r.found.add(at, DayUnreadable, cell)
		return 0
	}
	day, _ := strconv.Atoi(match[1])
	return day
}
