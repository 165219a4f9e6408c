// Package pgtest gives a test its own PostgreSQL database.
//
// What it is: databases on the one throw-away server that scripts/test starts for all
// packages, cloned from a template that was migrated once, which takes some 30 ms instead
// of a migration for each test.
//
// Owns: the templates and the databases of this test process, their names and their end.
// Does not own: the common server (scripts/postgres starts and stops it, and with it go the
// templates), the migrations (the caller hands them in), SQLite (a file in t.TempDir).
//
// Words: template (模板), a migrated database that nobody is connected to; clone (克隆), a
// new database that begins as a copy of another; DSN, the keyword string that opens one.
//
// Rules: a missing server fails the test and never skips it, or a suite that ran on one
// database would look like one that ran on both. A clone needs a source without sessions:
// migrate closes what it opened before it returns. A database ends with its test, whoever
// is still connected.
//
// Files: pgtest.go (databases on the common server), server.go (a server of one test, to be killed).
package pgtest
