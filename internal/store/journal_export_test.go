package store

import "context"

// Forge runs a statement the way somebody does who owns the database. For tests.
func (db *DB) Forge(ctx context.Context, statement string, values ...any) (rows int64, err error) {
	done := db.write.WithContext(ctx).Exec(statement, values...)
	return done.RowsAffected, translate(done.Error)
}

// Number asks for one number. For tests.
func (db *DB) Number(ctx context.Context, question string, values ...any) (n int64, err error) {
	err = db.write.WithContext(ctx).Raw(question, values...).Scan(&n).Error
	return n, translate(err)
}

// Texts asks for one column of text. For tests.
func (db *DB) Texts(ctx context.Context, question string, values ...any) (texts []string, err error) {
	err = db.write.WithContext(ctx).Raw(question, values...).Scan(&texts).Error
	return texts, translate(err)
}
