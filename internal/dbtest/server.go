package dbtest

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Server is a durable PostgreSQL of one test, which the test may kill and start again. The
// programs are those on the PATH that scripts/postgres sets.
type Server struct {
	DSN string // of a database of its own

	t      testing.TB
	folder string
	owner  *syscall.Credential // PostgreSQL does not run as root
	cmd    *exec.Cmd
}

// NewServer makes a server and starts it. It ends with the test.
func NewServer(t testing.TB) *Server {
	t.Helper()
	_ = serverDSN(t)                                       // says what to run if nobody set the PATH
	folder, err := os.MkdirTemp("/tmp", "saichang-server") // short: a socket's path holds 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{DSN: "host=" + folder + " port=5432 user=postgres sslmode=disable dbname=saichang", t: t, folder: folder, owner: owner(t, folder)}
	t.Cleanup(func() { s.Kill(); _ = os.RemoveAll(folder) })
	initdb := s.command("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if text, err := initdb.CombinedOutput(); err != nil {
		t.Fatalf("dbtest: initdb: %v: %s", err, text)
	}
	s.Start()
	if err := execute("host="+folder+" port=5432 user=postgres sslmode=disable", "create database saichang"); err != nil {
		t.Fatalf("dbtest: %v", err)
	}
	return s
}

// owner gives the folder to whom PostgreSQL runs as; nil where we are not root.
func owner(t testing.TB, folder string) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			t.Fatal(err)
		}
	}
	uid, _ := strconv.Atoi(u.Uid) // numbers, on every Unix
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(folder, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner}
	return cmd
}

// Start starts it and waits until it answers. After a kill its former processes have to end
// first, which it waits for too.
func (s *Server) Start() {
	s.t.Helper()
	for range 100 {
		s.cmd = s.command("postgres", "-D", s.data(), "-k", s.folder, "-c", "listen_addresses=", "-c", "fsync=on", "-c", "synchronous_commit=on")
		if err := s.cmd.Start(); err != nil {
			s.t.Fatalf("dbtest: %v", err)
		}
		ended := make(chan error, 1)
		go func(cmd *exec.Cmd) { ended <- cmd.Wait() }(s.cmd)
		for range 200 {
			if s.command("pg_isready", "-q", "-h", s.folder, "-p", "5432").Run() == nil {
				return
			}
			select {
			case <-ended: // its former processes hold on to their memory
				s.cmd = nil
			case <-time.After(50 * time.Millisecond):
				continue
			}
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.t.Fatal("dbtest: PostgreSQL did not start")
}

// Kill ends it without a chance to do anything.
func (s *Server) Kill() { s.Stop(syscall.SIGKILL) }

// Stop ends it the way that a signal does: SIGINT ends every session with a word, SIGQUIT at
// once, and after SIGKILL its processes find out by themselves.
func (s *Server) Stop(how os.Signal) {
	if s.cmd != nil {
		_ = s.cmd.Process.Signal(how)
		s.cmd = nil
	}
}
