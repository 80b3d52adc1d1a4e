package bundle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// bundleOf loads a bundle of files by name.
func bundleOf(tb testing.TB, files map[string]string) *Bundle {
	tb.Helper()
	dir, root := write(tb, files)
	return Load(root, Options{Dir: dir})
}

// bundleOfRoot loads a bundle of one file, with a name for it unless it has one.
func bundleOfRoot(tb testing.TB, content string) *Bundle {
	tb.Helper()
	if !strings.Contains("\n"+content, "\nbundle:") {
		content = "bundle: {name: teal}\n" + content
	}
	return bundleOf(tb, map[string]string{"databricks.yml": content})
}

// deployed is what a target deploys at a path of keys with dots, as encoding/json has it.
func deployed(tb testing.TB, b *Bundle, target, path string) any {
	tb.Helper()
	n := deployedNode(tb, b, target, path)
	if n == nil {
		return nil
	}
	return plain(n)
}

func deployedNode(tb testing.TB, b *Bundle, target, path string) *source.Node {
	tb.Helper()
	resolved := b.Resolve(target)
	if resolved.Document == nil {
		tb.Fatalf("no document of %s: %v", target, faultTexts(resolved.Faults))
	}
	n := resolved.Document.Root
	for _, key := range strings.Split(path, ".") {
		n = n.Get(key)
	}
	return n
}

// faultTexts are faults as they are shown.
func faultTexts(faults []*source.Error) []string {
	var texts []string
	for _, fault := range faults {
		texts = append(texts, fault.Error())
	}
	return texts
}

// valueAt parses YAML, and returns the value with a text of its own.
func valueAt(tb testing.TB, content string) *source.Node {
	tb.Helper()
	text, err := source.NewText("databricks.yml", []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	source.SetText(documents[0].Root, text)
	return documents[0].Root
}

const chatBase = `
resources:
  model_serving_endpoints:
    chat:
      name: heron-chat
      ai_gateway:
        usage_tracking_config: {enabled: true}
        inference_table_config: {enabled: true, catalog_name: ops, schema_name: logs, table_name_prefix: heron}
        rate_limits: [{key: user, calls: 9, renewal_period: minute}]
`

func TestATargetIsMergedOverTheFiles(t *testing.T) {
	const gateway = "resources.model_serving_endpoints.chat.ai_gateway"
	for name, test := range map[string]struct {
		target, path string
		want         string
	}{
		"one leaf leaves the others": {
			target: "{inference_table_config: {table_name_prefix: heron_}}", path: gateway + ".inference_table_config",
			want: "{enabled: true, catalog_name: ops, schema_name: logs, table_name_prefix: heron_}",
		},
		"lists are appended, also where a key of their elements is the same": {
			target: "{rate_limits: [{key: user, calls: 4, renewal_period: minute}]}", path: gateway + ".rate_limits",
			want: "[{key: user, calls: 9, renewal_period: minute}, {key: user, calls: 4, renewal_period: minute}]",
		},
		"null changes nothing of a map":    {target: "null", path: gateway + ".usage_tracking_config", want: "{enabled: true}"},
		"null changes nothing of a leaf":   {target: "{usage_tracking_config: {enabled: ~}}", path: gateway + ".usage_tracking_config", want: "{enabled: true}"},
		"null changes nothing of a list":   {target: "{rate_limits: null}", path: gateway + ".rate_limits", want: "[{key: user, calls: 9, renewal_period: minute}]"},
		"an empty map changes nothing":     {target: "{usage_tracking_config: {}}", path: gateway + ".usage_tracking_config", want: "{enabled: true}"},
		"an empty list changes nothing":    {target: "{rate_limits: []}", path: gateway + ".rate_limits", want: "[{key: user, calls: 9, renewal_period: minute}]"},
		"false is a value":                 {target: "{usage_tracking_config: {enabled: false}}", path: gateway + ".usage_tracking_config", want: "{enabled: false}"},
		"a text for a boolean is read":     {target: "{usage_tracking_config: {enabled: 'off'}}", path: gateway + ".usage_tracking_config", want: "{enabled: false}"},
		"a key that only the target has":   {target: "{fallback_config: {enabled: true}}", path: gateway + ".fallback_config", want: "{enabled: true}"},
		"a text for a map changes nothing": {target: "{usage_tracking_config: off}", path: gateway + ".usage_tracking_config", want: "{enabled: true}"},
		"a map for a list changes nothing": {target: "{rate_limits: {key: user}}", path: gateway + ".rate_limits", want: "[{key: user, calls: 9, renewal_period: minute}]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bundleOfRoot(t, chatBase+"targets: {dev: {}, prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: "+test.target+"}}}}}")
			if diff := cmp.Diff(plain(valueAt(t, test.want)), deployed(t, b, "prod", test.path)); diff != "" {
				t.Error(diff)
			}
			if faults := slices.Concat(b.Faults, b.Resolve("prod").Faults); len(faults) > 0 {
				t.Error(faultTexts(faults))
			}
			dev := deployed(t, b, "dev", gateway)
			if diff := cmp.Diff(plain(valueAt(t, chatBase).Get("resources").Get("model_serving_endpoints").Get("chat").Get("ai_gateway")), dev); diff != "" {
				t.Errorf("another target changes: %s", diff)
			}
		})
	}
}

func TestNullInAnyPlaceOfATargetChangesNothing(t *testing.T) {
	for _, target := range []string{
		"", "~", "{}", "{resources: null}", "{resources: {model_serving_endpoints: null}}",
		"{resources: {model_serving_endpoints: {chat: null}}}", "{bundle: null, workspace: null, presets: null, mode: null, git: null}",
	} {
		b := bundleOfRoot(t, chatBase+"targets: {prod: "+target+"}")
		resolved := b.Resolve("prod")
		if faults := slices.Concat(b.Faults, resolved.Faults); len(faults) > 0 {
			t.Errorf("%s: %v", target, faultTexts(faults))
		}
		if got, want := resolved.Document.Root.Get("resources"), b.files[0].root.Get("resources"); got != want {
			t.Errorf("%s: resources are not shared with the file", target)
		}
	}
}

func TestANullOfTheFilesIsFilledByATarget(t *testing.T) {
	b := bundleOfRoot(t, `
resources: {model_serving_endpoints: {chat: {name: a, ai_gateway: {guardrails: null, usage_tracking_config: }}}}
targets: {dev: {}, prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: {guardrails: {input: {safety: true}}}}}}}}
`)
	want := plain(valueAt(t, "{guardrails: {input: {safety: true}}, usage_tracking_config: }"))
	if diff := cmp.Diff(want, deployed(t, b, "prod", "resources.model_serving_endpoints.chat.ai_gateway")); diff != "" {
		t.Error(diff)
	}
}

func TestEntitiesRoutesAndTagsAreAppended(t *testing.T) {
	b := bundleOfRoot(t, `
resources:
  model_serving_endpoints:
    chat:
      tags: [{key: team, value: blue}]
      config:
        served_entities: [{name: main, entity_name: a.b.c}]
        traffic_config: {routes: [{served_entity_name: main, traffic_percentage: 100}]}
targets:
  prod:
    resources:
      model_serving_endpoints:
        chat:
          tags: [{key: team, value: red}]
          config:
            served_entities: [{name: main, entity_name: d.e.f}]
            traffic_config: {routes: [{served_entity_name: main, traffic_percentage: 90}]}
`)
	want := plain(valueAt(t, `
tags: [{key: team, value: blue}, {key: team, value: red}]
config:
  served_entities: [{name: main, entity_name: a.b.c}, {name: main, entity_name: d.e.f}]
  traffic_config: {routes: [{served_entity_name: main, traffic_percentage: 100}, {served_entity_name: main, traffic_percentage: 90}]}
`))
	if diff := cmp.Diff(want, deployed(t, b, "prod", "resources.model_serving_endpoints.chat")); diff != "" {
		t.Error(diff)
	}
}

func TestAKeyThatOnlyATargetHasIsAnotherResource(t *testing.T) {
	b := bundleOfRoot(t, chatBase+`
targets:
  dev: {}
  prod: {resources: {model_serving_endpoints: {chatt: {ai_gateway: {usage_tracking_config: {enabled: false}}}}}}
`)
	kind := deployedNode(t, b, "prod", "resources.model_serving_endpoints")
	var keys []string
	for _, e := range kind.Entries() {
		keys = append(keys, e.Key)
	}
	if diff := cmp.Diff([]string{"chat", "chatt"}, keys); diff != "" {
		t.Error(diff)
	}
	if name := kind.Get("chatt").Get("name"); name != nil {
		t.Errorf("it has the name %q", name.Text)
	}
	if got := deployed(t, b, "dev", "resources.model_serving_endpoints.chatt"); got != nil {
		t.Errorf("another target has it: %v", got)
	}
}

func TestFilesAreMergedInTheirOrderAndTheLastOneWins(t *testing.T) {
	b := bundleOf(t, map[string]string{
		"databricks.yml": "bundle: {name: teal}\ninclude: [b.yml, a.yml]\nworkspace: {host: https://root, profile: root}\n" +
			"permissions: [{level: CAN_VIEW, group_name: x}]\n",
		"a.yml": "workspace: {host: https://a}\npermissions: [{level: CAN_RUN, group_name: y}]\n",
		"b.yml": "workspace: {host: https://b, root_path: /b}\n",
	})
	want := plain(valueAt(t, "{host: https://a, profile: root, root_path: /b}"))
	if diff := cmp.Diff(want, deployed(t, b, "default", "workspace")); diff != "" {
		t.Error(diff)
	}
	want = plain(valueAt(t, "[{level: CAN_VIEW, group_name: x}, {level: CAN_RUN, group_name: y}]"))
	if diff := cmp.Diff(want, deployed(t, b, "default", "permissions")); diff != "" {
		t.Error(diff)
	}
	if text := deployedNode(t, b, "default", "workspace.profile").Origin.Text.File; text != "databricks.yml" {
		t.Errorf("the profile stands in %s", text)
	}
}

func TestEveryLeafAndElementKeepsItsPlace(t *testing.T) {
	b := bundleOf(t, map[string]string{
		"databricks.yml": "bundle: {name: teal}\ninclude: [prod.yml]\n" + chatBase,
		"prod.yml": `
targets:
  prod:
    resources:
      model_serving_endpoints:
        chat:
          ai_gateway:
            usage_tracking_config: {enabled: false}
            inference_table_config: {}
            rate_limits: [{key: endpoint, calls: 5, renewal_period: minute}]
`,
	})
	document := b.Resolve("prod").Document
	places := map[string]string{}
	for _, path := range []string{
		"name", "ai_gateway", "ai_gateway/usage_tracking_config", "ai_gateway/usage_tracking_config/enabled",
		"ai_gateway/inference_table_config", "ai_gateway/inference_table_config/catalog_name", "ai_gateway/rate_limits",
		"ai_gateway/rate_limits/0", "ai_gateway/rate_limits/1/calls", "ai_gateway/guardrails",
	} {
		place := document.Locate(strings.Split("resources/model_serving_endpoints/chat/"+path, "/"))
		text := document.Text
		if place.Text != nil {
			text = place.Text
		}
		places[path] = fmt.Sprintf("%s:%d", text.File, text.Position(place.Range.Start).Line)
	}
	want := map[string]string{
		"name":                             "databricks.yml:7",
		"ai_gateway":                       "prod.yml:7",
		"ai_gateway/usage_tracking_config": "prod.yml:8",
		"ai_gateway/usage_tracking_config/enabled":       "prod.yml:8",
		"ai_gateway/inference_table_config":              "databricks.yml:10",
		"ai_gateway/inference_table_config/catalog_name": "databricks.yml:10",
		"ai_gateway/rate_limits":                         "prod.yml:10",
		"ai_gateway/rate_limits/0":                       "databricks.yml:11",
		"ai_gateway/rate_limits/1/calls":                 "prod.yml:10",
		"ai_gateway/guardrails":                          "prod.yml:7",
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Error(diff)
	}
}

func TestWhatATargetLeavesAloneIsShared(t *testing.T) {
	b := bundleOfRoot(t, strings.Replace(chatBase, "    chat:", "    other: {name: o}\n    chat:", 1)+
		"targets: {prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: {enabled: false}}}}}}}")
	written := b.files[0].root.Get("resources").Get("model_serving_endpoints")
	got := deployedNode(t, b, "prod", "resources.model_serving_endpoints")
	if got.Get("other") != written.Get("other") {
		t.Error("another endpoint is copied")
	}
	if got.Get("chat").Get("ai_gateway").Get("rate_limits") != written.Get("chat").Get("ai_gateway").Get("rate_limits") {
		t.Error("another setting is copied")
	}
	if enabled := written.Get("chat").Get("ai_gateway").Get("usage_tracking_config").Get("enabled"); enabled.Text != "true" {
		t.Error("the file is changed")
	}
}

func TestAReferenceIsNotMergedWithAnotherKind(t *testing.T) {
	const at = "resources.model_serving_endpoints.chat.ai_gateway"
	for name, test := range map[string]struct{ base, target, path, want string }{
		"over a boolean": {
			base: "{usage_tracking_config: {enabled: true}}", target: "{usage_tracking_config: {enabled: '${var.n}'}}",
			path: at + ".usage_tracking_config.enabled", want: "is a reference here and a boolean at databricks.yml:3",
		},
		"over a number in a list's place": {
			base: "{rate_limits: []}", target: "{rate_limits: '${var.n}'}",
			path: at + ".rate_limits", want: "is a reference here and a list at databricks.yml:3",
		},
		"below a leaf of the target": {
			base: "'${var.n}'", target: "{usage_tracking_config: {enabled: true}}",
			path: at, want: "is a map here and a reference at databricks.yml:3",
		},
		"below an empty map of the target": {
			base: "'${var.n}'", target: "{}",
			path: at, want: "is a map here and a reference at databricks.yml:3",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bundleOfRoot(t, fmt.Sprintf(`variables: {n: {default: 5}}
resources: {model_serving_endpoints: {chat: {name: c, ai_gateway: %s}}}
targets: {dev: {}, prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: %s}}}}}
`, test.base, test.target))
			faults := b.Resolve("prod").Faults
			if len(faults) != 1 || !strings.Contains(faults[0].Message, "`"+test.path+"` "+test.want) || faults[0].At.Line != 4 {
				t.Errorf("faults %v", faultTexts(faults))
			}
			n := deployedNode(t, b, "prod", test.path)
			if n == nil || n.Kind != source.String || n.Origin.Unresolved != "it cannot be merged with the value at databricks.yml:3" {
				t.Errorf("it is %+v", n)
			}
			if faults := b.Resolve("dev").Faults; len(faults) > 0 {
				t.Errorf("another target: %v", faultTexts(faults))
			}
		})
	}
}

func TestAFitValueWinsOverAnUnfitOne(t *testing.T) {
	const fit, unfit = "{usage_tracking_config: {enabled: true}}", "{usage_tracking_config: [on]}"
	for name, test := range map[string]struct{ base, target string }{
		"of the target over the files": {unfit, fit},
		"of the files over the target": {fit, unfit},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bundleOfRoot(t, "resources: {model_serving_endpoints: {chat: {ai_gateway: "+test.base+"}}}\n"+
				"targets: {prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: "+test.target+"}}}}}")
			gateway := deployedNode(t, b, "prod", "resources.model_serving_endpoints.chat.ai_gateway")
			if got := gateway.Get("usage_tracking_config"); got.Kind != source.Map {
				t.Errorf("it is a %s", got.Kind)
			}
			dropped := gateway.Origin.Dropped
			if len(dropped) != 1 || dropped[0].Key != "usage_tracking_config" || dropped[0].Value.Kind != source.List {
				t.Errorf("dropped %+v", dropped)
			}
		})
	}
	b := bundleOfRoot(t, "resources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: on}}}}\n"+
		"targets: {prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: [off]}}}}}}")
	gateway := deployedNode(t, b, "prod", "resources.model_serving_endpoints.chat.ai_gateway")
	if got := gateway.Get("usage_tracking_config"); got.Kind != source.List || !isUnfit(got) || len(gateway.Origin.Dropped) != 1 {
		t.Errorf("without a rival it is %+v, dropped %+v", got, gateway.Origin.Dropped)
	}
}

func TestAKeyThatAMapRepeatsStaysVisible(t *testing.T) {
	b := bundleOfRoot(t, `
resources: {model_serving_endpoints: {chat: {name: a, ai_gateway: {usage_tracking_config: {enabled: true, enabled: false}}}, chat: {name: b}}}
targets: {dev: {}, prod: {resources: {model_serving_endpoints: {chat: {name: c}}}}}
`)
	for target, want := range map[string]string{"dev": "a b!", "prod": "a b! c"} {
		kind := deployedNode(t, b, target, "resources.model_serving_endpoints")
		var got []string
		for _, e := range kind.Entries() {
			got = append(got, e.Value.Get("name").Text+map[bool]string{true: "!"}[e.Repeats])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has %q, want %q", target, got, want)
		}
	}
	if name := deployed(t, b, "prod", "resources.model_serving_endpoints.chat.name"); name != "c" {
		t.Errorf("prod deploys %v", name)
	}
}

func TestAMapOfManyKeysIsMergedAndFound(t *testing.T) {
	var base, target strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&base, "    e%d: {name: base%d}\n", i, i)
		fmt.Fprintf(&target, "        e%d: {description: d%d}\n", i+500, i+500)
	}
	b := bundleOfRoot(t, "resources:\n  model_serving_endpoints:\n"+base.String()+
		"targets:\n  prod:\n    resources:\n      model_serving_endpoints:\n"+target.String())
	kind := deployedNode(t, b, "prod", "resources.model_serving_endpoints")
	if len(kind.Entries()) != 1500 {
		t.Errorf("%d entries", len(kind.Entries()))
	}
	want := map[string]any{"name": "base700", "description": "d700"}
	if diff := cmp.Diff(want, plain(kind.Get("e700"))); diff != "" {
		t.Error(diff)
	}
	if kind.Get("e1499") == nil || kind.Get("e1500") != nil {
		t.Error("the keys are not found by their names")
	}
}

func TestMergedMapsKeepWhatIsSaidOfTheirParts(t *testing.T) {
	base, over := valueAt(t, "{a: 1, b: 1}"), valueAt(t, "{b: 2}")
	base.Origin = &source.Origin{Text: base.Origin.Text, Merges: []source.MergeRepeat{{Key: "<<"}}}
	over.Origin = &source.Origin{Text: over.Origin.Text, Dropped: []source.Entry{{Key: "c", Value: valueAt(t, "x")}}}
	m := &merger{refuse: func(err *source.Error) { t.Error(err) }}
	got := m.maps([]*source.Node{base, over}, anyField, nil)
	if len(got.Origin.Merges) != 1 || len(got.Origin.Dropped) != 1 || got.Origin.Text != over.Origin.Text {
		t.Errorf("%+v", got.Origin)
	}
	if len(base.Origin.Dropped) > 0 || len(over.Origin.Merges) > 0 {
		t.Error("what was read is changed")
	}
}

func TestTheSameKeyOfTwoFilesOrKindsIsRefused(t *testing.T) {
	const chat = "resources: {model_serving_endpoints: {chat: {name: %s, tags: [{key: %[1]s}]}}}\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"in two files": {
			files: map[string]string{
				"databricks.yml": "bundle: {name: teal}\ninclude: [a.yml, b.yml]",
				"a.yml":          fmt.Sprintf(chat, "a"), "b.yml": "\n" + fmt.Sprintf(chat, "b"),
			},
			want: []string{"b.yml: line 2, column 39: `resources.model_serving_endpoints.chat` has a key that stands at a.yml:1 already, " +
				"and the Databricks CLI refuses a key twice; rename one of them"},
		},
		"of two kinds in one file": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\nresources: {jobs: {chat: {name: j}}, model_serving_endpoints: {chat: {name: a}}}"},
			want: []string{"databricks.yml: line 2, column 64: `resources.model_serving_endpoints.chat` has a key that stands at databricks.yml:2 already, " +
				"and the Databricks CLI refuses a key twice; rename one of them"},
		},
		"of two kinds in two files": {
			files: map[string]string{
				"databricks.yml": "bundle: {name: teal}\ninclude: [x.yml]\n" + fmt.Sprintf(chat, "a"),
				"x.yml":          "resources: {jobs: {chat: {name: j}}}",
			},
			want: []string{"x.yml: line 1, column 20: `resources.jobs.chat` has a key that stands at databricks.yml:3 already, " +
				"and the Databricks CLI refuses a key twice; rename one of them"},
		},
		"of a script": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\nscripts: {chat: {content: ls}}\n" + fmt.Sprintf(chat, "a")},
			want: []string{"databricks.yml: line 2, column 11: `scripts.chat` has a key that stands at databricks.yml:3 already, " +
				"and the Databricks CLI refuses a key twice; rename one of them"},
		},
		"of a kind that the CLI does not know": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\nresources: {serving_endpoints: {chat: {name: a}}, jobs: {chat: {name: j}}}"},
		},
		"in one map, where the last one counts": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\nresources: {jobs: {chat: {name: a}, chat: {name: j}}}"},
		},
		"in two targets": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {a: {resources: {jobs: {j: {name: a}}}}, b: {resources: {jobs: {j: {name: b}}}}}"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bundleOf(t, test.files)
			if diff := cmp.Diff(test.want, faultTexts(b.Faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheSameKeyOfTwoFilesIsKeptTwiceAndNotMerged(t *testing.T) {
	b := bundleOf(t, map[string]string{
		"databricks.yml": "bundle: {name: teal}\ninclude: [a.yml, b.yml]",
		"a.yml":          "resources: {model_serving_endpoints: {chat: {name: a, description: only here}}}",
		"b.yml":          "resources: {model_serving_endpoints: {chat: {name: b}}}",
	})
	kind := deployedNode(t, b, "default", "resources.model_serving_endpoints")
	var got []string
	for _, e := range kind.Entries() {
		got = append(got, fmt.Sprintf("%s %s %v", e.Value.Origin.Text.File, e.Value.Get("name").Text, e.Repeats))
	}
	if diff := cmp.Diff([]string{"a.yml a false", "b.yml b true"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]any{"name": "b"}, plain(kind.Get("chat"))); diff != "" {
		t.Error(diff)
	}
}
