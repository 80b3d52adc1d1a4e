package bundle

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestWhatIsAReferenceAndWhatIsText(t *testing.T) {
	const head = "variables: {x: {default: X}, x-y: {default: XY}, x_1: {default: X1}, _u: {default: U}, end_: {default: E}, ünï: {default: L}}"
	for text, want := range map[string]struct {
		is    string
		known bool // although it looks as if it were yet to be replaced
	}{
		"${var.x}":                  {is: "X"},
		"${ var.x }":                {is: "${ var.x }", known: true},
		"${{var.x}}":                {is: "${{var.x}}", known: true},
		"${{ var.x }}":              {is: "${{ var.x }}", known: true},
		"${{ secrets.X }}":          {is: "${{ secrets.X }}"}, // a pipeline may replace it first
		"$${var.x}":                 {is: "$X"},
		`\${var.x}`:                 {is: `\X`},
		"${VAR.x}":                  {is: "${VAR.x}", known: true},
		"${var.x-y}":                {is: "XY"},
		"${var.x_1}":                {is: "X1"},
		"${var.ünï}":                {is: "L"},
		"${var._u}":                 {is: "${var._u}", known: true},
		"${var.end_}":               {is: "${var.end_}", known: true},
		"$var.x":                    {is: "$var.x"},
		"${x}":                      {is: "${x}", known: true},
		"${env.HOME}":               {is: "${env.HOME}", known: true},
		`${bundle.target == "dev"}`: {is: `${bundle.target == "dev"}`, known: true},
		"${var.x":                   {is: "${var.x"},
		"${var..x}":                 {is: "${var..x}", known: true},
		"${}":                       {is: "${}"},
		"{{var.x}}":                 {is: "{{var.x}}", known: true},
		"{{job.id}}":                {is: "{{job.id}}", known: true},
		"{{secrets/${var.x}/key}}":  {is: "{{secrets/X/key}}"},
		"${secrets/a/b}":            {is: "${secrets/a/b}", known: true},
		"${foo.bar}":                {is: "${foo.bar}", known: true},
		"${foo.${var.x}}":           {is: "${foo.X}", known: true},
		"<${var.x}>":                {is: "<X>"},
		"<your_catalog>":            {is: "<your_catalog>"},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			document, faults := variableCase{root: namedEndpoints(head, text)}.resolve(t)
			n := nodeAt(document.Root, firstName)
			got := []any{shownValue(document.Root, firstName), n.Origin != nil && n.Origin.Known, faults}
			if diff := cmp.Diff([]any{want.is, want.known, []string(nil)}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReferencesAreResolvedFromTheInsideOut(t *testing.T) {
	nested, inner := "z", "variables: {z: {default: z}, "
	for i := range 15 {
		inner += fmt.Sprintf("v%d: {default: %s}, ", i, nested)
		nested = fmt.Sprintf("v%d", i)
	}
	deep := func(n int) string { return strings.Repeat("${var.", n) + "z" + strings.Repeat("}", n) }
	for name, test := range map[string]variableCase{
		"a chain": {
			root: namedEndpoints("variables: {a: {default: 'x-${var.b}'}, b: {default: '${var.c}y'}, c: {default: '${bundle.target}'}}", "chat-${var.a}"),
			want: map[string]string{firstName: "chat-x-defaulty"},
		},
		"a reference in a reference": {
			root: namedEndpoints("variables: {a: {default: b}, b: {default: c}, m: {type: complex, default: {default: d}}}", "chat-${var.${var.a}}", "${var.m.${bundle.target}}"),
			want: map[string]string{firstName: "chat-c", "resources.model_serving_endpoints.n1.name": "d"},
		},
		"a reference that a value completes": {
			root: namedEndpoints("variables: {a: {default: '{var.b}'}, b: {default: c}}", "$${var.a}"),
			want: map[string]string{firstName: "c"},
		},
		"as deep as the CLI goes": {
			root: namedEndpoints(inner+"}", deep(11)),
			want: map[string]string{firstName: "z"},
		},
		"deeper than the CLI goes": {
			root: namedEndpoints(inner+"}", deep(12)),
			want: map[string]string{firstName: deep(12) + "? references are nested deeper than the 11 rounds in which the CLI replaces them"},
			faults: []string{
				"5:16 references are nested deeper than the 11 rounds in which the CLI replaces them: nest them less",
			},
		},
		"a cycle is said once, also of what nothing refers to": {
			root: namedEndpoints("variables: {p: {default: '${var.q}'}, q: {default: '${var.r}x'}, r: {default: '${var.p}'}, s: {default: 's${var.s}'}}", "${var.p}", "b-${var.q}"),
			want: map[string]string{firstName: "${var.p}? `var.p → var.q → var.r → var.p` is a cycle of references"},
			faults: []string{
				"2:80 `var.p → var.q → var.r → var.p` is a cycle of references: have one of them name a value",
				"2:107 `var.s → var.s` is a cycle of references: have one of them name a value",
			},
		},
		"a cycle through a map": {
			root:   namedEndpoints("variables: {m: {type: complex, default: {a: '${var.m}', b: '${var.m.c}', c: d}}}", "${var.m.b}"),
			want:   map[string]string{firstName: "d"},
			faults: []string{"2:46 `var.m → var.m` is a cycle of references: have one of them name a value"},
		},
		"a value of the environment with a reference": {
			root: namedEndpoints("variables: {a: {}}", "${var.a}"), env: map[string]string{"BUNDLE_VAR_a": "${bundle.name}!"},
			want: map[string]string{firstName: "pelican!"},
		},
		"no variable of the name": {
			root:   namedEndpoints("", "chat-${var.v}"),
			want:   map[string]string{firstName: "chat-${var.v}? `${var.v}` names a variable that the bundle does not declare"},
			faults: []string{"5:22 `${var.v}` names a variable that the bundle does not declare: declare it under `variables`, or correct the name"},
		},
		"no name of a variable": {
			root: namedEndpoints("variables: {x: {default: y}}", "${var}", "${variables.x.lookup}", "${bundle}"),
			want: map[string]string{firstName: "${var}? `${var}` names no variable"},
			faults: []string{
				"5:17 `${var}` names no variable: add its name, as in `${var.catalog}`",
				"6:17 `${variables.x.lookup}` names no value of a variable: write `${var.x}`",
				"7:17 `${bundle}` names no value: add a field, as in `${bundle.target}`",
			},
		},
		"an index into a text, and behind the end": {
			root: namedEndpoints("variables: {x: {default: X}, l: {type: complex, default: [a]}}", "${var.x[0]}", "${var.l[1]}", "${var.l[99999999999999999999]}", "${var.l[0]}"),
			want: map[string]string{
				firstName: "${var.x[0]}? `${var.x[0]}` leads to no value", "resources.model_serving_endpoints.n3.name": "a",
			},
			faults: []string{
				"5:17 `${var.x[0]}` leads to no value: correct the keys and indices in it",
				"6:17 `${var.l[1]}` leads to no value: correct the keys and indices in it",
				"7:17 `${var.l[99999999999999999999]}` leads to no value: correct the keys and indices in it",
			},
		},
		"a map inside a text": {
			root:   namedEndpoints("variables: {gw: {type: complex, default: {a: b}}, loc: {default: {catalog: c}}}", "chat-${var.gw}", "${var.loc.catalog}"),
			want:   map[string]string{firstName: "chat-${var.gw}? `${var.gw}` is a map or a list, which cannot stand in a text", "resources.model_serving_endpoints.n1.name": "c"},
			faults: []string{"5:22 `${var.gw}` is a map or a list, which cannot stand in a text: refer to a part of it"},
		},
		"numbers and booleans in a text": {
			root: namedEndpoints("variables: {i: {default: 0x10}, f: {default: 1.50}, b: {default: yes}, t: {default: true}, e: {default: 1e6}}", "${var.i} ${var.f} ${var.b} ${var.t} ${var.e}"),
			want: map[string]string{firstName: "16 1.5 yes true 1e+06"},
		},
		"a value in a value that is a reference": {
			root: namedEndpoints("variables: {b: {type: complex, default: {k: v}}, a: {default: '${var.b}'}, m: {default: {n: '${var.b}'}}}", "x-${var.a.k}", "${var.m.n.k}"),
			want: map[string]string{firstName: "x-v", "resources.model_serving_endpoints.n1.name": "v"},
		},
		"a target whose name is a reference": {
			root: namedEndpoints("variables: {x: {default: X}}\ntargets: {'${var.x}': {}}", "${bundle.target}"), target: "${var.x}",
			want: map[string]string{firstName: "X", "bundle.target": "${var.x}"},
		},
		"a target whose name is its own reference": {
			root: namedEndpoints("targets: {'${bundle.target}': {}}", "${bundle.target}"), target: "${bundle.target}",
			want:   map[string]string{firstName: "${bundle.target}? `bundle.target → bundle.target` is a cycle of references"},
			faults: []string{"`bundle.target → bundle.target` is a cycle of references: have one of them name a value"},
		},
		"null in a text": {
			root: namedEndpoints("variables: {m: {type: complex, default: {k: null}}}", "x ${var.m.k}"),
			want: map[string]string{firstName: "x <nil>"},
		},
		"a default that a flag replaces": {
			root: namedEndpoints("variables: {a: {default: '${var.nosuch}'}}", "${var.a}"), flags: map[string]string{"a": "x"},
			want:   map[string]string{firstName: "x"},
			faults: []string{"2:27 `${var.nosuch}` names a variable that the bundle does not declare: declare it under `variables`, or correct the name"},
		},
		"a default that a target replaces": {
			root: namedEndpoints("variables: {a: {default: '${var.nosuch}'}}\ntargets: {default: {variables: {a: x}}}", "${var.a}"),
			want: map[string]string{firstName: "x"},
		},
		"what is computed in vain": {
			root: namedEndpoints("variables: {a: {}}", "x-${var.${var.a}}-${var.a}"),
			want: map[string]string{firstName: "x-${var.${var.a}}-${var.a}? `${var.a}` has no value: give it one with `--var a=…` or `BUNDLE_VAR_a`"},
		},
		"many reasons": {
			root: namedEndpoints("", "${bundle.git.branch}${bundle.git.commit}${workspace.host}${workspace.current_user.id}${artifacts.a.b}"),
			want: map[string]string{firstName: "${bundle.git.branch}${bundle.git.commit}${workspace.host}${workspace.current_user.id}${artifacts.a.b}? " +
				"`${bundle.git.branch}` depends on the checkout that is deployed; `${bundle.git.commit}` depends on the checkout that is deployed; " +
				"the bundle does not write `workspace.host`, and no profile sets it for references; and more"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run(t)
		})
	}
}

func TestTheFieldsOfABundleAndAWorkspaceAreNamedByReferences(t *testing.T) {
	const user = "${workspace.current_user.userName}? `${workspace.current_user.userName}` depends on who deploys"
	for text, want := range map[string]string{
		"${bundle.name}":                                              "pelican-y",
		"${bundle.target}":                                            "dev",
		"${bundle.environment}":                                       "dev",
		"m-${bundle.mode}-":                                           "m-development-",
		"b-${bundle.git.branch}-":                                     "b-release-",
		"${bundle.git.origin_url}":                                    "${bundle.git.origin_url}? `${bundle.git.origin_url}` depends on the checkout that is deployed",
		"c-${bundle.cluster_id}${bundle.uuid}-":                       "c--",
		"${workspace.host}":                                           "${workspace.host}? the bundle does not write `workspace.host`, and no profile sets it for references",
		"p-${workspace.profile}-${workspace.client_id}":               "p-team-dev-",
		"${workspace.current_user.userName}":                          user,
		"${workspace.current_user.short_name}_logs":                   "${workspace.current_user.short_name}_logs? `${workspace.current_user.short_name}` depends on who deploys",
		"${workspace.root_path}":                                      "/Workspace/Users/${workspace.current_user.userName}/.bundle/pelican-y/dev? `${workspace.current_user.userName}` depends on who deploys",
		"${workspace.file_path}":                                      "/Workspace/Users/${workspace.current_user.userName}/.bundle/pelican-y/dev/files? `${workspace.current_user.userName}` depends on who deploys",
		"${workspace.state_path}":                                     "/Workspace/Shared/state",
		"${bundle.deployment.lock.enabled}${workspace.azure_use_msi}": "falsefalse",
		"t-${variables.x.type}":                                       "t-",
		"${variables.x.description}":                                  "of x",
		"${variables.x.default}":                                      "y",
		"${variables.x.value}":                                        "y",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			const head = "variables: {x: {default: y, description: of x}}\n" +
				"workspace: {state_path: /Shared/state}\n" +
				"targets: {dev: {mode: development, git: {branch: release}, workspace: {profile: team-dev}, bundle: {name: 'pelican-${var.x}'}}}"
			// Not the name of an endpoint, which a target in development prefixes.
			root := namedEndpoints(head, "a") + fmt.Sprintf("    desc: {name: b, description: '%s'}\n", text)
			variableCase{root: root, target: "dev", want: map[string]string{"resources.model_serving_endpoints.desc.description": want}}.run(t)
		})
	}
}

func TestAFieldThatNothingHasIsRefused(t *testing.T) {
	t.Parallel()
	variableCase{
		root: namedEndpoints("workspace: {host: 'https://${var.h}', root_path: '~/x/${bundle.name}'}\nvariables: {h: {default: h}}",
			"${bundle.nosuch}", "${workspace.current_user.user_name}", "${bundle.git.nosuch}", "${workspace.nosuch}", "${workspace.host}", "${workspace.root_path}"),
		want: map[string]string{
			firstName: "${bundle.nosuch}? `${bundle.nosuch}` names a field that a bundle does not have",
			"resources.model_serving_endpoints.n4.name": "${workspace.host}? `workspace.host` takes no reference",
			"resources.model_serving_endpoints.n5.name": "/Workspace/Users/${workspace.current_user.userName}/x/pelican? " +
				"`${workspace.current_user.userName}` depends on who deploys",
		},
		faults: []string{
			"2:19 `workspace.host` takes no reference: write the value, or leave it out and set it by the environment",
			"6:17 `${bundle.nosuch}` names a field that a bundle does not have: correct the name",
			"7:17 `${workspace.current_user.user_name}` names a field that a user does not have: correct the name, as in `${workspace.current_user.userName}`",
			"8:17 `${bundle.git.nosuch}` names a field that `bundle.git` does not have: correct the name",
			"9:17 `${workspace.nosuch}` names a field that a workspace does not have: correct the name",
		},
	}.run(t)
}

func TestAValueTakesTheTypeOfItsField(t *testing.T) {
	const root = `
bundle: {name: pelican}
variables:
  n: {default: 7}
  s: {default: '8'}
  b: {default: true}
  y: {default: 'yes'}
  w: {default: many}
  limit: {type: complex, default: {key: user, calls: '${var.s}', renewal_period: minute}}
  two: {type: complex, default: [{key: user, calls: 1}]}
  gone: {}
resources:
  model_serving_endpoints:
    chat:
      name: chat
      description: ${var.n}
      ai_gateway:
        usage_tracking_config: {enabled: '${var.b}'}
        guardrails: {input: {safety: '${var.y}'}, output: {safety: '${var.gone}'}}
        rate_limits:
          - {key: user, calls: '${var.n}'}
          - {key: user, calls: '${var.s}'}
          - {key: user, calls: '${var.n}0'}
          - {key: user, calls: '${var.w}'}
          - ${var.limit}
          - ${var.two}
    list:
      name: list
      ai_gateway: {rate_limits: '${var.two}'}
    wrong:
      name: wrong
      ai_gateway: {rate_limits: '${var.limit}', guardrails: '${var.w}'}
`
	const chat = "resources.model_serving_endpoints.chat."
	want := map[string]string{
		chat + "description":                                                  "7",
		chat + "ai_gateway.usage_tracking_config.enabled":                     "boolean true",
		chat + "ai_gateway.guardrails.input.safety":                           "boolean true",
		chat + "ai_gateway.guardrails.output.safety":                          "${var.gone}? `${var.gone}` has no value: give it one with `--var gone=…` or `BUNDLE_VAR_gone`",
		chat + "ai_gateway.rate_limits.0.calls":                               "number 7",
		chat + "ai_gateway.rate_limits.1.calls":                               "number 8",
		chat + "ai_gateway.rate_limits.2.calls":                               "unfit string",
		chat + "ai_gateway.rate_limits.3.calls":                               "unfit string",
		chat + "ai_gateway.rate_limits.4":                                     "map[calls:8 key:user renewal_period:minute]",
		chat + "ai_gateway.rate_limits.4.calls":                               "number 8",
		chat + "ai_gateway.rate_limits.5":                                     "unfit array",
		"resources.model_serving_endpoints.list.ai_gateway.rate_limits":       "[map[calls:1 key:user]]",
		"resources.model_serving_endpoints.wrong.ai_gateway.rate_limits":      "unfit object",
		"resources.model_serving_endpoints.wrong.ai_gateway.guardrails":       "unfit string",
		"resources.model_serving_endpoints.list.ai_gateway.rate_limits.0.key": "user",
	}
	variableCase{root: root, want: want}.run(t)
	for _, place := range []string{"ai_gateway.guardrails.output.safety", "ai_gateway.rate_limits.5"} {
		delete(want, chat+place)
	}
	want[chat+"ai_gateway.rate_limits.0.calls"] = "number 9"
	want[chat+"description"] = "9"
	want[chat+"ai_gateway.usage_tracking_config.enabled"] = "boolean false"
	variableCase{root: root, env: map[string]string{"BUNDLE_VAR_n": "9", "BUNDLE_VAR_b": "false"}, want: want}.run(t)
}

func TestAVariableGivesTheNameOfAValueAndOfAGroup(t *testing.T) {
	const root = `
bundle: {name: pelican, git: {branch: main}}
variables: {pii: {default: block}, group: {default: users}}
targets: {a: {}, b: {variables: {pii: BLOCK}, git: {branch: release}}}
resources:
  model_serving_endpoints:
    chat:
      name: chat-${bundle.git.branch}
      ai_gateway: {guardrails: {input: {pii: {behavior: '${var.pii}'}}}}
      permissions: [{level: CAN_MANAGE, group_name: '${var.group}'}]
`
	const chat = "resources.model_serving_endpoints.chat."
	for target, want := range map[string][2]string{"a": {"block", "chat-main"}, "b": {"BLOCK", "chat-release"}} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			variableCase{root: root, target: target, want: map[string]string{
				chat + "ai_gateway.guardrails.input.pii.behavior": want[0], chat + "permissions.0.group_name": "users", chat + "name": want[1],
			}}.run(t)
		})
	}
}

func TestAValueSaysWhereItStandsAndWhereItComesFrom(t *testing.T) {
	const root = `
bundle: {name: pelican}
variables:
  literal: {default: here}
  chained: {default: "${var.literal}"}
  made: {default: "x-${var.chained}-${bundle.target}"}
  flag: {default: f}
  env: {}
  file: {default: f}
  target: {default: f}
  block: {type: complex, default: {usage_tracking_config: {enabled: "${var.yes}"}}}
  yes: {default: true}
targets: {t: {variables: {target: 'of the target'}}}
resources:
  model_serving_endpoints:
    a: {name: "${var.literal}"}
    b: {name: "${var.chained}"}
    c: {name: "${var.made}"}
    d: {name: "d-${var.flag}"}
    e: {name: "${var.env}"}
    f: {name: "${var.file}"}
    g: {name: "${var.target}"}
    h: {name: h, ai_gateway: "${var.block}"}
    i: {name: "${var.made}${var.file}"}
`
	document, faults := variableCase{
		root: root, target: "t", flags: map[string]string{"flag": "f"}, env: map[string]string{"BUNDLE_VAR_env": "e"},
		files: map[string]string{".databricks/bundle/t/variable-overrides.json": `{"file": "of the file"}`},
	}.resolve(t)
	if len(faults) > 0 || len(document.Texts) != 1 || len(document.Written) != 2 {
		t.Fatal(faults, document.Texts)
	}
	const file = `variable-overrides.json "of the file"`
	for place, want := range map[string][]string{
		"a.name":       {`"${var.literal}"`, "databricks.yml here"},
		"b.name":       {`"${var.chained}"`, "databricks.yml here"},
		"c.name":       {`"${var.made}"`, `databricks.yml "x-${var.chained}-${bundle.target}"`, "databricks.yml here"},
		"d.name":       {`"d-${var.flag}"`},
		"e.name":       {`"${var.env}"`},
		"f.name":       {`"${var.file}"`, file},
		"g.name":       {`"${var.target}"`, "databricks.yml 'of the target'"},
		"h.ai_gateway": {`"${var.block}"`, `databricks.yml {usage_tracking_config: {enabled: "${var.yes}"}}`},
		"h.ai_gateway.usage_tracking_config.enabled": {`"${var.yes}"`, "databricks.yml true"},
		"i.name": {`"${var.made}${var.file}"`, `databricks.yml "x-${var.chained}-${bundle.target}"`, "databricks.yml here", file},
	} {
		n := nodeAt(document.Root, "resources.model_serving_endpoints."+place)
		written := strings.Trim(string(n.Origin.Text.Bytes[n.Range().Start:n.Range().End]), " ")
		got := []string{written}
		if n.Origin.Written != strings.Trim(written, `"`) {
			t.Errorf("%s: written as %q", place, n.Origin.Written)
		}
		var spots []source.Spot
		if n.Origin.From != nil {
			spots = append(spots, *n.Origin.From)
		}
		for _, spot := range append(spots, n.Origin.Parts...) {
			name := spot.Text.File[strings.LastIndex(spot.Text.File, "/")+1:]
			got = append(got, name+" "+string(spot.Text.Bytes[spot.Range.Start:spot.Range.End]))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(place, diff)
		}
	}
}

func TestReferencesToResourcesGiveWhatIsDeployed(t *testing.T) {
	const root = `
bundle: {name: pelican}
variables: {schema: {default: "${resources.schemas.audit.name}"}}
resources:
  schemas:
    audit: {catalog_name: ops, name: "logs_${var.x}"}
    loop: {catalog_name: "${resources.schemas.loop.name}", name: "${resources.schemas.loop.catalog_name}"}
  apps: {front: {name: front, source_code_path: ., resources: [{name: ep, serving_endpoint: {name: "${resources.model_serving_endpoints.chat.name}", permission: CAN_QUERY}}]}}
  model_serving_endpoints:
    chat:
      name: chat
      description: "${resources.apps.front.resources[0].serving_endpoint.name}"
      ai_gateway:
        inference_table_config:
          enabled: true
          catalog_name: "${resources.schemas.audit.catalog_name}"
          schema_name: "${var.schema}"
          table_name_prefix: "${resources.model_serving_endpoints.nosuch.name}"
    id: {name: "${resources.schemas.audit.id}-${var.x}-${resources.schemas.audit.catalog_name}"}
    kind: {name: "${resources.schemas}"}
`
	variableCase{
		root: strings.Replace(root, "variables: {", "variables: {x: {default: y}, ", 1),
		want: map[string]string{
			"resources.schemas.audit.name":                                                               "logs_y",
			"resources.apps.front.resources.0.serving_endpoint.name":                                     "chat",
			"resources.model_serving_endpoints.chat.description":                                         "chat",
			"resources.model_serving_endpoints.chat.ai_gateway.inference_table_config.catalog_name":      "ops",
			"resources.model_serving_endpoints.chat.ai_gateway.inference_table_config.schema_name":       "logs_y",
			"resources.model_serving_endpoints.chat.ai_gateway.inference_table_config.table_name_prefix": "${resources.model_serving_endpoints.nosuch.name}? `${resources.model_serving_endpoints.nosuch.name}` names a resource that the bundle does not declare",
			"resources.model_serving_endpoints.id.name":                                                  "${resources.schemas.audit.id}-y-ops? `${resources.schemas.audit.id}` is known only after deployment",
			"resources.model_serving_endpoints.kind.name":                                                "${resources.schemas}? `${resources.schemas}` names no resource",
		},
		faults: []string{
			"18:31 `${resources.model_serving_endpoints.nosuch.name}` names a resource that the bundle does not declare: declare it, or correct the name",
			"20:19 `${resources.schemas}` names no resource: write its kind and its key, as in `${resources.schemas.audit.name}`",
			"7:27 `resources.schemas.loop.name → resources.schemas.loop.catalog_name → resources.schemas.loop.name` is a cycle of references: have one of them name a value",
		},
	}.run(t)
}

func TestAReferenceToAResourceHasThePrefixOfItsName(t *testing.T) {
	const root = `
bundle: {name: pelican}
variables: {s: {default: "${resources.schemas.audit.name}"}}
targets: {dev: {mode: development}, prod: {presets: {name_prefix: '[${var.p}] '}, variables: {p: prod}}, open: {presets: {name_prefix: '[${var.p}] '}}}
resources:
  schemas: {audit: {catalog_name: ops, name: logs}}
  model_serving_endpoints:
    chat:
      name: chat
      ai_gateway: {inference_table_config: {catalog_name: ops, schema_name: "${var.s}", table_name_prefix: "${resources.model_serving_endpoints.chat.name}_"}}
`
	const config = "resources.model_serving_endpoints.chat.ai_gateway.inference_table_config."
	const who = "? `${workspace.current_user.short_name}` depends on who deploys"
	const why = "? `${var.p}` has no value: give it one with `--var p=…` or `BUNDLE_VAR_p`"
	for target, want := range map[string][2]string{
		"dev":  {"dev_${workspace.current_user.short_name}_logs" + who, "dev_${workspace.current_user.short_name}_chat_" + who},
		"prod": {"prod_logs", "prod_chat_"},
		"open": {"${var.p}_logs" + why, "${var.p}_chat_" + why},
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			variableCase{
				root: strings.Replace(root, "variables: {", "variables: {p: {}, ", 1), target: target,
				want: map[string]string{config + "schema_name": want[0], config + "table_name_prefix": want[1]},
			}.run(t)
		})
	}
}

func TestWhatReferencesBringInIsBounded(t *testing.T) {
	text, list := "variables:\n  t0: {default: 0123456789}\n", "variables:\n  l0: {type: complex, default: [a]}\n"
	nested := "variables:\n  m0: {type: complex, default: {a: b}}\n"
	chain := "variables:\n  c0: {default: c}\n"
	for i := 1; i <= 60; i++ {
		text += fmt.Sprintf("  t%d: {default: '${var.t%d}${var.t%d}'}\n", i, i-1, i-1)
		list += fmt.Sprintf("  l%d: {type: complex, default: ['${var.l%d}', '${var.l%d}']}\n", i, i-1, i-1)
	}
	for i := 1; i <= 250; i++ {
		nested += fmt.Sprintf("  m%d: {type: complex, default: {a: '${var.m%d}'}}\n", i, i-1)
	}
	for i := 1; i <= 1500; i++ {
		chain += fmt.Sprintf("  c%d: {default: '${var.c%d}'}\n", i, i-1)
	}
	for name, test := range map[string]struct{ head, text, fault string }{
		"texts":   {text, "${var.t60}", "references make a text of more than 1048576 bytes, or all texts of more than 33554432: refer to less"},
		"values":  {list, "${var.l60}", "references bring in more than 1000000 values, or more than 200 levels of them: refer to less"},
		"levels":  {nested, "${var.m250}", "references bring in more than 1000000 values, or more than 200 levels of them: refer to less"},
		"a chain": {strings.Replace(chain, "variables:\n", "variables:\n  a: {default: '${var.c1500}'}\n", 1), "${var.a}", "more than 1000 references follow on each other: use fewer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document, faults := variableCase{root: namedEndpoints(test.head, test.text)}.resolve(t)
			if len(faults) != 1 || !strings.HasSuffix(faults[0], test.fault) {
				t.Error(faults)
			}
			n := nodeAt(document.Root, firstName)
			for n.Kind == source.Map {
				n = n.Get("a")
			}
			if n.Kind != source.String || n.Origin == nil || n.Origin.Unresolved == "" {
				t.Errorf("got %s %.100q", n.Kind, n.Text)
			}
		})
	}
}

func TestWhatHoldsNoReferenceIsShared(t *testing.T) {
	dir, root := write(t, map[string]string{"databricks.yml": namedEndpoints("variables: {x: {default: y}}", "plain", "${var.x}")})
	b := Load(root, Options{Dir: dir})
	r := &resolution{bundle: b, target: "default"}
	merged := r.merge()
	got := r.substitute(merged)
	endpoints := "resources.model_serving_endpoints."
	if nodeAt(got, endpoints+"n0") != nodeAt(merged, endpoints+"n0") {
		t.Error("what holds no reference was copied")
	}
	if nodeAt(got, endpoints+"n1") == nodeAt(merged, endpoints+"n1") || nodeAt(merged, firstName).Text != "plain" {
		t.Error("what was read was changed")
	}
}
