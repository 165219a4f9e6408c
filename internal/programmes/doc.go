// Package programmes knows the competitions: what is held, when, and by which rules.
//
// What it is: programmes, their editions, the events (skills) of an edition, the stages of
// an event, and the rule sets by which an edition is run.
//
// Owns: Programme, Edition, RuleSet with Rules, Event, Stage, the presets.
// Does not own: who takes part (registration), marking schemes and panels (judging),
// results (results), the arithmetic (scoring).
//
// Words: programme (赛事), edition (届), event or skill (赛项), stage (阶段), rule set (规则),
// preset (预设).
//
// Rules: an edition is draft → open → closed → running → completed → archived, or cancelled
// from any of them; everything of a cancelled edition stays readable. Rules are validated as
// a whole, all reasons at once; they are frozen when the edition opens. A skill's number
// identifies it within its edition only; what an event goes on in later editions is named by
// succession. Windows are decided by the clock at each request.
//
// An edition can be drafted after another (克隆): rules, events, stages and quotas, never who
// took part.
//
// Files: programme.go, edition.go, window.go, moment.go, rules.go, rule_set.go, event.go, stage.go (types and
// rules), presets.go with presets/*.json, then one use case per file, store.go, facts.go.
package programmes
