package source_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// git runs commands of git in a folder, each without what the machine configures.
func git(t testing.TB, dir string, commands ...[]string) {
	t.Helper()
	for _, args := range commands {
		command := exec.CommandContext(t.Context(), "git", args...)
		command.Dir = dir
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
}

// hidden is a tree in which .gitignore leaves out all but one file.
func hidden(t testing.TB) string {
	t.Helper()
	return tree(t, map[string]string{
		".gitignore": "gateways/\nbuild/\n*.local.json\n", "kept.json": "",
		"gateways/a.json": "", "gateways/a-longer-name.yaml": "", "gateways/deep/b.json": "", "gateways/not-added.json": "",
		"build/out.json": "", "x.local.json": "", "gateways/notes.txt": "",
	})
}

func TestWhatGitTracksIsReadThoughARuleNamesIt(t *testing.T) {
	t.Parallel()
	add := []string{"add", "-f", "kept.json", "gateways/a.json", "gateways/a-longer-name.yaml", "gateways/deep/b.json", "gateways/notes.txt"}
	commit := []string{"commit", "-q", "-m", "x"}
	want := []string{"gateways/a-longer-name.yaml", "gateways/a.json", "gateways/deep/b.json", "kept.json"}
	for name, test := range map[string]struct {
		commands [][]string
		want     []string
	}{
		"added":                   {[][]string{{"init", "-q"}, add}, want},
		"committed":               {[][]string{{"init", "-q"}, add, commit}, want},
		"in version 2":            {[][]string{{"init", "-q"}, add, {"update-index", "--index-version", "2"}}, want},
		"in version 3":            {[][]string{{"init", "-q"}, add, {"update-index", "--index-version", "3"}, {"update-index", "--skip-worktree", "gateways/a.json"}}, want},
		"in version 4":            {[][]string{{"init", "-q"}, add, {"update-index", "--index-version", "4"}}, want},
		"in version 4, extended":  {[][]string{{"init", "-q"}, add, {"update-index", "--index-version", "4"}, {"update-index", "--skip-worktree", "gateways/a.json"}}, want},
		"in a split index":        {[][]string{{"init", "-q"}, {"add", "-f", "kept.json", "gateways/a.json"}, {"update-index", "--split-index"}, add}, want},
		"by SHA-256":              {[][]string{{"init", "-q", "--object-format=sha256"}, add, commit}, want},
		"by SHA-256, version 4":   {[][]string{{"init", "-q", "--object-format=sha256"}, add, {"update-index", "--index-version", "4"}}, want},
		"without a checksum":      {[][]string{{"init", "-q"}, {"config", "index.skipHash", "true"}, add}, want},
		"with an untracked cache": {[][]string{{"init", "-q"}, add, {"update-index", "--untracked-cache"}, {"status", "-s"}}, want},
		"to be added":             {[][]string{{"init", "-q"}, {"add", "-f", "-N", "gateways/a.json"}}, []string{"gateways/a.json", "kept.json"}},
		"nothing yet":             {[][]string{{"init", "-q"}}, []string{"kept.json"}},
		"no more":                 {[][]string{{"init", "-q"}, add, {"rm", "-r", "-q", "--cached", "gateways"}}, []string{"kept.json"}},
		"outside of a repository": {nil, []string{"build/out.json", "gateways/a-longer-name.yaml", "gateways/a.json", "gateways/deep/b.json", "gateways/not-added.json", "kept.json", "x.local.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := hidden(t)
			git(t, dir, test.commands...)
			if diff := cmp.Diff(test.want, found(t, source.FindOptions{Dir: dir}, ".")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAWorkTreeBesideTheFirstHasAnIndexOfItsOwn(t *testing.T) {
	t.Parallel()
	dir := hidden(t)
	git(t, dir, []string{"init", "-q"}, []string{"add", "-f", "gateways/a.json", ".gitignore"}, []string{"commit", "-q", "-m", "x"}, []string{"worktree", "add", "-q", "../beside"})
	beside := filepath.Join(dir, "..", "beside")
	if err := os.WriteFile(filepath.Join(beside, "x.local.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"gateways/a.json"}, found(t, source.FindOptions{Dir: beside}, ".")); diff != "" {
		t.Error(diff)
	}
}

func TestARepositoryWithinAnotherHasRulesOfItsOwn(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{
		".gitignore": "*.json\n", "a.json": "", "sub/b.json": "", "sub/c.yaml": "", "sub/.gitignore": "*.yaml\n", "sub/deep/d.json": "",
	})
	git(t, dir, []string{"init", "-q"}, []string{"init", "-q", "sub"})
	git(t, filepath.Join(dir, "sub"), []string{"add", "-f", "c.yaml"})
	if diff := cmp.Diff([]string{"sub/b.json", "sub/c.yaml", "sub/deep/d.json"}, found(t, source.FindOptions{Dir: dir}, ".")); diff != "" {
		t.Error(diff)
	}
}

func TestAnIndexThatCannotBeReadIsTold(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"of another version": "DIRC\x00\x00\x00\x05\x00\x00\x00\x00" + string(make([]byte, 20)),
		"empty":              "",
		"cut off":            "DIRC\x00\x00\x00\x02\x00\x00\x00\x09",
		"of something else":  "not an index at all, though it is long enough to be one",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := tree(t, map[string]string{".git/HEAD": "", ".git/index": content, ".gitignore": "a.json\n", "a.json": "", "b.json": ""})
			got := source.Find(t.Context(), source.FindOptions{Dir: dir}, []string{"."})
			if len(got.Index) != 1 || got.Index[0].File != ".git/index" || len(got.Inputs) != 1 {
				t.Errorf("index %v, inputs %v", got.Index, got.Inputs)
			}
		})
	}
}
