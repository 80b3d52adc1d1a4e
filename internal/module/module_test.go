package module_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/module"
)

func everything(string) bool { return false }

func TestModulesComeInOrderOfPathWithoutTests(t *testing.T) {
	t.Parallel()
	modules, err := module.Parse(fstest.MapFS{
		"b/b.rego":      {Data: []byte("package top.b\n")},
		"a/a.rego":      {Data: []byte("package top.a\n")},
		"a/a_test.rego": {Data: []byte("this is no Rego")},
		"a/skip.rego":   {Data: []byte("nor is this")},
		"a/README.md":   {Data: []byte("# a")},
	}, "top", func(name string) bool { return name == "a/skip.rego" })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range modules {
		got = append(got, m.File+" "+m.Package)
	}
	if diff := cmp.Diff([]string{"top/a/a.rego top.a", "top/b/b.rego top.b"}, got); diff != "" {
		t.Error(diff)
	}
	if byFile := module.ByFile(modules); byFile["top/a/a.rego"] != modules[0].Parsed || len(byFile) != 2 {
		t.Errorf("got %v", byFile)
	}
}

func TestTheFirstFileThatDoesNotParseIsTheError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text, want string
	}{
		"a token out of place": {"package top.a\n\nx := := 1\n", "top/a.rego: line 3: "},
		"no package":           {"x := 1\n", "top/a.rego: line 1: "},
		"only a comment":       {"# nothing\n", "top/a.rego: line 1: empty module; a file of Rego begins with a package"},
		"nothing":              {"", "top/a.rego: line 1: empty module; a file of Rego begins with a package"},
		"METADATA that is no YAML": {
			"# METADATA\n# title: a: b\npackage top.a\n", "top/a.rego: line 2: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := module.Parse(fstest.MapFS{
				"a.rego": {Data: []byte(test.text)},
				"b.rego": {Data: []byte("neither is this")},
			}, "top", everything)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestMETADATABehindAByteOrderMarkIsSeen(t *testing.T) {
	t.Parallel()
	modules, err := module.Parse(fstest.MapFS{
		"a.rego": {Data: []byte("\ufeff# METADATA\r\n# title: A\r\npackage top.a\r\n")},
	}, "top", everything)
	if err != nil {
		t.Fatal(err)
	}
	if block := modules[0].Metadata(); block == nil || block.Title != "A" {
		t.Errorf("got %v", block)
	}
}

func TestAModuleTellsWhatItDefines(t *testing.T) {
	t.Parallel()
	modules, err := module.Parse(fstest.MapFS{"a.rego": {Data: []byte(`# METADATA
# title: A
package top.a

level := "note"

found contains 1

shape.of[x] := 1 if some x in [1]
`)}}, "top", everything)
	if err != nil {
		t.Fatal(err)
	}
	m := modules[0]
	if m.Metadata() == nil || m.Metadata().Title != "A" {
		t.Errorf("METADATA is %v", m.Metadata())
	}
	for name, want := range map[string]bool{"level": true, "found": true, "shape": true, "lev": false, "of": false} {
		if got := m.Defines(name); got != want {
			t.Errorf("defines %s: %v", name, got)
		}
	}
	if got := m.Errorf("no %s", "end").Error(); got != "top/a.rego: line 1: no end" {
		t.Errorf("got %s", got)
	}
}
