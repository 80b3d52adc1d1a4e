// Command gwlint checks Databricks AI Gateway configuration against policy.
// This file is the process: streams, signals, the exit. All else is in cli.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/gwlint/gwlint/internal/cli"
	"github.com/gwlint/gwlint/internal/heap"
)

// gcPercent is the collector's target while a workspace is asked: it runs when an
// eighth of what is in use has been used again. A workspace of 20,000 endpoints then
// takes a third of the memory (BenchmarkScanMemory of cli), and the time goes into
// waiting for the workspace anyway. Of the check of a snapshot, which waits for nothing,
// it was half the time.
const gcPercent = 12

func main() {
	heap.FollowUse()
	signal.Ignore(syscall.SIGPIPE) // a reader that has seen enough is no fault
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the process at once
	streams := cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Env: os.Getenv, LookupEnv: os.LookupEnv, Now: time.Now, Terminal: isTerminal(os.Stdout), ErrTerminal: isTerminal(os.Stderr),
		Width: width(os.Stdout), ErrWidth: width(os.Stderr),
		LowMemory: func() { heap.SetTarget(gcPercent) },
	}
	code := cli.Main(ctx, streams, os.Args[1:])
	stop()
	os.Exit(code)
}

func isTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }

// width is the number of columns of a terminal, 0 where it does not say.
func width(file *os.File) int {
	columns, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
