package snapshot_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

func TestWhatASnapshotMayTakeThePlaceOf(t *testing.T) {
	t.Parallel()
	older := func(t *testing.T, dir string) { write(t, dir, records()[:3], manifest()) }
	for name, before := range map[string]func(t *testing.T, dir string){
		"nothing":           func(*testing.T, string) {},
		"an empty folder":   func(t *testing.T, dir string) { mkdir(t, dir) },
		"empty folders":     func(t *testing.T, dir string) { mkdir(t, filepath.Join(dir, "a", "b")) },
		"an older snapshot": older,
		"a signed snapshot": func(t *testing.T, dir string) {
			older(t, dir)
			put(t, filepath.Join(dir, "SHA256SUMS.asc"), "signed")
		},
		"a snapshot of another version": func(t *testing.T, dir string) {
			older(t, dir)
			edit(t, filepath.Join(dir, "manifest.json"), `"version": 2`, `"version": 9`)
		},
		"a link to an empty folder": func(t *testing.T, dir string) {
			mkdir(t, dir+"-real")
			link(t, dir+"-real", dir)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			dir := filepath.Join(parent, "snap")
			before(t, dir)
			write(t, dir, records(), manifest())
			if diff := cmp.Diff(tree(t, written(t, records(), manifest())), tree(t, real(t, dir))); diff != "" {
				t.Error(diff)
			}
			names(t, parent, "snap", "snap-real")
		})
	}
}

func TestWhatASnapshotMayNotTakeThePlaceOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before func(t *testing.T, dir string)
		want   string
	}{
		"a file": {func(t *testing.T, dir string) { put(t, dir, "x") }, "it is a file"},
		"a folder with a file": {
			func(t *testing.T, dir string) { put(t, filepath.Join(dir, "a", "notes.md"), "x") }, "it holds a/notes.md; name another folder",
		},
		"a folder with another manifest": {
			func(t *testing.T, dir string) { put(t, filepath.Join(dir, "manifest.json"), `{"name": "x"}`) }, "it holds manifest.json",
		},
		"a snapshot with a file beside it": {
			func(t *testing.T, dir string) {
				write(t, dir, records(), manifest())
				put(t, filepath.Join(dir, "serving-endpoints", "notes.md"), "x")
			}, "beside an older snapshot it holds serving-endpoints/notes.md, which would be lost",
		},
		"a snapshot with a broken manifest": {
			func(t *testing.T, dir string) {
				write(t, dir, records(), manifest())
				put(t, filepath.Join(dir, "manifest.json"), "{")
			}, "it is neither empty nor a snapshot",
		},
		"a link that leads nowhere": {func(t *testing.T, dir string) { link(t, dir+"-gone", dir) }, "a link that leads nowhere"},
		"a folder that is a link inside": {
			func(t *testing.T, dir string) {
				mkdir(t, dir)
				link(t, dir, filepath.Join(dir, "a"))
			}, "it holds a",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			dir := filepath.Join(parent, "snap")
			test.before(t, dir)
			before := tree(t, parent)
			if _, err := snapshot.Create(dir); err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), dir+": ") {
				t.Errorf("%v, want %s", err, test.want)
			}
			if diff := cmp.Diff(before, tree(t, parent)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheFolderAroundASnapshotIsThere(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	_, err := snapshot.Create(filepath.Join(parent, "a", "snap"))
	if err == nil || !strings.Contains(err.Error(), "there is no folder "+filepath.Join(parent, "a")+"; make it first") {
		t.Error(err)
	}
	names(t, parent)
}

func TestTheCurrentFolderIsNotReplaced(t *testing.T) { // in parallel with nothing
	t.Chdir(t.TempDir())
	if _, err := snapshot.Create("."); err == nil || !strings.Contains(err.Error(), "it is the current folder") {
		t.Error(err)
	}
	write(t, "snap", records(), manifest()) // a relative path is fine
	names(t, ".", "snap")
}

func TestAbortLeavesNothingNew(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(t *testing.T, dir string){
		"nothing":           func(*testing.T, string) {},
		"an empty folder":   func(t *testing.T, dir string) { mkdir(t, dir) },
		"an older snapshot": func(t *testing.T, dir string) { write(t, dir, records()[:2], manifest()) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			before(t, filepath.Join(parent, "snap"))
			want := tree(t, parent)
			w, err := snapshot.Create(filepath.Join(parent, "snap"))
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range records() {
				if err := w.Keep(r); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Abort(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, tree(t, parent)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatCameMeanwhileIsNotReplaced(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	w, err := snapshot.Create(filepath.Join(parent, "snap"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(parent, "snap", "notes.md"), "x")
	want := map[string]string{"./": "", "snap/": "", "snap/notes.md": "x"}
	if err := w.Close(manifest()); err == nil || !strings.Contains(err.Error(), "it holds notes.md") {
		t.Error(err)
	}
	if diff := cmp.Diff(want, tree(t, parent)); diff != "" {
		t.Error(diff)
	}
}

func TestAFullDiskLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		disk  *snapshot.Broken
		names string // what the error names, in the folder
	}{
		"no room for a file":          {&snapshot.Broken{Operation: "create", Suffix: "/chat.json"}, "snap/serving-endpoints/chat.json"},
		"room for half a file":        {&snapshot.Broken{Operation: "write", Suffix: "/chat.json"}, "snap/serving-endpoints/chat.json"},
		"a file that does not close":  {&snapshot.Broken{Operation: "close", Suffix: "/identity.json"}, "snap/identity.json"},
		"no room for a folder":        {&snapshot.Broken{Operation: "folder", Suffix: "usage"}, "snap/usage"},
		"half a manifest":             {&snapshot.Broken{Operation: "write", Suffix: "/manifest.json"}, "snap/manifest.json"},
		"no room for the sums":        {&snapshot.Broken{Operation: "create", Suffix: "/SHA256SUMS"}, "snap/SHA256SUMS"},
		"it cannot be put in place":   {&snapshot.Broken{Operation: "rename", Suffix: "/snap", Times: 1}, "snap"},
		"the older cannot move":       {&snapshot.Broken{Operation: "rename", Suffix: "-old"}, "snap"},
		"the older moves only once":   {&snapshot.Broken{Operation: "rename", Suffix: "-old", Times: 1}, "snap"},
		"no room for anything at all": {&snapshot.Broken{Operation: "temp"}, "snap"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			dir := filepath.Join(parent, "snap")
			write(t, dir, records()[:2], manifest())
			want := tree(t, parent)
			err := attempt(dir, test.disk)
			if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), filepath.Join(parent, test.names)+": ") || !strings.Contains(err.Error(), "name another folder") {
				t.Error(err)
			}
			if err != nil && strings.Contains(err.Error(), ".gwlint-") {
				t.Errorf("names a folder that is no more: %v", err)
			}
			if diff := cmp.Diff(want, tree(t, parent)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// attempt writes a snapshot, and goes on after an error as a run does.
func attempt(dir string, disk *snapshot.Broken) error {
	w, err := snapshot.CreateOn(dir, disk)
	if err != nil {
		return err
	}
	for _, r := range records() {
		_ = w.Keep(r)
	}
	return w.Close(manifest())
}

func TestAnOlderSnapshotThatCannotBePutBackIsNamed(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "snap")
	write(t, dir, records()[:2], manifest())
	want := tree(t, dir)
	err := attempt(dir, &snapshot.Broken{Operation: "rename", Suffix: "/snap"})
	if err == nil {
		t.Fatal("written")
	}
	_, old, _ := strings.Cut(err.Error(), "it is now ")
	if diff := cmp.Diff(want, tree(t, old)); diff != "" {
		t.Error(diff)
	}
}

func mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Skip(err) // not everybody may on Windows
	}
}

// real is a path without links.
func real(t *testing.T, path string) string {
	t.Helper()
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	return real
}

// names checks that a folder holds nothing but some names, hidden ones included.
func names(t *testing.T, dir string, allowed ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !contains(allowed, entry) {
			t.Errorf("%s is left in the folder", entry.Name())
		}
	}
}

func contains(names []string, entry fs.DirEntry) bool {
	for _, name := range names {
		if entry.Name() == name {
			return true
		}
	}
	return false
}
