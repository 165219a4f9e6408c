package dbtest

import (
	"context"
	"errors"

	"github.com/saichang/saichang/internal/store"
)

// Migrate brings an empty database up to the newest schema and leaves no session on it.
func Migrate(where string) error {
	db, err := store.Open(context.Background(), where, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(context.Background()), db.Close())
}
