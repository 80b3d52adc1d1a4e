package policies_test

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/policies"
)

// ours is somebody's own policy that builds on the default one.
const ours = `# METADATA
# title: Ours
# description: As the default, and no notes.
package policies.ours

import data.policies.f4_checklist

level := f4_checklist.level

checklist := f4_checklist.checklist
`

func TestSomebodysOwnPolicyIsWhatMetadataSays(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]policies.Tree{
		"a folder":             {Files: tree("ours.rego", ours, "ours_test.rego", "no Rego", ".git/a.rego", "no Rego"), Name: "governance"},
		"a file beside others": {Files: tree("ours.rego", ours, "other.rego", "no Rego"), Name: "../governance", File: "ours.rego"},
		"with a library": {
			Files: tree("ours.rego", ours, "words/words.rego", "package policies.our_words\n"),
			Name:  ".",
		},
		"in a folder named as ours": {Files: tree("policies.rego", ours), Name: "policies"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := policy.Load()
			if err != nil {
				t.Fatal(err)
			}
			want := policies.Policy{
				Name: "ours", Package: "policies.ours", Title: "Ours", Description: "As the default, and no notes.",
				Own: true, Path: path.Join(policy.Name, policy.File), Digest: got.Digest, Modules: got.Modules,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			packages := map[string]bool{}
			for _, m := range got.Modules {
				packages[strings.TrimPrefix(m.Package.Path.String(), "data.")] = true
			}
			for _, needed := range []string{"policies", "policies.ours", "policies.f4_checklist", "policies.lib.levels"} {
				if !packages[needed] {
					t.Errorf("%s is not among %v", needed, slices.Sorted(maps.Keys(packages)))
				}
			}
			if packages["policies.nist_ai_rmf"] {
				t.Error("a policy that is not used is read")
			}
		})
	}
}

func TestTheDigestOfSomebodysOwnPolicyIsThatOfItsText(t *testing.T) {
	t.Parallel()
	digest := func(policy policies.Tree) string {
		loaded, err := policy.Load()
		if err != nil {
			t.Fatal(err)
		}
		return loaded.Digest
	}
	base := digest(policies.Tree{Files: tree("ours.rego", ours), Name: "a"})
	if other := digest(policies.Tree{Files: tree("ours.rego", ours), Name: "/srv/b"}); other != base {
		t.Error("it depends on where the folder stands")
	}
	if other := digest(policies.Tree{Files: tree("ours.rego", ours, "ours_test.rego", "x"), Name: "a"}); other != base {
		t.Error("it depends on a test")
	}
	if other := digest(policies.Tree{Files: tree("ours.rego", ours+"\n"), Name: "a"}); other == base {
		t.Error("it does not depend on the text")
	}
}

func TestSomebodysOwnPolicyIsHeldToItsForm(t *testing.T) {
	t.Parallel()
	const at = "governance/ours.rego: line 1: "
	as := func(old, replacement string) fstest.MapFS {
		return tree("ours.rego", strings.ReplaceAll(ours, old, replacement))
	}
	for name, test := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"nothing":        {tree("ours_test.rego", ours), "governance: holds no Rego; a policy is a package such as policies.ours in a .rego file"},
		"no METADATA":    {as("# METADATA", "# Metadata"), "governance/ours.rego: line 4: package policies.ours has no METADATA block; begin the file with"},
		"no title":       {as("# title: Ours\n", ""), at + "METADATA lacks title or description"},
		"no level":       {as("level := f4_checklist.level\n", ""), at + "package policies.ours does not decide level; `level := data.policies.f4_checklist.level` is that of the default policy"},
		"no checklist":   {as("checklist := f4_checklist.checklist\n", ""), at + "package policies.ours does not decide checklist; `checklist :="},
		"nothing at all": {tree("ours.rego", "package policies.ours\n"), at + "package policies.ours has no METADATA block"},
		"not below policies": {
			as("policies.ours", "governance.ours"),
			at + "package governance.ours is not below policies; write `package policies.ours`",
		},
		"the package of all policies": {as("policies.ours", "policies"), at + "package policies is not below policies; write `package policies.ours`"},
		"the name of ours":            {as("policies.ours", "policies.strict"), at + "package policies.strict is gwlint's own; give it another name"},
		"below one of ours":           {as("policies.ours", "policies.f4_checklist.ours"), at + "package policies.f4_checklist.ours is gwlint's own"},
		"a library of ours":           {as("policies.ours", "policies.lib.levels"), at + "package policies.lib.levels is gwlint's own"},
		"two policies": {
			tree("ours.rego", ours, "theirs.rego", strings.Replace(ours, "policies.ours", "policies.theirs", 1)),
			"governance/theirs.rego: line 1: package policies.theirs is a second policy beside policies.ours in governance/ours.rego; name the file or the folder of one",
		},
		"a schema of its own": {
			as("# title: Ours\n", "# title: Ours\n# schemas:\n#   - input: schema.decision\n"),
			at + "METADATA names schemas; leave them out: gwlint gives what is read its schema",
		},
		"a schema that it holds": {
			as("# title: Ours\n", "# title: Ours\n# schemas:\n#   - input: {$ref: 'file:///etc/hostname'}\n"),
			at + "METADATA holds a schema, which could read files; leave it out",
		},
		"no Rego": {as("level :=", "level := ="), "governance/ours.rego: line 8: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := policies.Tree{Files: test.files, Name: "governance"}.Load()
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestAPolicyIsOpenedWithNoMoreThanItNeeds(t *testing.T) {
	t.Parallel()
	list, _, err := policies.Load(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, loaded := range list {
		opened, err := policies.Open(policies.Embedded, loaded.Name)
		if err != nil {
			t.Fatal(err)
		}
		if opened.Digest != loaded.Digest {
			t.Errorf("%s has another digest when it is opened alone", loaded.Name)
		}
		files := slices.Sorted(maps.Keys(opened.Modules))
		if diff := cmp.Diff(slices.Sorted(maps.Keys(loaded.Modules)), files); diff != "" {
			t.Errorf("%s: %s", loaded.Name, diff)
		}
		for _, other := range policies.Names() {
			builtOn := other == loaded.Name || loaded.Name == "strict" && other == "f4_checklist"
			if slices.Contains(files, "policies/"+other+"/"+other+".rego") != builtOn {
				t.Errorf("%s: whether it is read with %s is wrong: %v", other, loaded.Name, files)
			}
		}
	}
}
