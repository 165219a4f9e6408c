package store

import "database/sql"

// Handles are what the database is reached by: on SQLite the writer, then the readers. For tests.
func (db *DB) Handles() []*sql.DB { return db.handles }
