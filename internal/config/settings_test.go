package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

func TestAnOverrideBeatsTheRulesAndALaterOneTheEarlier(t *testing.T) {
	t.Parallel()
	settings, err := load(t, `
rules: {GW105: error}
overrides:
  - paths: ["sandbox", "**/*.tmp.json"]
    rules: {GW105: warning, GW302: note}
  - subjects: ["*-dev"]
    rules: {GW105: off}
  - paths: ["sandbox/**"]
    subjects: ["team-*"]
    rules: {GW105: note}
`)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		rule, file, subject string
		want                finding.Level
	}{
		"no override":                 {"GW105", "a.json", "x", finding.Error},
		"a folder holds its files":    {"GW105", "sandbox/a/b.json", "x", finding.Warning},
		"a glob of any depth":         {"GW105", "a/b/c.tmp.json", "x", finding.Warning},
		"a subject":                   {"GW105", "a.json", "x-dev", finding.Off},
		"the later of two":            {"GW105", "sandbox/a.json", "x-dev", finding.Off},
		"paths and subjects together": {"GW105", "sandbox/a.json", "team-dev", finding.Note},
		"paths without subjects":      {"GW105", "a.json", "team-dev", finding.Off},
		"a rule of an override only":  {"GW302", "sandbox/a.json", "x", finding.Note},
		"a rule that nobody sets":     {"GW103", "sandbox/a.json", "x", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := settings.Level(test.rule, test.file, test.subject)
			if got != test.want || ok != (test.want != "") {
				t.Errorf("%q %v, want %q", got, ok, test.want)
			}
		})
	}
}

func TestPathsAreRelativeToTheFileThatWritesThem(t *testing.T) {
	t.Parallel()
	root := folder(t, map[string]string{
		".git/HEAD": "",
		Name:        "exclude: ['a/b/vendor/**', '**/tmp', 'other/*', 'a/*/x', 'y/', '*/b', 'b']\noverrides: [{paths: ['a/b/**'], rules: {GW105: off}}]",
		"a/b/c":     "",
	})
	settings, err := Load(Options{Dir: filepath.Join(root, "a", "b"), Start: "a/b"})
	if err != nil {
		t.Fatal(err)
	}
	if level, ok := settings.Level("GW105", "a/b/c.json", ""); level != finding.Off || !ok {
		t.Errorf("%q %v", level, ok)
	}
	if _, ok := settings.Level("GW105", "a/c.json", ""); ok {
		t.Error("a file of another folder is covered")
	}
	if diff := cmp.Diff([]string{"vendor/**", "**/tmp", "x{,/**}", "y", "**"}, settings.ExcludeHere()); diff != "" {
		t.Error(diff)
	}
}

// The file may lie below the root that reports name files from.
func TestOverridesArePathsFromTheirFileWhereverThatLies(t *testing.T) {
	t.Parallel()
	root := folder(t, map[string]string{
		".git/HEAD": "", "team/" + Name: "overrides: [{paths: ['a/**'], rules: {GW105: off}}]", "team/a/b/c": "",
	})
	settings, err := Load(Options{Dir: filepath.Join(root, "team", "a", "b"), Start: "team/a/b"})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]bool{"team/a/c.json": true, "team/c.json": false, "a/c.json": false, "/team/a/c.json": false} {
		if _, got := settings.Level("GW105", file, ""); got != want {
			t.Errorf("%s: %v, want %v", file, got, want)
		}
	}
}

func TestAnAnchoredGlobDoesNotConcernEveryLevel(t *testing.T) {
	t.Parallel()
	glob := rebase("a/x", []string{"a"})
	for name, want := range map[string]bool{"x": true, "x/y/z": true, "y/x": false, "xx": false} {
		if got := doublestar.MatchUnvalidated(glob[0], name); got != want {
			t.Errorf("%s matches %s: %v, want %v", glob[0], name, got, want)
		}
	}
}

func TestANamedFileSpeaksOfTheWorkingDirectory(t *testing.T) {
	t.Parallel()
	root := folder(t, map[string]string{"ci/gwlint.yaml": "exclude: [vendor]"})
	settings, err := Load(Options{Dir: root, File: "ci/gwlint.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{root, "vendor"}, append([]string{settings.Base}, settings.ExcludeHere()...)); diff != "" {
		t.Error(diff)
	}
}

func TestEverySettingTellsWhereItCameFrom(t *testing.T) {
	t.Parallel()
	settings, err := load(t, "policy: strict\nrules:\n  prefix_needs_quoting: off\noverrides:\n  - paths: [a]\n    rules: {GW302: off}\nparams: {pii: {input: BLOCK}}\n")
	if err != nil {
		t.Fatal(err)
	}
	settings.Origins["fail_on"] = "--fail-on"
	var got strings.Builder
	if err := settings.Write(&got); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/show.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsShownIsAConfigurationThatSaysTheSame(t *testing.T) {
	t.Parallel()
	first, err := load(t, everything)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := first.Write(&text); err != nil {
		t.Fatal(err)
	}
	second, err := load(t, text.String())
	if err != nil {
		t.Fatal(err)
	}
	first.Origins, second.Origins, first.Base, second.Base = nil, nil, "", ""
	first.Digest, second.Digest = "", "" // of another text
	if diff := cmp.Diff(first, second, cmp.AllowUnexported(Settings{})); diff != "" {
		t.Error(diff)
	}
}
