package registration

import (
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// RuleOverridden : an entry was let through a rule. The reason stands in the override.
type RuleOverridden struct {
	Override id.ID[Override]         `json:"override"`
	Entry    id.ID[Entry]            `json:"entry"`
	Event    id.ID[programmes.Event] `json:"event"`
	Rule     RuleName                `json:"rule"`
	Covers   int                     `json:"covers"`
}

// Fact names it.
func (f RuleOverridden) Fact() (string, id.Ref) { return "entry.rule_overridden", f.Entry.Ref() }

// SubstitutionRequested : a registrar asked for another person in the place of a member.
type SubstitutionRequested struct {
	Substitution id.ID[Substitution]  `json:"substitution"`
	Entry        id.ID[Entry]         `json:"entry"`
	Person       id.ID[people.Person] `json:"person"`
	Substitute   id.ID[people.Person] `json:"substitute"`
	LastDate     *string              `json:"last_date"` // until when it could be asked for
}

// Fact names it.
func (f SubstitutionRequested) Fact() (string, id.Ref) {
	return "substitution.requested", f.Substitution.Ref()
}

// SubstitutionApproved : the substitute took the member's place.
type SubstitutionApproved struct {
	Substitution id.ID[Substitution]  `json:"substitution"`
	Entry        id.ID[Entry]         `json:"entry"`
	Person       id.ID[people.Person] `json:"person"`
	Substitute   id.ID[people.Person] `json:"substitute"`
}

// Fact names it.
func (f SubstitutionApproved) Fact() (string, id.Ref) {
	return "substitution.approved", f.Substitution.Ref()
}

// SubstitutionRefused : the entry stays as it is. The reason stands in the substitution.
type SubstitutionRefused struct {
	Substitution id.ID[Substitution] `json:"substitution"`
	Entry        id.ID[Entry]        `json:"entry"`
}

// Fact names it.
func (f SubstitutionRefused) Fact() (string, id.Ref) {
	return "substitution.refused", f.Substitution.Ref()
}
