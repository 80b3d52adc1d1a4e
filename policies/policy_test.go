package policies_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
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

// The table of levels is tested in Rego on the severities that it lists; here, on
// those that the rules have.
func TestEveryRuleHasTheSeverityAndLevelOfTheTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("f4_checklist/levels_test.rego")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]string{}
	for _, row := range regexp.MustCompile(`"(GW\d{3})": \["(\w+)", "(\w+)"\]`).FindAllStringSubmatch(string(text), -1) {
		table[row[1]] = row[2] + " " + row[3]
	}
	policy, err := policies.Open(policies.Embedded, policies.Default)
	if err != nil {
		t.Fatal(err)
	}
	meanings, _, err := compiled(t, policy).DryRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range meanings {
		if got := string(m.Rule.Severity) + " " + string(m.Fail); got != table[m.Rule.ID] {
			t.Errorf("%s is %s, want %q: METADATA and levels_test.rego must agree", m.Rule.ID, got, table[m.Rule.ID])
		}
		want := finding.Note
		if m.Fail == finding.Off {
			want = finding.Off
		}
		if m.Unknown != want {
			t.Errorf("%s is %s where it is unknown, want %s", m.Rule.ID, m.Unknown, want)
		}
	}
}

// compiled is an engine of the shipped rules under a policy.
func compiled(t testing.TB, policy policies.Policy) *engine.Engine {
	t.Helper()
	list, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(t.Context(), engine.Options{
		Rules: list, RuleModules: modules, PolicyModules: policy.Modules, Policy: policy.Package,
		Schemas: schema.Rego(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestThePageListsThePoliciesThatAreShipped(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)`").FindAllSubmatch(page, -1) {
		listed = append(listed, string(row[1]))
	}
	slices.Sort(listed)
	if diff := cmp.Diff(policies.Names(), listed); diff != "" {
		t.Error(diff)
	}
	list, err := policies.Frameworks(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		number := strconv.Itoa(len(f.Controls))
		if f.Policy == "owasp_llm_2025" {
			number = "ten"
		}
		if row := regexp.MustCompile("(?m)^\\| `" + f.Policy + "` .*$").FindString(string(page)); !slices.Contains(strings.Fields(row), number) {
			t.Errorf("%s has %s items; its row says otherwise: %s", f.Policy, number, row)
		}
	}
}

func TestThePolicyOfThePageWorks(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```rego\n(.*?)```").FindSubmatch(page)
	if block == nil {
		t.Fatal("the page shows no policy")
	}
	policy, err := policies.Tree{Files: fstest.MapFS{"ours.rego": {Data: block[1]}}, Name: "governance"}.Load()
	if err != nil {
		t.Fatal(err)
	}
	meanings, items, err := compiled(t, policy).DryRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	levels := map[string]string{}
	for _, m := range meanings {
		levels[m.Rule.ID] = string(m.Fail + " " + m.Unknown)
	}
	for rule, want := range map[string]string{"GW104": "error note", "GW210": "error note", "GW105": "warning note"} {
		if levels[rule] != want {
			t.Errorf("%s is %s, want %s", rule, levels[rule], want)
		}
	}
	if last := items[len(items)-1]; len(items) != 19 || last.ID != "OURS-1" {
		t.Errorf("%d items, the last %s", len(items), last.ID)
	}
}
