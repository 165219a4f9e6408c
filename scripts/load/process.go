package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// process is a server of either side.
type process struct {
	command *exec.Cmd
	logs    string // file of all that it prints
}

// start runs a program until it answers on an address, and says how long that took.
func start(ctx context.Context, address, probe, logs, program string, arguments ...string) (*process, time.Duration, error) {
	p := &process{command: exec.CommandContext(ctx, program, arguments...), logs: logs}
	log, err := os.OpenFile(logs, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = log.Close() }()
	p.command.Stdout, p.command.Stderr = log, log
	p.command.SysProcAttr = own()
	began := time.Now()
	if err := p.command.Start(); err != nil {
		return nil, 0, err
	}
	for time.Since(began) < patience {
		if r, err := once(address, get(probe)); err == nil && r.status < 300 {
			return p, time.Since(began), nil
		}
		time.Sleep(time.Millisecond)
	}
	p.stop()
	return nil, 0, fmt.Errorf("%s did not answer; see %s", program, logs)
}

// own puts a program into a session of its own, as a service is. Linux shares the processors
// out among sessions first: on a machine where others work too, programs that share a session
// with them would get less than PostgreSQL, which has its own.
func own() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}

func (p *process) stop() {
	_ = p.command.Process.Signal(os.Interrupt)
	_ = p.command.Wait()
}

// memory is what a process holds, in MiB.
func (p *process) memory() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	var kib float64
	_, err = fmt.Sscan(rest, &kib)
	return kib / 1024, err
}
