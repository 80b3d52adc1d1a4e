package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

func TestAFileHasOneNameWhereverInItsRepositoryOneIs(t *testing.T) {
	t.Parallel()
	top := tree(t, map[string]string{
		"repo/.git/HEAD": "", "repo/a/b/gw.yaml": "", "repo/gw.yaml": "", "beside/gw.yaml": "",
		"link -> repo/a": "", "worktree/.git": "gitdir: ../repo/.git/worktrees/w", "worktree/a/gw.yaml": "",
		"repo/sub/.git": "gitdir: ../.git/modules/sub", "repo/sub/gw.yaml": "",
	})
	at := func(path string) string { return filepath.Join(top, filepath.FromSlash(path)) }
	for name, test := range map[string]struct {
		dir, file string
		given     bool // as an absolute path
		want      string
	}{
		"from the root":                      {"repo", "repo/a/b/gw.yaml", false, "a/b/gw.yaml"},
		"from a folder":                      {"repo/a", "repo/a/b/gw.yaml", false, "a/b/gw.yaml"},
		"a file above":                       {"repo/a", "repo/gw.yaml", false, "gw.yaml"},
		"an absolute path":                   {"repo/a", "repo/gw.yaml", true, "gw.yaml"},
		"by a link into it":                  {"link", "link/b/gw.yaml", false, "a/b/gw.yaml"},
		"a file above, by a link into it":    {"link", "repo/gw.yaml", true, "gw.yaml"},
		"a file by a link from outside":      {"repo", "link/b/gw.yaml", true, "a/b/gw.yaml"},
		"from a worktree":                    {"worktree/a", "worktree/a/gw.yaml", false, "a/gw.yaml"},
		"from a submodule":                   {"repo/sub", "repo/sub/gw.yaml", false, "gw.yaml"},
		"a submodule's, from the one above":  {"repo/a", "repo/sub/gw.yaml", false, "sub/gw.yaml"},
		"a file outside":                     {"repo/a", "beside/gw.yaml", false, "../beside/gw.yaml"},
		"an absolute path outside":           {"repo/a", "beside/gw.yaml", true, at("beside/gw.yaml")},
		"outside of a repository":            {"beside", "beside/gw.yaml", false, "gw.yaml"},
		"outside, a file in one":             {"beside", "repo/a/b/gw.yaml", false, "../repo/a/b/gw.yaml"},
		"outside, an absolute path":          {"beside", "repo/gw.yaml", true, at("repo/gw.yaml")},
		"a file whose name begins with dots": {"repo/a", "repo/..gw.yaml", false, "..gw.yaml"},
		"a file that is not there":           {"repo/a", "repo/a/none/gw.yaml", false, "a/none/gw.yaml"},
		"the folder in which one is":         {"repo/a", "repo/a", false, "a"},
		"the root":                           {"repo/a", "repo", false, "."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := source.NewBase(at(test.dir))
			got := base.Name(at(test.file), test.given)
			if got != filepath.ToSlash(test.want) {
				t.Fatalf("got %s, want %s", got, test.want)
			}
			path := base.Path(got)
			if filepath.IsAbs(path) != filepath.IsAbs(test.want) {
				t.Errorf("the path of %s is %s", got, path)
			}
			want, there := os.Stat(at(test.file))
			if found, err := os.Stat(source.Absolute(at(test.dir), path)); there == nil && (err != nil || !os.SameFile(want, found)) {
				t.Errorf("the path %s does not lead there: %v", path, err)
			}
		})
	}
}

func TestFilesInFoldersHaveTheNamesThatTheyHaveAlone(t *testing.T) {
	t.Parallel()
	top := tree(t, map[string]string{
		"a.yaml": "", "x/a.yaml": "", "x/x/x.yaml": "", "x/y/a.yaml": "", "z.yaml": "",
		"repo/.git/HEAD": "", "repo/a.yaml": "", "repo/x/a.yaml": "", "repo/x/b.yaml": "", "repo/y/x/a.yaml": "", "repo/z.yaml": "",
		"link -> repo/x": "",
	})
	folders := []string{".", "x", "x/x", "repo", "repo/x", "repo/y", "link"}
	for _, start := range folders {
		for _, walked := range folders {
			dir, folder := filepath.Join(top, start), filepath.Join(top, walked)
			relative, err := filepath.Rel(dir, folder)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{relative, folder} {
				found := source.Find(t.Context(), source.FindOptions{Dir: dir}, []string{path})
				if len(found.Inputs) == 0 {
					t.Errorf("%s from %s: no files", path, start)
				}
				for _, in := range found.Inputs {
					if want := source.NewBase(dir).Name(in.Path(), filepath.IsAbs(path)); in.File != want {
						t.Errorf("%s from %s: %s is named %s, want %s", path, start, in.Path(), in.File, want)
					}
				}
			}
		}
	}
}

func TestAPortableNameIsNoPathOfTheMachine(t *testing.T) {
	t.Parallel()
	top := tree(t, map[string]string{"repo/.git/HEAD": "", "repo/a/gw.yaml": "", "beside/gw.yaml": ""})
	at := func(path string) string { return filepath.Join(top, filepath.FromSlash(path)) }
	for name, test := range map[string]struct {
		file  string
		given bool // as an absolute path
		want  string
	}{
		"a file of the repository":           {"repo/a/gw.yaml", false, "a/gw.yaml"},
		"an absolute path in the repository": {"repo/a/gw.yaml", true, "a/gw.yaml"},
		"a file outside":                     {"beside/gw.yaml", false, "../beside/gw.yaml"},
		"an absolute path outside":           {"beside/gw.yaml", true, "gw.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := source.NewBase(at("repo/a")).PortableName(at(test.file), test.given); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
