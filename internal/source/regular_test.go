//go:build unix

package source_test

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestRulesOfGitAreReadFromRegularFilesOnly(t *testing.T) {
	t.Parallel()
	all := []string{"a.json", "b.json"}
	for name, test := range map[string]struct {
		make func(dir, file string) error
		want []string
	}{
		"a regular file":     {func(_, file string) error { return os.WriteFile(file, []byte("b.json\n"), 0o600) }, []string{"a.json"}},
		"a link to a device": {func(_, file string) error { return os.Symlink("/dev/zero", file) }, all},
		"a link to rules":    {func(_, file string) error { return os.Symlink("rules", file) }, all},
		"a link to nowhere":  {func(_, file string) error { return os.Symlink("nowhere", file) }, all},
		"a pipe":             {func(_, file string) error { return syscall.Mkfifo(file, 0o600) }, all},
		"a link to a pipe":   {linkToPipe, all},
		"a folder":           {func(_, file string) error { return os.Mkdir(file, 0o700) }, all},
		"a file beyond the limit": {func(_, file string) error {
			return os.WriteFile(file, []byte("b.json\n"+strings.Repeat("#", 5<<20)), 0o600)
		}, all},
		"a file that may not be it": {func(_, file string) error { return os.WriteFile(file, []byte("\x00\xff\xfe"), fs.ModePerm) }, all},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := tree(t, map[string]string{".git/HEAD": "", "a.json": "", "b.json": "", "rules": "b.json\n"})
			if err := test.make(dir, filepath.Join(dir, ".gitignore")); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, found(t, source.FindOptions{Dir: dir}, ".")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func linkToPipe(dir, file string) error {
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		return err
	}
	return os.Symlink("pipe", file)
}

func TestAPipeThatAShellMadeForTheCommandIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	loaded := make(chan string)
	go func() {
		text, err := source.Load(input(t, source.FindOptions{}, fmt.Sprintf("/dev/fd/%d", reader.Fd())), source.Limits{})
		if err != nil {
			t.Error(err)
			close(loaded)
			return
		}
		loaded <- string(text.Bytes)
	}()
	for _, part := range []string{"name: ", strings.Repeat("a", 100_000)} { // more than a pipe holds
		if _, err := writer.WriteString(part); err != nil {
			t.Error(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Error(err)
	}
	if got := <-loaded; got != "name: "+strings.Repeat("a", 100_000) {
		t.Errorf("%d bytes were read", len(got))
	}
}

func TestASocketIsNoFile(t *testing.T) { // its path has to be short
	t.Parallel()
	dir := t.TempDir()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", filepath.Join(dir, "a.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, err = source.Load(input(t, source.FindOptions{Dir: dir}, "a.json"), source.Limits{})
	if err == nil || err.Error() != "a.json: is no regular file: pipe it in, and name it -" {
		t.Error(err)
	}
}

func TestAPipeOfANameIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "a.json"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := source.Load(input(t, source.FindOptions{Dir: dir}, "a.json"), source.Limits{})
	if err == nil || err.Error() != "a.json: is no regular file: pipe it in, and name it -" {
		t.Errorf("named: %v", err)
	}
	if _, err := source.NewInput(dir, "a.json"); err == nil {
		t.Error("a state file that is a pipe was taken")
	}
	if got := found(t, source.FindOptions{Dir: dir}, "."); got != nil {
		t.Errorf("in a folder: %v", got)
	}
}
