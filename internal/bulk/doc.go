// Package bulk takes many things in at once.
//
// What it is: operations (work that takes longer than a request), and imports of people,
// organizations, entries, rosters and staff from tables. Lists go out as tables by the use cases
// of the lists.
//
// Owns: Operation, Import and its rows, what a column means, what an organization calls it.
// Does not own: file formats (tables), the rules of what is imported (people, organizations,
// registration, training): every row is held against them exactly as a single request is.
//
// Words: operation (任务), import (导入), row (行), outcome (结果), matching (匹配), template
// (模板), mode (方式): atomic (整体) or partial (部分).
//
// Rules: an import is checked first and says of every row what it would do; only a commit changes
// anything, and holds every row against the rules once more, with the permissions that its
// starter has by then. Nothing is guessed: a name that two organizations have needs a human. A
// table that is sent again changes nothing: people are the same by identity document, else by
// external id, else by organization, name and birth date; organizations by what another system
// calls them or by name; entries by their competitors; trainees by the person, who is not taken
// back after having left; staff by function, person or account, and first day. Identity numbers
// are sealed where they are kept, the table that was sent included, and no report shows one.
// Operations are seen by who started them and by administrators; an import only for as long as
// its sender may import there. What was sent is forgotten after 30 days.
//
// An operation is run by one process, for a time that it renews with every step; if it ends,
// another process goes on where the last step was committed.
//
// Files: operation.go, import.go, problem.go (types), columns.go (what titles mean), kind.go and
// people.go (with people_numbers.go, people_intake.go), organizations.go, entries.go, roster.go,
// staff.go (the kinds), persons.go (whom a line means), scope.go (who may do what to an import),
// seal.go (what is hidden), create_import.go, list_imports.go, map_columns.go, match_row.go,
// commit_import.go, read_import.go, template.go, operations.go (use cases), run.go, check.go,
// commit.go (the work itself), store.go, facts.go.
package bulk
