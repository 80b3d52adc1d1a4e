package cli

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

const chatWithPrefix = `name: chat
ai_gateway:
  usage_tracking_config: {enabled: true}
  inference_table_config: {enabled: true, catalog_name: main, schema_name: chat, table_name_prefix: gw_}
  rate_limits: [{key: endpoint, calls: 600, renewal_period: minute}, {key: user, calls: 60, renewal_period: minute}]
  guardrails: {input: {pii: {behavior: BLOCK}, safety: true}, output: {pii: {behavior: BLOCK}, safety: true}}
config:
  served_entities: [{name: a, entity_name: system.ai.claude_sonnet_4, entity_version: "1"}]
`

const chatOfTerraform = `resource "databricks_model_serving" "chat" {
  name = "chat"
  ai_gateway {
    inference_table_config {
      enabled           = true
      catalog_name      = "main"
      schema_name       = "gw"
      table_name_prefix = "gw_"
    }
  }
}
`

// adoption is a repository whose baseline is written before something changes.
type adoption struct {
	// before and after are the files of the repository; those that after does not have are
	// removed.
	before, after map[string]string
	// write and check are arguments of the two commands.
	write, check []string
	// want is what is new, and what is stale, of the rules that are looked at.
	want []string
}

func TestABaselineKnowsAgainWhatIsTheSame(t *testing.T) {
	t.Parallel()
	one := func(file, text string, changes ...string) map[string]string {
		return map[string]string{file: strings.NewReplacer(changes...).Replace(text)}
	}
	with := func(files map[string]string, more ...string) map[string]string {
		files = maps.Clone(files)
		for i := 0; i < len(more); i += 2 {
			files[more[i]] = more[i+1]
		}
		return files
	}
	chat, bundle, module := one("a/ep.yaml", chatWithPrefix), one("databricks.yml", rootOfBundle+gatewayInBundle), one("main.tf", chatOfTerraform)
	body := one("a/put.json", `{"inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "s", "table_name_prefix": "gw_"}}`)
	included := with(one("databricks.yml", rootOfBundle, "variables", "include: [resources/*.yml]\nvariables"), "resources/chat.yml", gatewayInBundle)
	for name, test := range map[string]adoption{
		"nothing changes":                         {before: chat, after: chat},
		"the file moves":                          {before: chat, after: one("b/ep.yaml", chatWithPrefix)},
		"the file moves, and a hook passes it":    {before: chat, after: one("b/ep.yaml", chatWithPrefix), check: []string{"--hook", "b/ep.yaml"}},
		"the file is copied":                      {before: chat, after: with(chat, "b/ep.yaml", chatWithPrefix), want: []string{"GW103 b/ep.yaml"}},
		"the file is copied, and a hook knows":    {before: chat, after: with(chat, "b/ep.yaml", chatWithPrefix), check: []string{"--hook", "b/ep.yaml"}, want: []string{"GW103 b/ep.yaml"}},
		"it is mended, and copied elsewhere":      {before: chat, after: with(one("a/ep.yaml", chatWithPrefix, "gw_", "gw"), "b/ep.yaml", chatWithPrefix), want: []string{"GW103 b/ep.yaml", "GW904 GW103"}},
		"it is mended":                            {before: chat, after: one("a/ep.yaml", chatWithPrefix, "gw_", "gw"), want: []string{"GW904 GW103"}},
		"it is mended, and a hook passes another": {before: chat, after: with(one("a/ep.yaml", chatWithPrefix, "gw_", "gw"), "b.yaml", strings.ReplaceAll(chatWithPrefix, "chat", "talk")), check: []string{"--hook", "b.yaml"}, want: []string{"GW103 b.yaml"}},
		"the value changes":                       {before: chat, after: one("a/ep.yaml", chatWithPrefix, "gw_", "zz_"), want: []string{"GW103 a/ep.yaml", "GW904 GW103"}},
		"the endpoint gets another name":          {before: chat, after: one("a/ep.yaml", chatWithPrefix, "name: chat", "name: talk"), want: []string{"GW103 a/ep.yaml", "GW904 GW103"}},
		"it becomes JSON":                         {before: chat, after: one("a/ep.json", `{"name": "chat", "ai_gateway": {"inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "chat", "table_name_prefix": "gw_"}}}`)},
		"the file is gone":                        {before: with(chat, "b.yaml", "x: 1"), after: one("b.yaml", "x: 1"), want: []string{"GW904 GW103"}},
		"the file is gone, and another is passed": {before: with(chat, "b.yaml", "x: 1"), after: one("b.yaml", "x: 1"), check: []string{"b.yaml"}},
		"the file is gone, and a hook runs":       {before: with(chat, "b.yaml", "x: 1"), after: one("b.yaml", "x: 1"), check: []string{"--hook", "."}},
		"the file is excluded":                    {before: chat, after: with(chat, "b.yaml", "x: 1"), check: []string{"--exclude", "a"}},
		"the value is not known any more":         {before: chat, after: one("a/ep.yaml", chatWithPrefix, "gw_", "${PREFIX}")},
		"the rule is off":                         {before: chat, after: with(one("a/ep.yaml", chatWithPrefix, "gw_", "gw"), ".gwlint.yaml", "rules: {GW103: off}")},
		"the rule is off for the file":            {before: chat, after: with(chat, ".gwlint.yaml", "overrides: [{paths: [a], rules: {GW103: off}}]")},
		"a file cannot be read":                   {before: chat, after: with(one("a/ep.yaml", chatWithPrefix, "gw_", "gw"), "bad.yaml", "ai_gateway: [")},
		"an absolute path":                        {before: chat, after: chat, check: []string{"DIR/a"}},

		"a body moves":                           {before: body, after: one("b/put.json", body["a/put.json"])},
		"a body moves beside another one":        {before: body, after: with(one("b/put.json", body["a/put.json"]), "c/put.json", body["a/put.json"]), want: []string{"GW103 c/put.json"}},
		"a bundle stays":                         {before: bundle, after: bundle},
		"a bundle gets a target":                 {before: bundle, after: one("databricks.yml", bundle["databricks.yml"], "  prod:", "  test: {workspace: {host: \"https://t.example.com\"}}\n  prod:")},
		"a target is mended":                     {before: bundle, after: one("databricks.yml", bundle["databricks.yml"], "  prod: {", "  prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: {inference_table_config: {table_name_prefix: gw}}}}}, ")},
		"a bundle is mended":                     {before: bundle, after: one("databricks.yml", bundle["databricks.yml"], "gw_", "gw"), want: []string{"GW904 GW103"}},
		"one target of a mended bundle":          {before: bundle, after: one("databricks.yml", bundle["databricks.yml"], "gw_", "gw"), check: []string{"--target", "dev"}},
		"a resource moves to an included file":   {before: bundle, after: included},
		"an included file that is passed alone":  {before: included, after: included, check: []string{"--hook", "resources/chat.yml"}},
		"another file of a bundle that is wrong": {before: included, after: with(included, "x.yml", "x: 1"), check: []string{"--hook", "databricks.yml"}},
		"a bundle is copied":                     {before: bundle, after: map[string]string{"a/databricks.yml": bundle["databricks.yml"], "databricks.yml": bundle["databricks.yml"]}, want: []string{"GW103 a/databricks.yml"}},
		"a bundle moves":                         {before: bundle, after: one("shop/databricks.yml", bundle["databricks.yml"])},

		"a resource of Terraform stays":            {before: module, after: module},
		"a resource of Terraform moves":            {before: module, after: one("serving.tf", chatOfTerraform)},
		"a root module moves":                      {before: module, after: one("infra/main.tf", chatOfTerraform)},
		"a resource of Terraform is mended":        {before: module, after: one("main.tf", chatOfTerraform, "gw_", "gw"), want: []string{"GW904 GW103"}},
		"a resource is copied to another module":   {before: module, after: with(module, "infra/main.tf", chatOfTerraform), want: []string{"GW103 infra/main.tf"}},
		"a resource of Terraform gets a new label": {before: module, after: one("main.tf", chatOfTerraform, `"chat" {`, `"talk" {`), want: []string{"GW103 main.tf", "GW904 GW103"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.run(t)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// run returns what is new and what is stale, of GW103 and the baseline.
func (a adoption) run(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	baselineFiles(t, dir, a.before)
	baselineFiles(t, dir, map[string]string{".git/HEAD": ""})
	if got := runAt(t, time.Time{}, dir, append([]string{"baseline", "write"}, a.write...)...); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	for file := range a.before {
		if _, stays := a.after[file]; !stays {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(file))); err != nil {
				t.Fatal(err)
			}
		}
	}
	baselineFiles(t, dir, a.after)
	return newAndStale(t, dir, append([]string{"check"}, a.check...))
}

// newAndStale runs a check and returns where GW103 is new, and the rules of stale entries.
func newAndStale(t *testing.T, dir string, args []string) (list []string) {
	t.Helper()
	for i := range args {
		args[i] = strings.Replace(args[i], "DIR", dir, 1)
	}
	got := runAt(t, time.Time{}, dir, append(args, "-f", "json")...)
	var r struct{ Findings []finding.Finding }
	if err := json.Unmarshal([]byte(got.out), &r); err != nil {
		t.Fatalf("%v: %+v", err, got)
	}
	for _, f := range r.Findings {
		switch {
		case f.Outcome != finding.Fail:
		case f.Rule == "GW103":
			list = append(list, f.Rule+" "+f.Location.File)
		case f.Rule == "GW904" && strings.Contains(f.Message, "GW103"):
			list = append(list, f.Rule+" GW103")
		}
	}
	slices.Sort(list)
	return list
}

// baselineFiles writes files below a folder.
func baselineFiles(tb testing.TB, dir string, files map[string]string) {
	tb.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			tb.Fatal(err)
		}
		put(tb, path, text)
	}
}

// Two branches mend one finding each, of entries that stand apart and of ones that stand
// together. Then git merges them, and the run passes.
func TestBranchesThatMendMergeTheirBaselines(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatalf("git merges what this test wants merged: %v", err)
	}
	for name, second := range map[string]string{"apart": "e3", "together": "e2"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			git := func(args ...string) {
				command := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false"}, args...)...)
				command.Dir, command.Env = dir, append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
				if out, err := command.CombinedOutput(); err != nil {
					t.Fatalf("git %v: %v\n%s", args, err, out)
				}
			}
			ok := func(args ...string) {
				if got := runAt(t, time.Time{}, dir, args...); got.code != 0 {
					t.Fatalf("gwlint %v: %+v", args, got)
				}
			}
			mend := func(branch, endpoint string) {
				git("checkout", "-q", "-b", branch, "start")
				put(t, filepath.Join(dir, endpoint+".yaml"), strings.NewReplacer("chat", endpoint, "gw_", "gw").Replace(chatWithPrefix))
				ok("baseline", "update")
				git("commit", "-qam", branch)
			}
			for _, endpoint := range []string{"e1", "e2", "e3", "e4"} {
				put(t, filepath.Join(dir, endpoint+".yaml"), strings.ReplaceAll(chatWithPrefix, "chat", endpoint))
			}
			put(t, filepath.Join(dir, ".gitattributes"), ".gwlint-baseline.jsonl merge=union\n")
			ok("baseline", "write")
			git("init", "-q")
			git("add", ".")
			git("commit", "-qm", "start")
			git("branch", "start")
			mend("one", "e1")
			mend("two", second)
			git("merge", "-q", "-m", "merge", "one")
			ok("check")
			ok("baseline", "update")
			ok("check", "--strict-baseline")
			text, err := os.ReadFile(filepath.Join(dir, ".gwlint-baseline.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(text), "\n"); n != 3 {
				t.Errorf("%d lines are left, want 3:\n%s", n, text)
			}
		})
	}
}

// What a workspace shows is known again when it is asked once more, whatever folder keeps
// a snapshot of it, and by another workspace it is not.
func TestABaselineOfASnapshotHoldsForTheWorkspace(t *testing.T) {
	f := newFleet(t)
	s := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, "state: none\n")
	if got := s.run(t, dir, "dump", "-o", "first"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	before := s.run(t, dir, "scan", "-f", "json")
	if !strings.Contains(before.out, `"rule": "GW103"`) {
		t.Fatalf("the workspace has nothing that is looked at: %+v", before)
	}
	if got := runAt(t, now, dir, "baseline", "write", "first"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	text, err := os.ReadFile(filepath.Join(dir, ".gwlint-baseline.jsonl"))
	if err != nil || strings.Contains(string(text), "first") || !strings.Contains(string(text), `"databricks://`) {
		t.Fatalf("%v\n%s", err, text)
	}
	if err := os.Rename(filepath.Join(dir, "first"), filepath.Join(dir, "second")); err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]ran{
		"the workspace":            s.run(t, dir, "scan", "-f", "json"),
		"a snapshot that moved":    runAt(t, now, dir, "check", "second", "-f", "json"),
		"a scan of some endpoints": s.run(t, dir, "scan", "-f", "json", "--endpoint", "support-*"),
	} {
		var r struct {
			Findings, Known []finding.Finding
			Summary         struct{ Baselined int }
		}
		if err := json.Unmarshal([]byte(got.out), &r); err != nil {
			t.Fatalf("%s: %v: %+v", name, err, got)
		}
		fresh := slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Outcome != finding.Fail || f.Severity == finding.Critical })
		if len(fresh) > 0 || len(r.Known) == 0 || r.Summary.Baselined == 0 {
			t.Errorf("%s: %d known, new: %v", name, len(r.Known), fresh)
		}
	}
	baselineFiles(t, dir, map[string]string{"files/ep.yaml": strings.Replace(chatWithPrefix, "gw_", "gw", 1)})
	if got := newAndStale(t, dir, []string{"check", "files"}); len(got) > 0 {
		t.Errorf("a check of files says of the workspace's entries: %v", got)
	}
	other := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	if got := other.run(t, dir, "scan", "-f", "concise"); !strings.Contains(got.out, "error[GW103]") || strings.Contains(got.out, "GW904") {
		t.Errorf("another workspace: %+v", got)
	}
}

// No digest of a credential, and no name that holds one, gets into a baseline; what stands
// on a credential is never known, even where somebody writes an entry of it.
func TestNoSecretGetsIntoABaseline(t *testing.T) {
	t.Parallel()
	const token = "dapi0123456789abcdef0123456789abcdef"
	dir := t.TempDir()
	baselineFiles(t, dir, map[string]string{".git/HEAD": "", "ep.yaml": strings.Replace(chatWithPrefix, "  served_entities: [{", "  served_entities: [{external_model: {name: gpt, provider: openai, task: llm/v1/chat, openai_config: {openai_api_key_plaintext: "+token+"}}, ", 1)})
	got := runAt(t, time.Time{}, dir, "baseline", "write")
	if got.code != 0 || !strings.Contains(got.out, "not accepted: revoke the credential") {
		t.Fatalf("%+v", got)
	}
	file := filepath.Join(dir, ".gwlint-baseline.jsonl")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text)+got.out+got.err, token) || strings.Contains(string(text), "GW007") {
		t.Errorf("%s%+v", text, got)
	}
	put(t, file, string(text)+`["GW007","endpoint","chat","/config/served_entities/=a/external_model/openai_config/openai_api_key_plaintext","","ep.yaml"]`+"\n")
	checked := runAt(t, time.Time{}, dir, "check", "-f", "concise")
	if checked.code != 1 || !strings.Contains(checked.out, "error[GW007]") || !strings.Contains(checked.out, "no baseline holds findings of GW007: revoke the credential") {
		t.Errorf("%+v", checked)
	}
	if got := runAt(t, time.Time{}, dir, "baseline", "update"); !strings.Contains(got.out, "1 entry removed") {
		t.Errorf("%+v", got)
	}
}

// What stands on a secret is known to no baseline, also where the format shows no text, by
// which it is seen that a place is masked.
func TestAFailureOnASecretIsKnownToNoBaselineInAnyFormat(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	baselineFiles(t, dir, map[string]string{
		".git/HEAD": "", "ep.yaml": strings.Replace(chatWithPrefix, "enabled: true", "enabled: dapi0123456789abcdef0123456789abcdef", 1),
		".gwlint-baseline.jsonl": `{"gwlint-baseline":2}` + "\n" +
			`["GW003","endpoint","chat","/ai_gateway/usage_tracking_config/enabled","","ep.yaml"]` + "\n",
	})
	for _, format := range []string{"json", "text"} {
		checked := runAt(t, time.Time{}, dir, "check", "-f", format)
		if checked.code != 1 || !strings.Contains(checked.out, "the entry of GW003 on endpoint `chat` is stale") {
			t.Errorf("%s: %+v", format, checked)
		}
	}
}
