//go:build unix

package module_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gwlint/gwlint/internal/module"
)

func TestOnlyRegularFilesOfABoundedSizeAreRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		make func(file string) error
		want string
	}{
		"a regular file":        {func(file string) error { return os.WriteFile(file, []byte("package a\n"), 0o600) }, ""},
		"a link to one":         {func(file string) error { return linked(file, "package a\n") }, ""},
		"a link to a device":    {func(file string) error { return os.Symlink("/dev/zero", file) }, "own/a.rego: is no regular file"},
		"a link to nowhere":     {func(file string) error { return os.Symlink("nowhere", file) }, "own/a.rego: stat a.rego: no such file or directory"},
		"a pipe":                {func(file string) error { return syscall.Mkfifo(file, 0o600) }, "own/a.rego: is no regular file"},
		"a file of five MiB":    {func(file string) error { return os.WriteFile(file, make([]byte, 5<<20), 0o600) }, "own/a.rego: is larger than the limit of 4 MiB"},
		"a link to a large one": {func(file string) error { return linked(file, strings.Repeat("#", 5<<20)) }, "own/a.rego: is larger than the limit of 4 MiB"},
		"a link to a folder":    {func(file string) error { return os.Symlink(".", file) }, "own/a.rego: is no regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := test.make(filepath.Join(dir, "a.rego")); err != nil {
				t.Fatal(err)
			}
			_, err := module.Parse(os.DirFS(dir), "own", func(string) bool { return false })
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// linked makes a link to a file with a content.
func linked(file, content string) error {
	if err := os.WriteFile(file+".txt", []byte(content), 0o600); err != nil {
		return err
	}
	return os.Symlink(filepath.Base(file)+".txt", file)
}
