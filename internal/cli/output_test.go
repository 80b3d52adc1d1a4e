package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func write(text string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
		return err
	}
}

// content reads every file of a folder.
func content(t testing.TB, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(text)
	}
	return files
}

func TestAFileIsWrittenWhole(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "x.json")
	for _, text := range []string{"first", "second"} {
		if err := writeFile(path, write(text, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(map[string]string{"x.json": "second"}, content(t, folder)); diff != "" {
		t.Error(diff)
	}
}

func TestAFaultLeavesWhatWasThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, broken := filepath.Join(folder, "x.json"), errors.New("broken")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(path, write("half", broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]string{"x.json": "before"}, content(t, folder)); diff != "" {
		t.Error(diff)
	}
}

func TestALinkStaysALink(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	target, link := filepath.Join(folder, "target"), filepath.Join(folder, "link")
	if err := os.WriteFile(target, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(link, write("new", nil)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v %v", info, err)
	}
	if diff := cmp.Diff(map[string]string{"target": "new", "link": "new"}, content(t, folder)); diff != "" {
		t.Error(diff)
	}
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode changed: %v %v", info, err)
	}
}

func TestADeviceIsWrittenTo(t *testing.T) {
	t.Parallel()
	if err := writeFile(os.DevNull, write("gone", nil)); err != nil {
		t.Error(err)
	}
}

// closed is a pipe whose reader went away.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, fmt.Errorf("write: %w", syscall.EPIPE) }

func TestAReaderThatGoesAwayIsNoFault(t *testing.T) {
	t.Parallel()
	var complaints strings.Builder
	for _, args := range [][]string{{"rules"}, {"explain", "GW103"}, {"config", "show"}} {
		code := Main(context.Background(), Streams{Out: closed{}, Err: &complaints, Dir: t.TempDir()}, args)
		if code != 0 || complaints.Len() > 0 {
			t.Errorf("%v: exit code %d, %s", args, code, &complaints)
		}
	}
}
