package bundle

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestTheTargetsOfABundle(t *testing.T) {
	for name, test := range map[string]struct {
		files   map[string]string
		ask     []string
		want    []string
		byName  string // the default
		refused []string
	}{
		"none":         {files: map[string]string{"databricks.yml": "bundle: {name: teal}"}, want: []string{"default"}, byName: "default"},
		"an empty map": {files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {}"}, want: []string{"default"}, byName: "default"},
		"one, which is the default": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {prod: }"}, want: []string{"prod"}, byName: "prod",
		},
		"several, of which one is the default": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {b: {}, a: {default: true}, c: {default: false}}"},
			want:  []string{"b", "a", "c"}, byName: "a",
		},
		"several, none of them the default": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {b: {}, a: {}}"}, want: []string{"b", "a"},
		},
		"two defaults": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {b: {default: true}, a: {default: true}}"}, want: []string{"b", "a"},
			refused: []string{"databricks.yml: line 2, column 35: the targets `b`, `a` are both the default; leave `default: true` in one"},
		},
		"two defaults, where one is asked for": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {b: {default: true}, a: {default: true}}"},
			ask:   []string{"a"}, want: []string{"a"},
		},
		"of several files": {
			files: map[string]string{
				"databricks.yml": "bundle: {name: teal}\ninclude: [z.yml, a.yml]\ntargets: {dev: {}}",
				"a.yml":          "targets: {prod: {}, dev: {default: true}}", "z.yml": "targets: {qa: {}}",
			},
			want: []string{"dev", "qa", "prod"}, byName: "dev",
		},
		"by their former name": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\nenvironments: {dev: {}, prod: {default: true}}"},
			want:  []string{"dev", "prod"}, byName: "prod",
		},
		"by both names": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {dev: {}}\nenvironments: {dev: {}, prod: {}}"},
			want:  []string{"dev", "prod"},
			refused: []string{"databricks.yml: line 3, column 1: `environments` stands beside `targets`, and only one of them is read; " +
				"move its targets into `targets`"},
		},
		"those that are asked for, in their order and once": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {a: {}, b: {}, c: {}}"},
			ask:   []string{"c", "a", "c"}, want: []string{"a", "c"},
		},
		"one that is not there": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}\ntargets: {dev: {default: true}, prod: {}}"},
			ask:   []string{"prod", "live"}, want: []string{"prod"}, byName: "dev",
			refused: []string{"databricks.yml: has no target \"live\"; name one of `dev`, `prod`"},
		},
		"the default of a bundle without targets": {
			files: map[string]string{"databricks.yml": "bundle: {name: teal}"}, ask: []string{"default"}, want: []string{"default"}, byName: "default",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, root := write(t, test.files)
			b := Load(root, Options{Dir: dir, Targets: test.ask})
			if diff := cmp.Diff(test.want, b.Targets); diff != "" {
				t.Error(diff)
			}
			if b.Default != test.byName {
				t.Errorf("the default is %q, want %q", b.Default, test.byName)
			}
			if diff := cmp.Diff(test.refused, faultTexts(b.Faults)); diff != "" {
				t.Error(diff)
			}
			for _, target := range b.Targets {
				if got := deployed(t, b, target, "bundle.target"); got != target {
					t.Errorf("bundle.target of %s is %v", target, got)
				}
			}
		})
	}
}

func TestATargetOfSeveralFilesIsMerged(t *testing.T) {
	b := bundleOf(t, map[string]string{
		"databricks.yml": "bundle: {name: teal}\ninclude: [a.yml]\n" + chatBase +
			"targets: {prod: {resources: {model_serving_endpoints: {chat: {name: one, ai_gateway: {rate_limits: [{key: user, calls: 1}]}}}}}}",
		"a.yml": "targets: {prod: {resources: {model_serving_endpoints: {chat: {name: two, ai_gateway: {rate_limits: [{key: user, calls: 2}]}}}}}}",
	})
	want := plain(valueAt(t, "[{key: user, calls: 9, renewal_period: minute}, {key: user, calls: 1}, {key: user, calls: 2}]"))
	if diff := cmp.Diff(want, deployed(t, b, "prod", "resources.model_serving_endpoints.chat.ai_gateway.rate_limits")); diff != "" {
		t.Error(diff)
	}
	if name := deployed(t, b, "prod", "resources.model_serving_endpoints.chat.name"); name != "two" {
		t.Errorf("the name is %v", name)
	}
}

func TestTheDocumentOfATarget(t *testing.T) {
	b := bundleOf(t, map[string]string{
		"databricks.yml": `
bundle: {name: teal, git: {branch: main, origin_url: o}}
include: [none/*.yml]
x-shared: {a: 1}
variables: {v: {default: 1}}
run_as: {user_name: a@example.com}
experimental: {skip_name_prefix_for_schema: true}
presets: {name_prefix: root-, tags: {a: b}}
workspace: {host: https://root, profile: root}
targets:
  prod:
    default: true
    mode: production
    bundle: {name: other}
    git: {branch: release}
    cluster_id: c
    run_as: {service_principal_name: sp}
    presets: {name_prefix: '', tags: {c: d}}
    workspace: {host: '', profile: prod}
    variables: {v: 2}
    permissions: [{level: CAN_VIEW, group_name: all}]
`,
	})
	resolved := b.Resolve("prod")
	if len(resolved.Faults) > 0 {
		t.Error(faultTexts(resolved.Faults))
	}
	want := plain(valueAt(t, `
bundle: {name: other, git: {branch: release, origin_url: o}, mode: production, cluster_id: c, target: prod, environment: prod}
x-shared: {a: 1}
variables: {v: {default: 1}}
run_as: {service_principal_name: sp}
experimental: {skip_name_prefix_for_schema: true}
presets: {name_prefix: root-, tags: {a: b, c: d}}
workspace: {host: https://root, profile: prod}
permissions: [{level: CAN_VIEW, group_name: all}]
`))
	if diff := cmp.Diff(want, plain(resolved.Document.Root)); diff != "" {
		t.Error(diff)
	}
	if resolved.Document.Variant != "prod" || resolved.Document.Index != 0 {
		t.Errorf("the document is of %q, number %d", resolved.Document.Variant, resolved.Document.Index)
	}
}

func TestKeysThatATargetDoesNotTakeStayWhereTheyAreWritten(t *testing.T) {
	b := bundleOfRoot(t, `
experimental: {skip_name_prefix_for_schema: false}
targets:
  dev: {include: [a.yml], experimental: {skip_name_prefix_for_schema: true}, python: {}, scripts: {}, resource: {}}
  prod: {default: perhaps, variables: [x]}
  qa: {}
`)
	for target, want := range map[string]string{
		"dev":  "{include: [a.yml], experimental: {skip_name_prefix_for_schema: true}, python: {}, scripts: {}, resource: {}}",
		"prod": "{default: perhaps, variables: [x]}",
	} {
		if diff := cmp.Diff(map[string]any{target: plain(valueAt(t, want))}, deployed(t, b, target, "targets")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(plain(valueAt(t, "{skip_name_prefix_for_schema: false}")), deployed(t, b, target, "experimental")); diff != "" {
			t.Error(diff)
		}
	}
	if got := deployed(t, b, "qa", "targets"); got != nil {
		t.Errorf("a target that sets nothing has %v", got)
	}
}

func TestWhatIsOfAWrongKindAtTheTopStays(t *testing.T) {
	b := bundleOfRoot(t, "include: a.yml\ntargets: [prod]\nbundle: teal\n")
	root := b.Resolve("default").Document.Root
	for _, key := range []string{"include", "targets"} {
		if n := root.Get(key); n == nil || !isUnfit(n) {
			t.Errorf("%s is %+v", key, n)
		}
	}
	section := root.Get("bundle")
	if len(section.Origin.Dropped) != 1 || section.Get("target").Text != "default" {
		t.Errorf("bundle is %+v", section)
	}
}

func TestABundleNeedsANameAndResourcesNeedSettings(t *testing.T) {
	for name, test := range map[string]struct {
		content, target string
		want            []string
	}{
		"no section": {
			content: "resources: {model_serving_endpoints: {chat: {name: a}}}", target: "default",
			want: []string{"databricks.yml: line 1, column 1: the bundle has no name; set `bundle.name`"},
		},
		"an empty name": {
			content: "resources: {}\nbundle: {name: ''}", target: "default",
			want: []string{"databricks.yml: line 2, column 1: the bundle has no name; set `bundle.name`"},
		},
		"a name of the target": {content: "targets: {prod: {bundle: {name: teal}}, dev: {}}", target: "prod"},
		"a name of another target": {
			content: "targets: {prod: {bundle: {name: teal}}, dev: {}}", target: "dev",
			want: []string{"databricks.yml: line 1, column 41: the bundle has no name; set `bundle.name`"},
		},
		"a resource without a body": {
			content: "bundle: {name: teal}\nresources:\n  model_serving_endpoints:\n    chat:\n", target: "default",
			want: []string{"databricks.yml: line 4, column 5: `resources.model_serving_endpoints.chat` has no settings; write them or remove the key"},
		},
		"a resource that a target fills in": {
			content: "bundle: {name: teal}\nresources: {model_serving_endpoints: {chat: }}\n" +
				"targets: {prod: {resources: {model_serving_endpoints: {chat: {name: a}}}}}", target: "prod",
		},
		"a kind without a body": {content: "bundle: {name: teal}\nresources:\n  model_serving_endpoints:\n", target: "default"},
		"no resources at all":   {content: "bundle: {name: teal}\nresources:\n", target: "default"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bundleOf(t, map[string]string{"databricks.yml": test.content})
			if diff := cmp.Diff(test.want, faultTexts(append(b.Faults, b.Resolve(test.target).Faults...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheDeployerIsNotKnownSoThatRunAsIsNoFault(t *testing.T) {
	b := bundleOfRoot(t, chatBase+"targets: {prod: {run_as: {service_principal_name: 11111111-2222-3333-4444-555555555555}}}")
	if faults := b.Resolve("prod").Faults; len(faults) > 0 {
		t.Error(faultTexts(faults))
	}
}

func TestAFileThatHoldsNothingIsNoBundle(t *testing.T) {
	for _, content := range []string{"", "# nothing\n", "text", "[1]", "~"} {
		b := bundleOf(t, map[string]string{"databricks.yml": content})
		for _, target := range b.Targets {
			if document := b.Resolve(target).Document; document != nil && document.Root.Kind != source.Map {
				t.Errorf("%q: a document of a %s", content, document.Root.Kind)
			}
		}
	}
}

func TestNamesOfTargetsAreTexts(t *testing.T) {
	b := bundleOfRoot(t, "targets: {yes: {}, '1.0': {}}")
	if diff := cmp.Diff([]string{"yes", "1.0"}, b.Targets); diff != "" {
		t.Error(diff)
	}
	if n := deployedNode(t, b, "1.0", "bundle.target"); n.Kind != source.String || n.Text != "1.0" {
		t.Errorf("the name is %+v", n)
	}
}
