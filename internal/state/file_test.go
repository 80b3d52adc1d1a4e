package state_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

const held = "otel_table_prefix: x\n"

// tree makes a folder with files; a name that ends in a slash is a folder.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		folder := filepath.Dir(path)
		if strings.HasSuffix(name, "/") {
			folder = path
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if folder == path {
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// gist is what became of looking for a state file, as one line.
func gist(file *state.File, err error) string {
	switch {
	case err != nil:
		return "error: " + err.Error()
	case file == nil:
		return "none"
	}
	all := []string{strings.Join(append([]string{file.File}, file.Others...), ", not ")}
	for _, f := range file.Faults {
		all = append(all, f.Error())
	}
	return strings.Join(all, "\n")
}

func TestTheStateFileIsFoundBesideTheInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files  map[string]string
		dir    string
		inputs []string
		want   string
	}{
		"beside a file":             {map[string]string{"a/gw.json": "", "a/state.yaml": held}, "", []string{"a/gw.json"}, "a/state.yaml"},
		"in a folder":               {map[string]string{"a/b/gw.json": "", "a/state.yaml": held}, "", []string{"a"}, "a/state.yaml"},
		"not below a folder":        {map[string]string{"a/b/gw.json": "", "a/b/state.yaml": held}, "", []string{"a"}, "none"},
		"beside standard input":     {map[string]string{".vibecoding-state.md": blocks(held)}, "", []string{"-"}, ".vibecoding-state.md"},
		"beside what a glob finds":  {map[string]string{"a/b/gw.json": "", "a/state.yaml": held}, "", []string{"a/*/gw.json"}, "a/state.yaml"},
		"beside a file that is not": {map[string]string{"a/state.yaml": held}, "", []string{"a/gw.json"}, "a/state.yaml"},
		"above the directory":       {map[string]string{"gw.json": "", "state.yaml": held, "a/": ""}, "a", []string{"../gw.json"}, "../state.yaml"},
		"at the repository's root":  {map[string]string{".git/": "", "state.yaml": held, "a/b/gw.json": ""}, "a/b", []string{"gw.json"}, "state.yaml"},
		"of a worktree":             {map[string]string{".git": "gitdir: x", "state.yaml": held, "a/gw.json": ""}, "a", []string{"gw.json"}, "state.yaml"},
		"not above that root":       {map[string]string{"state.yaml": held, "r/.git/": "", "r/a/gw.json": ""}, "r/a", []string{"gw.json"}, "none"},
		"root goes before beside":   {map[string]string{".git/": "", "state.yaml": held, "a/gw.json": "", "a/.vibecoding-state.md": blocks(held)}, "", []string{"a/gw.json"}, "state.yaml, not a/.vibecoding-state.md"},
		"root of another directory": {map[string]string{"r/.git/": "", "r/state.yaml": held, "r/a/gw.json": "", "r/a/state.yaml": held + "#", "b/": ""}, "b", []string{"../r/a"}, "../r/state.yaml, not ../r/a/state.yaml"},
		"root says the same":        {map[string]string{".git/": "", "state.yaml": held, "a/gw.json": "", "a/state.yaml": held}, "", []string{"a/gw.json"}, "state.yaml"},
		"root is another's":         {map[string]string{".git/": "", "state.yaml": "version: 1\n", "a/gw.json": "", "a/state.yaml": held}, "", []string{"a/gw.json"}, "a/state.yaml"},
		"root from within":          {map[string]string{".git/": "", "state.yaml": held, "a/b/gw.json": "", "a/b/state.yaml": "llm_role_endpoints: {}\n"}, "a/b", []string{"."}, "state.yaml, not a/b/state.yaml"},
		"by two ways":               {map[string]string{"gw.json": "", "state.yaml": held, "b.json": ""}, "", []string{"gw.json", "./b.json", ".", "-"}, "state.yaml"},
		"another one's state.yaml":  {map[string]string{"gw.json": "", "state.yaml": "version: 1\n"}, "", []string{"gw.json"}, "none"},
		"another's that is broken":  {map[string]string{"gw.json": "", "state.yaml": "{{ template }}: [\n"}, "", []string{"gw.json"}, "none"},
		"another's beside ours":     {map[string]string{"gw.json": "", "state.yaml": "version: 1\n", ".vibecoding-state.md": blocks(held)}, "", []string{"gw.json"}, ".vibecoding-state.md"},
		"a folder of that name":     {map[string]string{"gw.json": "", "state.yaml/": ""}, "", []string{"gw.json"}, "none"},
		"Markdown without a state":  {map[string]string{"gw.json": "", ".vibecoding-state.md": "# llm_role_endpoints\n"}, "", []string{"gw.json"}, "none"},
		"two of them": {
			map[string]string{"gw.json": "", "state.yaml": held, ".vibecoding-state.md": blocks(held)},
			"",
			[]string{"gw.json"},
			"error: state.yaml: is not the only state file, there is .vibecoding-state.md too: choose one with --state",
		},
		"two of them beside two inputs": {
			map[string]string{"a/gw.json": "", "a/state.yaml": held, "b/state.yaml": held},
			"",
			[]string{"a", "b"},
			"error: a/state.yaml: is not the only state file, there is b/state.yaml too: choose one with --state",
		},
		"ours, broken": {
			map[string]string{"state.yaml": "llm_role_endpoints: {a: b\n"},
			"",
			[]string{"."},
			"state.yaml\nstate.yaml: line 2, column 1: expected ',' or '}'",
		},
		"ours, broken in the middle": {
			map[string]string{".vibecoding-state.md": blocks(held, "a: [1\n", "endpoint_guardrail_audit: {}")},
			"",
			[]string{"."},
			".vibecoding-state.md\n.vibecoding-state.md: line 23, column 1: expected ',' or ']'",
		},
		"ours, in UTF-16": {
			map[string]string{"state.yaml": strings.Join(strings.Split("llm_role_endpoints: {}", ""), "\x00")},
			"",
			[]string{"."},
			"state.yaml\nstate.yaml: line 1, column 2: a NUL byte: this is not UTF-8 text (is it UTF-16?)",
		},
		"too large to know": {
			map[string]string{"state.yaml": strings.Repeat("#", 2000)},
			"",
			[]string{"."},
			"error: state.yaml: is larger than the limit of 1000 bytes",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(tree(t, test.files), filepath.FromSlash(test.dir))
			got := gist(state.Find(t.Context(), dir, state.Search{Inputs: test.inputs}, source.Limits{Bytes: 1000}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnInputByItsAbsolutePathHasItsStateFileToo(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"a/gw.json": "", "a/state.yaml": held, "b/": ""})
	absolute := filepath.Join(dir, "a", "gw.json")
	if got := gist(state.Find(t.Context(), dir, state.Search{Inputs: []string{absolute}}, source.Limits{})); got != "a/state.yaml" {
		t.Error(got)
	}
	if got, want := gist(state.Find(t.Context(), filepath.Join(dir, "b"), state.Search{Inputs: []string{absolute}}, source.Limits{})),
		filepath.ToSlash(filepath.Join(dir, "a", "state.yaml")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestTheStateFileThatIsNamedMustBeOne(t *testing.T) {
	t.Parallel()
	const wanted = "holds no state: a state file has 'llm_role_endpoints' or 'endpoint_guardrail_audit' at the top of its YAML, or of a fenced yaml block when it is Markdown"
	dir := tree(t, map[string]string{
		"conf/own.yml": held, "own.md": blocks(held), "own.json": `{"otel_table_prefix": "x"}`, "other.yaml": "a: 1\n", "empty.yaml": "",
		"broken.yaml": "a: [1\n", "ours.yaml": "llm_role_endpoints: [1\n", "prose.md": "llm_role_endpoints: {}\n", "folder/state.yaml": held,
	})
	for path, want := range map[string]string{
		"conf/own.yml":                   "conf/own.yml",
		"./own.md":                       "own.md",
		"own.json":                       "own.json",
		filepath.Join(dir, "own.md"):     "own.md",
		"other.yaml":                     "error: other.yaml: " + wanted,
		"empty.yaml":                     "error: empty.yaml: " + wanted,
		"prose.md":                       "error: prose.md: " + wanted,
		"broken.yaml":                    "error: broken.yaml: line 2, column 1: expected ',' or ']'",
		"ours.yaml":                      "ours.yaml\nours.yaml: line 2, column 1: expected ',' or ']'",
		"nosuch.yaml":                    "error: nosuch.yaml: no such file",
		"folder":                         "error: folder: is a folder: name the state file in it",
		"conf/own.yml/state.yaml":        "error: conf/own.yml/state.yaml: cannot be read: not a directory",
		"-":                              "error: -: no such file",
		"*.md":                           "error: *.md: no such file",
		filepath.Join("nosuch", "x.yml"): "error: nosuch/x.yml: no such file",
	} {
		if got := gist(state.Open(t.Context(), dir, path, source.Limits{})); got != want {
			t.Errorf("%s: %s\nwant %s", path, got, want)
		}
	}
}

func TestABrokenBlockHidesWhatItHoldsAndNotTheOthers(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"state.md": blocks("otel_table_prefix: otel", "llm_role_endpoints: {a: secret\n", "endpoint_guardrail_audit: {}")})
	found, err := state.Open(t.Context(), dir, "state.md", source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"state.roles":                  "a part of the state file cannot be read, and the rest has no `llm_role_endpoints`",
		"state.inference_table_prefix": "a part of the state file cannot be read, and the rest has no `Foundation.f4_gateway.inference_table_prefix`",
	}
	if diff := cmp.Diff(want, found.State.Unseen()); diff != "" {
		t.Error(diff)
	}
	shown := strings.Join(found.State.Text().Excerpt(1, 100), "\n")
	if strings.Contains(shown, "secret") || !strings.Contains(shown, "otel_table_prefix") {
		t.Errorf("shown: %s", shown)
	}
}

func TestTheStateFileMayBeAnInputOrBelowOne(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files  map[string]string
		search state.Search
		want   string
	}{
		"an input of any name": {
			map[string]string{"gw.json": "", "conf/audit.yml": held, "state.yaml": held},
			state.Search{Inputs: []string{"gw.json", "conf/audit.yml"}},
			"conf/audit.yml",
		},
		"two inputs": {
			map[string]string{"a.yaml": held, "b.yaml": held},
			state.Search{Inputs: []string{"b.yaml", "a.yaml"}},
			"error: b.yaml: is not the only state file, there is a.yaml too: choose one with --state",
		},
		"below a folder": {
			map[string]string{".git/": "", "conf/deep/state.yaml": held, "state.yaml": "version: 1\n"},
			state.Search{Inputs: []string{"conf"}, Files: []string{"conf/gw.json", "conf/deep/state.yaml"}},
			"conf/deep/state.yaml",
		},
		"the root goes before below a folder": {
			map[string]string{".git/": "", "conf/deep/state.yaml": held + "\n", "state.yaml": held},
			state.Search{Inputs: []string{"conf"}, Files: []string{"conf/deep/state.yaml"}},
			"state.yaml, not conf/deep/state.yaml",
		},
		"an input goes before the root": {
			map[string]string{".git/": "", "conf/state.yaml": held + "\n", "state.yaml": held},
			state.Search{Inputs: []string{"conf/state.yaml"}},
			"conf/state.yaml",
		},
		"an input of a hook does not": {
			map[string]string{".git/": "", "conf/state.yaml": held + "\n", "state.yaml": held},
			state.Search{Inputs: []string{"conf/state.yaml"}, Files: []string{"conf/state.yaml"}, Changed: true},
			"state.yaml, not conf/state.yaml",
		},
		"an input of a hook where the root has none": {
			map[string]string{".git/": "", "conf/state.yaml": held},
			state.Search{Inputs: []string{"conf/state.yaml"}, Files: []string{"conf/state.yaml"}, Changed: true},
			"conf/state.yaml",
		},
		"below a folder only by its name": {
			map[string]string{"conf/audit.yaml": held},
			state.Search{Inputs: []string{"."}, Files: []string{"conf/audit.yaml"}},
			"none",
		},
		"two below a folder": {
			map[string]string{"a/state.yaml": held, "b/state.yaml": held},
			state.Search{Inputs: []string{"."}, Files: []string{"a/state.yaml", "b/state.yaml"}},
			"error: a/state.yaml: is not the only state file, there is b/state.yaml too: choose one with --state",
		},
		"an input that is too large is no state file": {
			map[string]string{"gw.json": strings.Repeat(" ", 2000)}, state.Search{Inputs: []string{"gw.json"}}, "none",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := gist(state.Find(t.Context(), tree(t, test.files), test.search, source.Limits{Bytes: 1000}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
