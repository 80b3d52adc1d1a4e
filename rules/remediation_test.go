package rules_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
)

func TestAdviceHasTheKeysThatTheReaderHas(t *testing.T) {
	t.Parallel()
	rule := rules.Rule{
		Remediation: "Add a limit to `ai_gateway.rate_limits`, beside `config.served_entities`.",
		RemediationFor: map[string]string{
			"service":     "Add a limit to `config.rate_limits`.",
			"mcp_service": "Add `requests` to `config.rate_limits`.",
			"terraform":   "Add a block `rate_limits`.",
		},
	}
	for _, test := range []struct{ name, kind, form, want string }{
		{"a create body has both blocks", "endpoint", "create", "Add a limit to `ai_gateway.rate_limits`, beside `config.served_entities`."},
		{"an answer has them too", "endpoint", "get", "Add a limit to `ai_gateway.rate_limits`, beside `config.served_entities`."},
		{"a PUT body is what ai_gateway holds", "endpoint", "put", "Add a limit to `rate_limits`, beside `config.served_entities`."},
		{"an update of the configuration is what config holds", "endpoint", "config", "Add a limit to `ai_gateway.rate_limits`, beside `served_entities`."},
		{"an endpoint in Terraform is written in blocks", "endpoint", "terraform", "Add a block `rate_limits`."},
		{"a service in Terraform has the words of services", "model_service", "terraform", "Add a limit to `config.rate_limits`."},
		{"a service has the words of services", "model_service", "create", "Add a limit to `config.rate_limits`."},
		{"a PATCH of a service names its keys in full", "provider_service", "update", "Add a limit to `config.rate_limits`."},
		{"a kind has its own words before those of all services", "mcp_service", "get", "Add `requests` to `config.rate_limits`."},
		{"what has no words of its own has the general ones", "app", "", "Add a limit to `ai_gateway.rate_limits`, beside `config.served_entities`."},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, rule.Advice(test.kind, test.form)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatToDoIsWrittenOnlyForKindsThatARuleConcerns(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, written, want string }{
		{"a kind that it concerns", "{model_service: Do that.}", ""},
		{"every service", "{service: Do that.}", ""},
		{"endpoints in Terraform", "{terraform: Do that.}", ""},
		{"a kind that it does not concern", "{app: Do that.}", "custom.remediation_for.app: the rule does not concern it"},
		{"no kind at all", "{endpoints: Do that.}", "custom.remediation_for.endpoints: the rule does not concern it"},
		{"nothing said", "{service: ' '}", "custom.remediation_for.service: \" \" is not valid; write a text that says what to do"},
		{"a number", "{service: 7}", "custom.remediation_for.service: 7 is not valid; write a text that says what to do"},
		{"a text for all", "Do that.", `custom.remediation_for: "Do that." is not valid; write a map`},
		{"an empty map", "{}", "is not valid; write a map from a kind of subject"},
		{"null", "null", "is not valid; write a map from a kind of subject"},
		{"a list", "[service]", "is not valid; write a map from a kind of subject"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(complete, "fix: safe", "remediation_for: "+test.written, 1)
			_, _, err := rules.Load(one(text))
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
