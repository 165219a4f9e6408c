package judging

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// Scheme is one version of a stage's marking scheme (评分标准). Everything above an aspect is
// computed, never typed.
type Scheme struct {
	ID        id.ID[Scheme]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Stage     id.ID[programmes.Stage]
	Event     id.ID[programmes.Event]
	Edition   id.ID[programmes.Edition]
	Programme id.ID[programmes.Programme]
	Version   int
	Status    SchemeStatus
	Content
}

// IDPrefix is "sch".
func (Scheme) IDPrefix() string { return "sch" }

// Scope is what permissions are asked on: a scheme lies within its stage, and within the
// panels that mark by it.
func (s Scheme) Scope() access.Scope {
	scope := access.Scope{s.ID.Ref(), s.Stage.Ref(), s.Event.Ref(), s.Edition.Ref(), s.Programme.Ref()}
	for _, sub := range s.SubCriteria() {
		if sub.Panel != nil {
			scope = append(scope, sub.Panel.Ref())
		}
	}
	return scope
}

// SchemeStatus is where a scheme is in its life: draft → validated → locked → superseded.
type SchemeStatus string

// The states.
const (
	SchemeDraft      SchemeStatus = "draft"
	SchemeValidated  SchemeStatus = "validated"
	SchemeLocked     SchemeStatus = "locked"
	SchemeSuperseded SchemeStatus = "superseded"
)

// Content is what experts write.
type Content struct {
	Title    string
	Sections []Section
	Criteria []Criterion
}

// Section is a section of the WorldSkills Occupational Standard (WSOS).
type Section struct {
	ID     string          `json:"id"`
	Name   string          `json:"name"`
	Weight *scoring.Points `json:"weight"` // stated; nil if it is not
}

// Criterion is one letter of the scheme, usually one module.
type Criterion struct {
	Letter      string         `json:"letter"`
	Name        string         `json:"name"`
	SubCriteria []SubCriterion `json:"-"`
}

// SubCriterion is one marking form (评分子项): a day, a panel, its aspects.
type SubCriterion struct {
	ID      id.ID[SubCriterion]
	Code    string // E1
	Name    string
	Day     *int
	Starts  *scoring.Points // marked by deduction: what it starts with
	Panel   *id.ID[Panel]
	Aspects []Aspect
}

// IDPrefix is "sub".
func (SubCriterion) IDPrefix() string { return "sub" }

// Aspect is the smallest thing that is marked (评分点).
type Aspect struct {
	ID          id.ID[Aspect]
	Description string
	Extra       string
	Requirement string
	Heading     string // the visual heading that it stands under
	Section     string // WSOS
	Descriptors []string
	Definition  scoring.Aspect
}

// IDPrefix is "asp".
func (Aspect) IDPrefix() string { return "asp" }

// SubCriteria are all sub-criteria, in order.
func (c Content) SubCriteria() (all []SubCriterion) {
	for _, criterion := range c.Criteria {
		all = append(all, criterion.SubCriteria...)
	}
	return all
}

// Max is the most that a sub-criterion gives: what it starts with if it is marked by
// deduction, otherwise what its aspects give.
func (s SubCriterion) Max() (sum scoring.Points) {
	if s.Starts != nil {
		return *s.Starts
	}
	for _, a := range s.Aspects {
		if !a.Definition.Deducts() {
			sum += a.Definition.Max
		}
	}
	return sum
}

// Max is the most that a criterion gives.
func (c Criterion) Max() (sum scoring.Points) {
	for _, s := range c.SubCriteria {
		sum += s.Max()
	}
	return sum
}

// Total is the most that the scheme gives.
func (c Content) Total() (sum scoring.Points) {
	for _, criterion := range c.Criteria {
		sum += criterion.Max()
	}
	return sum
}

// SectionSum is what the aspects of a WSOS section give.
func (c Content) SectionSum(section string) (sum scoring.Points) {
	for _, s := range c.SubCriteria() {
		for _, a := range s.Aspects {
			if a.Section == section && !a.Definition.Deducts() {
				sum += a.Definition.Max
			}
		}
	}
	return sum
}

// clean is the content with its texts in normal form.
func (c Content) clean() Content {
	c.Title = names.Clean(c.Title)
	for i, s := range c.Sections {
		c.Sections[i].ID, c.Sections[i].Name = names.Clean(s.ID), names.Clean(s.Name)
	}
	for i := range c.Criteria {
		c.Criteria[i].Name = names.Clean(c.Criteria[i].Name)
		for j := range c.Criteria[i].SubCriteria {
			s := &c.Criteria[i].SubCriteria[j]
			s.Name = names.Clean(s.Name)
			for k := range s.Aspects {
				s.Aspects[k].Section = names.Clean(s.Aspects[k].Section)
			}
		}
	}
	return c
}

// number gives ids to everything new. A sub-criterion that keeps its code keeps its panel.
func (c Content) number(ids id.Source, before Content) Content {
	panels := map[string]*id.ID[Panel]{}
	for _, s := range before.SubCriteria() {
		panels[s.Code] = s.Panel
	}
	for i := range c.Criteria {
		for j := range c.Criteria[i].SubCriteria {
			s := &c.Criteria[i].SubCriteria[j]
			s.ID, s.Panel = id.Random[SubCriterion](ids), panels[s.Code]
			for k := range s.Aspects {
				s.Aspects[k].ID = id.Random[Aspect](ids)
			}
		}
	}
	return c
}

// editable refuses changes of the content of a scheme that marks may have been given by.
func (s Scheme) editable() error {
	if s.Status == SchemeDraft || s.Status == SchemeValidated {
		return nil
	}
	return fault.SchemeNotEditable.With("status", string(s.Status))
}

// rewritten is the scheme with other content, a draft again.
func (s Scheme) rewritten(c Content, at time.Time) Scheme {
	s.Content, s.Status, s.Revision, s.UpdatedAt = c, SchemeDraft, s.Revision+1, at
	return s
}
