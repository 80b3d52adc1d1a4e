package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// terraformDocument is a document of Terraform in the shape that package terraform says, with
// the resources that a list in YAML has. A text "?why?text" is one that is not known, and
// "!text" a secret.
func terraformDocument(tb testing.TB, resources string) *source.Document {
	tb.Helper()
	doc := printedBundle(tb, "main.tf", "resources:\n"+resources)
	source.SetText(doc.Root, doc.Text)
	markTerraform(doc.Root)
	doc.Dialect = source.Terraform
	return doc
}

// markTerraform gives texts the origins that they are written with.
func markTerraform(n *source.Node) {
	origin := source.Origin{}
	if n.Origin != nil {
		origin = *n.Origin
	}
	if parts := strings.SplitN(n.Text, "?", 3); n.Kind == source.String && len(parts) == 3 && parts[0] == "" {
		origin.Unresolved, n.Text = parts[1], parts[2]
	}
	if text, ok := strings.CutPrefix(n.Text, "!"); n.Kind == source.String && ok {
		origin.Secret, n.Text = true, text
	}
	n.Origin = &origin
	for _, item := range n.Items() {
		markTerraform(item)
	}
	for i := range n.Entries() {
		markTerraform(n.Entries()[i].Value)
	}
}

// terraformEndpoint is a document of one endpoint with some values.
func terraformEndpoint(tb testing.TB, values string) *source.Document {
	tb.Helper()
	return terraformDocument(tb, "  - {address: databricks_model_serving.chat, type: databricks_model_serving, name: chat, values: "+values+"}\n")
}

// theTerraformSubject is the only subject of a document.
func theTerraformSubject(tb testing.TB, doc *source.Document) *gateway.Subject {
	tb.Helper()
	subjects := bundleSubjects(tb, doc)
	if len(subjects) != 1 {
		tb.Fatalf("%d subjects", len(subjects))
	}
	return subjects[0]
}

func TestEachGatewayOfATerraformDocumentIsASubject(t *testing.T) {
	t.Parallel()
	doc := terraformDocument(t, `
  - {address: 'module.eu["a/b"].databricks_model_serving.chat[0]', type: databricks_model_serving, name: chat, values: {name: eu-chat, config: {served_entities: [{external_model: {name: gpt-4o, provider: openai, task: llm/v1/chat}}]}}}
  - {address: databricks_permissions.chat, type: databricks_permissions, name: chat, values: {serving_endpoint_id: x}}
  - {address: databricks_model_serving_provisioned_throughput.fast, type: databricks_model_serving_provisioned_throughput, name: fast, values: {name: fast, config: "?why?${local.config}"}}
  - {address: databricks_ai_gateway_model_service.chat, type: databricks_ai_gateway_model_service, name: chat, values: {parent: schemas/main.ai, model_service_id: chat, config: {routing: {destinations: []}}}}
  - {address: databricks_ai_gateway_mcp_service.tools, type: databricks_ai_gateway_mcp_service, name: tools, values: {parent: schemas/main.ai, mcp_service_id: tools}}
  - {address: databricks_ai_gateway_model_provider_service.openai, type: databricks_ai_gateway_model_provider_service, name: openai, values: {parent: "?why?${local.parent}", model_provider_service_id: openai}}
  - {address: databricks_model_serving.nameless, type: databricks_model_serving, name: nameless, values: {}}
`)
	subjects := bundleSubjects(t, doc)
	if diff := cmp.Diff([]who{
		{"endpoint", "eu-chat", `module.eu["a/b"].databricks_model_serving.chat[0]`, "", "terraform"},
		{"endpoint", "fast", "databricks_model_serving_provisioned_throughput.fast", "", "terraform"},
		{"model_service", "main.ai.chat", "databricks_ai_gateway_model_service.chat", "", "terraform"},
		{"mcp_service", "main.ai.tools", "databricks_ai_gateway_mcp_service.tools", "", "terraform"},
		{"provider_service", "${local.parent}.openai", "databricks_ai_gateway_model_provider_service.openai", "", "terraform"},
		{"endpoint", "", "databricks_model_serving.nameless", "", "terraform"},
	}, whoAre(subjects)); diff != "" {
		t.Error(diff)
	}
	hostings := map[string]string{}
	ids := map[string]bool{}
	for _, s := range subjects {
		hostings[s.Identity().Address], ids[s.ID] = s.Hosting, true
	}
	if hostings[`module.eu["a/b"].databricks_model_serving.chat[0]`] != "external" || hostings["databricks_model_serving_provisioned_throughput.fast"] != "provisioned" {
		t.Errorf("hostings: %v", hostings)
	}
	if len(ids) != len(subjects) || !ids["main.tf#0/databricks_model_serving.nameless"] {
		t.Errorf("IDs: %v", ids)
	}
	if got := subjects[5].Identity().String(); got != "endpoint `databricks_model_serving.nameless`" {
		t.Errorf("without a name: %s", got)
	}
}

func TestResourcesOfOneAddressAreTwoSubjects(t *testing.T) {
	t.Parallel()
	const one = "  - {address: databricks_model_serving.a, type: databricks_model_serving, name: a, values: {name: a}}\n"
	subjects := bundleSubjects(t, terraformDocument(t, one+one))
	if subjects[0].ID != "main.tf#0/databricks_model_serving.a" || subjects[1].ID != "main.tf#0/resources/1/values" {
		t.Errorf("%s and %s", subjects[0].ID, subjects[1].ID)
	}
}

// FuzzTerraformDocument asks of any document of Terraform what FuzzNormalise asks of others.
func FuzzTerraformDocument(f *testing.F) {
	f.Add("resources: [{address: a.b, type: databricks_model_serving, name: b, values: &v {name: '?w?${x}', ai_gateway: {rate_limits: [{calls: 0}, *v]}}}]")
	f.Add("resources: [{type: databricks_ai_gateway_model_service, values: {config: {routing: {destinations: [1, {name: '!s'}]}}}}, {values: []}, 1, {type: []}]")
	f.Add("resources: [{address: 'x[', type: databricks_model_serving_provisioned_throughput, instances: why, values: {config: {served_entities: '?'}}}]\nvariable: {a: {sensitive: true, default: [1, x]}}\na: secret")
	f.Fuzz(func(t *testing.T, content string) {
		text, err := source.NewText("main.tf", []byte(content))
		if err != nil {
			return
		}
		documents, _ := source.Parse(text, source.Limits{Depth: 30, Aliases: 20})
		if len(documents) == 0 || documents[0].Root == nil {
			return
		}
		doc := documents[0]
		source.SetText(doc.Root, text)
		markOnce(doc.Root, map[*source.Node]bool{})
		doc.Dialect, doc.Written = source.Terraform, []*source.Node{doc.Root}
		subjects, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, s := range subjects {
			if ids[s.ID] {
				t.Errorf("two subjects are %s", s.ID)
			}
			ids[s.ID] = true
			probe(t, s)
			mendAll(t, s)
		}
	})
}

// markOnce does what markTerraform does of a tree in which values are shared.
func markOnce(n *source.Node, done map[*source.Node]bool) {
	if done[n] {
		return
	}
	done[n] = true
	for _, item := range n.Items() {
		markOnce(item, done)
	}
	for i := range n.Entries() {
		markOnce(n.Entries()[i].Value, done)
	}
	flat := *n
	flat.SetItems(nil)
	flat.SetEntries(nil)
	markTerraform(&flat)
	n.Origin, n.Text = flat.Origin, flat.Text
}

func TestADocumentOfAnotherDialectHasNoTerraformResources(t *testing.T) {
	t.Parallel()
	doc := terraformEndpoint(t, "{name: chat}")
	doc.Dialect = ""
	if found := gateway.TerraformResources(doc); found != nil {
		t.Errorf("%v", found)
	}
}

func TestAResourceOfTerraformIsInTheFileOfItsHead(t *testing.T) {
	t.Parallel()
	doc := terraformEndpoint(t, "{name: chat}")
	values, err := source.NewText("terraform.tfvars", []byte(`name = "chat"`))
	if err != nil {
		t.Fatal(err)
	}
	name := doc.Root.Get("resources").Items()[0].Get("values").Get("name")
	via := source.Spot{Text: doc.Text, Range: name.Range()}
	name.Origin = &source.Origin{Text: values, Via: &via}
	name.Span = source.Range{Start: 7, End: 13}.Span()
	doc.Texts = append(doc.Texts, values)
	s := theTerraformSubject(t, doc)
	if got := s.Identity().File; got != "main.tf" {
		t.Errorf("the file is %s", got)
	}
	at := s.Place([]string{"name"})
	if at.Text != values || at.Via == nil || *at.Via != via {
		t.Errorf("the name is at %v, via %v", at.Text, at.Via)
	}
	if diff := cmp.Diff(map[string]bool{"main.tf": true, "terraform.tfvars": true}, gateway.FilesOf(s)); diff != "" {
		t.Error(diff)
	}
}

func TestAPlaceOfATerraformResourceHasThePointerOfTerraformsJSON(t *testing.T) {
	t.Parallel()
	s := theTerraformSubject(t, terraformEndpoint(t, "{name: chat, ai_gateway: {rate_limits: [{key: user, calls: 5, renewal_period: minute}]}}"))
	for path, want := range map[string]string{
		"rate_limits/0/calls":     "/resource/databricks_model_serving/chat/ai_gateway/rate_limits/0/calls",
		"guardrails/input/safety": "/resource/databricks_model_serving/chat/ai_gateway/guardrails/input/safety",
		"name":                    "/resource/databricks_model_serving/chat/name",
	} {
		if got := s.Pointer(s.Place(strings.Split(path, "/"))); got != want {
			t.Errorf("%s is at %s, not %s", path, got, want)
		}
	}
	if got := s.Trace([]string{"rate_limits", "0", "calls"}, s.Place([]string{"rate_limits", "0", "calls"})).Pointer; got != "/ai_gateway/rate_limits/=user/calls" {
		t.Errorf("the trace is %s", got)
	}
}

func TestALimitOfZeroInTerraformClosesNoEndpoint(t *testing.T) {
	t.Parallel()
	endpoint := theTerraformSubject(t, terraformEndpoint(t, "{name: chat, ai_gateway: {rate_limits: [{key: endpoint, calls: 0, renewal_period: minute}]}}"))
	if endpoint.Closed || len(endpoint.RateLimits) != 1 || endpoint.RateLimits[0].Calls != 0 {
		t.Errorf("the endpoint: closed %v, %v", endpoint.Closed, endpoint.RateLimits)
	}
	service := theTerraformSubject(t, terraformDocument(t, `
  - {address: databricks_ai_gateway_mcp_service.tools, type: databricks_ai_gateway_mcp_service, name: tools, values: {parent: schemas/main.ai, mcp_service_id: tools,
     config: {source_connection: {name: connections/a.b.c}, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: 0, renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE}]}}}
`))
	if !service.Closed {
		t.Error("a service that is sent a limit of 0 is not closed")
	}
}

func TestALimitOfZeroBesideAnUnknownAmountMayBeOne(t *testing.T) {
	t.Parallel()
	for amounts, want := range map[string]bool{
		"calls: 0, tokens: '?why?${var.t}'": true,
		"tokens: 0, calls: '?why?${var.c}'": true,
		"calls: 5, tokens: '?why?${var.t}'": false,
		"tokens: '?why?${var.t}'":           false,
		"calls: 0, tokens: 5":               false,
		"calls: 0":                          false,
	} {
		s := theTerraformSubject(t, terraformEndpoint(t, "{name: chat, ai_gateway: {rate_limits: [{key: user, renewal_period: minute, "+amounts+"}]}}"))
		if _, unseen := s.Unseen("rate_limits.scope"); unseen != want {
			t.Errorf("%s: unseen %v", amounts, unseen)
		}
	}
}

func TestATableThatIsNamedAfterAnUnknownNameIsUnknown(t *testing.T) {
	t.Parallel()
	const table = "ai_gateway: {inference_table_config: {enabled: true, catalog_name: main, schema_name: audit"
	for name, test := range map[string]struct {
		values, table string
		unseen        bool
	}{
		"the name alone":   {`{name: "?why?gw-${each.key}", ` + table + `}}}`, "", true},
		"beside a prefix":  {`{name: "?why?gw-${each.key}", ` + table + `, table_name_prefix: gw}}}`, "main.audit.gw_payload", false},
		"a name as it is":  {`{name: gw, ` + table + `}}}`, "main.audit.gw_payload", false},
		"an unknown table": {`{name: gw, ` + table + `, table_name_prefix: "?why?${var.p}"}}}`, "main.audit.gw_payload", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := theTerraformSubject(t, terraformEndpoint(t, test.values))
			mark, unseen := s.Unseen("inference_table.table")
			if unseen != test.unseen || s.InferenceTable.Table != test.table || unseen && mark.Reason != "why" {
				t.Errorf("unseen %v %q, table %q", unseen, mark.Reason, s.InferenceTable.Table)
			}
		})
	}
}

func TestWhatFollowsAnUnknownExpressionIsKnown(t *testing.T) {
	t.Parallel()
	for prefix, open := range map[string]bool{
		"${random_pet.x.id}_":                  false,
		"gw_${random_pet.x.id}":                true,
		`${f({a = \"b\"})[\"c\"]}`:             true,
		`${var.on ? \"a_\" : \"b\"}`:           true,
		`${f({a = \"}\"})}_`:                   false,
		`gw%{ if var.on }_%{ endif }`:          true,
		`${var.long}` + strings.Repeat("a", 9): false,
	} {
		s := theTerraformSubject(t, terraformEndpoint(t, `{name: chat, ai_gateway: {inference_table_config: {enabled: true, table_name_prefix: "?why?`+prefix+`"}}}`))
		if _, unseen := s.Unseen("inference_table.prefix_written"); unseen != open {
			t.Errorf("%s: unseen %v", prefix, unseen)
		}
		if _, unseen := s.Unseen("inference_table.prefix"); !unseen {
			t.Errorf("%s: the prefix is known", prefix)
		}
	}
}

func TestUnknownInstancesAreSaidOfTheSubject(t *testing.T) {
	t.Parallel()
	s := theTerraformSubject(t, terraformDocument(t, "  - {address: 'databricks_model_serving.chat[\"?\"]', type: databricks_model_serving, name: chat, instances: '`var.on` has no value', values: {name: chat}}\n"))
	if got := s.Identity().Instances; got != "`var.on` has no value" {
		t.Errorf("got %q", got)
	}
}

func TestExpressionsOfTerraformAreNoPlaceholders(t *testing.T) {
	t.Parallel()
	for value, want := range map[string][]string{
		`?why?${replace(var.x, \"<a>\", \"todo\")}`:         {},
		`?why?${var.a < 3 && var.b > 2 ? \"x\" : \"y\"}_gw`: {},
		`?why?${var.a}_<your_catalog>`:                      {"_<your_catalog>"},
		`<your_catalog>`:                                    {"<your_catalog>"},
	} {
		s := theTerraformSubject(t, terraformEndpoint(t, `{name: chat, ai_gateway: {inference_table_config: {catalog_name: "`+value+`"}}}`))
		got := []string{}
		for _, p := range s.Text.Placeholders {
			got = append(got, p.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", value, got)
		}
	}
}
