// Package registration knows who takes part in which event.
//
// What it is: quotas (how many entries there may be) and entries (a team or a competitor of
// one organization in one event) from the draft to the hall.
//
// Owns: Quota, Entry with its Members, the moves of an entry, the checks at submission.
// Does not own: people (people), editions, events and their rules (programmes), pieces,
// codes and marks (judging: it is told when an entry leaves or comes back).
//
// Words: entry (报名, 参赛队), member (队员): competitor (选手), reserve (替补), instructor
// (指导教师), leader (领队); quota (名额), place (一个名额), limit (一项限制), return (退回),
// withdrawal (撤回), check-in (检录), absence (缺席), disqualification (取消资格).
//
// Rules: only the organization's registrar edits, and only a draft or a returned entry, and
// only while the edition takes entries. A submission takes one place of every limit that
// counts for the entry, or none; a return keeps the places, a withdrawal gives them back. A
// guest's entry is not official and takes no place. All reasons against an entry are given
// at once. A person competes at most once in an event, and where the rules say so in one
// event of the edition. Reasons are free text: they stand in the entry, never in a fact.
//
// Locks: edition and event (shared; quotas are changed under an exclusive lock of the
// edition), people by id, limits by id, and last the entry, by its revision.
//
// Files: quota.go, entry.go, setting.go, eligibility.go (types and rules), create_quota.go,
// update_quota.go, list_quotas.go, create_entry.go, update_entry.go, submit_entry.go,
// move_entry.go (the short moves), withdraw_entry.go, nomination.go (an entry in one step, for
// training), list_entries.go, store.go, facts.go.
package registration
