package source_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestWhatGitIgnoresIsNotFound(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{
		".git/HEAD": "", ".git/info/exclude": "private.json\n",
		".gitignore":         "# comment\n\n*.gen.json  \n/build/\nlogs/**\n!kept.gen.json\nsub/only.json\n\\#x.json\n{a}.json\n[\n**/cache\n",
		"a.json":             "",
		"a.gen.json":         "",
		"kept.gen.json":      "",
		"private.json":       "",
		"#x.json":            "",
		"{a}.json":           "",
		"build/b.json":       "",
		"logs/l.json":        "",
		"sub/only.json":      "",
		"sub/.gitignore":     "*.yaml\r\n!b.gen.json\r\n",
		"sub/b.gen.json":     "",
		"sub/c.yaml":         "",
		"sub/build/d.json":   "",
		"sub/deep/only.json": "",
		"sub/deep/cache/e.y": "",
		"sub/cache/f.json":   "",
		"sub/deep/g.yaml":    "",
	})
	want := []string{"a.json", "kept.gen.json", "sub/b.gen.json", "sub/build/d.json", "sub/deep/only.json"}
	if diff := cmp.Diff(want, found(t, source.FindOptions{Dir: dir}, ".")); diff != "" {
		t.Error(diff)
	}
	below := source.FindOptions{Dir: filepath.Join(dir, "sub", "deep")}
	if diff := cmp.Diff([]string{"sub/deep/only.json"}, found(t, below, ".")); diff != "" {
		t.Error("rules above the folder that is walked:", diff)
	}
	named := found(t, source.FindOptions{Dir: dir}, "a.gen.json", "build")
	if diff := cmp.Diff([]string{"a.gen.json", "build/b.json"}, named); diff != "" {
		t.Error("what is named is taken:", diff)
	}
}

func TestWhatAnEarlierRuleIgnoresCanBeBroughtBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rules string
		want  []string
	}{
		"of all that is in a folder":   {"dir/**\n!dir/keep.json\n", []string{"dir/keep.json", "other.json"}},
		"not where the folder is":      {"dir/\n!dir/keep.json\n", []string{"other.json"}},
		"by the last rule":             {"!keep.json\nkeep.json\n", []string{"dir/gone.json", "other.json"}},
		"in any folder, by its name":   {"*.json\n!keep.json\n", []string{"dir/keep.json"}},
		"not by the rule of a folder":  {"*.json\n!keep.json/\n", nil},
		"not by a rule of another one": {"*.json\n!/keep.json\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := tree(t, map[string]string{
				".git/HEAD": "", ".gitignore": test.rules,
				"dir/keep.json": "", "dir/gone.json": "", "other.json": "",
			})
			if diff := cmp.Diff(test.want, found(t, source.FindOptions{Dir: dir}, ".")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
