package pack_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/pack"
)

func begun(t *testing.T, dir string) *pack.Writer {
	t.Helper()
	w, err := pack.Create(dir, pack.New("1.0.0", []string{"check", "snapshot"}))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func text(content string) func(io.Writer) error {
	return func(to io.Writer) error {
		_, err := io.WriteString(to, content)
		return err
	}
}

// names are the entries of a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return list
}

func TestAPackIsThereWhenItIsWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	target := filepath.Join(dir, "pack")
	w := begun(t, target)
	if err := w.Write("snapshot/a.json", text("{}\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("it is there before it is whole")
	}
	files, err := w.Close()
	if err != nil || files != 4 {
		t.Fatalf("%d files, %v", files, err)
	}
	if diff := cmp.Diff([]string{"README.txt", "SHA256SUMS", "gwlint-pack.json", "snapshot"}, names(t, target)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"pack"}, names(t, dir)); diff != "" {
		t.Error(diff)
	}
	if err := w.Abort(); err != nil || len(names(t, target)) != 4 {
		t.Errorf("to abort what is whole changes something: %v", err)
	}
	m, files, problems := pack.Verify(target)
	if len(problems) > 0 || files != 4 {
		t.Errorf("%d files, %v", files, problems)
	}
	if diff := cmp.Diff(pack.New("1.0.0", []string{"check", "snapshot"}), m); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(filepath.Join(target, "snapshot", "a.json"))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
}

func TestWhatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	full := errors.New("no space left on device")
	for name, test := range map[string]struct {
		do   func(w *pack.Writer, target string) error
		says string
	}{
		"a disk that is full": {
			do: func(w *pack.Writer, _ string) error {
				return w.Write("report.json", func(io.Writer) error { return full })
			},
			says: "report.json: cannot be written: no space left on device; no part of the pack is kept",
		},
		"a name that leads out": {
			do:   func(w *pack.Writer, _ string) error { return w.Write("../x", text("x")) },
			says: `no file of a pack can have the name "../x"`,
		},
		"a file twice": {
			do: func(w *pack.Writer, _ string) error {
				return errors.Join(w.Write("a", text("1")), w.Write("a", text("2")))
			},
			says: "a: cannot be written: file exists",
		},
		"something that was put there meanwhile": {
			do: func(w *pack.Writer, target string) error {
				if err := os.MkdirAll(filepath.Join(target, "other"), 0o700); err != nil {
					return err
				}
				_, err := w.Close()
				return err
			},
			says: "the pack cannot be put there",
		},
		"a link in the snapshot": {
			do: func(w *pack.Writer, target string) error {
				from := target + "-from"
				if err := errors.Join(os.Mkdir(from, 0o700), os.Symlink("/etc/hostname", filepath.Join(from, "a.json"))); err != nil {
					return err
				}
				return w.Copy(from, "snapshot", func(string) bool { return false })
			},
			says: "snapshot/a.json: is no regular file",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			target := filepath.Join(dir, "pack")
			w := begun(t, target)
			if err := test.do(w, target); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("it says %v", err)
			}
			if err := w.Abort(); err != nil {
				t.Error(err)
			}
			for _, name := range names(t, dir) {
				if strings.HasPrefix(name, ".gwlint-") || name == "pack" && !strings.Contains(test.says, "put there") {
					t.Errorf("it leaves %s", name)
				}
			}
		})
	}
}

func TestWhatIsThereIsNotReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	older := filepath.Join(dir, "pack")
	if _, err := begun(t, older).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := pack.Create(older, pack.New("1.0.0", nil)); err == nil || !strings.Contains(err.Error(), "it is not empty, and a pack replaces nothing") {
		t.Errorf("it says %v", err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := begun(t, empty).Close(); err != nil {
		t.Errorf("an empty folder is refused: %v", err)
	}
}

func TestALinkIsNoFileOfAPack(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "pack")
	w := begun(t, target)
	if err := w.Write("report.json", text("{}")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(target, "report.json")
	if err := errors.Join(os.Rename(place, target+".json"), os.Symlink(target+".json", place)); err != nil {
		t.Fatal(err)
	}
	_, _, problems := pack.Verify(target)
	if diff := cmp.Diff([]pack.Problem{{File: "report.json", Message: "is no regular file"}}, problems); diff != "" {
		t.Error(diff)
	}
}
