//go:build ignore

// Serves a workspace that is not there, to try gwlint on:
//
//	go run ./internal/workspace/fakeworkspace/demo.go
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	switch err := serve(ctx, os.Stdout, os.Args[1:]); {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		log.Fatal(err)
	}
}

func serve(ctx context.Context, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8585", "where to listen; port 0 is any free one")
	endpoints := flags.Int("endpoints", 0, "serve so many generated endpoints instead of the demo")
	latency := flags.Duration("latency", 0, "how long each request takes")
	rate := flags.Int("rate", 0, "requests a second before 429; 0 is any number")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || *endpoints < 0 || *rate < 0 || *latency < 0 || *latency > time.Minute {
		return errors.New("usage: demo.go [-addr host:port] [-endpoints n] [-latency 50ms] [-rate n]")
	}
	workspace := fakeworkspace.Demo()
	if *endpoints > 0 {
		workspace = fakeworkspace.Generate(*endpoints, 1)
	}
	server, err := fakeworkspace.Listen(workspace, fakeworkspace.Options{Addr: *addr, Latency: *latency, Rate: *rate})
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintf(out, "export DATABRICKS_HOST=%s\nexport DATABRICKS_TOKEN=%s\n\n", server.URL, server.Token)
	fmt.Fprintf(out, "A workspace with %d serving endpoints answers. Paste the two lines into another terminal; Ctrl-C ends it.\n", len(workspace.Endpoints))
	<-ctx.Done()
	return nil
}
