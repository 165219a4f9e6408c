package httpapi

import (
	"context"
	"errors"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

func (a programmesAPI) ListPresets(ctx context.Context, _ api.ListPresetsRequestObject) (api.ListPresetsResponseObject, error) {
	all, err := a.programmes.Presets(ctx)
	if err != nil {
		return nil, err
	}
	items := each(all, func(p programmes.Preset) api.Preset {
		return api.Preset{Name: api.PresetName(p.Name), Title: api.Text(p.Title), Description: api.Text(p.Description), Rules: toRules(p.Rules)}
	})
	return api.ListPresets200JSONResponse{Items: items, NextCursor: next("")}, nil
}

func (a programmesAPI) ListRuleSets(ctx context.Context, r api.ListRuleSetsRequestObject) (api.ListRuleSetsResponseObject, error) {
	all, err := a.programmes.RuleSets(ctx, id.From[programmes.Edition](r.EditionID))
	if err != nil {
		return nil, err
	}
	return api.ListRuleSets200JSONResponse{Items: each(all, toRuleSet), NextCursor: next("")}, nil
}

func (a programmesAPI) CreateRuleSet(ctx context.Context, r api.CreateRuleSetRequestObject) (api.CreateRuleSetResponseObject, error) {
	in := programmes.CreateRuleSet{Edition: id.From[programmes.Edition](r.EditionID), Preset: string(r.Body.Preset)}
	if rules := given(r.Body.Rules); rules != nil {
		own, err := fromRules(*rules)
		if err != nil {
			return nil, err
		}
		in.Rules = &own
	}
	s, err := a.programmes.CreateRuleSet(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.CreateRuleSet201JSONResponse{
		Body: toRuleSet(s), Headers: api.CreateRuleSet201ResponseHeaders{ETag: etag(s.Revision), Location: "/v1/rule-sets/" + s.ID.String()},
	}, nil
}

func (a programmesAPI) GetRuleSet(ctx context.Context, r api.GetRuleSetRequestObject) (api.GetRuleSetResponseObject, error) {
	s, err := a.programmes.RuleSet(ctx, id.From[programmes.RuleSet](r.RuleSetID))
	if err != nil {
		return nil, err
	}
	return api.GetRuleSet200JSONResponse{Body: toRuleSet(s), Headers: api.GetRuleSet200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a programmesAPI) ReplaceRules(ctx context.Context, r api.ReplaceRulesRequestObject) (api.ReplaceRulesResponseObject, error) {
	rules, err := fromRules(*r.Body)
	if err != nil {
		return nil, err
	}
	s, err := a.programmes.ReplaceRules(ctx, programmes.ReplaceRules{
		RuleSet: id.From[programmes.RuleSet](r.RuleSetID), Expected: revisionOf(r.Params.IfMatch), Rules: rules,
	})
	if err != nil {
		return nil, err
	}
	return api.ReplaceRules200JSONResponse{Body: toRuleSet(s), Headers: api.ReplaceRules200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

var _ = represent(toRuleSet)

func toRuleSet(s programmes.RuleSet) api.RuleSet {
	return api.RuleSet{
		ID: s.ID.String(), CreatedAt: instant(s.CreatedAt), UpdatedAt: instant(s.UpdatedAt), Revision: s.Revision,
		EditionID: s.Edition.String(), Version: s.Version, Preset: api.PresetName(s.Preset), Status: api.RuleSetStatus(s.Status), Rules: toRules(s.Rules),
	}
}

// toRules and fromRules rely on the contract and the noun naming the same fields; a test
// sends every preset through both.
func toRules(r programmes.Rules) api.Rules {
	rules, err := convert[api.Rules](r)
	if err != nil {
		panic(errors.Join(errors.New("httpapi: the rules of the contract and of programmes differ"), err))
	}
	return rules
}

func fromRules(r api.Rules) (programmes.Rules, error) {
	rules, err := convert[programmes.Rules](r)
	if err != nil {
		return rules, fault.InvalidRequest.New().Because(err)
	}
	return rules, nil
}
