package policies_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/policies"
)

func TestTheDefaultPolicyIsShipped(t *testing.T) {
	t.Parallel()
	list, modules, err := policies.Load(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(list, func(p policies.Policy) bool { return p.Name == policies.Default }) {
		t.Errorf("%s is not among %v", policies.Default, list)
	}
	for _, file := range slices.Sorted(maps.Keys(modules)) {
		if strings.HasSuffix(file, "_test.rego") {
			t.Errorf("%s is loaded", file)
		}
	}
}

const complete = `# METADATA
# title: Small
# description: Says everything.
package policies.small

level := "note"

checklist := []
`

func TestAPolicyIsWhatMetadataSays(t *testing.T) {
	t.Parallel()
	list, _, err := policies.Load(tree("small/small.rego", complete))
	if err != nil {
		t.Fatal(err)
	}
	want := []policies.Policy{{
		Name:        "small",
		Package:     "policies.small",
		Title:       "Small",
		Description: "Says everything.",
		Digest:      list[0].Digest,
		Modules:     list[0].Modules,
	}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
}

func TestADigestChangesWithThePolicyAndItsLibraries(t *testing.T) {
	t.Parallel()
	digest := func(files ...string) string {
		list, _, err := policies.Load(tree(files...))
		if err != nil {
			t.Fatal(err)
		}
		return list[len(list)-1].Digest
	}
	base := digest("small/small.rego", complete)
	other := strings.NewReplacer("policies.small", "policies.other").Replace(complete)
	seen := map[string]string{
		"another text":    digest("small/small.rego", complete+"\n# more\n"),
		"another library": digest("small/small.rego", complete, "lib/x/x.rego", "package policies.lib.x\n"),
	}
	for name, got := range seen {
		if got == base {
			t.Errorf("%s has the same digest", name)
		}
	}
	if got := digest("other/other.rego", other, "small/small.rego", complete); got != base {
		t.Errorf("another policy changes the digest: %s, was %s", got, base)
	}
}

func TestAnIncompletePolicyIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, text, want string
	}{
		"no METADATA": {
			"small/small.rego", "package policies.small\n",
			"policies/small/small.rego: line 1: package policies.small has no METADATA block",
		},
		"no title": {
			"small/small.rego", strings.Replace(complete, "# title: Small\n", "", 1),
			"policies/small/small.rego: line 1: METADATA lacks title or description",
		},
		"no checklist": {
			"small/small.rego", strings.Replace(complete, "checklist := []", "", 1),
			"policies/small/small.rego: line 1: package policies.small does not decide checklist",
		},
		"another folder": {
			"large/small.rego", complete,
			"policies/large/small.rego: line 1: package policies.small is not named after its folder: policies.large",
		},
		"too deep": {
			"a/b/b.rego", "package policies.a.b\n",
			"policies/a/b/b.rego: line 1: package policies.a.b is neither a library nor a policy",
		},
		"no Rego": {
			"small/small.rego", "package policies.small\n\nlevel := = 1\n",
			"policies/small/small.rego: line 3: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := policies.Load(tree(test.file, test.text))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// tree holds files given as name, text, name, text.
func tree(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}
