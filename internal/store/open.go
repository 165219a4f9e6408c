package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	_ "github.com/ncruces/go-sqlite3/driver" // registers "sqlite3"
	"github.com/ncruces/go-sqlite3/gormlite"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/saichang/saichang/migrations"
)

// DB is an open database.
type DB struct {
	dialect string // "postgres" or "sqlite"
	write   *gorm.DB
	read    *gorm.DB
	pool    *pgxpool.Pool // PostgreSQL only: the same connections that write and read use
	handles []*sql.DB
}

// Options are the few things that an installation may want to set.
type Options struct {
	Connections int // PostgreSQL: at most so many; 0 is 8
}

// lockTimeout and statementTimeout bound every statement on PostgreSQL; unitTimeout bounds
// every unit on both databases, so that no request waits longer than 10 seconds.
const (
	lockTimeout      = 2 * time.Second
	statementTimeout = 10 * time.Second
	unitTimeout      = 10 * time.Second
)

// Open connects to "postgres://…" (or a libpq keyword string) or to the SQLite file named
// by "sqlite:path" or just a path. It does not migrate.
func Open(ctx context.Context, where string, o Options) (*DB, error) {
	if IsPostgres(where) {
		return openPostgres(ctx, where, o)
	}
	return openSQLite(strings.TrimPrefix(where, "sqlite:"))
}

// IsPostgres reports whether a database setting means PostgreSQL rather than a file.
func IsPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") || strings.Contains(where, "host=")
}

func openPostgres(ctx context.Context, where string, o Options) (*DB, error) {
	config, err := pgxpool.ParseConfig(where)
	if err != nil {
		return nil, fmt.Errorf("the database URL cannot be read: %w", err)
	}
	config.MaxConns = 8
	if o.Connections > 0 {
		config.MaxConns = int32(o.Connections)
	}
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	for name, value := range map[string]string{
		"lock_timeout":                        fmt.Sprint(lockTimeout.Milliseconds()),
		"statement_timeout":                   fmt.Sprint(statementTimeout.Milliseconds()),
		"idle_in_transaction_session_timeout": fmt.Sprint(2 * unitTimeout.Milliseconds()),
		"timezone":                            "UTC",
		"application_name":                    "saichang",
		"jit":                                 "off", // no statement runs long enough: compiling the sealer's took 8 ms every time
	} {
		config.ConnConfig.RuntimeParams[name] = value
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("the database cannot be opened: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("the database does not answer: %w", err)
	}
	handle := stdlib.OpenDBFromPool(pool) // never SetMaxIdleConns on it: idle handles would starve the pool
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: handle}), gormConfig())
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &DB{dialect: "postgres", write: g, read: g, pool: pool, handles: []*sql.DB{handle}}, nil
}

func openSQLite(path string) (*DB, error) {
	if path == "" {
		return nil, errors.New("the database path is empty")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("the folder of the database cannot be made: %w", err)
	}
	// Whoever may look into the folder shall not look into a new file; SQLite's own files beside
	// it get the same mode. A file that is there is left alone: closing it would drop the locks
	// that this process has on it.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = file.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("the database file cannot be opened: %w", err)
	}
	// Every pragma is named: naming any cancels the driver's own defaults. FULL: what was
	// acknowledged is on disk. Secure delete: what was erased does not linger within its page.
	pragmas := "_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=foreign_keys(on)&_pragma=secure_delete(fast)"
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + pragmas
	db := &DB{dialect: "sqlite"}
	for _, h := range []struct {
		dsn  string
		most int
		into **gorm.DB
	}{{dsn + "&_txlock=immediate", 1, &db.write}, {dsn, 4, &db.read}} {
		handle, err := sql.Open("sqlite3", h.dsn)
		if err != nil {
			return nil, fmt.Errorf("the database file cannot be opened: %w", err)
		}
		handle.SetMaxOpenConns(h.most)
		handle.SetMaxIdleConns(h.most)
		db.handles = append(db.handles, handle)
		if *h.into, err = gorm.Open(gormlite.OpenDB(handle), gormConfig()); err != nil {
			_ = db.Close()
			return nil, fmt.Errorf("the database file cannot be opened: %w", err)
		}
	}
	return db, nil
}

// gormConfig is made anew for every handle: a shared one swaps dialects silently.
func gormConfig() *gorm.Config {
	return &gorm.Config{SkipDefaultTransaction: true, Logger: logger.Discard}
}

// Dialect is "postgres" or "sqlite".
func (db *DB) Dialect() string { return db.dialect }

// Close lets go of all connections.
func (db *DB) Close() error {
	var errs []error
	for i := len(db.handles) - 1; i >= 0; i-- {
		errs = append(errs, db.handles[i].Close())
	}
	if db.pool != nil {
		db.pool.Close()
	}
	return errors.Join(errs...)
}

// Ping asks the database whether it is there.
func (db *DB) Ping(ctx context.Context) error {
	var one int
	return translate(db.read.WithContext(ctx).Raw("select 1").Scan(&one).Error)
}

// Migrate brings the schema to this program's version, one process at a time. A database
// that is newer than the program is refused: an old program would not keep its rules.
func (db *DB) Migrate(ctx context.Context) error {
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.dialect == "postgres" {
		dialect = goose.DialectPostgres
		release, err := db.migrationLock(ctx)
		if err != nil {
			return err
		}
		defer release()
	}
	p, err := goose.NewProvider(dialect, db.handles[0], migrations.For(db.dialect), options...)
	if err != nil {
		return fmt.Errorf("the migrations cannot be read: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("the schema version cannot be read: %w", err)
	}
	sources := p.ListSources()
	if latest := sources[len(sources)-1].Version; have > latest {
		return fmt.Errorf("the database is at schema version %d, newer than this program's %d: use a newer program", have, latest)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("the migration failed: %w", err)
	}
	return nil
}

// Installation reads what the installation noted of itself under a name; "" if nothing.
func (db *DB) Installation(ctx context.Context, name string) (string, error) {
	var value string
	err := db.read.WithContext(ctx).Raw("select coalesce(max(value), '') from installation where name = ?", name).Scan(&value).Error
	return value, translate(err)
}

// NoteInstallation notes something of the installation itself.
func (db *DB) NoteInstallation(ctx context.Context, name, value string) error {
	err := db.write.WithContext(ctx).Exec("insert into installation (name, value) values (?, ?) on conflict (name) do update set value = excluded.value", name, value).Error
	return translate(err)
}

const schemaVersion = "select coalesce(max(version_id), 0) from goose_db_version where is_applied"

// SchemaVersion is the number of the last step that ran.
func (db *DB) SchemaVersion(ctx context.Context) (int64, error) {
	var v int64
	err := db.read.WithContext(ctx).Raw(schemaVersion).Scan(&v).Error
	return v, translate(err)
}

// migrationLock makes concurrent starts take turns.
func (db *DB) migrationLock(ctx context.Context) (release func(), err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("the migration lock cannot be taken: %w", err)
	}
	const key = 0x5361696368616e67 // "Saichang"
	if _, err := conn.Exec(ctx, "set lock_timeout = 0; set statement_timeout = '5min'"); err == nil {
		_, err = conn.Exec(ctx, "select pg_advisory_lock($1)", int64(key))
		if err == nil {
			return func() {
				_, _ = conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", int64(key))
				_ = conn.Conn().Close(context.WithoutCancel(ctx)) // its settings were changed: do not reuse it
				conn.Release()
			}, nil
		}
	}
	conn.Release()
	return nil, fmt.Errorf("the migration lock cannot be taken: %w", err)
}
