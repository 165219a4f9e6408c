// Package registration knows who takes part in which event.
//
// What it is: delegations (whose entries belong together), quotas (how many there may be) and
// entries (a team or a competitor of one organization in one event) from the draft to the hall.
//
// Owns: Delegation, Quota, Entry with its Members, the moves of an entry, the report on its
// eligibility and its overrides, the substitution of a member, holds, the waiting list with its
// Promotions.
// Does not own: people (people), editions with their windows, events and their rules
// (programmes), pieces, codes and marks (judging: it is told when an entry leaves or comes back).
//
// Words: delegation (代表队), entry (报名, 参赛队), member (队员): competitor (选手), reserve
// (替补), instructor (指导教师), leader (领队); quota (名额), place (一个名额), limit (一项限制),
// hold (名额保留), waiting list (候补名单), promotion (递补), return (退回), withdrawal (撤回),
// check-in (检录), absence (缺席), disqualification (取消资格), substitution (替换), override
// (特批), short-handed (缺员), group of events (组别), course (课程), major (专业).
//
// Rules: only the organization's registrar edits, and only a draft or a returned entry, and
// only while the edition takes entries. A submission takes the places of every limit that
// counts for the entry, or none, and a refusal lists all that lack places; a return keeps the
// places, a withdrawal gives them back. An entry counts where it stood when it took its places:
// its delegation and its district stay until it has given them back. Guests' entries are not
// official and take no place. All reasons against an entry are given at once. A person competes
// at most once in an event, and where the rules say so in one event of the edition. A hold runs
// out by the clock; whoever looks first gives its places back, and at the latest the house.
// What becomes free goes to the first in line, over all events of the edition, for whom every
// limit has places; why is kept. Reasons are free text: they stand in the entry, never in a fact.
//
// What was won before is what the lists say that are published now, in the events that an event
// succeeds, and it bars by the rules: persons from the event, an organization from the course or
// major that it won with, a team from coming back as it was. Which group an event has is frozen
// before its first entry, so a quota can count by it.
//
// Rules beyond that: an override stands for what it was given for, and for nothing that comes
// later. A substitution is asked for by the registrar until a last day that is counted in
// working days, and decided by the organiser; once the event has started nobody substitutes
// anybody.
//
// Locks: edition and event, people by id, limits by id, and last the entry, by its revision.
// Who takes places shares the edition with others who do; who gives places back, changes a
// quota or a delegation has it alone. So nobody begins to wait while the line is looked through.
//
// Files: delegation.go, quota.go, limit.go, entry.go, setting.go, promotion.go, eligibility.go,
// age.go, past.go, past_prizes.go, override.go, substitution.go (types and rules), read_eligibility.go,
// override_rule.go, request_substitution.go, decide_substitution.go, list_substitutions.go,
// create_delegation.go, update_delegation.go, list_delegations.go, create_quota.go,
// update_quota.go, list_quotas.go, create_entry.go, update_entry.go, submit_entry.go,
// hold_entry.go, expire_holds.go, move_entry.go (the short moves), withdraw_entry.go,
// nomination.go (an entry in one step, for training), list_entries.go, list_waiting.go,
// store.go, facts.go, facts_rules.go.
package registration
