package app

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// Program is the command line: where it writes, and what it was built with.
type Program struct {
	Out, Err io.Writer
	Contract []byte
	Version  string
}

const usage = `Saichang runs skills competitions.

  saichang serve           answer requests (--help lists the settings; --demo plays a season first)
  saichang migrate         bring the database to this program's version
  saichang backup          write the whole database into one archive (--out FILE)
  saichang restore FILE    read an archive into an empty database of either kind
  saichang verify          hold the audit log against its seals and checkpoints;
                           verify FILE computes the export of a result run anew
  saichang keys rotate     replace the keys that sign checkpoints, seal cursors and identity numbers
  saichang keys reseal     seal identity numbers under the present key that former keys have sealed
  saichang keys list       say what needs which sealing key
  saichang keys drop       take former sealing keys out of the key file that nothing needs
                           (--archives FOLDER; list takes it too)
  saichang openapi         print the contract
  saichang version         print the version
`

// Run runs one subcommand and gives the process's exit code.
func (p Program) Run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	name, rest := "", args
	if len(args) > 0 {
		name, rest = args[0], args[1:]
	}
	commands := map[string]func(context.Context, []string) error{
		"serve": p.serve, "migrate": p.migrate, "backup": p.backup, "restore": p.restore, "verify": p.verify, "keys": p.keys,
		"openapi": func(context.Context, []string) error { _, err := p.Out.Write(p.Contract); return err },
		"version": func(context.Context, []string) error { _, err := fmt.Fprintln(p.Out, p.Version); return err },
	}
	command, known := commands[name]
	if !known {
		_, _ = io.WriteString(p.Err, usage)
		if name == "" || name == "help" || name == "--help" || name == "-h" {
			return 0
		}
		return 2
	}
	switch err := command(ctx, rest); {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	default:
		_, _ = fmt.Fprintln(p.Err, "saichang:", err)
		return 1
	}
}

func (p Program) migrate(ctx context.Context, args []string) error {
	s, err := readSettings("migrate", args, p.Err, nil)
	if err != nil {
		return err
	}
	db, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	v, err := db.SchemaVersion(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.Out, "The database is at schema version %d.\n", v)
	return err
}

// verify walks the audit log; a checkpoint that was kept outside shows a rewritten past.
func (p Program) verify(ctx context.Context, args []string) error {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return p.verifyExport(args[0], args[1:])
	}
	var checkpoint, key string
	s, err := readSettings("verify", args, p.Err, func(f *flag.FlagSet) {
		f.Bool("audit", true, "check the audit log")
		f.StringVar(&checkpoint, "checkpoint", "", "file with a checkpoint that was kept outside")
		f.StringVar(&key, "key", "", "verifier keys, comma-separated (default: those of DATA/keys.json)")
	})
	if err != nil {
		return err
	}
	o := audit.Options{Keys: list(key)}
	if len(o.Keys) == 0 {
		keys, err := relay.LoadKeys(keyPath(s))
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no key file %s: put the installation's there, or give its verifier keys with --key", keyPath(s))
		}
		if err != nil {
			return err
		}
		o.Keys = keys.KnownTexts()
	}
	if checkpoint != "" {
		text, err := os.ReadFile(checkpoint)
		if err != nil {
			return fmt.Errorf("the checkpoint cannot be read: %w", err)
		}
		o.Outside = append(o.Outside, audit.Outside{Name: filepath.Base(checkpoint), Note: text})
	}
	db, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	return p.report(ctx, db, o)
}

// engineOf runs an operator's units.
func engineOf(db *store.DB) *work.Engine {
	return &work.Engine{DB: db, Clock: systemClock{}, IDs: id.System{}}
}

// report verifies the audit log and prints what was found.
func (p Program) report(ctx context.Context, db *store.DB, o audit.Options) error {
	report, err := audit.Verify(ctx, work.For[audit.Store](engineOf(db)), o)
	if err != nil {
		return err
	}
	if _, err := report.WriteTo(p.Out); err != nil {
		return err
	}
	if !report.OK() {
		return errors.New("the audit log is not what was sealed")
	}
	return nil
}
