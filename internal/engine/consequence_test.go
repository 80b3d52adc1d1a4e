package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// rightEndpoint is an endpoint of which no rule finds anything.
const rightEndpoint = `name: support-chat
config:
  served_entities:
    - {name: primary, external_model: {name: gpt-4o, provider: openai, task: llm/v1/chat, openai_config: {openai_api_key: "{{secrets/a/b}}"}}}
    - {name: second, external_model: {name: gpt-4o-mini, provider: openai, task: llm/v1/chat, openai_config: {openai_api_key: "{{secrets/a/b}}"}}}
  traffic_config:
    routes:
      - {served_entity_name: primary, traffic_percentage: 100}
      - {served_entity_name: second, traffic_percentage: 0}
ai_gateway:
  usage_tracking_config: {enabled: true}
  fallback_config: {enabled: true}
  inference_table_config: {enabled: true, catalog_name: main, schema_name: gateway_audit, table_name_prefix: support_chat}
  guardrails:
    input: {pii: {behavior: BLOCK}, safety: true}
    output: {pii: {behavior: MASK}, safety: true}
  rate_limits:
    - {key: endpoint, calls: 1000, renewal_period: minute}
    - {key: user, calls: 100, renewal_period: minute}
`

const rightService = `parent: schemas/main.ai
model_service_id: chat
config:
  routing:
    destinations:
      - name: claude
        destination_type: DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL
        pay_per_token_config: {model: models/system.ai.claude_sonnet_4}
    fallback:
      destinations:
        - name: llama
          destination_type: DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL
          pay_per_token_config: {model: models/system.ai.llama_4}
  inference_table: {parent: schemas/main.gateway_audit, table_name_prefix: chat}
  rate_limits:
    - {key: RATE_LIMIT_KEY_SERVICE, requests: 1000, renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE}
    - {key: RATE_LIMIT_KEY_USER_DEFAULT, requests: 100, renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE}
`

// failed lists failures, each with the rules that follow from it: "GW003: GW402, GW404".
func failed(found []finding.Finding) []string {
	finding.Sort(found)
	finding.Fingerprint(found)
	var list []string
	for _, f := range found {
		if f.Outcome != finding.Fail || f.Cause != "" {
			continue
		}
		var follow []string
		for _, other := range found {
			if other.Cause == f.Fingerprint {
				follow = append(follow, other.Rule)
			}
		}
		slices.Sort(follow)
		line := f.Rule
		if len(follow) > 0 {
			line += ": " + strings.Join(follow, ", ")
		}
		list = append(list, line)
	}
	slices.Sort(list)
	return list
}

func TestWhatFollowsFromAFaultIsTiedToIt(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	for name, test := range map[string]struct {
		of      string   // rightEndpoint unless it is given
		replace []string // old and new, in turn
		want    []string
	}{
		"nothing is wrong":                {},
		"nothing is wrong with a service": {of: rightService},
		// One fault, and what follows.
		"a filter in lower case":          {replace: []string{"behavior: MASK", "behavior: mask"}, want: []string{"GW003: GW402"}},
		"a filter in other words":         {replace: []string{"behavior: MASK", "behavior: REDACT"}, want: []string{"GW003: GW402"}},
		"a filter that is no word of any": {replace: []string{"behavior: MASK", "behavior: WARN"}, want: []string{"GW003: GW402"}},
		"a filter that is a number":       {replace: []string{"behavior: BLOCK", "behavior: 5"}, want: []string{"GW003: GW401"}},
		"a filter without its block":      {replace: []string{"pii: {behavior: BLOCK}", "pii: BLOCK"}, want: []string{"GW003: GW401"}},
		"true in quotes":                  {replace: []string{"safety: true}\n    output", "safety: \"true\"}\n    output"}, want: []string{"GW003: GW403"}},
		"yes for true":                    {replace: []string{"usage_tracking_config: {enabled: true}", "usage_tracking_config: {enabled: yes}"}, want: []string{"GW003: GW101"}},
		"true misspelt":                   {replace: []string{"usage_tracking_config: {enabled: true}", "usage_tracking_config: {enabled: tru}"}, want: []string{"GW003: GW101"}},
		"true for a block":                {replace: []string{"usage_tracking_config: {enabled: true}", "usage_tracking_config: true"}, want: []string{"GW003: GW101"}},
		"a list for a block":              {replace: []string{"usage_tracking_config: {enabled: true}", "usage_tracking_config: [{enabled: true}]"}, want: []string{"GW003: GW101"}},
		"a block for true":                {replace: []string{"safety: true}\n    output", "safety: {enabled: true}}\n    output"}, want: []string{"GW003: GW403"}},
		"a text for all guardrails":       {replace: []string{"guardrails:\n    input: {pii: {behavior: BLOCK}, safety: true}\n    output: {pii: {behavior: MASK}, safety: true}", "guardrails: everything"}, want: []string{"GW003: GW401, GW402, GW403, GW404"}},
		"a number in quotes":              {replace: []string{"calls: 1000", `calls: "1000"`}, want: []string{"GW003: GW309"}},
		"a number with a comma":           {replace: []string{"calls: 1000", `calls: "1,000"`}, want: []string{"GW003: GW309"}},
		"a number in words":               {replace: []string{"calls: 1000", "calls: many"}, want: []string{"GW003: GW309"}},
		"a number below zero":             {replace: []string{"calls: 1000", "calls: -5"}, want: []string{"GW003: GW309"}},
		"a key of a limit misspelt":       {replace: []string{"key: endpoint", "key: enpoint"}, want: []string{"GW003: GW302"}},
		"a key of a limit for all":        {replace: []string{"key: endpoint", "key: service"}, want: []string{"GW003: GW302"}},
		"another key of a limit misspelt": {replace: []string{"key: user,", "key: users,"}, want: []string{"GW003: GW303"}},
		"a catalog that is a number":      {replace: []string{"catalog_name: main", "catalog_name: 1"}, want: []string{"GW003: GW106"}},
		"a text for all limits":           {replace: []string{"rate_limits:\n    - {key: endpoint, calls: 1000, renewal_period: minute}\n    - {key: user, calls: 100, renewal_period: minute}", "rate_limits: default"}, want: []string{"GW003: GW301"}},
		"shares of the traffic in quotes": {replace: []string{"traffic_percentage: 100", `traffic_percentage: "100"`}, want: []string{"GW003: GW207"}},
		"a block misspelt":                {replace: []string{"usage_tracking_config", "usage_traking_config"}, want: []string{"GW002: GW101"}},
		"a block misspelt, and more":      {replace: []string{"guardrails:", "guard_rails:"}, want: []string{"GW002: GW401, GW402, GW403, GW404"}},
		"the gateway misspelt":            {replace: []string{"ai_gateway:", "ai_gatway:"}, want: []string{"GW002: GW012, GW209"}},
		"a key of another name":           {replace: []string{"pii: {behavior: BLOCK}", "pii: {enabled: true}"}, want: []string{"GW002: GW401"}},
		"a setting outside of its block":  {replace: []string{"ai_gateway:\n  usage_tracking_config: {enabled: true}\n", "usage_tracking_config: {enabled: true}\nai_gateway:\n"}, want: []string{"GW005: GW101"}},
		"a service's key of an endpoint":  {of: rightService, replace: []string{"key: RATE_LIMIT_KEY_SERVICE", "key: endpoint"}, want: []string{"GW003: GW302"}},
		"a service's key of one user":     {of: rightService, replace: []string{"key: RATE_LIMIT_KEY_USER_DEFAULT", "key: RATE_LIMIT_KEY_USER"}, want: []string{"GW003: GW303"}},
		"a service's requests in words":   {of: rightService, replace: []string{"requests: 1000", "requests: many"}, want: []string{"GW003: GW309"}},

		// A failure beside it that is there for a reason of its own.
		"a filter beside it that is off":      {replace: []string{"pii: {behavior: MASK}, safety: true", "pii: {behavior: mask}, safety: false"}, want: []string{"GW003: GW402", "GW404"}},
		"what is meant is off as well":        {replace: []string{"behavior: MASK", "behavior: none"}, want: []string{"GW003", "GW402"}},
		"false in quotes is off as well":      {replace: []string{"safety: true}\n    output", "safety: \"false\"}\n    output"}, want: []string{"GW003", "GW403"}},
		"a misspelt block that is off":        {replace: []string{"usage_tracking_config: {enabled: true}", "usage_traking_config: {enabled: false}"}, want: []string{"GW002", "GW101"}},
		"a key misspelt, the other one gone":  {replace: []string{"key: endpoint", "key: enpoint", "    - {key: user, calls: 100, renewal_period: minute}\n", ""}, want: []string{"GW003: GW301"}},
		"a key misspelt, no limit for a user": {replace: []string{"key: endpoint", "key: enpoint", "key: user,", "key: user_group, principal: analysts,"}, want: []string{"GW003: GW302", "GW303"}},
		"another limit without an amount":     {replace: []string{"calls: 1000", "calls: many", "key: user, calls: 100,", "key: user,"}, want: []string{"GW003: GW309", "GW309"}},
		"another limit of zero":               {replace: []string{"calls: 1000", `calls: "1000"`, "calls: 100,", "calls: 0,"}, want: []string{"GW003: GW309", "GW305"}},
		"a prefix that ends in an underscore": {replace: []string{"catalog_name: main", "catalog_name: 1", "prefix: support_chat", "prefix: support_chat_"}, want: []string{"GW003: GW106", "GW103"}},
		"a fault that nothing follows from":   {replace: []string{"renewal_period: minute}\n    - {key: user", "renewal_period: minute, principal: 5}\n    - {key: user"}, want: []string{"GW003"}},

		// Several faults.
		"two faults, one consequence each": {
			replace: []string{"behavior: MASK", "behavior: mask", "behavior: BLOCK", "behavior: blok"},
			want:    []string{"GW003: GW401", "GW003: GW402"},
		},
		"two faults of one limit": {
			replace: []string{"key: endpoint, calls: 1000", `key: enpoint, calls: "1000"`},
			want:    []string{"GW003: GW302", "GW003: GW309"},
		},
		"two faults that are the reason only together": {
			replace: []string{"traffic_percentage: 100", `traffic_percentage: "50"`, "traffic_percentage: 0", `traffic_percentage: "50"`},
			want:    []string{"GW003", "GW003: GW207"},
		},
		"a fault within a fault": {
			replace: []string{"guardrails:", "guard_rails:", "behavior: MASK", "behavior: mask"},
			want:    []string{"GW002: GW401, GW402, GW403, GW404"},
		},
		"two keys of which each may be the other": {
			replace: []string{"key: endpoint", "key: x1", "key: user,", "key: x2,"},
			want:    []string{"GW003: GW301", "GW003"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := test.of
			if text == "" {
				text = rightEndpoint
			}
			for i := 0; i < len(test.replace); i += 2 {
				if !strings.Contains(text, test.replace[i]) {
					t.Fatalf("%q is not in the text", test.replace[i])
				}
				text = strings.Replace(text, test.replace[i], test.replace[i+1], 1)
			}
			want := slices.Sorted(slices.Values(test.want))
			if diff := cmp.Diff(want, failed(judge(t, e, subjects(t, "gateway.yaml", []byte(text))).Findings)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatFollowsFromAFaultThatIsOffStandsForItself(t *testing.T) {
	t.Parallel()
	text := strings.Replace(rightEndpoint, "behavior: MASK", "behavior: mask", 1)
	for level, want := range map[finding.Level][]string{
		finding.Off:     {"GW402"},
		finding.Note:    {"GW003", "GW402"},
		finding.Warning: {"GW003", "GW402"},
		finding.Error:   {"GW003: GW402"},
	} {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			o := shipped(t)
			o.Configured = func(rule rules.Rule, _, _ string) finding.Level {
				if rule.ID == "GW003" {
					return level
				}
				return ""
			}
			if diff := cmp.Diff(want, failed(judge(t, compiledRule(t, o), subjects(t, "gateway.yaml", []byte(text))).Findings)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConsequencesCountForTheChecklist(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	text := strings.Replace(rightEndpoint, "behavior: MASK", "behavior: mask", 1)
	result := judge(t, e, subjects(t, "gateway.yaml", []byte(text)))
	items, err := e.Checklist(t.Context(), result.Tally)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(items, func(item engine.Item) bool { return item.ID == "F4-09" })
	if items[i].Status != "fail" || items[i].Findings != 1 {
		t.Errorf("%+v", items[i])
	}
}
