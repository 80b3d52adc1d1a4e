package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// tree makes files with a content of their own name in a new folder, and the
// symbolic links that are written `name -> target`.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		link, target, linked := strings.Cut(name, " -> ")
		path := filepath.Join(dir, filepath.FromSlash(link))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if linked {
			err = os.Symlink(filepath.FromSlash(target), path)
		} else {
			err = os.WriteFile(path, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// found lists what Find gives, problems in brackets.
func found(t testing.TB, opts source.FindOptions, paths ...string) []string {
	t.Helper()
	var all []string
	found := source.Find(t.Context(), opts, paths)
	for _, in := range found.Inputs {
		all = append(all, in.File)
	}
	for _, p := range found.Problems {
		all = append(all, "["+p.Error()+"]")
	}
	return all
}

func TestFindTakesWhatPathsStandFor(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{
		"b.yml": "", "a.JSON": "", "notes.txt": "", "c.jsonl": "", "d.ndjson": "", "e.jsonc": "", "f.yaml": "",
		"sub/g.json": "", "sub/deep/h.json": "", ".git/config.json": "", "odd[1].json": "", ".github/i.yml": "",
	})
	tests := map[string]struct {
		paths, exclude, want []string
	}{
		"a folder": {
			paths: []string{"."},
			want:  []string{".github/i.yml", "a.JSON", "b.yml", "c.jsonl", "d.ndjson", "e.jsonc", "f.yaml", "odd[1].json", "sub/deep/h.json", "sub/g.json"},
		},
		"a file of any name":              {paths: []string{"./notes.txt"}, want: []string{"notes.txt"}},
		"a file that is reached twice":    {paths: []string{"sub/g.json", "sub", "./sub/../sub/g.json"}, want: []string{"sub/deep/h.json", "sub/g.json"}},
		"an absolute path":                {paths: []string{filepath.Join(dir, "sub")}, want: []string{"sub/deep/h.json", "sub/g.json"}},
		"a glob":                          {paths: []string{"*.json*"}, want: []string{"c.jsonl", "e.jsonc", "odd[1].json"}},
		"a glob through folders":          {paths: []string{"**/*.json"}, want: []string{"odd[1].json", "sub/deep/h.json", "sub/g.json"}},
		"a glob of folders":               {paths: []string{"su*"}, want: []string{"sub/deep/h.json", "sub/g.json"}},
		"a glob of everything":            {paths: []string{"sub/**"}, want: []string{"sub/deep/h.json", "sub/g.json"}},
		"a name that looks like a glob":   {paths: []string{"odd[1].json"}, want: []string{"odd[1].json"}},
		"what is not there":               {paths: []string{"no.json", "b.yml"}, want: []string{"b.yml", "[no.json: no such file or folder]"}},
		"a glob that matches nothing":     {paths: []string{"*.toml"}, want: []string{"[*.toml: no file matches]"}},
		"a glob that is none":             {paths: []string{"[a"}, want: []string{"[[a: not a valid pattern]"}},
		"standard input, once":            {paths: []string{"-", "b.yml", "-"}, want: []string{"<stdin>", "b.yml"}},
		"an excluded folder":              {paths: []string{"sub", "b.yml"}, exclude: []string{"sub/**"}, want: []string{"b.yml"}},
		"an excluded folder, named":       {paths: []string{"sub/deep", "b.yml"}, exclude: []string{"sub/"}, want: []string{"b.yml"}},
		"an excluded file, named":         {paths: []string{"sub/g.json", "b.yml"}, exclude: []string{"**/g.json"}, want: []string{"b.yml"}},
		"an excluded name at every level": {paths: []string{"."}, exclude: []string{"*.json", "*.JSON", ".github"}, want: []string{"b.yml", "c.jsonl", "d.ndjson", "e.jsonc", "f.yaml"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := found(t, source.FindOptions{Dir: dir, Exclude: test.exclude}, test.paths...)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPathBesideTheWorkingDirectoryIsShownAsItWasGiven(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"here/x": "", "there/a.json": ""})
	opts := source.FindOptions{Dir: filepath.Join(dir, "here")}
	if diff := cmp.Diff([]string{"../there/a.json"}, found(t, opts, "../there")); diff != "" {
		t.Error(diff)
	}
	there := filepath.Join(dir, "there", "a.json")
	if diff := cmp.Diff([]string{filepath.ToSlash(there)}, found(t, opts, there)); diff != "" {
		t.Error(diff)
	}
	opts.Exclude = []string{"../there/**"}
	if got := found(t, opts, "../there"); got != nil {
		t.Errorf("excluded, and still found: %v", got)
	}
}

func TestLinksStayInTheTree(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{
		"out/secret.json":                       "",
		"in/a.json":                             "",
		"in/template.v2":                        "",
		"in/b.json -> template.v2":              "",
		"in/again.json -> a.json":               "",
		"in/cycle -> ../in":                     "",
		"in/outside.json -> ../out/secret.json": "",
		"in/outside -> ../out":                  "",
		"in/gone.json -> nowhere":               "",
		"in/loop.json -> loop.json":             "",
		"link -> in":                            "",
	})
	opts := source.FindOptions{Dir: dir}
	if diff := cmp.Diff([]string{"in/a.json", "in/b.json"}, found(t, opts, "in")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"in/a.json", "in/b.json"}, found(t, opts, "link", "in")); diff != "" {
		t.Error("a link that is named:", diff)
	}
	if diff := cmp.Diff([]string{"in/outside.json"}, found(t, opts, "in/outside.json")); diff != "" {
		t.Error("a link to a file that is named:", diff)
	}
}

func TestAFolderThatCannotBeListedIsAProblem(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"a.json": "", "closed/b.json": ""})
	if err := os.Chmod(filepath.Join(dir, "closed"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "closed"), 0o700) })
	want := []string{"a.json", "[closed: permission denied]"}
	if os.Getuid() == 0 {
		want = []string{"a.json", "closed/b.json"} // root can list every folder
	}
	if diff := cmp.Diff(want, found(t, source.FindOptions{Dir: dir}, ".")); diff != "" {
		t.Error(diff)
	}
}

func TestAFolderWalkDoesNotTakeMarkdown(t *testing.T) {
	t.Parallel()
	opts := source.FindOptions{Dir: tree(t, map[string]string{"a.json": "{}", "state.md": "", "state.markdown": ""})}
	if diff := cmp.Diff([]string{"a.json"}, found(t, opts, ".")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"state.md"}, found(t, opts, "state.md")); diff != "" {
		t.Error(diff)
	}
}
