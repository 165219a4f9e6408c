package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// tick is what /proc counts processor time in.
const tick = 10 * time.Millisecond

// used is the processor time of a process so far; with its ended children if they count too.
func used(pid int, children bool) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])) // from the third on
	last := 12                                                                // utime, stime
	if children {
		last = 14
	}
	var ticks int64
	for _, f := range fields[11 : last+1] {
		n, _ := strconv.ParseInt(f, 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * tick
}

// used is the processor time of the server and of all its processes.
func (d *database) used() time.Duration {
	all := used(d.postmaster, true)
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", d.postmaster))
	for _, path := range tasks {
		text, _ := os.ReadFile(path)
		for _, child := range strings.Fields(string(text)) {
			pid, _ := strconv.Atoi(child)
			all += used(pid, false)
		}
	}
	return all
}

// findPostmaster reads the process that the database's own file names.
func (d *database) findPostmaster() error {
	var folder string
	if err := d.sql.QueryRow("show data_directory").Scan(&folder); err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(folder, "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	d.postmaster, err = strconv.Atoi(first)
	return err
}

// costs is the processor time that each part of one side took. The generator of the limit in
// the database is pgbench, which has ended when it is counted.
type costs struct{ postgres, server, generator time.Duration }

func (b *bench) costs(server *process) costs {
	return costs{b.db.used(), used(server.command.Process.Pid, false), used(os.Getpid(), true)}
}

func (c costs) sum() time.Duration { return c.postgres + c.server + c.generator }

// moment is what the processors had done at some instant.
type moment struct {
	at   time.Time
	busy time.Duration
}

func busy() moment {
	text, _ := os.ReadFile("/proc/stat")
	line, _, _ := strings.Cut(string(text), "\n")
	m := moment{at: time.Now()}
	for i, f := range strings.Fields(line) {
		if i > 0 && i != 4 && i != 5 && i < 9 { // not idle, not waiting for a disk; guests are in user
			n, _ := strconv.ParseInt(f, 10, 64)
			m.busy += time.Duration(n) * tick
		}
	}
	return m
}

// share is the part of the processors that was not ours.
func (m moment) share(before moment, ours time.Duration) float64 {
	all := m.at.Sub(before.at) * time.Duration(runtime.NumCPU())
	return max(0, float64(m.busy-before.busy-ours)/float64(all))
}

// per says what one request cost in each part, in microseconds.
func (c costs) per(before costs, requests int) string {
	if requests == 0 {
		return "nothing"
	}
	micros := func(after, before time.Duration) int64 { return (after - before).Microseconds() / int64(requests) }
	return fmt.Sprintf("%d µs PostgreSQL, %d µs server, %d µs generator", micros(c.postgres, before.postgres), micros(c.server, before.server), micros(c.generator, before.generator))
}
