// Package training knows where squads are trained for an edition, by whom, and who of them goes.
//
// What it is: training bases from the application to the removal, their staff, and the squad of
// each with its plan, its diary and its nominations.
//
// Owns: Base with its evaluations, inspections and decisions, the published order of an event's
// bases, Assignment of staff, Squad with its Trainees and plan, log entries, attendance,
// assessments.
// Does not own: people (people), editions and events (programmes), entries, quotas and the age
// limit (registration: a nomination is an entry like any other), official results (results: an
// official assessment is read from the publication that counts, never kept), accounts (accounts: an
// assignment is read there as a role on the base, for its dates).
//
// Words: training base (集训基地), lead base (牵头基地), squad (集训队), trainee (集训选手),
// lead expert (技术指导专家组组长), coach (教练), interpreter (翻译), workshop manager (场地经理),
// mock and official assessment (模拟考核, 正式考核), nomination (选派).
//
// Rules: a base is one organization's for one event. It is recognised once it has been evaluated
// and renewed once it has been inspected; nobody evaluates the own organization's. The first of
// the published order leads; when it goes, nobody does until an order is published. Dates are
// local to the edition. Access follows an assignment's dates: from the beginning of its first day
// to the beginning of the day on which it ends, looked at with every request. A person is in one
// squad of an edition at a time; who left stays readable, with when and why. The age limit holds
// for everybody who is selected, seeded ones too. Everything stays readable when the edition is
// over or cancelled, and nothing changes any more. A child whose guardian has not consented is seen
// by the base and its organization, in no list by who organises. An official assessment shows what
// the published list shows everybody, and nothing before.
//
// Locks: edition (shared), base or squad, then what they hold.
//
// A selection and an assignment are held against the same rules, whether one was asked for or a
// table was sent (bulk): OpenIntake and Take, OpenStaff and Assign.
//
// Files: base.go, squad.go, trainee.go, assignment.go, diary.go, days.go (types and rules), one
// use case per file, store.go, facts.go.
package training
