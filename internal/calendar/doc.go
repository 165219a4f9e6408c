// Package calendar knows which days are worked in China.
//
// What it is: the calendar of each year as the State Council announces it, and counting
// backwards in working days.
//
// Owns: Year, Calendar, Count. Does not own: who has a deadline (registration).
//
// Words: working day (工作日), day off (放假), make-up workday (调休上班).
//
// Rules: a day is worked if it is Monday to Friday and not a day off, or if it is a make-up
// workday. A year whose calendar nobody has announced is not counted in: it is never taken
// for Mondays to Fridays. The announced years come with a library; what an administrator
// enters for a year takes its place. A date belongs to its own year, also where the next
// year's announcement names it.
//
// Files: year.go, count.go (types and rules), announced.go (the library), read_year.go,
// replace_year.go, store.go, facts.go.
package calendar
