package bundle

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// presetOf is what becomes of a document, in which texts with references are not known, and
// what is refused of it.
func presetOf(tb testing.TB, content string) (*source.Node, []string) {
	tb.Helper()
	root := valueAt(tb, content)
	markUnknown(root)
	r := &resolution{bundle: &Bundle{}, target: "dev"}
	return preset(r, fit(root, rootField)), faultTexts(r.faults)
}

// markUnknown has texts with references say that they are not known.
func markUnknown(n *source.Node) {
	if n.Kind == source.String && strings.Contains(n.Text, "${") {
		origin := originOf(n)
		origin.Unresolved = "nothing sets it"
		n.Origin = &origin
	}
	for _, item := range n.Items() {
		markUnknown(item)
	}
	for _, e := range n.Entries() {
		markUnknown(e.Value)
	}
}

// resourceAt is the value of resources at keys with dots.
func resourceAt(root *source.Node, path string) *source.Node {
	n := root.Get("resources")
	for _, key := range strings.Split(path, ".") {
		n = n.Get(key)
	}
	return n
}

const user = "${workspace.current_user.short_name}"

func TestTheNameOfAnEndpointHasThePrefixOfItsTarget(t *testing.T) {
	for name, test := range map[string]struct{ settings, want, refused string }{
		"no mode":                          {settings: "{}", want: "Chat GW"},
		"production":                       {settings: "{bundle: {mode: production}}", want: "Chat GW"},
		"development":                      {settings: "{bundle: {mode: development}}", want: "dev_" + user + "_Chat GW"},
		"brackets":                         {settings: "{presets: {name_prefix: '[PROD] '}}", want: "prod_Chat GW"},
		"a hyphen at the end":              {settings: "{presets: {name_prefix: prod-}}", want: "prodChat GW"},
		"an underscore at the end":         {settings: "{presets: {name_prefix: prod_}}", want: "prodChat GW"},
		"a period at the end":              {settings: "{presets: {name_prefix: Prod.}}", want: "prodChat GW"},
		"a space between words":            {settings: "{presets: {name_prefix: 'eu  west '}}", want: "eu_westChat GW"},
		"underscores around it":            {settings: "{presets: {name_prefix: --x__y--}}", want: "x_yChat GW"},
		"a letter of another script":       {settings: "{presets: {name_prefix: É}}", want: "éChat GW"},
		"brackets without a word":          {settings: "{presets: {name_prefix: '[]'}}", want: "_Chat GW"},
		"a bracket in the middle":          {settings: "{presets: {name_prefix: 'a]b '}}", want: "a_bChat GW"},
		"the name of the user":             {settings: "{presets: {name_prefix: '[qa " + user + "] '}}", want: "qa_" + user + "_Chat GW"},
		"the name of the user, no bracket": {settings: "{presets: {name_prefix: '" + user + "_x_'}}", want: user + "_xChat GW"},
		"what is not known":                {settings: "{presets: {name_prefix: '${var.team}-'}}", want: "${var.team}Chat GW"},
		"what is not known in itself":      {settings: "{presets: {name_prefix: 'A ${var.${var.b}} '}}", want: "a_${var.${var.b}}Chat GW"},
		"a reference that does not end":    {settings: "{presets: {name_prefix: 'a-${var.b'}}", want: "a_${var.bChat GW"},
		"presets that are not known":       {settings: "{presets: '${var.presets}'}", want: "${var.presets}Chat GW"},
		"an empty prefix":                  {settings: "{presets: {name_prefix: ''}}", want: "Chat GW"},
		"a prefix of a wrong kind":         {settings: "{presets: {name_prefix: [a]}}", want: "Chat GW"},
		"an empty mode":                    {settings: "{bundle: {mode: ''}}", want: "Chat GW"},
		"a mode that is not known":         {settings: "{bundle: {mode: '${var.m}'}}", want: "${var.m}Chat GW"},
		"a mode that is not known and an own prefix": {
			settings: "{bundle: {mode: '${var.m}'}, presets: {name_prefix: '[qa] '}}", want: "qa_Chat GW",
		},
		"development and an own prefix with the user": {
			settings: "{bundle: {mode: development}, presets: {name_prefix: '" + user + " '}}", want: user + "Chat GW",
		},
		"development and an own prefix that is not known": {
			settings: "{bundle: {mode: development}, presets: {name_prefix: '${var.p}_'}}", want: "${var.p}Chat GW",
		},
		"development and an own prefix without the user": {
			settings: "{bundle: {mode: development}, presets: {name_prefix: mine_}}", want: "mineChat GW",
			refused: "databricks.yml: line 1, column 54: `name_prefix` lacks the name of who deploys, without which the Databricks CLI refuses " +
				"it in `mode: development`; add `" + user + "`",
		},
		"another mode": {
			settings: "{bundle: {mode: staging}}", want: "Chat GW",
			refused: "databricks.yml: line 1, column 17: `mode` takes `development` or `production` and nothing else; write one of them or remove the key",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := strings.TrimSuffix(test.settings, "}")
			if settings != "{" {
				settings += ", "
			}
			root, faults := presetOf(t, settings+"resources: {model_serving_endpoints: {chat: {name: Chat GW}}}}")
			n := resourceAt(root, "model_serving_endpoints.chat.name")
			if n.Text != test.want {
				t.Errorf("the name is %q, want %q", n.Text, test.want)
			}
			if unknown := strings.Contains(test.want, "${"); unknown != isUnresolved(n) {
				t.Errorf("it is said to be unknown because %q", originOf(n).Unresolved)
			}
			if n.Text != "Chat GW" && (n.Origin.Written != "Chat GW" || n.Origin.From == nil) {
				t.Errorf("it is written as %q, and comes from %v", n.Origin.Written, n.Origin.From)
			}
			if got := strings.Join(faults, "\n"); got != test.refused {
				t.Errorf("refused: %s", got)
			}
		})
	}
}

func TestTheKindsThatGetAPrefix(t *testing.T) {
	const resources = `
resources:
  alerts: {x: {display_name: al}}
  apps: {x: {name: ap, source_code_path: code}}
  catalogs: {x: {name: ca}}
  mcp_services: {x: {mcp_service_id: mc}}
  model_provider_services: {x: {model_provider_service_id: mp}}
  model_services: {x: {model_service_id: ms}}
  model_serving_endpoints: {x: {name: ep}, listed: {name: [a]}}
  registered_models: {x: {name: rm}}
  schemas: {x: {name: sc}}
  secret_scopes: {x: {name: ss}}
  sql_warehouses: {x: {name: wh}}
  volumes: {x: {name: vo}}
`
	for name, test := range map[string]struct{ settings, want string }{
		"in development": {
			settings: "bundle: {mode: development}",
			want: "[dev U] al, ap, code, ca, ${targets.dev.presets.name_prefix}mc, ${targets.dev.presets.name_prefix}mp, ${targets.dev.presets.name_prefix}ms, " +
				"dev_U_ep, dev_U_rm, dev_U_sc, ss, [dev U] wh, vo",
		},
		"with an own prefix": {
			settings: "presets: {name_prefix: Blue-}",
			want: "Blue-al, ap, code, ca, ${targets.dev.presets.name_prefix}mc, ${targets.dev.presets.name_prefix}mp, ${targets.dev.presets.name_prefix}ms, " +
				"blueep, bluerm, bluesc, ss, Blue-wh, vo",
		},
		"where schemas are left out": {
			settings: "experimental: {skip_name_prefix_for_schema: true}\npresets: {name_prefix: Blue-}",
			want: "Blue-al, ap, code, ca, ${targets.dev.presets.name_prefix}mc, ${targets.dev.presets.name_prefix}mp, ${targets.dev.presets.name_prefix}ms, " +
				"blueep, bluerm, sc, ss, Blue-wh, vo",
		},
		"without a prefix": {settings: "bundle: {mode: production}", want: "al, ap, code, ca, mc, mp, ms, ep, rm, sc, ss, wh, vo"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, faults := presetOf(t, test.settings+resources)
			var names []string
			for _, kind := range root.Get("resources").Entries() {
				for _, e := range kind.Value.Get("x").Entries() {
					names = append(names, strings.ReplaceAll(e.Value.Text, user, "U"))
				}
			}
			if got := strings.Join(names, ", "); got != test.want || len(faults) > 0 {
				t.Errorf("got  %s\nwant %s\n%v", got, test.want, faults)
			}
			service := resourceAt(root, "model_services.x.model_service_id")
			if unknown := strings.Contains(service.Text, "${"); unknown != (originOf(service).Unresolved == reasonService) {
				t.Errorf("the service: %q", originOf(service).Unresolved)
			}
			if diff := cmp.Diff([]any{"a"}, plain(resourceAt(root, "model_serving_endpoints.listed.name"))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnEndpointWithoutANameHasThePrefixForItsName(t *testing.T) {
	const resources = "\nresources:\n  model_services: {service: {}}\n  model_serving_endpoints: {\n    missing: {},\n    'null': {name: null},\n    empty: {name: ''}}\n"
	for settings, want := range map[string]string{
		"bundle: {mode: development}":      "dev_" + user + "_",
		"presets: {name_prefix: '[A b] '}": "a_b_",
	} {
		root, _ := presetOf(t, settings+resources)
		for key, line := range map[string]int{"missing": 5, "null": 6, "empty": 7} {
			n := resourceAt(root, "model_serving_endpoints."+key+".name")
			if n == nil || n.Text != want || n.Origin.Text.Position(n.Range().Start).Line != line {
				t.Errorf("%s: %+v", key, n)
			}
		}
		if name := resourceAt(root, "model_services.service.model_service_id"); name != nil {
			t.Errorf("a service is called %q", name.Text)
		}
	}
	root, _ := presetOf(t, "bundle: {name: teal}"+resources)
	if name := resourceAt(root, "model_serving_endpoints.missing.name"); name != nil {
		t.Errorf("without a prefix it is called %q", name.Text)
	}
}

func TestANameThatIsNotKnownHasBothReasons(t *testing.T) {
	root, _ := presetOf(t, "{bundle: {mode: development}, resources: {model_serving_endpoints: {chat: {name: '${var.n}'}}}}")
	n := resourceAt(root, "model_serving_endpoints.chat.name")
	if n.Text != "dev_"+user+"_${var.n}" || n.Origin.Unresolved != reasonUser+"; nothing sets it" {
		t.Errorf("%q is not known because %q", n.Text, n.Origin.Unresolved)
	}
}

func TestTheTargetsPrefixTakesThePlaceOfTheFiles(t *testing.T) {
	b := bundleOfRoot(t, `
presets: {name_prefix: 'root-'}
resources: {model_serving_endpoints: {chat: {name: chat}}}
targets: {a: {}, b: {presets: {name_prefix: b-}}, c: {presets: {name_prefix: ''}}, d: {presets: {name_prefix: null}}, e: {mode: development}}
`)
	for target, want := range map[string]string{"a": "rootchat", "b": "bchat", "c": "rootchat", "d": "rootchat", "e": "rootchat"} {
		resolved := b.Resolve(target)
		if got := resolved.Document.Root.Get("resources").Get("model_serving_endpoints").Get("chat").Get("name").Text; got != want {
			t.Errorf("%s deploys %q, want %q", target, got, want)
		}
		if refused := len(resolved.Faults) > 0; refused != (target == "e") {
			t.Errorf("%s: %v", target, faultTexts(resolved.Faults))
		}
	}
}

func TestASchemaOfTheBundleIsNamedAsItIsDeployed(t *testing.T) {
	const resources = `
resources:
  schemas: {gw: {catalog_name: ops, name: logs}, unnamed: {catalog_name: ops}}
  registered_models: {m: {catalog_name: ops, schema_name: logs, name: m}}
  volumes: {v: {catalog_name: ops, schema_name: logs, name: v}}
  model_serving_endpoints:
    same: {ai_gateway: {inference_table_config: {catalog_name: ops, schema_name: logs}}, config: {auto_capture_config: {catalog_name: ops, schema_name: logs}}}
    catalog: {ai_gateway: {inference_table_config: {catalog_name: other, schema_name: logs}}}
    schema: {ai_gateway: {inference_table_config: {catalog_name: ops, schema_name: elsewhere}}}
    unknown: {ai_gateway: {inference_table_config: {catalog_name: ops, schema_name: '${var.s}'}}}
    none: {ai_gateway: {inference_table_config: {catalog_name: ops}}}
    text: {ai_gateway: text}
`
	for name, test := range map[string]struct{ settings, want string }{
		"in development":             {"bundle: {mode: development}", "dev_" + user + "_logs"},
		"with a prefix":              {"presets: {name_prefix: '[QA] '}", "qa_logs"},
		"where schemas are left out": {"bundle: {mode: development}\nexperimental: {skip_name_prefix_for_schema: true}", "logs"},
		"in production":              {"bundle: {mode: production}", "logs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, _ := presetOf(t, test.settings+resources)
			const table = ".ai_gateway.inference_table_config.schema_name"
			for path, want := range map[string]string{
				"schemas.gw.name":                      test.want,
				"registered_models.m.schema_name":      test.want,
				"volumes.v.schema_name":                test.want,
				"model_serving_endpoints.same" + table: test.want,
				"model_serving_endpoints.same.config.auto_capture_config.schema_name": test.want,
				"model_serving_endpoints.catalog" + table:                             "logs",
				"model_serving_endpoints.schema" + table:                              "elsewhere",
				"model_serving_endpoints.unknown" + table:                             "${var.s}",
			} {
				n := resourceAt(root, path)
				if n.Text != want {
					t.Errorf("%s is %q, want %q", path, n.Text, want)
				}
				if want != "logs" && want == test.want && (n.Origin.Written != "logs" || isUnresolved(n) != strings.Contains(want, "${")) {
					t.Errorf("%s: %+v", path, n.Origin)
				}
			}
			n := resourceAt(root, "model_serving_endpoints.same"+table)
			name := resourceAt(root, "schemas.gw.name")
			if test.want != "logs" && n.Origin.From.Range != name.Range() {
				t.Errorf("it comes from %v, and the schema's name is at %v", n.Origin.From.Range, name.Range())
			}
		})
	}
}

func TestAlertsThatDoNotSayOtherwiseArePaused(t *testing.T) {
	const resources = `
resources:
  alerts:
    a: {schedule: {quartz_cron_schedule: 0 0 * * * ?, timezone_id: UTC}}
    b: {schedule: {quartz_cron_schedule: 0 0 * * * ?, timezone_id: UTC, pause_status: UNPAUSED}}
    c: {schedule: {quartz_cron_schedule: 0 0 * * * ?, timezone_id: UTC, pause_status: ''}}
    d: {query_text: select 1}
    e: {schedule: {timezone_id: UTC}}
`
	for name, test := range map[string]struct{ settings, a, c, refused string }{
		"in development":      {settings: "bundle: {mode: development}", a: "PAUSED", c: "PAUSED"},
		"by a preset":         {settings: "presets: {trigger_pause_status: PAUSED}", a: "PAUSED", c: "PAUSED"},
		"or not, by a preset": {settings: "presets: {trigger_pause_status: UNPAUSED}", a: "UNPAUSED", c: "UNPAUSED"},
		"not in production":   {settings: "bundle: {mode: production}"},
		"not without a mode":  {settings: "bundle: {}"},
		"by a preset that is not known": {
			settings: "presets: {trigger_pause_status: '${var.p}'}", a: "${var.p}", c: "${var.p}",
		},
		"by a mode that is not known": {settings: "bundle: {mode: '${var.m}'}", a: "${var.m}", c: "${var.m}"},
		"by another word": {
			settings: "presets: {trigger_pause_status: paused}",
			refused: "databricks.yml: line 1, column 33: `trigger_pause_status` takes `PAUSED` or `UNPAUSED` and nothing else; " +
				"write one of them or remove the key",
		},
		"against the mode": {
			settings: "bundle: {mode: development}\npresets: {trigger_pause_status: UNPAUSED}",
			refused:  "databricks.yml: line 2, column 33: `trigger_pause_status` cannot be `UNPAUSED` in `mode: development`; remove it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, faults := presetOf(t, test.settings+resources)
			if got := strings.Join(faults, "\n"); got != test.refused {
				t.Errorf("refused: %s", got)
			}
			for key, want := range map[string]string{"a": test.a, "b": "UNPAUSED", "c": test.c, "e": ""} {
				n := resourceAt(root, "alerts."+key+".schedule.pause_status")
				switch {
				case n == nil || n.Kind == source.Null:
					if want != "" {
						t.Errorf("%s is not paused", key)
					}
				case n.Text != want || isUnresolved(n) != strings.Contains(want, "${"):
					t.Errorf("%s is %q, want %q: %+v", key, n.Text, want, n.Origin)
				}
			}
		})
	}
	root, _ := presetOf(t, "bundle:\n  mode: development"+resources)
	n := resourceAt(root, "alerts.a.schedule.pause_status")
	if line, from := n.Origin.Text.Position(n.Range().Start).Line, n.Origin.From.Text.Position(n.Origin.From.Range.Start).Line; line != 5 || from != 2 {
		t.Errorf("it is shown in line %d, and comes from line %d", line, from)
	}
}

func TestEmptyTextsAreNullWhereTheyMayBeLeftOut(t *testing.T) {
	root, _ := presetOf(t, `
presets: {name_prefix: ''}
resources:
  model_serving_endpoints:
    chat:
      name: ''
      description: ''
      x-unknown: ''
      ai_gateway: {inference_table_config: {enabled: true, catalog_name: '', schema_name: '${var.s}'}, rate_limits: [{calls: 1, key: '', renewal_period: ''}]}
      config: {served_entities: [{name: '', external_model: {name: '', provider: '', task: ''}, environment_vars: {TOKEN: ''}}]}
      permissions: [{level: '', user_name: ''}]
  apps: {desk: {name: '', resources: [{name: '', description: '', serving_endpoint: {name: '', permission: ''}}]}}
  alerts: {late: {display_name: '', custom_summary: '', schedule: {pause_status: '', timezone_id: ''}}}
`)
	want := plain(valueAt(t, `
model_serving_endpoints:
  chat:
    name: ''
    description: null
    x-unknown: ''
    ai_gateway: {inference_table_config: {enabled: true, catalog_name: null, schema_name: '${var.s}'}, rate_limits: [{calls: 1, key: null, renewal_period: ''}]}
    config: {served_entities: [{name: null, external_model: {name: '', provider: '', task: ''}, environment_vars: {TOKEN: ''}}]}
    permissions: [{level: '', user_name: null}]
apps: {desk: {name: '', resources: [{name: '', description: null, serving_endpoint: {name: '', permission: ''}}]}}
alerts: {late: {display_name: '', custom_summary: null, schedule: {pause_status: null, timezone_id: ''}}}
`))
	if diff := cmp.Diff(want, plain(root.Get("resources"))); diff != "" {
		t.Error(diff)
	}
	if n := root.Get("presets").Get("name_prefix"); n.Kind != source.String {
		t.Error("a setting outside of resources is dropped")
	}
}

func TestAnEmptyTextOfATargetRemovesTheValueAtItsPlace(t *testing.T) {
	b := bundleOfRoot(t, chatBase+"targets: {prod: {resources: {model_serving_endpoints: {chat: {ai_gateway: {inference_table_config: {schema_name: ''}}}}}}}")
	n := deployedNode(t, b, "prod", "resources.model_serving_endpoints.chat.ai_gateway.inference_table_config.schema_name")
	if n == nil || n.Kind != source.Null || n.Range().Start == n.Range().End {
		t.Fatalf("it is %+v", n)
	}
	if line := n.Origin.Text.Position(n.Range().Start).Line; line != 11 {
		t.Errorf("it stands in line %d", line)
	}
}

func TestANullKeepsWhereItsEmptyTextComesFrom(t *testing.T) {
	root := valueAt(t, "resources: {model_serving_endpoints: {chat: {ai_gateway: {inference_table_config: {catalog_name: x}}}}}")
	r := &resolution{bundle: &Bundle{}}
	at := resourceAt(root, "model_serving_endpoints.chat.ai_gateway.inference_table_config.catalog_name")
	from := &source.Spot{Text: at.Origin.Text, Range: source.Range{Start: 1, End: 2}}
	at.Text, at.Origin = "", &source.Origin{Text: at.Origin.Text, From: from, Written: "${var.e}"}
	n := resourceAt(preset(r, root), "model_serving_endpoints.chat.ai_gateway.inference_table_config.catalog_name")
	if n.Kind != source.Null || n.Origin.From != from || n.Origin.Written != "${var.e}" || n.Range() != at.Range() {
		t.Errorf("%+v of %+v", n, n.Origin)
	}
}

func TestEntitiesAreServedByOneOfTheirNames(t *testing.T) {
	const models, entities = "served_models: [{name: a}]", "served_entities: [{name: a}]"
	for config, want := range map[string]string{
		models: "", entities: "", models + ", served_entities: []": "",
		entities + ", " + models: "databricks.yml: line 1, column 85: `served_models` stands beside `served_entities`, which is its new name; " +
			"move what it holds into `served_entities`",
	} {
		_, faults := presetOf(t, "resources: {model_serving_endpoints: {chat: {config: {"+config+"}}}}")
		if got := strings.Join(faults, "\n"); got != want {
			t.Errorf("%s: %q, want %q", config, got, want)
		}
	}
}

func TestResourcesThatAreNotKnownAreAFault(t *testing.T) {
	for content, want := range map[string]string{
		"resources: '${var.r}'": "databricks.yml: line 1, column 12: `resources` is not known and not checked: nothing sets it",
		"resources: {model_serving_endpoints: '${var.r}'}": "databricks.yml: line 1, column 38: `resources.model_serving_endpoints` is not known " +
			"and not checked: nothing sets it",
		"resources: {model_serving_endpoints: {chat: '${var.r}'}}": "databricks.yml: line 1, column 45: `resources.model_serving_endpoints.chat` " +
			"is not known and not checked: nothing sets it",
		"resources: {apps: {desk: '${var.r}'}}":                "databricks.yml: line 1, column 26: `resources.apps.desk` is not known and not checked: nothing sets it",
		"resources: {jobs: {nightly: '${var.r}'}}":             "",
		"resources: {sql_warehouses: {ops: '${var.r}'}}":       "",
		"resources: {secret_scopes: '${var.r}'}":               "",
		"resources: {serving_endpoints: {chat: '${var.r}'}}":   "",
		"resources: {model_serving_endpoints: {chat: [a, b]}}": "",
	} {
		_, faults := presetOf(t, content)
		if got := strings.Join(faults, "\n"); got != want {
			t.Errorf("%s: %q, want %q", content, got, want)
		}
	}
}

func TestADocumentWithoutPresetsIsShared(t *testing.T) {
	root := valueAt(t, chatBase)
	r := &resolution{bundle: &Bundle{}}
	if got := preset(r, root); got.Get("resources") != root.Get("resources") {
		t.Error("resources are copied")
	}
	if preset(r, nil) != nil {
		t.Error("nothing becomes something")
	}
}
