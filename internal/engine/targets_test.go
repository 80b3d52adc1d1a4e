package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// deployedBy are the gateways of a bundle as its targets deploy them: of each target the
// host, and the endpoints by key with name and table.
func deployedBy(t *testing.T, root string, targets ...string) []*gateway.Subject {
	t.Helper()
	var all []*gateway.Subject
	for i, described := range targets {
		target, rest, _ := strings.Cut(described, " ")
		host, endpoints, _ := strings.Cut(rest, " ")
		var b strings.Builder
		fmt.Fprintf(&b, "bundle: {name: b, target: %s}\nworkspace: {host: %q}\nresources:\n  model_serving_endpoints:\n", target, host)
		for n, endpoint := range strings.Fields(endpoints) {
			name, table, _ := strings.Cut(endpoint, "@")
			catalog, prefix, _ := strings.Cut(table, "/")
			fmt.Fprintf(&b, "    key%d:\n      name: %q\n      ai_gateway: {inference_table_config: {enabled: true, catalog_name: %q, schema_name: audit, table_name_prefix: %q}}\n", n, name, catalog, prefix)
		}
		_, documents := parsed(t, root, []byte(b.String()))
		documents[0].Variant, documents[0].Index = target, i
		found, err := gateway.Normalise(documents[0], gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

// onlyRules is an engine of some of the shipped rules.
func onlyRules(t *testing.T, ids ...string) *engine.Engine {
	t.Helper()
	o := shipped(t)
	o.Rules = slices.DeleteFunc(slices.Clone(o.Rules), func(r rules.Rule) bool { return !slices.Contains(ids, r.ID) })
	return compiledRule(t, o)
}

func TestWhatIsComparedAcrossTargets(t *testing.T) {
	t.Parallel()
	e := onlyRules(t, "GW604", "GW110")
	const mine = "dev_${workspace.current_user.short_name}_"
	for name, test := range map[string]struct {
		targets []string
		beside  string // a file that is no bundle's
		want    []string
	}{
		"one name, and no host": {
			[]string{"dev - chat@a/dev", "prod - chat@a/prod"},
			"",
			[]string{"GW604 fail dev chat", "GW604 fail prod chat"},
		},
		"one name, and hosts that differ": {
			[]string{"dev https://a chat@a/dev", "prod https://b chat@a/prod"}, "", nil,
		},
		"names that are written alike": {
			[]string{"dev - ${var.x}-gw@a/dev", "prod - ${var.x}-gw@a/prod"},
			"",
			[]string{"GW604 fail dev ${var.x}-gw", "GW604 fail prod ${var.x}-gw"},
		},
		"the prefix of one target": {
			[]string{"dev - " + mine + "chat@a/dev", "prod - chat@a/prod"}, "", nil,
		},
		"a name that may be the other": {
			[]string{"dev - ${var.name}@a/dev", "prod - chat@a/prod"},
			"",
			[]string{"GW604 unknown dev ${var.name}"},
		},
		"a name that cannot be the other": {
			[]string{"dev - ${var.name}-dev@a/dev", "prod - chat@a/prod"}, "", nil,
		},
		"a name that may be the other, elsewhere": {
			[]string{"dev https://a ${var.name}@a/dev", "prod https://b chat@a/prod"}, "", nil,
		},
		"hosts that are not known": {
			[]string{"dev ${var.host} chat@a/dev", "prod https://b chat@a/prod"},
			"",
			[]string{"GW604 unknown dev chat"},
		},
		"hosts that are not known, and names that differ": {
			[]string{"dev ${var.host} chat-dev@a/dev", "prod https://b chat@a/prod"}, "", nil,
		},
		"one target": {[]string{"dev - ${var.name}@a/dev"}, "", nil},
		"two endpoints of one target with one table": {
			[]string{"dev - a@main/x b@main/x", "prod - c@main/x d@main/y"},
			"",
			[]string{"GW110 fail dev a", "GW110 fail dev b"},
		},
		"a table that is written alike": {
			[]string{"dev - a@${var.catalog}/x b@${var.catalog}/x"},
			"",
			[]string{"GW110 fail dev a", "GW110 fail dev b"},
		},
		"a table that may be the other": {
			[]string{"dev - a@${var.catalog}/x b@main/x", "prod - c@${var.catalog}/x d@main/y"},
			"",
			[]string{"GW110 unknown dev a"},
		},
		"a table with a placeholder, which may be the other": {
			[]string{"dev - a@<your_catalog>/x b@main/x", "prod - c@main/$PREFIX d@${var.catalog}_<team>/y"},
			"",
			[]string{"GW110 unknown dev a", "GW110 unknown prod c", "GW110 unknown prod d"},
		},
		"a placeholder alone": {[]string{"dev - a@<your_catalog>/x"}, "", nil},
		"a table beside the bundle": {
			[]string{"dev - a@main/x", "prod - b@main/x"},
			"name: other\nai_gateway: {inference_table_config: {enabled: true, catalog_name: main, schema_name: audit, table_name_prefix: x}}\nconfig: {served_entities: [{entity_name: main.m.m}]}\n",
			[]string{"GW110 fail  other", "GW110 fail dev a", "GW110 fail prod b"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, described := range test.targets {
				test.targets[i] = strings.Replace(described, " - ", "  ", 1)
			}
			all := deployedBy(t, "databricks.yml", test.targets...)
			if test.beside != "" {
				all = append(all, subjects(t, "other.yaml", []byte(test.beside))...)
			}
			var got []string
			for _, f := range judge(t, e, all).Findings {
				target := ""
				if f.Deployments != nil {
					target = f.Deployments[0].Target
				}
				got = append(got, fmt.Sprintf("%s %s %s %s", f.Rule, f.Outcome, target, f.Subject.Name))
			}
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTwoBundlesAreNotTargetsOfOne(t *testing.T) {
	t.Parallel()
	all := append(deployedBy(t, "a/databricks.yml", "dev  chat@a/x"), deployedBy(t, "b/databricks.yml", "prod  chat@a/y")...)
	if found := judge(t, onlyRules(t, "GW604", "GW110"), all).Findings; len(found) > 0 {
		t.Errorf("%v", found)
	}
}

// As many names that may be any other as a bundle has: what is asked of the rule stays small.
func TestNamesThatAreAllVariablesAreUnknown(t *testing.T) {
	t.Parallel()
	var dev, prod strings.Builder
	for i := range 300 {
		fmt.Fprintf(&dev, " ${var.dev%d}@a/p%d", i, i)
		fmt.Fprintf(&prod, " ${var.prod%d}@a/p%d", i, i)
	}
	all := deployedBy(t, "databricks.yml", "dev "+dev.String(), "prod "+prod.String())
	found := judge(t, onlyRules(t, "GW604", "GW110"), all).Findings
	if len(found) != 600 || slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Outcome != finding.Unknown }) {
		t.Errorf("%d findings", len(found))
	}
}
