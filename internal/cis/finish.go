package cis

// finish assembles the scheme, recomputes every sum, and compares it with what people
// typed.
func (r *reader) finish() Scheme {
	r.readSections()
	r.settleAspects()
	s := Scheme{Title: r.title}
	for _, row := range r.sections {
		s.Sections = append(s.Sections, row.Section)
	}
	for _, c := range r.criteria {
		if done, ok := r.assemble(c); ok {
			s.Criteria = append(s.Criteria, done)
		}
	}
	s = s.Recomputed()
	if !r.inBody {
		r.found.add(rowPlace(1), HeaderMissing, "")
	}
	if len(s.Criteria) == 0 {
		r.found.add(rowPlace(1), NoCriterion, "")
	}
	r.compareTotals(s)
	r.compareSections(s)
	return s
}

// eachAspect goes through the drafts in order.
func (r *reader) eachAspect(do func(*aspect)) {
	for _, c := range r.criteria {
		for _, sub := range c.subs {
			for _, a := range sub.aspects {
				do(a)
			}
		}
	}
}

// settleAspects decides what takes the whole aspect with its continuation rows.
func (r *reader) settleAspects() {
	var first *aspect
	assumed := 0
	r.eachAspect(func(a *aspect) {
		if r.calculate(a) {
			if assumed++; first == nil {
				first = a
			}
		}
		if missing := a.missingScores(); a.Type == Judgement && missing != "" {
			r.found.add(a.descriptionAt, DescriptorMissing, a.Description, missing)
		}
	})
	if assumed > 0 {
		r.found.add(first.calcOrRow(), CalculationAssumed, "", assumed)
	}
}

// readSections gives each aspect its WSOS section. That some aspects name none is only
// worth a word where others do.
func (r *reader) readSections() {
	var without *aspect
	named, missing := 0, 0
	inTable := map[string]bool{}
	for _, row := range r.sections {
		inTable[row.ID] = true
	}
	r.eachAspect(func(a *aspect) {
		if a.section == "" {
			if missing++; without == nil {
				without = a
			}
			return
		}
		named++
		id, ok := sectionID(a.section)
		if !ok {
			r.found.add(a.sectionAt, SectionUnreadable, a.section)
			return
		}
		if a.Section = id; len(inTable) > 0 && !inTable[id] {
			r.found.add(a.sectionAt, SectionUnknown, a.section, id)
		}
	})
	if named > 0 && missing > 0 {
		r.found.add(without.sectionAt, SectionMissing, "", missing)
	}
}

// assemble finishes one criterion. A template, with nothing below its header row but
// perhaps empty sub-criteria, is left out.
func (r *reader) assemble(c *criterion) (Criterion, bool) {
	for _, draft := range c.subs {
		sub := draft.SubCriterion
		if len(draft.aspects) == 0 {
			if sub.Name == "" && (sub.MarkStated == nil || *sub.MarkStated == 0) {
				continue
			}
			r.found.add(draft.at, SubCriterionEmpty, sub.ID, sub.ID)
		}
		if sub.Name == "" {
			r.found.add(draft.at, SubCriterionNameMissing, sub.ID, sub.ID)
		}
		for _, a := range draft.aspects {
			sub.Aspects = append(sub.Aspects, a.Aspect)
			sub.MarkComputed += a.MaxMark
		}
		if t := draft.mark; t != nil && t.value != sub.MarkComputed {
			r.found.add(t.at, SubCriterionDiffers, t.read, sub.ID, formatPoints(t.value), formatPoints(sub.MarkComputed))
		}
		c.SubCriteria = append(c.SubCriteria, sub)
	}
	c.Name = r.names[c.Letter]
	for i := range r.stated {
		if c.MarkStated == nil && r.stated[i].letter == c.Letter && c.Letter != "" {
			c.MarkStated = &r.stated[i].value
		}
	}
	return c.Criterion, len(c.SubCriteria) > 0
}

// compareTotals compares every typed total with the sum that it stands for.
func (r *reader) compareTotals(s Scheme) {
	sums := map[string]int64{}
	anySum := map[int64]bool{s.Total(): true}
	for _, c := range s.Criteria {
		sums[c.Letter] = c.MarkComputed
		anySum[c.MarkComputed] = true
	}
	for _, t := range r.stated {
		sum, present := sums[t.letter]
		typed := formatPoints(t.value)
		switch {
		case t.letter == "":
			if !anySum[t.value] {
				r.found.add(t.at, TotalDiffers, t.read, typed, formatPoints(s.Total()))
			}
		case !present && t.value != 0:
			r.found.add(t.at, CriterionEmpty, t.read, t.letter, typed)
		case present && t.value != sum:
			r.found.add(t.at, CriterionTotalDiffers, t.read, t.letter, typed, formatPoints(sum))
		}
	}
}

// compareSections compares the weights of the WSOS sections with the aspects. A
// section that the table lacks weighs nothing.
func (r *reader) compareSections(s Scheme) {
	if len(r.sections) == 0 {
		return
	}
	limit := r.opt.wsosLimit()
	var total int64
	for i, section := range s.Sections {
		variation := section.MarkComputed
		at, weighed := r.sections[0].at, false
		if i < len(r.sections) {
			at, weighed = r.sections[i].at, section.MarkStated != nil
			variation = section.Variation()
			if sum := r.sections[i].sum; sum != nil && sum.value != section.MarkComputed {
				r.found.add(sum.at, SectionTotalDiffers, sum.read, section.ID, formatPoints(sum.value), formatPoints(section.MarkComputed))
			}
		}
		if total += abs(variation); weighed && abs(variation) > limit {
			r.found.add(at, SectionVariation, formatPoints(*section.MarkStated), section.ID, formatPoints(*section.MarkStated),
				formatPoints(section.MarkComputed), formatPoints(variation), formatPoints(limit))
		}
	}
	if total > limit {
		r.found.add(rowPlace(r.sections[0].at.row), SectionsTotalVariation, formatPoints(total), formatPoints(total), formatPoints(limit))
	}
}

func abs(n int64) int64 {
	return max(n, -n)
}
