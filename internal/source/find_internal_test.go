package source

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A folder that was there when its parent was listed may be gone, or closed,
// when its turn comes.
func TestAFolderThatIsGoneIsAProblem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := &finder{ctx: t.Context(), base: NewBase(dir)}
	w := &walker{finder: f, root: dir}
	w.folder(folder{filepath.Join(dir, "gone"), filepath.Join(dir, "gone")}, level{})
	want := []*Error{{File: "gone", Message: "no such file or folder"}}
	if diff := cmp.Diff(want, f.problems); diff != "" {
		t.Error(diff)
	}
}
