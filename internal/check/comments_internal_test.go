package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/policies"
)

// notedComments are the waivers in comments that a run over files takes note of, and what
// looks like one.
func notedComments(t *testing.T, files map[string]string, stdin string, targets []string, paths ...string) []string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set := shipped.Rules()
	policy, err := shipped.Policy(policies.Default)
	if err != nil {
		t.Fatal(err)
	}
	r := Request{Dir: dir, Targets: targets, Rules: RuleSet{Set: set}, Policy: policy, Settings: config.Default()}
	from := &Files{Paths: paths, Kind: gateway.Auto, Stdin: strings.NewReader(stdin)}
	facts, err := from.find(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	e, err := Compile(t.Context(), r, facts)
	if err != nil {
		t.Fatal(err)
	}
	judge, err := newJudge(t.Context(), e, r)
	if err != nil {
		t.Fatal(err)
	}
	judge.comments = newCommentWaivers(r)
	draft := report.Report{}
	from.read(t.Context(), judge, &draft)
	facts.state.judge(t.Context(), judge, &draft)
	waivers, faults := judge.comments.all()
	var noted []string
	for _, w := range waivers {
		noted = append(noted, fmt.Sprintf("%s:%d %v %d-%d seen %v", w.Place.File, w.Place.StartLine, w.Rules, w.Lines.First, w.Lines.Last, judge.comments.seen(&w)))
	}
	for _, fault := range faults {
		noted = append(noted, fmt.Sprintf("%s:%d fault", fault.Place.File, fault.Place.StartLine))
	}
	return noted
}

func TestWaiversInCommentsAreThoseOfFilesWithAGateway(t *testing.T) {
	t.Parallel()
	const (
		waiver = "# gwlint: ignore[GW303] until=2027-01-31 owner=x reason=y\n"
		broken = "# gwlint: ignore[GW303]\n"
		chat   = "chat:\n      name: chat\n"
		bundle = "bundle: {name: shop}\ninclude: ['r/*.yml']\nvariables: {x: {default: a}}\ntargets:\n  dev:\n    default: true\n  prod:\n    " + waiver + "    variables: {x: b}\n"
		parts  = "resources:\n  model_serving_endpoints:\n    " + waiver + "    " + chat + "      " + broken + "      description: ${var.x}\n"
		job    = "resources:\n  jobs:\n    " + waiver + "    a: {name: a}\n    " + broken
	)
	for name, test := range map[string]struct {
		files   map[string]string
		stdin   string
		targets []string
		paths   []string
		want    []string
	}{
		"a file": {
			files: map[string]string{
				"a.yaml": waiver + "name: chat\nconfig: {served_entities: []}\n" + broken, "b.yaml": waiver + "kind: other\nmetadata: {name: an ai_gateway, served_entities: none}\n" + broken,
			},
			want: []string{"a.yaml:1 [GW303] 2-2 seen true", "a.yaml:4 fault"},
		},
		"a comment with what could be a secret": {
			files: map[string]string{
				"a.yaml": "name: chat # gwlint: ignore[GW303] until=2027-01-31 owner=x reason=\"token: aB3dE5gH7jK9mN1pQ3sT5vX7z\"\nconfig: {served_entities: []}\n",
			},
			want: []string{"a.yaml:1 [GW303] 1-1 seen true"},
		},
		"a bundle, whose files are read for two targets": {
			files: map[string]string{"databricks.yml": bundle, "r/a.yml": parts, "r/job.yml": job},
			want: []string{
				"databricks.yml:8 [GW303] 9-9 seen true", "r/a.yml:3 [GW303] 4-7 seen true", "r/job.yml:3 [GW303] 4-4 seen false", "r/a.yml:6 fault",
			},
		},
		"one target of a bundle": {
			files: map[string]string{"databricks.yml": bundle, "r/a.yml": parts}, targets: []string{"dev"},
			want: []string{"databricks.yml:8 [GW303] 9-9 seen false", "r/a.yml:3 [GW303] 4-7 seen false", "r/a.yml:6 fault"},
		},
		"a file of a bundle": {
			files: map[string]string{"databricks.yml": bundle, "r/a.yml": parts}, paths: []string{"r/a.yml"},
			want: []string{"databricks.yml:8 [GW303] 9-9 seen false", "r/a.yml:3 [GW303] 4-7 seen true", "r/a.yml:6 fault"},
		},
		"a module of Terraform that two others call": {
			files: map[string]string{
				"m/main.tf": "variable \"p\" {}\n" + waiver + "resource \"databricks_model_serving\" \"a\" {\n  name = var.p\n  " + broken + "}\n",
				"a/main.tf": "module \"m\" {\n  source = \"../m\"\n  p      = \"a\"\n}\n", "b/main.tf": waiver + "module \"m\" {\n  source = \"../m\"\n  p      = \"b\"\n}\n",
				".git/HEAD": "",
			},
			want: []string{"b/main.tf:1 [GW303] 2-5 seen true", "m/main.tf:2 [GW303] 3-6 seen true", "m/main.tf:5 fault"},
		},
		"the whole of a file of Terraform, and an object in its JSON": {
			files: map[string]string{
				"a.tf":      "# about\n# gwlint: ignore-file[GW303,GW309] until=2027-01-31 owner=x reason=y\nresource \"databricks_model_serving\" \"a\" {\n  name = \"a\"\n}\n",
				"b.tf.json": "{\"resource\": {\"databricks_model_serving\": {\"b\": {\n  \"//\": \"gwlint: ignore[GW303] until=2027-01-31 owner=x reason='y z'\",\n  \"name\": \"b\"\n}}}}\n",
			},
			want: []string{"a.tf:2 [GW303 GW309] 1-6 seen true", "b.tf.json:2 [GW303] 1-4 seen true"},
		},
		"standard input": {
			stdin: "{\n  // gwlint: ignore[GW303] until=2027-01-31 owner=x reason=y\n  \"name\": \"chat\", \"config\": {\"served_entities\": []}}", paths: []string{"-"},
			want: []string{"<stdin>:2 [GW303] 3-3 seen true"},
		},
		"lists of an answer, and a block of Markdown": {
			files: map[string]string{
				"a.json": "{\"endpoints\": [\n  // gwlint: ignore[GW303] until=2027-01-31 owner=x reason=y\n  {\"name\": \"a\",\n   \"config\": {\"served_entities\": []}},\n  {\"name\": \"b\", \"config\": {\"served_entities\": []}}]}",
				"b.md":   "# gwlint: ignore[GW303]\n\n```yaml\nname: chat # gwlint: ignore[GW303] until=2027-01-31 owner=x reason=y\nconfig: {served_entities: []}\n```\n",
			},
			paths: []string{"a.json", "b.md"},
			want:  []string{"a.json:2 [GW303] 3-4 seen true", "b.md:4 [GW303] 4-4 seen true"},
		},
		"a state file": {
			files: map[string]string{
				"a.yaml": "name: chat\nconfig: {served_entities: []}\n", "state.yaml": "otel_table_prefix: a\n" + waiver + "llm_role_endpoints:\n  agent_chat: {endpoint: chat}\n",
			},
			want: []string{"state.yaml:2 [GW303] 3-4 seen true"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.paths == nil {
				test.paths = []string{"."}
			}
			if diff := cmp.Diff(test.want, notedComments(t, test.files, test.stdin, test.targets, test.paths...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
