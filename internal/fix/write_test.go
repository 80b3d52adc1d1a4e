package fix_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/fix"
)

func TestWriteKeepsTheModeAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "gw.yaml")
	put(t, path, "old\n", 0o640)
	if err := fix.Write(fix.Change{Path: path, Old: []byte("old\n"), New: []byte("new\n")}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v; want -rw-r-----", info.Mode(), err)
	}
	wantFolder(t, folder, map[string]string{"gw.yaml": "new\n"})
}

func TestWriteRefusesAndLeavesTheFileAsItIs(t *testing.T) {
	t.Parallel()
	change := func(path string) fix.Change {
		return fix.Change{Path: path, Old: []byte("old\n"), New: []byte("new\n")}
	}
	for name, test := range map[string]struct {
		prepare func(t *testing.T, path string)
		want    error
		left    map[string]string
	}{
		"read-only": {
			func(t *testing.T, path string) { t.Helper(); put(t, path, "old\n", 0o444) },
			fix.ErrReadOnly,
			map[string]string{"gw.yaml": "old\n"},
		},
		"changed since": {
			func(t *testing.T, path string) { t.Helper(); put(t, path, "other\n", 0o644) },
			fix.ErrChanged,
			map[string]string{"gw.yaml": "other\n"},
		},
		"gone": {
			func(t *testing.T, _ string) { t.Helper() }, os.ErrNotExist, map[string]string{},
		},
		"two names": {
			func(t *testing.T, path string) {
				t.Helper()
				put(t, path, "old\n", 0o644)
				if err := os.Link(path, path+".too"); err != nil {
					t.Fatal(err)
				}
			},
			fix.ErrLinked,
			map[string]string{"gw.yaml": "old\n", "gw.yaml.too": "old\n"},
		},
		"a link": {
			func(t *testing.T, path string) {
				t.Helper()
				put(t, path+".too", "old\n", 0o644)
				if err := os.Symlink(path+".too", path); err != nil {
					t.Fatal(err)
				}
			},
			fix.ErrNoFile,
			map[string]string{"gw.yaml": "old\n", "gw.yaml.too": "old\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path := filepath.Join(folder, "gw.yaml")
			test.prepare(t, path)
			if err := fix.Write(change(path)); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			wantFolder(t, folder, test.left)
		})
	}
}

func put(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// wantFolder compares the files of a folder, and what they hold.
func wantFolder(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got[entry.Name()] = string(content)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
