//go:build ignore

// Generate writes the rules' pages and their catalogue. It runs in the rules
// folder, by `go generate ./rules`.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gwlint/gwlint/rules"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(folder string) error {
	tree := os.DirFS(folder)
	list, _, err := rules.Load(tree)
	if err != nil {
		return err
	}
	for _, rule := range list {
		page, err := rules.RenderPage(tree, rule)
		if err != nil {
			return err
		}
		if err := save(page, folder, rule.Area, rule.Name, "README.md"); err != nil {
			return err
		}
	}
	return save(rules.RenderCatalogue(list), folder, "README.md")
}

func save(text string, path ...string) error {
	return os.WriteFile(filepath.Join(path...), []byte(text), 0o644)
}
