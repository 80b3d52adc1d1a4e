package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

const gatewayInBundle = `resources:
  model_serving_endpoints:
    chat:
      name: chat
      ai_gateway:
        inference_table_config: {enabled: true, catalog_name: main, schema_name: gw, table_name_prefix: gw_}
        rate_limits:
          - {key: user_group, principal: "${var.group}", calls: 100000000, renewal_period: minute}
      config:
        served_entities: [{name: a, entity_name: system.ai.claude_sonnet_4, entity_version: "1"}]
`

const rootOfBundle = `bundle: {name: shop}
variables: {group: {default: staff}}
targets:
  dev: {default: true, workspace: {host: "https://dev.example.com"}}
  prod: {workspace: {host: "https://prod.example.com"}}
`

// What is found in the resource of a bundle stays known whatever its targets are and call
// it, and whichever file it stands in.
func TestAFindingOfABundleIsKnownAgain(t *testing.T) {
	t.Parallel()
	one := func(changes ...string) map[string]string {
		return map[string]string{"databricks.yml": strings.NewReplacer(changes...).Replace(rootOfBundle + gatewayInBundle)}
	}
	want := failures(t, one())
	if len(want["GW103"]) != 1 || len(want["GW303"]) != 1 || len(want["GW604"]) != 0 {
		t.Fatalf("%v", want)
	}
	included := strings.Replace(rootOfBundle, "variables", "include: [resources/*.yml]\nvariables", 1)
	for name, files := range map[string]map[string]string{
		"with another target":            one("  prod:", "  test: {workspace: {host: \"https://t.example.com\"}}\n  prod:"),
		"with one target less":           one("  dev: {default: true, workspace: {host: \"https://dev.example.com\"}}\n", ""),
		"with a prefix in one target":    one("default: true", "default: true, mode: development"),
		"with a prefix in all targets":   one("bundle:", "presets: {name_prefix: shop_}\nbundle:"),
		"under another name":             one("name: chat", "name: talk"),
		"with another group in a target": one("  prod: {", "  prod: {variables: {group: analysts}, "),
		"in an included file":            {"databricks.yml": included, "resources/chat.yml": gatewayInBundle},
		"in another folder":              {"shop/databricks.yml": rootOfBundle + gatewayInBundle},
		"with its value in a variable":   one("gw_}", "'${var.prefix}'}", "variables: {", "variables: {prefix: {default: gw_}, "),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, failures(t, files)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, files := range map[string]map[string]string{
		"another value": one("gw_}", "other_}"), "another resource": one("    chat:", "    talk:"),
	} {
		if got := failures(t, files)["GW103"]; len(got) != 1 || got[0] == want["GW103"][0] {
			t.Errorf("%s: %v", name, got)
		}
	}
	two := failures(t, one("  prod: {", "  prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: {inference_table_config: {table_name_prefix: prod_}}}}}, "))
	if got := two["GW103"]; len(got) != 2 || got[0] == got[1] || !strings.Contains(strings.Join(got, " "), want["GW103"][0]) {
		t.Errorf("with another value in prod: %v, want %v and another", got, want["GW103"])
	}
}

func TestANameThatTargetsShareIsKnownAgain(t *testing.T) {
	t.Parallel()
	sharing := strings.NewReplacer(`, workspace: {host: "https://dev.example.com"}`, "", `{workspace: {host: "https://prod.example.com"}}`, "{}").Replace(rootOfBundle + gatewayInBundle)
	want := failures(t, map[string]string{"databricks.yml": sharing})
	if len(want["GW604"]) != 1 {
		t.Fatalf("%v", want)
	}
	more := failures(t, map[string]string{"databricks.yml": strings.Replace(sharing, "  prod:", "  test: {}\n  prod:", 1)})
	if diff := cmp.Diff(want, more); diff != "" {
		t.Error(diff)
	}
	other := maps.Clone(want)
	renamed := failures(t, map[string]string{"databricks.yml": strings.Replace(sharing, "name: chat", "name: talk", 1)})
	if other["GW604"] = renamed["GW604"]; len(other["GW604"]) != 1 || other["GW604"][0] == want["GW604"][0] {
		t.Errorf("under another name: %v", other["GW604"])
	}
}

// The place of a finding is where the value is set that wins, in whichever file and target,
// and the place beside it where the value comes from.
func TestAFindingOfABundleLeadsToWhatSetsTheValue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, filepath.Join(dir, "databricks.yml"), `bundle: {name: shop}
include: [chat.yml]
variables:
  prefix: {default: gw_}
targets:
  dev: {workspace: {host: "https://dev.example.com"}}
  prod:
    workspace: {host: "https://prod.example.com"}
    resources:
      model_serving_endpoints:
        chat: {ai_gateway: {inference_table_config: {schema_name: default}}}
`)
	put(t, filepath.Join(dir, "chat.yml"), strings.NewReplacer("gw_}", `"${var.prefix}"}`, "${var.group}", "staff").Replace(gatewayInBundle))
	type line struct {
		Targets       []string
		Pointer, File string
		Line          int
		From          string
	}
	got := map[string]line{}
	var read struct{ Findings []finding.Finding }
	if err := json.Unmarshal([]byte(runIn(t, dir, "check", "-f", "json").out), &read); err != nil {
		t.Fatal(err)
	}
	for _, f := range read.Findings {
		l := line{Targets: f.Targets, Pointer: f.Pointer, File: f.Location.File, Line: f.Location.StartLine}
		if len(f.Related) > 0 {
			l.From = fmt.Sprintf("%s:%d %s", f.Related[0].Location.File, f.Related[0].Location.StartLine, f.Related[0].Message)
		}
		if f.Rule == "GW103" || f.Rule == "GW107" {
			got[f.Rule] = l
		}
	}
	want := map[string]line{
		"GW103": {
			[]string{"dev", "prod"},
			"/resources/model_serving_endpoints/chat/ai_gateway/inference_table_config/table_name_prefix", "chat.yml", 6,
			"databricks.yml:4 the value comes from `variables.prefix.default`",
		},
		"GW107": {
			[]string{"prod"},
			"/targets/prod/resources/model_serving_endpoints/chat/ai_gateway/inference_table_config/schema_name", "databricks.yml", 11, "",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
