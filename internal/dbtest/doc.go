// Package dbtest gives a test a database of its own.
//
// What it is: copies of one migrated SQLite file, and databases on the one throw-away
// PostgreSQL server that scripts/test starts for all packages, cloned from a template that
// was migrated once. A copy takes milliseconds where a migration takes seconds.
//
// Owns: the templates and the databases of this test process, their names and their end.
// Does not own: the common server (scripts/postgres starts and stops it, and with it go the
// templates), the migrations.
//
// Words: template (模板), a migrated database that nobody is connected to; clone (克隆), a
// new database that begins as a copy of another; DSN, the keyword string that opens one.
//
// Rules: a missing server fails the test and never skips it, or a suite that ran on one
// database would look like one that ran on both. A clone needs a source without sessions.
// A database ends with its test, whoever is still connected.
//
// Files: postgres.go (databases on the common server), sqlite.go (files), migrate.go,
// server.go (a server of one test, to be killed).
package dbtest
