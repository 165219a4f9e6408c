package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// starts measures how long Saichang takes to be ready on a migrated database, and what it
// holds when nobody asks anything, beside the same program printing its version.
func (b *bench) starts(ctx context.Context) error {
	var nothing, ready, least, idle, slower, larger []float64
	for range b.rounds {
		began := time.Now()
		version := exec.CommandContext(ctx, b.binary, "version")
		if err := version.Run(); err != nil {
			return err
		}
		took := time.Since(began)
		usage, ok := version.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			return fmt.Errorf("what a process holds is not known on this system")
		}
		server, until, err := b.serve(ctx)
		if err != nil {
			return err
		}
		time.Sleep(2 * time.Second)
		holds, err := server.memory()
		server.stop()
		if err != nil {
			return err
		}
		mib := float64(usage.Maxrss) / 1024
		nothing, ready, slower = append(nothing, took.Seconds()*1000), append(ready, until.Seconds()*1000), append(slower, until.Seconds()/took.Seconds())
		least, idle, larger = append(least, mib), append(idle, holds), append(larger, holds/mib)
	}
	const row = "| %s | %s | %.0f %s | %.0f %s | **%.2f** (%.2f–%.2f) | | | %s |\n"
	fmt.Printf(row, "start to ready, migrated database", "`saichang version`", median(nothing), "ms", median(ready), "ms", median(slower), slices.Min(slower), slices.Max(slower), "≤ 5")
	fmt.Printf(row, "memory when idle", "`saichang version`", median(least), "MiB", median(idle), "MiB", median(larger), slices.Min(larger), slices.Max(larger), "≤ 2.5")
	return nil
}
