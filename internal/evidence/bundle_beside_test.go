package evidence_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// besideHead is a bundle whose gateway has all that may hang on warehouses and scopes: an
// alert that runs on a warehouse of the bundle, a reference to a secret of its scope, a schema
// that operations may read, and permissions that reach all resources. What is declared beside it
// follows.
var besideHead = `bundle: {name: heron}
variables: {unset: {description: "has no value"}}
permissions: [{level: CAN_VIEW, group_name: operations}, {level: CAN_MANAGE, group_name: users}]
resources:
` + bundleResources + alertName + alertQuery + alertRuns + alertTells + "      warehouse_id: %s\n" + `  schemas:
    gw: {catalog_name: main, name: heron_gw, grants: [{principal: operations, privileges: [SELECT]}]}
`

// bundleResources are the resources of bundleHead.
var _, bundleResources, _ = strings.Cut(bundleHead, "resources:\n")

// deployedOutcomes are all outcomes of all rules on what a target of a bundle deploys, with what the
// bundle's own faults say.
func deployedOutcomes(t *testing.T, content, target string) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "databricks.yml"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := source.NewInput(dir, "databricks.yml")
	if err != nil {
		t.Fatal(err)
	}
	b := bundle.Load(root, bundle.Options{Dir: dir})
	resolved := b.Resolve(target)
	subjects, err := gateway.Normalise(resolved.Document, gateway.Auto)
	if err != nil {
		t.Fatal(err)
	}
	result := judged(t, offlineEngine(t), evidence.OfBundle(resolved.Document, subjects))
	var list []string
	for _, fault := range append(slices.Clone(b.Faults), resolved.Faults...) {
		list = append(list, fault.Error())
	}
	for count, n := range result.Tally {
		if n > 0 {
			list = append(list, strings.TrimSpace(fmt.Sprint(count.Rule, " ", count.Kind, " ", count.Outcome, " ", count.Needs)))
		}
	}
	for _, f := range result.Findings {
		text := f.Message
		if f.Outcome == finding.Unknown {
			text = f.Reason
		}
		list = append(list, fmt.Sprintf("%s %s %s %d %s", f.Rule, f.Outcome, f.Subject.Name, f.Location.StartLine, text))
	}
	slices.Sort(list)
	return list
}

func TestPermissionsOnWarehousesAndSecretScopesOfABundleDecideNoRule(t *testing.T) {
	t.Parallel()
	const targets = "targets:\n  day: {}\n  night:\n    permissions: [{level: CAN_RUN, group_name: callers}]\n"
	for name, test := range map[string]struct{ beside, night string }{
		"operations and everybody may use a warehouse": {
			beside: "  sql_warehouses:\n    ops: {name: ops, cluster_size: Small, permissions: [{level: CAN_USE, group_name: operations}, {level: CAN_MANAGE, group_name: users}]}\n",
		},
		"nobody else may use a warehouse": {
			beside: "  sql_warehouses:\n    ops: {name: ops, cluster_size: Small, permissions: [{level: IS_OWNER, user_name: ana@example.com}]}\n",
		},
		"a warehouse without permissions of its own": {beside: "  sql_warehouses:\n    ops: {name: ops, cluster_size: Small}\n"},
		"everybody may read the scope that the gateway's secret lies in": {
			beside: "  secret_scopes:\n    keys: {name: heron, permissions: [{level: READ, group_name: users}, {level: MANAGE, group_name: account users}]}\n",
		},
		"a target gives more on both": {
			beside: "  sql_warehouses:\n    ops: {name: ops, cluster_size: Small}\n  secret_scopes:\n    keys: {name: heron}\n",
			night: "    resources:\n      sql_warehouses: {ops: {permissions: [{level: CAN_USE, group_name: operations}]}}\n" +
				"      secret_scopes: {keys: {permissions: [{level: MANAGE, group_name: users}]}}\n",
		},
		"who may do what is not known": {
			beside: "  sql_warehouses:\n    ops: {name: ops, permissions: [{level: \"${var.unset}\", group_name: users}, {level: CAN_USE, group_name: \"${var.unset}\"}]}\n" +
				"  secret_scopes:\n    keys: {name: \"${var.unset}\", permissions: \"${var.unset}\"}\n",
		},
		"what they are is not known": {beside: "  sql_warehouses:\n    ops: ${var.unset}\n  secret_scopes: ${var.unset}\n"},
		"their permissions are of another kind": {
			beside: "  sql_warehouses:\n    ops: {name: ops, permissions: [1, ~, {level: [x]}, {}]}\n  secret_scopes:\n    keys: {name: [x], permissions: {level: READ}}\n",
		},
	} {
		for _, target := range []string{"day", "night"} {
			t.Run(name+"/"+target, func(t *testing.T) {
				t.Parallel()
				const id = "0123456789abcdef"
				warehouse := id
				if strings.Contains(test.beside, "ops: {") {
					warehouse = "${resources.sql_warehouses.ops.id}"
				}
				want := deployedOutcomes(t, fmt.Sprintf(besideHead, id)+targets, target)
				got := deployedOutcomes(t, fmt.Sprintf(besideHead, warehouse)+test.beside+targets+test.night, target)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				for _, line := range []string{
					"GW007 endpoint pass", "GW503 endpoint unknown workspace", "GW504 endpoint pass", "GW505 endpoint pass",
					"GW506 fail heron-gate 3 endpoint `heron-gate` can be managed by everybody: `users` has CAN_MANAGE",
				} {
					if !slices.Contains(got, line) {
						t.Errorf("%s is not among\n%s", line, strings.Join(got, "\n"))
					}
				}
			})
		}
	}
}

func TestANameThatIsKnownInPartDecidesWhereTheTableOfABundleLies(t *testing.T) {
	t.Parallel()
	content := strings.Replace("bundle: {name: heron}\nvariables: {team: {description: it has no value}}\nresources:\n"+bundleResources, "schema_name: heron_gw", `schema_name: "%s"`, 1) +
		"  schemas:\n    gw: {catalog_name: main, name: gw}\ntargets:\n  dev: {mode: development}\n"
	const open = "GW107 unknown dev_${workspace.current_user.short_name}_heron-gate 19 "
	for schema, want := range map[string][]string{
		"gw":                         {"GW106 endpoint pass", "GW107 endpoint pass"},
		"${resources.schemas.gw.id}": {strings.Replace(open, "GW107", "GW106", 1) + "`${resources.schemas.gw.id}` is known only after deployment"},
		"a_${var.team}":              {"GW106 endpoint pass", "GW107 endpoint pass"},
		"def${var.team}":             {"GW106 endpoint pass", open + "the schema `def…` may become `default`: not all of its name is known"},
		"${var.team}":                {open + "`${var.team}` has no value: give it one with `--var team=…` or `BUNDLE_VAR_team`"},
	} {
		got := deployedOutcomes(t, fmt.Sprintf(content, schema), "dev")
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("%s: %s is not among\n%s", schema, line, strings.Join(got, "\n"))
			}
		}
	}
}
