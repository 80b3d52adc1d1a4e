//go:build ignore

// Generate writes what this package holds. It runs in its folder, by
// `go generate ./internal/shipped`.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/gwlint/gwlint/internal/shipped/generate"
)

func main() {
	if err := write(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(ctx context.Context) error {
	files, err := generate.Files(ctx)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
