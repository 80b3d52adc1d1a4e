package bundle

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestPermissionsOfTheBundleReachItsResources(t *testing.T) {
	b := bundleOfRoot(t, `
permissions: [{level: CAN_MANAGE, group_name: users}, {level: CAN_VIEW, group_name: viewers}, {level: CAN_RUN, group_name: callers}]
resources:
  alerts: {x: {}}
  apps: {x: {}}
  schemas: {x: {}}
  secret_scopes: {x: {}}
  sql_warehouses: {x: {}}
  model_serving_endpoints:
    x: {}
    own: {permissions: [{level: CAN_QUERY, group_name: users}]}
    empty: {permissions: []}
    user: {permissions: [{level: CAN_QUERY, user_name: users}]}
targets: {dev: {}, prod: {permissions: [{level: CAN_MANAGE, user_name: ops@example.com}]}}
`)
	const prod = "; CAN_MANAGE user_name ops@example.com"
	for path, want := range map[string]string{
		"alerts.x":                      "CAN_MANAGE group_name users; CAN_READ group_name viewers; CAN_RUN group_name callers",
		"apps.x":                        "CAN_MANAGE group_name users; CAN_USE group_name viewers",
		"schemas.x":                     "",
		"secret_scopes.x":               "MANAGE group_name users; READ group_name viewers",
		"sql_warehouses.x":              "CAN_MANAGE group_name users; CAN_VIEW group_name viewers; CAN_MONITOR group_name callers",
		"model_serving_endpoints.x":     "CAN_MANAGE group_name users; CAN_VIEW group_name viewers; CAN_QUERY group_name callers",
		"model_serving_endpoints.own":   "CAN_QUERY group_name users; CAN_VIEW group_name viewers; CAN_QUERY group_name callers",
		"model_serving_endpoints.empty": "CAN_MANAGE group_name users; CAN_VIEW group_name viewers; CAN_QUERY group_name callers",
		"model_serving_endpoints.user": "CAN_QUERY user_name users; CAN_MANAGE group_name users; CAN_VIEW group_name viewers; " +
			"CAN_QUERY group_name callers",
	} {
		path = "resources." + path + ".permissions"
		if got := permissionTexts(deployedNode(t, b, "dev", path)); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", path, got, want)
		}
		inProd := want
		if want != "" {
			inProd += strings.Replace(prod, "CAN_MANAGE", map[bool]string{true: "MANAGE", false: "CAN_MANAGE"}[strings.Contains(path, "scopes")], 1)
		}
		if got := permissionTexts(deployedNode(t, b, "prod", path)); got != inProd {
			t.Errorf("prod: %s\ngot  %s\nwant %s", path, got, inProd)
		}
	}
	level := deployedNode(t, b, "dev", "resources.model_serving_endpoints.x.permissions").Items()[2].Get("level")
	if level.Origin.Written != "CAN_RUN" || level.Origin.Text.Position(level.Range().Start).Line != 3 {
		t.Errorf("the level %+v is not shown where it is written", level.Origin)
	}
}

func TestABundleGivesAPrincipalOnePermissionOfTheHighestLevel(t *testing.T) {
	root, _ := presetOf(t, `
permissions: [{level: CAN_VIEW, user_name: x}, {level: CAN_RUN, user_name: x}, {level: CAN_VIEW, group_name: y}]
resources:
  model_serving_endpoints: {none: {}, own: {permissions: [{level: CAN_QUERY, group_name: y}]}}
  apps: {none: {}}
  secret_scopes: {none: {}}
`)
	for path, want := range map[string]string{
		"model_serving_endpoints.none": "CAN_QUERY user_name x; CAN_VIEW group_name y",
		"model_serving_endpoints.own":  "CAN_QUERY group_name y; CAN_QUERY user_name x",
		"apps.none":                    "CAN_USE user_name x; CAN_USE group_name y",
		"secret_scopes.none":           "READ user_name x; READ group_name y",
	} {
		if got := permissionTexts(resourceAt(root, path+".permissions")); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// permissionTexts are permissions as texts.
func permissionTexts(n *source.Node) string {
	if n == nil {
		return ""
	}
	if n.Kind != source.List {
		return n.Text
	}
	var texts []string
	for _, item := range n.Items() {
		var values []string
		if level := item.Get("level"); level != nil {
			values = append(values, level.Text)
		}
		for _, key := range principalKeys {
			if name := item.Get(key); name != nil {
				values = append(values, key, name.Text)
			}
		}
		texts = append(texts, strings.Join(values, " ")+item.Text)
	}
	return strings.Join(texts, "; ")
}

func TestALevelThatABundleDoesNotTakeIsRefused(t *testing.T) {
	b := bundleOfRoot(t, "permissions: [{level: CAN_QUERY, group_name: users}]\nresources: {model_serving_endpoints: {chat: {}}}")
	want := []string{"databricks.yml: line 2, column 23: `permissions` of a bundle take the levels `CAN_MANAGE`, `CAN_VIEW` and `CAN_RUN` " +
		"and no other; write one of them, or give the permission on the resource"}
	if diff := cmp.Diff(want, faultTexts(b.Resolve("default").Faults)); diff != "" {
		t.Error(diff)
	}
}

func TestAPrincipalHasOnePermissionOfTheHighestLevel(t *testing.T) {
	for name, test := range map[string]struct{ kind, own, want string }{
		"the later is higher": {
			own: "[{level: CAN_QUERY, group_name: a}, {level: CAN_VIEW, user_name: b}, {level: CAN_MANAGE, group_name: a}]", want: "CAN_MANAGE group_name a; CAN_VIEW user_name b",
		},
		"the earlier is higher": {
			own: "[{level: CAN_QUERY, group_name: a}, {level: CAN_VIEW, group_name: a}]", want: "CAN_QUERY group_name a",
		},
		"one name of a user and a group": {
			own: "[{level: CAN_QUERY, group_name: a}, {level: CAN_VIEW, user_name: a}]", want: "CAN_QUERY group_name a; CAN_VIEW user_name a",
		},
		"a level that is not known stays beside": {
			own: "[{level: CAN_VIEW, group_name: a}, {level: '${var.l}', group_name: a}]", want: "CAN_VIEW group_name a; ${var.l} group_name a",
		},
		"a principal that is not known": {
			own: "[{level: CAN_VIEW, group_name: '${var.g}'}, {level: CAN_QUERY, group_name: '${var.g}'}]", want: "CAN_QUERY group_name ${var.g}",
		},
		"without a level or a principal": {
			own:  "[{group_name: a}, {level: CAN_VIEW}, {level: CAN_VIEW}, text, {level: CAN_VIEW, group_name: a}]",
			want: "group_name a; CAN_VIEW; CAN_VIEW; text; CAN_VIEW group_name a",
		},
		"a level that the CLI does not know is the lowest": {
			own: "[{level: CAN_DO, group_name: a}, {level: CAN_VIEW, group_name: a}, {level: CAN_DO, group_name: b}]", want: "CAN_VIEW group_name a; CAN_DO group_name b",
		},
		"of several principals the user counts, and then the service principal": {
			own:  "[{level: CAN_VIEW, group_name: a, user_name: b}, {level: CAN_MANAGE, user_name: b, group_name: c}, {group_name: a, service_principal_name: s, user_name: '', level: CAN_QUERY}]",
			want: "CAN_MANAGE user_name b; CAN_QUERY service_principal_name s",
		},
		"of a warehouse": {
			kind: "sql_warehouses", own: "[{level: CAN_USE, group_name: a}, {level: IS_OWNER, group_name: a}]", want: "IS_OWNER group_name a",
		},
		"of a scope, which the API takes as they are": {
			kind: "secret_scopes", own: "[{level: READ, group_name: a}, {level: MANAGE, group_name: a}]", want: "READ group_name a; MANAGE group_name a",
		},
		"not known as a whole": {own: "'${var.p}'", want: "${var.p}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind := test.kind
			if kind == "" {
				kind = "model_serving_endpoints"
			}
			root, _ := presetOf(t, "resources: {"+kind+": {x: {permissions: "+test.own+"}}}")
			if got := permissionTexts(resourceAt(root, kind+".x.permissions")); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestPermissionsOfATargetAreAppendedBeforeTheHighestIsTaken(t *testing.T) {
	b := bundleOfRoot(t, `
resources: {model_serving_endpoints: {chat: {name: c, permissions: [{level: CAN_QUERY, group_name: users}]}}}
targets: {prod: {resources: {model_serving_endpoints: {chat: {permissions: [{level: CAN_MANAGE, group_name: users}]}}}}}
`)
	permissions := deployedNode(t, b, "prod", "resources.model_serving_endpoints.chat.permissions")
	if got := permissionTexts(permissions); got != "CAN_MANAGE group_name users" {
		t.Error(got)
	}
	if line := permissions.Items()[0].Origin.Text.Position(permissions.Items()[0].Range().Start).Line; line != 4 {
		t.Errorf("it stands in line %d", line)
	}
}

func TestPermissionsThatAreNotKnownAreUnknownOnEachResource(t *testing.T) {
	root, _ := presetOf(t, `
permissions: ${var.p}
resources: {model_serving_endpoints: {a: {}, b: {permissions: [{level: CAN_QUERY, group_name: users}]}}}
`)
	a, b := resourceAt(root, "model_serving_endpoints.a.permissions"), resourceAt(root, "model_serving_endpoints.b.permissions")
	if !isUnresolved(a) || len(b.Items()) != 2 || !isUnresolved(b.Items()[1]) {
		t.Errorf("%+v, %+v", a, b)
	}
}

func TestElementsWithNamesAreMergedByThem(t *testing.T) {
	b := bundleOfRoot(t, `
resources:
  apps:
    desk:
      config: {env: [{name: MODEL, value: raw}]}
      resources: [{name: ep, serving_endpoint: {name: raw, permission: CAN_QUERY}}, {name: other, secret: {scope: s, key: k}}]
  schemas:
    logs: {catalog_name: c, name: s, grants: [{principal: agents, privileges: [SELECT]}, {principal: ops, privileges: [USE_SCHEMA, USE_SCHEMA]}]}
targets:
  dev: {}
  prod:
    resources:
      apps:
        desk:
          config: {env: [{name: MODEL, value: gateway}]}
          resources: [{name: ep, serving_endpoint: {name: gateway}}]
      schemas:
        logs: {grants: [{principal: agents, privileges: [MODIFY, SELECT]}, {principal: audit, privileges: [SELECT]}]}
`)
	want := plain(valueAt(t, `
apps:
  desk:
    config: {env: [{name: MODEL, value: raw}, {name: MODEL, value: gateway}]}
    resources: [{name: ep, serving_endpoint: {name: gateway}}, {name: other, secret: {scope: s, key: k}}]
schemas:
  logs:
    catalog_name: c
    name: s
    grants: [{principal: agents, privileges: [SELECT, MODIFY]}, {principal: ops, privileges: [USE_SCHEMA]}, {principal: audit, privileges: [SELECT]}]
`))
	if diff := cmp.Diff(want, deployed(t, b, "prod", "resources")); diff != "" {
		t.Error(diff)
	}
	privileges := deployedNode(t, b, "prod", "resources.schemas.logs.grants").Items()[0].Get("privileges").Items()
	lines := []int{}
	for _, item := range privileges {
		lines = append(lines, item.Origin.Text.Position(item.Range().Start).Line)
	}
	if !slices.Equal(lines, []int{9, 19}) {
		t.Errorf("the privileges stand in lines %v", lines)
	}
}

func TestElementsWithoutNamesStay(t *testing.T) {
	const content = `
resources:
  apps: {desk: {resources: [{secret: {}}, {secret: {}}, text, {name: ~}, {name: ''}]}}
  schemas: {logs: {grants: [{privileges: [SELECT]}, {privileges: [MODIFY]}]}, text: {grants: text}}
`
	root, _ := presetOf(t, content)
	if diff := cmp.Diff(plain(valueAt(t, content).Get("resources")), plain(root.Get("resources"))); diff != "" {
		t.Error(diff)
	}
}
