package gateway_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

// look says what becomes of a file, as a run does: the form of each gateway, then
// "not checked" for each document that holds one elsewhere; "skipped" for neither.
func look(t testing.TB, file, in string) string {
	t.Helper()
	if !gateway.MayHoldGateway([]byte(in)) {
		return "skipped"
	}
	var found []string
	for _, doc := range documents(t, file, in) {
		subjects, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range subjects {
			found = append(found, s.Form)
		}
		if gateway.Unsupported(doc, subjects) != nil {
			found = append(found, "not checked")
		}
	}
	if len(found) == 0 {
		return "skipped"
	}
	return strings.Join(found, ", ")
}

// looks holds what becomes of each file of a table against what is wanted.
func looks(t *testing.T, file string, table map[string]struct{ in, want string }) {
	t.Helper()
	for name, test := range table {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, look(t, file, test.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const (
	ready    = `"state": {"ready": "READY", "config_update": "NOT_UPDATING"}`
	item     = `{"name": "databricks-x", ` + ready + `}`
	body     = `{"name": "prod", "config": {"served_entities": [{"entity_name": "main.ml.m", "entity_version": "1"}]}, "ai_gateway": {"usage_tracking_config": {"enabled": false}}}`
	limits   = `"rate_limits": [{"key": "endpoint", "calls": 5, "renewal_period": "minute"}]`
	filters  = `"guardrails": {"input": {"pii": {"behavior": "NONE"}, "safety": false}, "output": {"safety": false}}`
	tracking = `"usage_tracking_config": {"enabled": false}`
)

func TestAnEscapedKeyHidesNoGateway(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, file, in, want string }{
		{"a letter of a JSON key by its number", "a.json", `{"name": "prod", "config": {"served\u005fentities": [{"entity_name": "m"}]}}`, "create"},
		{"all letters of a JSON key", "a.json", `{"name": "prod", "\u0061\u0069\u005f\u0067\u0061\u0074\u0065\u0077\u0061\u0079": {}}`, "create"},
		{"digits in capitals", "a.json", `{"\u0072\u0061\u0074\u0065\u005F\u006Cimits": [{"calls": 0}]}`, "put"},
		{"two digits in YAML", "a.yaml", "name: prod\n\"ai\\x5fgateway\":\n  rate_limits: []\n", "create"},
		{"four digits in YAML", "a.yaml", "name: prod\n\"ai\\u005fgateway\": {}\n", "create"},
		{"eight digits in YAML", "a.yaml", "name: prod\n\"ai\\U0000005fgateway\": {}\n", "create"},
		{"a key that goes on in the next line", "a.yaml", "name: prod\n? \"ai_\\\n  gateway\"\n: {}\n", "create"},
		{"a key that goes on behind the line end of Windows", "a.yaml", "name: prod\r\n? \"ai_gate\\\r\n   way\"\r\n: {}\r\n", "create"},
		{"a key of a put body", "a.yaml", "\"guardr\\x61ils\": {input: {safety: false}}\n", "put"},
		{"the second document of a stream", "a.yaml", "a: 1\n---\nname: prod\n\"ai\\x5fgateway\": {}\n", "create"},
		{"the name of a service", "a.json", `{"name": "model\u002dservices/a.b.c", "config": {"routing": {}}}`, "list"},
		{"a key in a place where none is read", "a.json", `{"prod": {"ai\u005fgateway": {"rate\u005flimits": []}}}`, "not checked"},
		{"a backslash that is escaped itself", "a.json", `{"ai\\u005fgateway": {"x": 1}}`, "skipped"},
		{"an escape that is cut off", "a.yaml", `a: 'ai\u00'`, "skipped"},
		{"an escape that is no number", "a.yaml", `a: 'C:\users\x'`, "skipped"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, look(t, test.file, test.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if !gateway.LooksLikeGateway("x.json", []byte(`{"ai\u005fgateway": {`)) {
		t.Error("an escaped key in a text that does not parse is no gateway's")
	}
}

func TestOneKeyHidesNoGateway(t *testing.T) {
	t.Parallel()
	looks(t, "a.json", map[string]struct{ in, want string }{
		"a put body with the roles of a state":            {`{` + limits + `, ` + filters + `, "llm_role_endpoints": {}}`, "put"},
		"a put body with an audit that is null":           {`{` + limits + `, ` + tracking + `, "endpoint_guardrail_audit": null}`, "put"},
		"limits alone with an audit that is null":         {`{` + limits + `, "endpoint_guardrail_audit": null}`, "not checked"},
		"a create body with a key of a state":             {`{"llm_role_endpoints": {"chat": {}}, ` + body[1:], "create"},
		"a gateway below a key beside a key of a state":   {`{"llm_role_endpoints": {}, "prod": ` + body + `}`, "not checked"},
		"a create body with a list of endpoints":          {`{"endpoints": [` + item + `], ` + body[1:], "create, list"},
		"a put body with a list of endpoints":             {`{"endpoints": [` + item + `], ` + limits + `, ` + tracking + `}`, "put, list"},
		"a create body with a list of services":           {`{"model_services": [{"name": "model-services/a.b.c"}], ` + body[1:], "create, list"},
		"a put body with a list of services":              {`{"model_services": [{"name": "model-services/a.b.c"}], ` + limits + `, ` + tracking + `}`, "put, list"},
		"a service with a list of endpoints":              {`{"name": "model-services/a.b.c", "config": {"routing": {}}, "endpoints": [` + item + `]}`, "list, list"},
		"a gateway in a list in a list":                   {`[` + item + `, [` + body + `]]`, "list, not checked"},
		"a gateway below a key of an element":             {`[` + item + `, {"endpoint": ` + body + `}]`, "list, not checked"},
		"a put body below a key of an element":            {`[` + item + `, {"gateway": {` + limits + `}}]`, "list, not checked"},
		"a gateway beside the list of an answer":          {`{"endpoints": [` + item + `], "prod": ` + body + `}`, "list, not checked"},
		"a gateway among what the list does not read":     {`{"endpoints": [` + item + `, [` + body + `]]}`, "list, not checked"},
		"a gateway below an unknown key of a create body": {`{"prod": ` + body + `, ` + body[1:], "create, not checked"},
		"a bundle beside a create body":                   {`{"resources": {"model_serving_endpoints": {"a": {"name": "a"}}}, ` + body[1:], "create, not checked"},
		"a create body with a word for a state":           {`{"state": "on", ` + body[1:], "create"},
		"an answer with what is to come":                  {`{"name": "a", ` + ready + `, "config": {}, "pending_config": {"served_entities": [{"entity_name": "m"}]}}`, "get"},
	})
}

func TestWhatAnAliasBringsIntoAGatewayIsRead(t *testing.T) {
	t.Parallel()
	looks(t, "a.yaml", map[string]struct{ in, want string }{
		"a block under a key of one's own": {"x-gw: {ai_gateway: &gw {rate_limits: []}}\nname: a\nai_gateway: *gw\n", "create"},
		"a merged map":                     {"x-base: &b {ai_gateway: {rate_limits: []}}\nname: a\n<<: *b\n", "create"},
		"the items of a list":              {"defaults: {e: &e {name: a, ai_gateway: {rate_limits: []}}}\nendpoints: [*e]\n", "create"},
		"one that nothing uses":            {"x-base: {ai_gateway: {rate_limits: []}}\nname: a\nai_gateway: {}\n", "create, not checked"},
	})
}

func TestAnswerOnlyKeysProveAnAnswerTogether(t *testing.T) {
	t.Parallel()
	const config = `"config": {"served_entities": [{"entity_name": "main.ml.m", "entity_version": "1"}], "traffic_config": {"routes": []}}`
	looks(t, "a.json", map[string]struct{ in, want string }{
		"a creator in a list":                  {`[{"name": "a", "creator": "me", ` + config + `}]`, "create"},
		"an id":                                {`{"name": "a", "id": "1", ` + config + `}`, "create"},
		"an id and a creator":                  {`{"name": "a", "id": "1", "creator": "me", ` + config + `}`, "create"},
		"a permission":                         {`{"name": "a", "permission_level": "CAN_MANAGE", ` + config + `}`, "create"},
		"a type":                               {`{"name": "a", "endpoint_type": "EXTERNAL_MODEL", ` + config + `}`, "create"},
		"a type as MLflow writes it":           {`{"name": "a", "endpoint_type": "llm/v1/chat", "ai_gateway": {}}`, "create"},
		"a state that is a word":               {`{"name": "a", "id": "1", "state": "READY", ` + config + `}`, "create"},
		"a state in small letters":             {`{"name": "a", "id": "1", "state": {"ready": "ready"}, ` + config + `}`, "create"},
		"half a state alone":                   {`{"name": "a", "state": {"ready": "READY"}, ` + config + `}`, "create"},
		"half a state with an id":              {`{"name": "a", "id": "1", "state": {"ready": "READY"}, ` + config + `}`, "get"},
		"half a state with a type":             {`{"name": "a", "endpoint_type": "CUSTOM_MODEL", "state": {"ready": "READY"}, ` + config + `}`, "get"},
		"half a state with a type in lower":    {`{"name": "a", "endpoint_type": "custom", "state": {"ready": "READY"}, ` + config + `}`, "create"},
		"a state":                              {`{"name": "a", ` + ready + `, ` + config + `}`, "get"},
		"a state with limits at the top":       {`{"name": "a", "id": "1", ` + ready + `, ` + config + `, ` + limits + `}`, "create"},
		"a state with a plaintext credential":  {`{"name": "a", "id": "1", ` + ready + `, "config": {"served_entities": [{"external_model": {"openai_config": {"openai_api_key_plaintext": "x"}}}]}}`, "create"},
		"a state with a variable of that name": {`{"name": "a", "id": "1", ` + ready + `, "config": {"served_entities": [{"entity_name": "m", "environment_vars": {"x_plaintext": "x"}}], "config_version": 1}}`, "get"},
		"a creator of a service":               {`{"created_by": "me", "config": {"routing": {"destinations": [{"destination_type": "DESTINATION_TYPE_X"}]}}}`, "create"},
		"two such keys of a service":           {`{"created_by": "me", "etag": "1", "config": {"routing": {"destinations": [{"destination_type": "DESTINATION_TYPE_X"}]}}}`, "get"},
		"a creator of a service by its name":   {`{"name": "model-services/a.b.c", "created_by": "me", "config": {"routing": {"destinations": [{"destination_type": "DESTINATION_TYPE_X"}]}}}`, "get"},
	})
}

func TestAnItemOfAListIsAnAnswerOfGetByWhatOnlyThatShows(t *testing.T) {
	t.Parallel()
	with := func(keys, config string) string {
		return `{"endpoints": [{"name": "mint", "id": "a1", "creator": "a@example.com", ` + ready + keys + `, "config": {"served_entities": [{"name": "m", "external_model": {"name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat"}}]` + config + `}}]}`
	}
	looks(t, "a.json", map[string]struct{ in, want string }{
		"nothing more":            {with("", ""), "list"},
		"the caller's permission": {with(`, "permission_level": "CAN_MANAGE"`, ""), "list"},
		"the optimised route":     {with(`, "route_optimized": false`, ""), "list"},
		"notifications":           {with(`, "email_notifications": {}`, ""), "list"},
		"a type":                  {with(`, "endpoint_type": "EXTERNAL_MODEL"`, ""), "list"},
		"an address":              {with(`, "endpoint_url": "https://x"`, ""), "get"},
		"data planes":             {with(`, "data_plane_info": {}`, ""), "get"},
		"what is to come":         {with(`, "pending_config": {}`, ""), "get"},
		"a version":               {with("", `, "config_version": 3`), "get"},
		"routes":                  {with("", `, "traffic_config": {"routes": []}`), "get"},
		"a legacy table":          {with("", `, "auto_capture_config": {"enabled": false}`), "get"},
	})
}

func TestAnAnswerOfItsOwnIsOfGetByWhatOnlyThatShows(t *testing.T) {
	t.Parallel()
	const id = `"name": "a", "id": "1", "creator": "a@example.com", ` + ready
	answer := func(keys, config string) string {
		return `{` + id + keys + `, "config": {"served_entities": [{"name": "m", "entity_name": "main.ml.m", "entity_version": "1"}]` + config + `}}`
	}
	bare := answer("", "")
	looks(t, "a.json", map[string]struct{ in, want string }{
		"nothing more":               {bare, "list"},
		"a permission":               {answer(`, "permission_level": "CAN_MANAGE"`, ""), "list"},
		"the optimised route":        {answer(`, "route_optimized": true`, ""), "list"},
		"a type and a task":          {answer(`, "endpoint_type": "CUSTOM_MODEL", "task": "llm/v1/chat"`, ""), "list"},
		"tags":                       {answer(`, "tags": [{"key": "a", "value": "b"}]`, ""), "list"},
		"a gateway":                  {answer(`, "ai_gateway": {"usage_tracking_config": {"enabled": true}}`, ""), "list"},
		"an empty configuration":     {`{` + id + `, "config": {}}`, "list"},
		"an address of null":         {answer(`, "endpoint_url": null`, ""), "list"},
		"nothing to come":            {answer(`, "pending_config": null`, ""), "list"},
		"no data planes":             {answer(`, "data_plane_info": null`, ""), "list"},
		"a version of null":          {answer("", `, "config_version": null`), "list"},
		"routes of null":             {answer("", `, "traffic_config": null`), "list"},
		"a legacy table of null":     {answer("", `, "auto_capture_config": null`), "list"},
		"an address":                 {answer(`, "endpoint_url": "https://x"`, ""), "get"},
		"data planes":                {answer(`, "data_plane_info": {}`, ""), "get"},
		"what is to come":            {answer(`, "pending_config": {}`, ""), "get"},
		"a version":                  {answer("", `, "config_version": 3`), "get"},
		"a version of 0":             {answer("", `, "config_version": 0`), "get"},
		"routes":                     {answer("", `, "traffic_config": {"routes": []}`), "get"},
		"a legacy table":             {answer("", `, "auto_capture_config": {"enabled": false}`), "get"},
		"no configuration":           {`{` + id + `}`, "get"},
		"a configuration of null":    {`{` + id + `, "config": null}`, "get"},
		"only what is to come":       {`{` + id + `, "pending_config": {"served_entities": [{"entity_name": "m"}]}}`, "get"},
		"a create body with a state": {`{"name": "a", "state": "READY", "config": {"served_entities": [{"entity_name": "m"}]}}`, "create"},
	})
	for file, in := range map[string]string{
		"a.jsonl": bare + "\n" + answer("", `, "config_version": 3`) + "\n" + bare + "\n",
		"a.yaml":  "---\n" + bare + "\n---\n" + answer("", `, "config_version": 3`) + "\n---\n" + bare + "\n",
	} {
		if diff := cmp.Diff("list, get, list", look(t, file, in)); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
}

func TestNullIsAsIfTheKeyWereNotWritten(t *testing.T) {
	t.Parallel()
	const (
		served      = `"served_entities": [{"entity_name": "m", "entity_version": "1"}]`
		destination = `{"name": "d", "destination_type": "DESTINATION_TYPE_FOUNDATION_MODEL", "foundation_model_config": {"name": "system.ai.x"}}`
	)
	looks(t, "a.json", map[string]struct{ in, want string }{
		"the name of a body of PUT …/config":       {`{"name": null, ` + served + `}`, look(t, "a.json", `{`+served+`}`)},
		"the configuration beside such a body":     {`{"config": null, ` + served + `}`, look(t, "a.json", `{`+served+`}`)},
		"the routing of a PATCH body":              {`{"config": {"routing": null, "rate_limits": [{"key": "RATE_LIMIT_KEY_SERVICE", "requests": 5, "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"}]}}`, "update"},
		"the routing of a create body, written":    {`{"config": {"routing": {"destinations": [` + destination + `]}}}`, "create"},
		"what only the answer of GET shows":        {`{"name": "a", ` + ready + `, "endpoint_url": null, "config": {` + served + `, "traffic_config": null}}`, "list"},
		"what only the platform writes beside one": {`{"name": "a", "id": null, "state": {"ready": "READY"}, "config": {` + served + `}}`, "create"},
	})
}

func TestNullInABodyOfPutConfigLeavesWhatItWas(t *testing.T) {
	t.Parallel()
	const served = `"served_entities": [{"entity_name": "m", "entity_version": "1"}]`
	for _, test := range []struct{ name, in, facet string }{
		{"routes", `{` + served + `, "traffic_config": null}`, "routes"},
		{"routes that are not written", `{` + served + `}`, "routes"},
		{"a legacy table", `{` + served + `, "auto_capture_config": null}`, "legacy.auto_capture"},
		{"entities", `{"served_entities": null, "traffic_config": {"routes": [{"served_model_name": "m", "traffic_percentage": 100}]}}`, "destinations"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, doc := range documents(t, "a.json", test.in) {
				subjects, err := gateway.Normalise(doc, gateway.Auto)
				if err != nil || len(subjects) != 1 {
					t.Fatal(subjects, err)
				}
				if _, unseen := subjects[0].Unseen(test.facet); !unseen {
					t.Errorf("%s is seen", test.facet)
				}
			}
		})
	}
}

func TestAnAnswerWithoutConfigurationIsAnEndpoint(t *testing.T) {
	t.Parallel()
	looks(t, "a.json", map[string]struct{ in, want string }{
		"a newborn endpoint":           {`{"id": "84f4", "name": "newborn", "creator": "x@example.com", "permission_level": "CAN_MANAGE", "state": {"config_update": "NOT_UPDATING", "ready": "NOT_READY"}}`, "get"},
		"one that is being deployed":   {`{"id": "84f4", "name": "a", "state": {"config_update": "IN_PROGRESS", "ready": "NOT_READY"}, "pending_config": {"served_entities": [{"entity_name": "m"}]}}`, "get"},
		"with a configuration of null": {`{"id": "84f4", "name": "a", ` + ready + `, "config": null}`, "get"},
		"in JSON lines of a list":      {`[` + item + `]`, "list"},
		"under the key of a list":      {`{"endpoints": [` + item + `]}`, "list"},
		"a lamp":                       {`{"name": "lamp", "state": {"ready": true, "config_update": "no"}}`, "skipped"},
		"a job":                        {`{"name": "job", "state": {"ready": "READY"}}`, "skipped"},
		"without a name":               {`{` + ready + `}`, "skipped"},
	})
}

func TestAPutBodyHasMoreKeysOfOursThanOthers(t *testing.T) {
	t.Parallel()
	looks(t, "a.json", map[string]struct{ in, want string }{
		"limits alone":                                       {`{` + limits + `}`, "put"},
		"limits that are empty":                              {`{"rate_limits": []}`, "put"},
		"one limit of nothing":                               {`{"rate_limits": [{"calls": 0}]}`, "put"},
		"four sections that are null":                        {`{"usage_tracking_config": null, "inference_table_config": null, "rate_limits": null, "guardrails": null}`, "put"},
		"guardrails with safety alone":                       {`{"guardrails": {"input": {"safety": true}}}`, "put"},
		"fallback alone":                                     {`{"fallback_config": {"enabled": true}}`, "put"},
		"limits with a misspelt key":                         {`{"rate_limits": [{"key": "user", "cals": 5, "renewal_period": "minute"}]}`, "put"},
		"limits with an invented scope":                      {`{"rate_limits": [{"key": "users", "calls": 5, "renewal_period": "minute"}]}`, "put"},
		"limits with a scope of a template":                  {`{"rate_limits": [{"key": "${var.k}", "calls": 5}]}`, "put"},
		"limits beside a comment":                            {`{"_comment": "x", ` + limits + `}`, "put"},
		"a name and all sections":                            {`{"name": "a", ` + limits + `, ` + tracking + `}`, "put"},
		"two sections beside one key of another":             {`{"owner": "me", ` + limits + `, ` + tracking + `}`, "put"},
		"three sections beside two":                          {`{"owner": "me", "team": "x", ` + limits + `, ` + tracking + `, ` + filters + `}`, "put"},
		"one section beside one key":                         {`{"owner": "me", ` + tracking + `}`, "not checked"},
		"two sections beside two keys":                       {`{"owner": "me", "team": "x", ` + limits + `, ` + tracking + `}`, "not checked"},
		"guardrails beside one key":                          {`{"owner": "me", ` + filters + `}`, "not checked"},
		"limits beside one key":                              {`{"port": 8080, ` + limits + `}`, "not checked"},
		"a table beside many keys":                           {`{"a": 1, "b": 2, "c": 3, "inference_table_config": {"enabled": true, "catalog_name": "c"}}`, "not checked"},
		"some limits of which some are ours":                 {`{"rate_limits": [{"path": "/"}, {"key": "user", "calls": 1, "renewal_period": "minute"}]}`, "not checked"},
		"a name and limits alone are an endpoint's":          {`{"name": "a", ` + limits + `}`, "create"},
		"a name, tags and limits are an endpoint's":          {`{"name": "a", "tags": [], ` + limits + `}`, "create"},
		"a name and limits without a period are a service's": {`{"name": "edge", "rate_limits": [{"key": "user", "calls": 5}]}`, "skipped"},
	})
}

// TestApplicationsHaveSectionsOfTheSameNames has configuration of other products in
// the shapes that they document.
func TestApplicationsHaveSectionsOfTheSameNames(t *testing.T) {
	t.Parallel()
	looks(t, "a.yaml", map[string]struct{ in, want string }{
		"an application with limits": {"port: 8080\nrate_limits: [{key: user, calls: 10, window: 60}]\n", "skipped"},
		"an application with limits and no unit": {
			"server: {port: 80}\nlogging: {level: info}\nrate_limits: [{key: user, calls: 10}]\n", "skipped",
		},
		"switches for guardrails":              {"guardrails: {input: {pii: true}}\n", "skipped"},
		"a bot with limits of its own":         {"name: bot\nmodel_configs: []\nrate_limits: [{key: SERVICE, requests: 600, renewal_period: MINUTE}]\n", "skipped"},
		"a framework for agents":               {"name: agent\nmodel: gpt-4o\nguardrails: {input: {pii: redact, safety: true, jailbreak: block}, output: {safety: true}}\nrate_limits: {rpm: 10}\n", "skipped"},
		"limits in a logging service":          {"logging: {}\nrate_limits: [{key: user, calls: 10}]\n", "skipped"},
		"Envoy's rate limit service":           {"domain: mongo_cps\ndescriptors:\n  - key: database\n    value: users\n    rate_limit: {unit: second, requests_per_unit: 500}\n", "skipped"},
		"Envoy's routes with rate limits":      {"name: envoy\nroutes: [{route: {rate_limits: [{stage: 0, actions: [{remote_address: {}}]}], cluster: x}}]\n", "skipped"},
		"an Istio policy":                      {"apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nspec: {configPatches: [{patch: {value: {rate_limits: [{actions: [{request_headers: {header_name: x}}]}]}}}]}\n", "skipped"},
		"Kong's plugin":                        {"_format_version: '3.0'\nservices: [{name: a, plugins: [{name: rate-limiting, config: {minute: 5, policy: local}}]}]\n", "skipped"},
		"Kong's AI guard":                      {"plugins: [{name: ai-prompt-guard, config: {allow_patterns: [a], guardrails: {input: x}}}]\n", "skipped"},
		"Traefik's middleware":                 {"http: {middlewares: {limit: {rateLimit: {average: 100, burst: 50}}}}\n", "skipped"},
		"NeMo's guardrails":                    {"models: [{type: main, engine: openai}]\nrails: {input: {flows: [self check input]}, output: {flows: []}}\nguardrails: {input: [x]}\n", "skipped"},
		"LiteLLM's proxy":                      {"model_list: [{model_name: a, litellm_params: {model: x, rpm: 6}}]\nguardrails: [{guardrail_name: pii, litellm_params: {guardrail: presidio, mode: pre_call}}]\nlitellm_settings: {default_fallbacks: [a]}\n", "skipped"},
		"MLflow's gateway":                     {"endpoints:\n  - name: chat\n    endpoint_type: llm/v1/chat\n    model: {provider: openai, name: gpt-4o, config: {openai_api_key: $OPENAI_API_KEY}}\n    limit: {renewal_period: minute, calls: 10}\n", "skipped"},
		"an OpenAPI document":                  {"openapi: 3.0.0\ncomponents: {schemas: {Gateway: {type: object, properties: {usage_tracking_config: {type: object, properties: {enabled: {type: boolean}}}, rate_limits: {type: array, items: {type: object, properties: {calls: {type: integer}, renewal_period: {type: string}}}}, ai_gateway: {type: object}}}}}\n", "skipped"},
		"a workflow":                           {"name: ci\non: {push: {}}\njobs: {a: {steps: [{run: 'curl $URL/api/2.0/serving-endpoints # rate_limits'}]}}\n", "skipped"},
		"a dashboard":                          {"title: x\npanels: [{targets: [{expr: 'sum(rate_limits)'}], fieldConfig: {defaults: {thresholds: {}}}}]\n", "skipped"},
		"a package with endpoints":             {"name: pkg\nversion: 1.0.0\nendpoints: [{name: a, config: {}}]\nconfig: {rate_limits: {api: 100}}\n", "skipped"},
		"settings of a web framework":          {"app: {name: x, debug: true}\nrate_limits: {default: 10/minute}\nguardrails: {enabled: true}\nfallback_config: {enabled: true}\n", "skipped"},
		"a feature store":                      {"name: fs\ninference_table_config: off\nusage_tracking: true\n", "skipped"},
		"metadata of the CLI":                  {"resources:\n  model_serving_endpoints:\n    recreate_on_changes: [{field: name, reason: immutable}]\n    ignore_remote_changes: [{field: budget_policy_id, reason: input_only}]\n", "skipped"},
		"metadata of the CLI in another place": {"model_serving_endpoints: {backend_defaults: [{field: config.traffic_config}]}\n", "skipped"},
	})
}

func TestTheBodyOfPutConfigIsAFormOfItsOwn(t *testing.T) {
	t.Parallel()
	const entities = `"served_entities": [{"name": "a", "entity_name": "main.ml.a", "entity_version": "1"}, {"name": "b", "entity_name": "main.ml.b", "entity_version": "1"}]`
	looks(t, "a.json", map[string]struct{ in, want string }{
		"entities":                          {`{` + entities + `}`, "config"},
		"entities and routes":               {`{` + entities + `, "traffic_config": {"routes": [{"served_entity_name": "a", "traffic_percentage": 70}]}}`, "config"},
		"routes alone":                      {`{"traffic_config": {"routes": [{"served_model_name": "a", "traffic_percentage": 70}]}}`, "config"},
		"a legacy table alone":              {`{"auto_capture_config": {"enabled": true, "catalog_name": "c", "schema_name": "s"}}`, "config"},
		"models by their old name":          {`{"served_models": [{"model_name": "m", "model_version": "1"}]}`, "config"},
		"external models":                   {`{"served_entities": [{"external_model": {"name": "x"}}]}`, "config"},
		"in a list":                         {`[{` + entities + `}]`, "config"},
		"in JSON lines":                     {`{` + entities + `}`, "config"},
		"limits that stand beside":          {`{` + entities + `, ` + limits + `}`, "config"},
		"a name makes it a create body":     {`{"name": "a", ` + entities + `}`, "create"},
		"a gateway makes it a create body":  {`{` + entities + `, "ai_gateway": {"rate_limits": []}}`, "create"},
		"entities of another server":        {`{"served_entities": [{"id": 3}]}`, "skipped"},
		"routes of another server":          {`{"traffic_config": {"routes": [{"path": "/"}]}}`, "skipped"},
		"entities below a key of one's own": {`{"body": {` + entities + `}}`, "not checked"},
	})
}

func TestTheBodyOfPatchIsAnUpdate(t *testing.T) {
	t.Parallel()
	const destinations = `"destinations": [{"name": "a", "destination_type": "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL", "pay_per_token_config": {"model": "models/system.ai.x"}}]`
	looks(t, "a.json", map[string]struct{ in, want string }{
		"tools of an MCP service":             {`{"config": {"include_tool_selectors": ["get_*"]}}`, "update"},
		"limits of a model service":           {`{"config": {"rate_limits": [{"key": "RATE_LIMIT_KEY_SERVICE", "requests": 5, "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"}]}}`, "update"},
		"a table":                             {`{"config": {"inference_table": {"parent": "schemas/a.b"}}}`, "update"},
		"fallbacks alone":                     {`{"config": {"routing": {"fallback": {` + destinations + `}}}}`, "update"},
		"limits and tools":                    {`{"config": {"include_tool_selectors": ["get_*"], "rate_limits": []}}`, "update"},
		"a secret of a provider":              {`{"config": {"openai": {"direct": {"api_key": {"plaintext": "x"}}}}}`, "update"},
		"several in a list":                   {`[{"config": {"include_tool_selectors": []}}]`, "update"},
		"a service that the body names":       {`{"name": "mcp-services/a.b.c", "config": {"include_tool_selectors": ["get_*"]}}`, "list"},
		"destinations make it a create body":  {`{"config": {"routing": {` + destinations + `}}}`, "create"},
		"a connection makes it a create body": {`{"config": {"source_connection": {"name": "connections/c"}, "include_tool_selectors": []}}`, "create"},
		"an id makes it a create body":        {`{"mcp_service_id": "x", "parent": "schemas/a.b", "config": {"include_tool_selectors": []}}`, "create"},
		"limits by invented levels":           {`{"config": {"rate_limits": {"service_level": {"requests": 5}}}}`, "not checked"},
		"limits of another program":           {`{"config": {"rate_limits": {"api": 100}}}`, "skipped"},
	})
}

func TestTerraformsStateSaysTerraform(t *testing.T) {
	t.Parallel()
	state := func(kind, attributes string) string {
		return `{"version": 4, "terraform_version": "1.9.0", "resources": [{"mode": "managed", "type": "` + kind + `", "name": "c", "instances": [{"attributes": ` + attributes + `}]}]}`
	}
	for name, in := range map[string]string{
		"a gateway as a list":  state("databricks_model_serving", `{"ai_gateway": [{"usage_tracking_config": [{"enabled": true}]}], "config": []}`),
		"entities":             state("databricks_model_serving", `{"config": [{"served_entities": [{"entity_name": "x"}]}]}`),
		"nothing of a gateway": state("databricks_model_serving", `{"name": "x"}`),
		"a service":            state("databricks_ai_gateway_model_service", `{}`),
		"a plan":               `{"planned_values": {"root_module": {"resources": [{"type": "databricks_model_serving"}]}}}`,
	} {
		if fault := gateway.Unsupported(documents(t, "x.json", in)[0], nil); fault == nil || !strings.Contains(fault.Message, "Terraform") {
			t.Errorf("%s: %v", name, fault)
		}
		if !gateway.MayHoldGateway([]byte(in)) && strings.Contains(in, "model_serving") {
			t.Errorf("%s is not looked at", name)
		}
	}
	if fault := gateway.Unsupported(documents(t, "x.json", state("aws_s3_bucket", `{}`))[0], nil); fault != nil {
		t.Error(fault)
	}
}
