//go:build ignore

// Generate writes what is worked out of the schemas when gwlint is built. It runs in its folder,
// by `go generate ./schema`.
package main

import (
	"fmt"
	"go/format"
	"os"

	"github.com/gwlint/gwlint/schema"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write() error {
	made, err := schema.RenderMade()
	if err != nil {
		return err
	}
	if made, err = format.Source(made); err != nil {
		return err
	}
	return os.WriteFile("made_tables.go", made, 0o644)
}
