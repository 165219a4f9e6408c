package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/demo"
	"github.com/saichang/saichang/internal/store"
)

// What the installation notes of the demo season.
const (
	demoNote    = "demo"
	demoLoading = "loading"
	demoReady   = "ready"
)

// demoState is what the database holds of the demo season. The season is never mixed with
// real data, and never served to the network: everybody who reads demo.env knows its password.
func demoState(ctx context.Context, db *store.DB, s Settings, wanted bool) (string, error) {
	state, err := db.Installation(ctx, demoNote)
	if err != nil {
		return "", err
	}
	switch {
	case state != "" && !wanted:
		return "", errors.New("this database holds the demo season: start with --demo, or choose another with --db")
	case state == demoLoading:
		return "", errors.New("the demo season was not loaded to its end: remove the database and start again")
	case wanted && !isLoopback(s.Listen):
		return "", fmt.Errorf("--demo listens on this machine only, not on %s: its password is written in %s", s.Listen, demoFile(s))
	}
	return state, nil
}

func isLoopback(listen string) bool {
	host, _, _ := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func demoFile(s Settings) string { return filepath.Join(s.Data, "demo.env") }

// welcomeDemo plays the season at the first start, and prints where to look and who can sign in.
func (p Program) welcomeDemo(ctx context.Context, s Settings, h *House, db *store.DB, state string) error {
	if state == "" {
		if err := p.playDemo(ctx, s, h, db); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintf(p.Out, "Saichang %s, demo season\n  API   %s/v1\n  docs  %s/docs/\n", p.Version, s.PublicURL, s.PublicURL)
	text, err := os.ReadFile(demoFile(s))
	if err != nil {
		_, _ = fmt.Fprintf(p.Out, "\nThe password of the demo accounts stood in %s, which cannot be read (%v).\n", demoFile(s), err)
		return nil
	}
	_, _ = fmt.Fprintf(p.Out, "\nIn another terminal, for the tour:  . %s\n\n%s\n", demoFile(s), text)
	return nil
}

func (p Program) playDemo(ctx context.Context, s Settings, h *House, db *store.DB) error {
	code, empty, err := h.Accounts.NewSetupCode(access.WithActor(ctx, access.Installation))
	if err != nil {
		return err
	}
	if !empty {
		return errors.New("--demo needs an empty database: this one has accounts; choose another with --db")
	}
	if err := db.NoteInstallation(ctx, demoNote, demoLoading); err != nil {
		return err
	}
	secret := make([]byte, 15)
	_, _ = rand.Read(secret) // never fails: it ends the program
	password := strings.ToLower(base32.StdEncoding.EncodeToString(secret))
	_, _ = fmt.Fprintln(p.Out, "Playing the demo season through the API; this takes some seconds.")
	season, err := demo.Load(h.Handler, code, password, func(line string) { _, _ = fmt.Fprintln(p.Out, "- "+line) })
	if err != nil {
		return err
	}
	if err := os.WriteFile(demoFile(s), demoEnv(s, season, password), 0o600); err != nil {
		return fmt.Errorf("the demo accounts cannot be written down: %w", err)
	}
	return db.NoteInstallation(ctx, demoNote, demoReady)
}

// demoEnv is a file for the shell: variables, and the accounts as comments.
func demoEnv(s Settings, season demo.Season, password string) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "API=%s/v1\nPASSWORD=%s\nEVENT=%s\nSTAGE_TO_MARK=%s\n", s.PublicURL, password, season.Event, season.ToMark)
	out.WriteString("# Everybody has this password.\n")
	for _, a := range season.Accounts {
		fmt.Fprintf(&out, "#   %-18s %-14s %s\n", a.Login, a.Role, a.About)
	}
	return []byte(out.String())
}
