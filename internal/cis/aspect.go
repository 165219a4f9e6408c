package cis

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

var (
	measurementForm = regexp.MustCompile(`^m(eas(urement)?)?[0-9]*$`)
	judgementForm   = regexp.MustCompile(`^j(udge?(ment)?)?[0-9]*$`)
)

// aspectType reads "M" and "J", and the numbered "M13" and "J2" of some layouts.
func aspectType(cell string) (AspectType, bool) {
	text := strings.ReplaceAll(normal(narrow(cell)), " ", "")
	switch {
	case measurementForm.MatchString(text):
		return Measurement, true
	case judgementForm.MatchString(text):
		return Judgement, true
	}
	return "", false
}

// readAspect reads a row with an aspect. An aspect with errors stays in the scheme,
// so that the person who corrects it sees it; only one without a sub-criterion cannot.
func (r *reader) readAspect(l *line) {
	b := r.block
	a := &aspect{
		at:            rowPlace(l.row),
		calcAt:        l.place(colCalculation),
		sectionAt:     l.place(colSection),
		descriptionAt: l.place(colDescription),
	}
	typeAt, typeCell := l.place(colType), l.takeValue(colType)
	var known bool
	a.Type, known = aspectType(typeCell)
	switch {
	case typeCell == "":
		r.found.add(typeAt, AspectTypeMissing, l.peek(colDescription))
	case !known:
		r.found.add(typeAt, AspectTypeUnknown, typeCell)
	}
	a.Row = l.row
	a.Description = l.takeText(colDescription)
	a.Extra = l.takeText(colExtra)
	a.Requirement = l.takeText(colRequirement)
	a.calc, a.section = l.takeValue(colCalculation), l.takeValue(colSection)
	a.MaxMark = r.readMax(l)
	if a.Description == "" {
		r.found.add(l.place(colDescription), AspectWithoutDescription, "")
	}
	b.aspect = a
	if b.sub == nil {
		r.found.add(rowPlace(l.row), AspectBeforeSubCriterion, a.Description)
		return
	}
	a.Heading, b.heading.open = b.heading.text, false
	b.sub.aspects = append(b.sub.aspects, a)
}

// readMax reads the max mark of an aspect; 0 if it cannot be read.
func (r *reader) readMax(l *line) int64 {
	at, cell := l.place(colMax), l.take(colMax)
	if cell == "" {
		r.found.add(at, MarkMissing, "")
		return 0
	}
	if isFormula(cell) {
		r.found.add(at, MarkFormula, cell)
		return 0
	}
	mark, err := parsePoints(cell)
	switch {
	case errors.Is(err, errTooPrecise):
		r.found.add(at, MarkTooPrecise, cell)
	case err != nil:
		r.found.add(at, MarkUnreadable, cell)
	case mark <= 0:
		r.found.add(at, MarkNotPositive, cell)
	}
	return mark
}

// readDescriptor reads one of the four rows below a judgement aspect.
func (r *reader) readDescriptor(l *line) {
	a := r.block.aspect
	at, cell := l.place(colScore), l.take(colScore)
	text := l.takeText(colExtra)
	if text == "" {
		text = l.takeText(colDescription)
	}
	if a == nil || a.Type != Judgement {
		r.found.add(at, DescriptorWithoutAspect, cell)
		return
	}
	points, err := parsePoints(cell)
	if err != nil || points%1000 != 0 || points < 0 || points > 3000 {
		r.found.add(at, DescriptorScoreUnreadable, cell)
		a.last = new(string)
		return
	}
	score := points / 1000
	if a.scored[score] {
		r.found.add(at, DescriptorRepeated, cell, score)
		a.last = new(string)
		return
	}
	a.scored[score] = true
	a.Descriptors[score], a.last = text, &a.Descriptors[score]
	if text == "" {
		r.found.add(l.place(colExtra), DescriptorEmpty, "", score)
	}
}

// readContinuation appends a row that has only an extra description or a requirement
// to what stands above it: the last descriptor, or the last aspect.
func (r *reader) readContinuation(l *line) {
	a := r.block.aspect
	if a == nil {
		at, read, _ := l.leftover()
		r.found.add(at, RowNotUnderstood, read)
		l.used = ^uint64(0)
		return
	}
	onto := a.last
	if onto == nil {
		onto = &a.Extra
	}
	*onto = joinLines(*onto, l.takeText(colExtra))
	a.Requirement = joinLines(a.Requirement, l.takeText(colRequirement))
}

// readHeading reads a row that has a description and no mark: a visual heading over
// the aspects that follow it in its sub-criterion, until the next one.
func (r *reader) readHeading(l *line) {
	b := r.block
	if b.sub == nil {
		r.found.add(l.place(colDescription), RowNotUnderstood, l.peek(colDescription))
		l.used = ^uint64(0)
		return
	}
	text := joinLines(l.takeText(colDescription), l.takeText(colExtra), l.takeText(colRequirement))
	if b.heading.open {
		b.heading.text = joinLines(b.heading.text, text)
		return
	}
	b.heading = heading{text: text, at: l.place(colDescription), open: true}
}

// closeHeading ends the reach of a heading.
func (r *reader) closeHeading(b *block) {
	if b.heading.open {
		r.found.add(b.heading.at, HeadingWithoutAspects, b.heading.text)
	}
	b.heading = heading{}
}

// joinLines joins what is not empty, one below the other.
func joinLines(texts ...string) string {
	var lines []string
	for _, text := range texts {
		if text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// missingScores lists the scores that no descriptor row gave.
func (a *aspect) missingScores() string {
	var missing []string
	for score, given := range a.scored {
		if !given {
			missing = append(missing, fmt.Sprint(score))
		}
	}
	return strings.Join(missing, ", ")
}
