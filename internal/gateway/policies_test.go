package gateway_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

// guarded is a model service with one policy.
func guarded(policy string) string {
	return `{config: {routing: {destinations: [{name: a, pay_per_token_config: {model: models/system.ai.m}}]}, service_policies: [` + policy + `]}}`
}

func TestAPolicyIsRead(t *testing.T) {
	t.Parallel()
	const pii, builtin = "system.ai.block_pii", "policy_type: POLICY_TYPE_BUILTIN, handler: system.ai.block_pii, "
	both := []string{"pre_call", "post_call"}
	for name, test := range map[string]struct {
		in   string
		want gateway.Policy
	}{
		"as it is published": {
			`{name: p, rank: 0, ` + builtin + `options: {phases: "pre_call,post_call", dry_run: "false", action: block, categories: "class.us_ssn,class.credit_card", max_turns: "1"}}`,
			gateway.Policy{Name: "p", Type: "builtin", Handler: pii, InForce: both, Categories: []string{"class.us_ssn", "class.credit_card"}},
		},
		"a function by its full name": {
			`{handler: functions/main.ai.check, policy_type: POLICY_TYPE_CUSTOM, options: {phases: pre_call}}`,
			gateway.Policy{Type: "custom", Handler: "main.ai.check", InForce: both[:1]},
		},
		"no type":                     {`{handler: system.ai.block_pii, options: {phases: pre_call}}`, gateway.Policy{Handler: pii, InForce: both[:1]}},
		"a type that is not known":    {`{handler: system.ai.block_pii, policy_type: POLICY_TYPE_PARTNER, options: {phases: pre_call}}`, gateway.Policy{Type: "other", Handler: pii, InForce: both[:1]}},
		"a type that is no text":      {`{handler: system.ai.block_pii, policy_type: 1, options: {phases: pre_call}}`, gateway.Policy{Type: "other", Handler: pii, InForce: both[:1]}},
		"spaces and repeated phases":  {`{` + builtin + `options: {phases: " post_call , pre_call,,post_call"}}`, gateway.Policy{Type: "builtin", Handler: pii, InForce: []string{"post_call", "pre_call"}}},
		"one phase that is not known": {`{` + builtin + `options: {phases: "pre_call,during_call"}}`, gateway.Policy{Type: "builtin", Handler: pii, InForce: both[:1]}},
		"only phases that are not":    {`{` + builtin + `options: {phases: "during_call"}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "neither of the phases"}},
		"phases in capitals":          {`{` + builtin + `options: {phases: "PRE_CALL"}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "neither of the phases"}},
		"empty phases":                {`{` + builtin + `options: {phases: ""}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "in which phases"}},
		"a list of phases":            {`{` + builtin + `options: {phases: [pre_call]}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "in which phases"}},
		"no phases":                   {`{` + builtin + `options: {action: block}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "in which phases"}},
		"no options":                  {`{` + builtin + `rank: 1}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "in which phases"}},
		"options that are a list":     {`{` + builtin + `options: [pre_call]}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "not an object"}},
		"no handler":                  {`{policy_type: POLICY_TYPE_BUILTIN, options: {phases: pre_call}}`, gateway.Policy{Type: "builtin", Unsure: "names no handler"}},
		"a handler that is no text":   {`{policy_type: POLICY_TYPE_BUILTIN, handler: {name: x}, options: {phases: pre_call}}`, gateway.Policy{Type: "builtin", Unsure: "names no handler"}},
		"on trial":                    {`{` + builtin + `options: {phases: pre_call, dry_run: "true"}}`, gateway.Policy{Type: "builtin", Handler: pii, DryRun: true}},
		"on trial without phases":     {`{` + builtin + `options: {dry_run: "true"}}`, gateway.Policy{Type: "builtin", Handler: pii, DryRun: true}},
		"on trial as a boolean":       {`{` + builtin + `options: {phases: pre_call, dry_run: true}}`, gateway.Policy{Type: "builtin", Handler: pii, DryRun: true}},
		"in force as a boolean":       {`{` + builtin + `options: {phases: pre_call, dry_run: false}}`, gateway.Policy{Type: "builtin", Handler: pii, InForce: both[:1]}},
		"in force as null":            {`{` + builtin + `options: {phases: pre_call, dry_run: null}}`, gateway.Policy{Type: "builtin", Handler: pii, InForce: both[:1]}},
		"a trial that is not known":   {`{` + builtin + `options: {phases: pre_call, dry_run: maybe}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "dry_run of a service policy"}},
		"a trial that is a number":    {`{` + builtin + `options: {phases: pre_call, dry_run: 1}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "dry_run of a service policy"}},
		"an action that is not known": {`{` + builtin + `options: {phases: pre_call, action: log}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "none of block, transform and ask"}},
		"for some principals":         {`{` + builtin + `to_principals: [contractors], options: {phases: pre_call}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "some callers"}},
		"for no principals named":     {`{` + builtin + `to_principals: [], options: {phases: pre_call}}`, gateway.Policy{Type: "builtin", Handler: pii, InForce: both[:1]}},
		"an element that is a word":   {`block_pii`, gateway.Policy{Unsure: "not an object"}},
		"an element that is null":     {`null`, gateway.Policy{Unsure: "not an object"}},
		"an element yet to come":      {`"${var.p}"`, gateway.Policy{Unsure: "`${var.p}` is not resolved"}},
		"a handler yet to come":       {`{policy_type: POLICY_TYPE_BUILTIN, handler: "system.ai.${var.h}", options: {phases: pre_call}}`, gateway.Policy{Type: "builtin", Unsure: "`${var.h}` is not resolved"}},
		"a type yet to come":          {`{handler: system.ai.block_pii, policy_type: "${var.t}", options: {phases: pre_call}}`, gateway.Policy{Handler: pii, Unsure: "`${var.t}` is not resolved"}},
		"options yet to come":         {`{` + builtin + `options: "${var.o}"}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "`${var.o}` is not resolved"}},
		"phases yet to come":          {`{` + builtin + `options: {phases: "${var.p}"}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "`${var.p}` is not resolved"}},
		"a trial yet to come":         {`{` + builtin + `options: {phases: pre_call, dry_run: "${var.d}"}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "`${var.d}` is not resolved"}},
		"an action yet to come":       {`{` + builtin + `options: {phases: pre_call, action: "${var.a}"}}`, gateway.Policy{Type: "builtin", Handler: pii, Unsure: "`${var.a}` is not resolved"}},
		"categories yet to come":      {`{` + builtin + `options: {phases: pre_call, categories: "${var.c}"}}`, gateway.Policy{Type: "builtin", Handler: pii, InForce: both[:1]}},
		"a name yet to come":          {`{name: "${var.n}", ` + builtin + `options: {phases: pre_call}}`, gateway.Policy{Type: "builtin", Handler: pii, InForce: both[:1]}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := only(t, guarded(test.in)).Policies
			if !got.Seen || len(got.List) != 1 {
				t.Fatalf("read %+v", got)
			}
			policy := got.List[0]
			if test.want.Unsure != "" && strings.Contains(policy.Unsure, test.want.Unsure) {
				policy.Unsure = test.want.Unsure
			}
			if diff := cmp.Diff(test.want, policy, cmp.Transformer("empty", func(l []string) string { return strings.Join(l, " ") })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPoliciesThatAreNotShownSayWhy(t *testing.T) {
	t.Parallel()
	const routing = `routing: {destinations: [{name: a, pay_per_token_config: {model: models/system.ai.m}}]}`
	for name, test := range map[string]struct{ in, reason string }{
		"a create body without them":      {`{config: {` + routing + `}}`, "service_policies is not shown here"},
		"an answer without them":          {chatService, "service_policies is not shown here"},
		"null":                            {`{config: {` + routing + `, service_policies: null}}`, "service_policies is not shown here"},
		"a list with view=BASIC":          {`{model_services: [{name: model-services/a.b.c}]}`, "view=BASIC"},
		"a PATCH of something else":       {`{config: {rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: 1}]}}`, "a PATCH body does not show"},
		"a map":                           {`{config: {` + routing + `, service_policies: {a: b}}}`, "is not a list"},
		"a word":                          {`{config: {` + routing + `, service_policies: block_pii}}`, "is not a list"},
		"false":                           {`{config: {` + routing + `, service_policies: false}}`, "is not a list"},
		"a list that is yet to come":      {`{config: {` + routing + `, service_policies: "${var.p}"}}`, "`${var.p}` is not resolved"},
		"a config that is yet to come":    {`{name: model-services/a.b.c, config: "${var.c}"}`, "`${var.c}` is not resolved"},
		"an MCP service without them":     {`{name: mcp-services/a.b.c, config: {include_tool_selectors: [a]}}`, "view=BASIC"},
		"an MCP service that is sent":     {`{config: {source_connection: {name: connections/a.b.c}}}`, "service_policies is not shown here"},
		"an empty list is shown":          {`{config: {` + routing + `, service_policies: []}}`, ""},
		"an empty list of an MCP service": {`{config: {source_connection: {name: connections/a.b.c}, service_policies: []}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, test.in)
			if got := s.Policies; got.Seen != (test.reason == "") || !strings.Contains(got.Reason, test.reason) || len(got.List) > 0 {
				t.Errorf("read %+v", got)
			}
			for _, facet := range []string{"policies.list.dry_run", "policies.list.categories"} {
				if mark, unseen := s.Unseen(facet); unseen == s.Policies.Seen || mark.Reason != s.Policies.Reason || mark.Partial {
					t.Errorf("%s: unseen %v (%s)", facet, unseen, mark.Reason)
				}
			}
		})
	}
}

func TestABodyOfPoliciesAloneIsAnUpdate(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{
		`{name: p, policy_type: POLICY_TYPE_BUILTIN}`, `{name: p, handler: system.ai.block_pii}`,
		`{name: p, handler: functions/main.ai.check}`, `{name: p, handler: functions/system.ai.block_pii}`,
	} {
		s := only(t, `{config: {service_policies: [`+policy+`]}}`)
		if s.Kind != "model_service" || s.Form != gateway.FormUpdate || len(s.Policies.List) != 1 {
			t.Errorf("%s: read as %s of a %s", policy, s.Form, s.Kind)
		}
		for _, facet := range []string{"destinations", "rate_limits", "inference_table"} {
			if mark, unseen := s.Unseen(facet); !unseen || !strings.Contains(mark.Reason, "PATCH") {
				t.Errorf("%s: unseen %v (%s)", facet, unseen, mark.Reason)
			}
		}
	}
}

func TestABodyThatMayBeOfAnMCPServiceDoesNotDecideWhichPoliciesAModelServiceHas(t *testing.T) {
	t.Parallel()
	const policies = `service_policies: [{name: p, handler: system.ai.block_pii, options: {phases: pre_call, dry_run: "true"}}]`
	const limits = `rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: "1", renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE}]`
	for name, test := range map[string]struct {
		in   string
		kind gateway.Kind
		any  bool
	}{
		"policies alone":                {in: `{config: {` + policies + `}}`, any: true},
		"limits beside them":            {in: `{config: {` + limits + `, ` + policies + `}}`, any: true},
		"a comment beside them":         {in: `{comment: a, config: {` + policies + `}}`, any: true},
		"in lowerCamelCase":             {in: `{config: {servicePolicies: [{name: p, handler: system.ai.block_pii, options: {phases: pre_call, dryRun: "true"}}]}}`, any: true},
		"in a bare list":                {in: `[{config: {` + policies + `}}]`, any: true},
		"a table beside them":           {in: `{config: {inference_table: {parent: schemas/a.b}, ` + policies + `}}`},
		"fallbacks beside them":         {in: `{config: {routing: {fallback: {destinations: [{name: a, pay_per_token_config: {model: m}}]}}, ` + policies + `}}`},
		"the name of a model service":   {in: `{name: model-services/a.b.c, config: {` + policies + `}}`},
		"the name of an MCP service":    {in: `{name: mcp-services/a.b.c, config: {` + policies + `}}`},
		"selectors beside them":         {in: `{config: {include_tool_selectors: [a], ` + policies + `}}`},
		"told to be a model service's":  {in: `{config: {` + policies + `}}`, kind: gateway.ModelService},
		"told to be an MCP service's":   {in: `{config: {` + policies + `}}`, kind: gateway.MCPService},
		"in a list of model services":   {in: `{model_services: [{config: {` + policies + `}}]}`},
		"the parent of a new service":   {in: `{parent: schemas/a.b, model_service_id: c, config: {` + policies + `}}`},
		"the answer for such a service": {in: `{name: model-services/a.b.c, etag: x, config: {` + policies + `}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kind := test.kind
			if kind == "" {
				kind = gateway.Auto
			}
			subjects, err := gateway.Normalise(documents(t, "gw.yaml", test.in)[0], kind)
			if err != nil || len(subjects) != 1 {
				t.Fatal(len(subjects), err)
			}
			got := subjects[0].Policies
			if got.Seen == test.any || strings.Contains(got.Reason, "say it with `--kind`") != test.any || len(got.List) != 1 {
				t.Errorf("read %+v", got)
			}
			if mark, unseen := subjects[0].Unseen("policies.list.dry_run"); unseen {
				t.Errorf("dry_run is unseen: %s", mark.Reason)
			}
		})
	}
}

func TestPlacesInPolicies(t *testing.T) {
	t.Parallel()
	s := only(t, guarded(`{handler: system.ai.block_pii}, {name: b, handler: system.ai.block_pii, options: {dry_run: "true", categories: class.a}}, {handler: system.ai.block_pii, options: {phases: "${var.p}"}}`))
	for path, want := range map[string]string{
		"policies":                   "/config/service_policies",
		"policies list 1":            "/config/service_policies/1",
		"policies list 1 handler":    "/config/service_policies/1/handler",
		"policies list 1 dry_run":    "/config/service_policies/1/options/dry_run",
		"policies list 1 categories": "/config/service_policies/1/options/categories",
		"policies list 0 in_force":   "/config/service_policies/0",
		"policies list 0 unsure":     "/config/service_policies/0/options/phases",
		"policies list 2 unsure":     "/config/service_policies/2/options/phases",
	} {
		if got := s.Place(strings.Fields(path)).Pointer; got != want {
			t.Errorf("%s is at %s, want %s", path, got, want)
		}
	}
}

func TestWrongPoliciesAreInvalidValues(t *testing.T) {
	t.Parallel()
	const p = "config.service_policies"
	for name, test := range map[string]struct{ in, keys, unknown, misplaced string }{
		"a boolean for a text":                   {in: guarded(`{name: p, handler: system.ai.block_pii, options: {dry_run: true}}`), keys: p + "[0].options.dry_run"},
		"a word for a boolean":                   {in: guarded(`{name: p, handler: system.ai.block_pii, options: {dry_run: "yes"}}`), keys: p + "[0].options.dry_run"},
		"a list of phases":                       {in: guarded(`{name: p, handler: system.ai.block_pii, options: {phases: [pre_call]}}`), keys: p + "[0].options.phases"},
		"a list of categories":                   {in: guarded(`{name: p, handler: system.ai.block_pii, options: {categories: [class.a]}}`), keys: p + "[0].options.categories"},
		"two of a name":                          {in: guarded(`{name: p, handler: system.ai.block_pii}, {name: q, handler: system.ai.mask_pii}, {name: p, handler: system.ai.mask_pii}`), keys: p + "[2].name"},
		"two names yet to come":                  {in: guarded(`{name: "${var.n}", handler: system.ai.block_pii}, {name: "${var.n}", handler: system.ai.mask_pii}`)},
		"a word for a policy":                    {in: guarded(`block_pii`), keys: p + "[0]"},
		"a map for the list":                     {in: `{name: model-services/a.b.c, config: {routing: {}, service_policies: {a: b}}}`, keys: p},
		"a misspelt key":                         {in: guarded(`{name: p, handlers: system.ai.block_pii}`), unknown: p + "[0].handlers"},
		"an option of its own":                   {in: guarded(`{name: p, handler: functions/a.b.c, options: {threshold: "5"}}`)},
		"a type that is not known":               {in: guarded(`{name: p, handler: functions/a.b.c, policy_type: POLICY_TYPE_PARTNER}`)},
		"policies beside config":                 {in: `{service_policies: [{handler: system.ai.block_pii}], config: {routing: {destinations: [{name: a, pay_per_token_config: {model: m}}]}}}`, misplaced: "service_policies"},
		"policies of a provider":                 {in: `{name: model-provider-services/a.b.c, config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI, service_policies: [{name: p, handler: functions/a.b.c, rank: 0, options: {phases: pre_call}}]}}`},
		"policies of a provider of a wrong type": {in: `{name: model-provider-services/a.b.c, config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI, service_policies: {}}}`, keys: p},
		"policies beside a provider's config":    {in: `{name: model-provider-services/a.b.c, service_policies: [], config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI}}`, misplaced: "service_policies"},
		"policies of an MCP server":              {in: `{name: mcp-services/a.b.c, config: {source_connection: {name: connections/a.b.c}, service_policies: [{name: p, handler: functions/a.b.c, options: {dry_run: 1}}]}}`, keys: p + "[0].options.dry_run"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var keys, unknown, misplaced []string
			text := only(t, test.in).Text
			for _, v := range text.InvalidValues {
				keys = append(keys, v.Key)
			}
			for _, v := range text.UnknownKeys {
				unknown = append(unknown, v.Parent+"."+v.Key)
			}
			for _, v := range text.Misplaced {
				misplaced = append(misplaced, v.Key)
			}
			got := []string{strings.Join(keys, " "), strings.Join(unknown, " "), strings.Join(misplaced, " ")}
			if diff := cmp.Diff([]string{test.keys, test.unknown, test.misplaced}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFreeTextOfPoliciesIsMasked(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]string{
		"an instruction":               `{name: p, handler: system.ai.invoke_llm_judge, options: {instruction: "hunter2 is the word"}}`,
		"an option that is not known":  `{name: p, handler: functions/a.b.c, options: {shared: hunter2}}`,
		"a block of such":              `{name: p, handler: functions/a.b.c, options: {more: {deep: [hunter2]}}}`,
		"a key that is not known":      `{name: p, handler: functions/a.b.c, connection: {value: hunter2}}`,
		"a number that is not known":   `{name: p, handler: functions/a.b.c, options: {pin: 7741902}}`,
		"an option named as a secret":  `{name: p, handler: functions/a.b.c, options: {api_key: hunter2}}`,
		"a boolean that is a sentence": `{name: p, handler: functions/a.b.c, options: {dry_run: "hunter2-hunter2-9"}}`,
		"phases that are a list":       `{name: p, handler: functions/a.b.c, options: {phases: ["hunter2-hunter2-9"]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shown := strings.Join(only(t, guarded(policy)).Source().Excerpt(1, 1), "")
			if strings.Contains(shown, "hunter2") || strings.Contains(shown, "7741902") {
				t.Error(shown)
			}
		})
	}
}
