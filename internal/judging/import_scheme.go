package judging

import (
	"context"
	"io"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/cis"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/scoring"
	"github.com/saichang/saichang/internal/work"
)

// Report is a scheme with what does not hinder, but should be looked at.
type Report struct {
	Scheme   Scheme
	Warnings []fault.Detail
}

// ImportScheme replaces criteria of a draft by those of a CIS import table with the same
// letters, and takes up its WSOS sections. Errors refuse the file as a whole.
func (s *Service) ImportScheme(ctx context.Context, scheme id.ID[Scheme], expected int64, table io.Reader) (Report, error) {
	if err := s.askScheme(ctx, scheme, access.ImportScheme); err != nil { // nobody else's file is read
		return Report{}, err
	}
	read, problems, err := cis.Read(table, cis.Options{WSOSLimit: 1_000_000_000}) // the rules judge variations, on the whole scheme
	if err != nil {
		return Report{}, err
	}
	return changeScheme(ctx, s, scheme, expected, access.ImportScheme, func(u *work.Unit[Store], now Scheme) (Report, error) {
		if refused := importProblems(problems, cis.Error); refused != nil {
			return Report{}, fault.SchemeImportRefused.With("errors", len(refused)).Listing(refused...)
		}
		after, err := rewrite(ctx, u, now, now.Content.merged(fromCIS(read)).clean())
		if err != nil {
			return Report{}, err
		}
		rules, err := u.Store.RulesOf(ctx, after.Event)
		if err != nil {
			return Report{}, err
		}
		_, warnings := after.Problems(rules)
		return Report{after, append(importProblems(problems, cis.Warning), warnings...)}, nil
	})
}

// askScheme asks for permission before work that needs no transaction. The unit that follows
// asks again.
func (s *Service) askScheme(ctx context.Context, scheme id.ID[Scheme], action access.Action) error {
	_, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		found, err := u.Store.Scheme(ctx, scheme)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, u.Allow(action, found.Scope())
	})
	return err
}

// importProblems are the problems of one severity, by row and column.
func importProblems(all []cis.Problem, severity cis.Severity) (out []fault.Detail) {
	for _, p := range all {
		if p.Severity != severity {
			continue
		}
		d := fault.ImportProblem.Detail("problem", string(p.Code), "read", p.Read, "header", p.Header)
		d.Row, d.Column, d.Chinese, d.English = p.Row, p.Column, p.Message.ZH, p.Message.EN
		out = append(out, d)
	}
	return out
}

// fromCIS is a table's content in our terms.
func fromCIS(s cis.Scheme) (c Content) {
	for _, section := range s.Sections {
		c.Sections = append(c.Sections, Section{section.ID, section.Name, (*scoring.Points)(section.MarkStated)})
	}
	for _, criterion := range s.Criteria {
		to := Criterion{Letter: criterion.Letter, Name: criterion.Name}
		for _, sub := range criterion.SubCriteria {
			form := SubCriterion{Code: sub.ID, Name: sub.Name}
			if sub.Day > 0 {
				form.Day = &sub.Day
			}
			for _, a := range sub.Aspects {
				form.Aspects = append(form.Aspects, aspectFromCIS(a))
			}
			to.SubCriteria = append(to.SubCriteria, form)
		}
		c.Criteria = append(c.Criteria, to)
	}
	return c
}

func aspectFromCIS(a cis.Aspect) Aspect {
	definition := scoring.Aspect{Max: scoring.Points(a.MaxMark)}
	out := Aspect{Description: a.Description, Extra: a.Extra, Requirement: a.Requirement, Heading: a.Heading, Section: a.Section}
	switch a.Calculation.Kind {
	case cis.ByJudgement:
		definition.Kind, out.Descriptors = scoring.Judgement, a.Descriptors[:]
	case cis.SteppedDeduction:
		definition.Kind, definition.PerOccurrence = scoring.SteppedDeduction, scoring.Points(a.Calculation.Unit)
	case cis.Partial:
		definition.Kind, definition.Step = scoring.MeasurementPoints, scoring.Hundredth
	default:
		definition.Kind = scoring.MeasurementBinary
	}
	out.Definition = definition
	return out
}

// merged is the content with the criteria and sections of another put in place of its own.
func (c Content) merged(from Content) Content {
	out := Content{Title: c.Title, Sections: slices.Clone(c.Sections), Criteria: slices.Clone(c.Criteria)}
	for _, s := range from.Sections {
		i := slices.IndexFunc(out.Sections, func(have Section) bool { return have.ID == s.ID })
		switch {
		case i < 0:
			out.Sections = append(out.Sections, s)
		case s.Weight != nil:
			out.Sections[i] = s
		}
	}
	for _, criterion := range from.Criteria {
		i := slices.IndexFunc(out.Criteria, func(have Criterion) bool { return have.Letter == criterion.Letter })
		if i < 0 {
			out.Criteria = append(out.Criteria, criterion)
			continue
		}
		if criterion.Name == "" {
			criterion.Name = out.Criteria[i].Name
		}
		out.Criteria[i] = criterion
	}
	slices.SortStableFunc(out.Criteria, func(a, b Criterion) int { return int(a.Letter[0]) - int(b.Letter[0]) })
	return out
}
