//go:build unix

package config_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/gwlint/gwlint/internal/config"
)

func TestAConfigurationThatIsAPipeIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, config.Name), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(config.Name, filepath.Join(dir, "linked.yaml")); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"":            ".gwlint.yaml: is no regular file",
		config.Name:   ".gwlint.yaml: is no regular file",
		"linked.yaml": "linked.yaml: is no regular file",
		"/dev/null":   "",
	} {
		_, err := config.Load(config.Options{Dir: dir, File: file})
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", file, got, want)
		}
	}
}
