// Command gwlint checks Databricks AI Gateway configuration against policy.
// This file is the process: streams, signals, the exit. All else is in cli.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/gwlint/gwlint/internal/cli"
)

// ballast is memory that is never touched and so takes none. The collector counts
// it: it first starts when as much again has been used, which one file never
// does, and collects a run over thousands half as often.
const ballast = 64 << 20

// thrift has the collector run when an eighth of what is in use has been used
// again: a workspace of 20,000 endpoints then takes a third of the memory, and the
// time goes into waiting for it anyway.
const thrift = 12

func main() {
	held := make([]byte, ballast)
	signal.Ignore(syscall.SIGPIPE) // a reader that has seen enough is no fault
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	streams := cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Env: os.Getenv, Now: time.Now, Terminal: isTerminal(os.Stdout), ErrTerminal: isTerminal(os.Stderr),
		LowMemory: func() {
			held = nil
			debug.SetGCPercent(thrift)
		},
	}
	code := cli.Main(ctx, streams, os.Args[1:])
	stop()
	runtime.KeepAlive(held)
	os.Exit(code)
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
