package rules_test

import (
	"testing"
	"testing/fstest"

	"github.com/gwlint/gwlint/rules"
)

func TestADigestChangesWithWhatRulesFind(t *testing.T) {
	t.Parallel()
	const module = "package rules.a.b\n"
	digest := func(files map[string]string) string {
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		d, err := rules.Tree{Files: fsys, Name: "rules"}.Digest()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	plain := digest(map[string]string{"a/b/b.rego": module})
	for name, test := range map[string]struct {
		files map[string]string
		same  bool
	}{
		"with a test beside it":   {map[string]string{"a/b/b.rego": module, "a/b/b_test.rego": "x"}, true},
		"with a page beside it":   {map[string]string{"a/b/b.rego": module, "a/b/README.md": "x"}, true},
		"with another text":       {map[string]string{"a/b/b.rego": module + "\n"}, false},
		"with another name":       {map[string]string{"a/c/c.rego": module}, false},
		"with a library":          {map[string]string{"a/b/b.rego": module, "lib/c/c.rego": "x"}, false},
		"cut between other files": {map[string]string{"a/b/b.rego": "package ", "a/b/c.rego": "rules.a.b\n"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := digest(test.files); (got == plain) != test.same {
				t.Errorf("%s and %s", got, plain)
			}
		})
	}
}
