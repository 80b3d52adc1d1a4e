package bundle

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

// write makes a bundle of files by name, and returns its root file.
func write(tb testing.TB, files map[string]string) (dir string, root source.Input) {
	tb.Helper()
	dir = tb.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	root, err := source.NewInput(dir, "databricks.yml")
	if err != nil {
		tb.Fatal(err)
	}
	return dir, root
}

// plain is a tree as encoding/json would have it, with values that are not known as they
// are written.
func plain(n *source.Node) any {
	return n.Plain(func(*source.Node) bool { return false })
}
