// Package store keeps everything in PostgreSQL or SQLite.
//
// What it is: the only adapter to the database. Tx implements every noun's Store interface,
// one file per noun; DB opens transactions for work.
//
// Owns: SQL, row structs (private), the translation of database errors to faults, the two
// dialects. Does not own: rules, permissions, the schema's steps (migrations).
//
// Words: as in each noun; row (行), dialect (方言).
//
// Rules: GORM is typed SQL: no associations, hooks, AutoMigrate, soft deletes or Save.
// Scope is in every query. Locks are taken in one order: edition, event, base, squad, quotas by id,
// entry; people by id. Whoever decides by a row that others change reads it again under the lock.
// Uniqueness and limits are constraints; a constraint that breaks has its fault in errors.go.
// Instants are milliseconds; ids are 16 bytes; JSON is text.
//
// Files: open.go (both databases), tx.go (transactions), insert.go (many rows), clock.go,
// errors.go (translation), errors_lost.go (what a lost database is known by), values.go (column
// types), lists.go (pages, search, external ids), journal.go, then one per noun; sealing_keys.go
// (what rows need which), schema.go (what tables there are), backup.go and restore.go (all of
// them at once).
package store
