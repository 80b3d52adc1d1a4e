package schema_test

import (
	"slices"
	"testing"

	"github.com/gwlint/gwlint/schema"
)

func TestAKeyInLowerCamelCaseIsTheDocumentedOne(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"rateLimits": "rate_limits", "renewalPeriod": "renewal_period", "inferenceTable": "inference_table",
		"payPerTokenConfig": "pay_per_token_config", "includeToolSelectors": "include_tool_selectors",
		"allowAllTargets": "allow_all_targets", "secretAccessKey": "secret_access_key", "isDeleted": "is_deleted",
		"rate_limits": "", "routing": "", "RateLimits": "", "aiGateway": "", "ratelimits": "", "rateLimit": "",
	} {
		if got := schema.ServiceKey(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

func TestNoTwoKeysOfServicesHaveOneSpelling(t *testing.T) {
	t.Parallel()
	keys := map[string]string{}
	for _, name := range []schema.Name{schema.ModelService, schema.MCPService, schema.ProviderService} {
		walk(tree(t, name), string(name), func(_ string, keywords map[string]any) {
			properties, _ := keywords["properties"].(map[string]any)
			for key := range properties {
				camel := schema.CamelCase(key)
				if other := keys[camel]; other != "" && other != key {
					t.Errorf("%s and %s are both %s", key, other, camel)
				}
				keys[camel] = key
			}
		})
	}
}

func TestANumberStandsForAValueWhereThatIsKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		key, number, want string
		known, inRange    bool
	}{
		"a minute":                       {"renewal_period", "1", "RATE_LIMIT_RENEWAL_PERIOD_MINUTE", true, true},
		"the other period":               {"renewal_period", "2", "", false, true},
		"a period too many":              {"renewal_period", "3", "", false, false},
		"zero, which is no value":        {"renewal_period", "0", "", false, false},
		"a number below zero":            {"renewal_period", "-1", "", false, false},
		"a fraction":                     {"renewal_period", "1.5", "", false, false},
		"a whole number as a fraction":   {"renewal_period", "1.0", "", false, false},
		"a number beyond all":            {"renewal_period", "99999999999999999999", "", false, false},
		"a key of a limit":               {"key", "4", "", false, true},
		"a key without an enumeration":   {"requests", "1", "", false, false},
		"a key that no service has":      {"behavior", "1", "", false, false},
		"a destination":                  {"destination_type", "3", "", false, true},
		"one destination too many":       {"destination_type", "4", "", false, false},
		"a provider":                     {"provider_type", "1", "", false, true},
		"a key that is not the document": {"renewalPeriod", "1", "", false, false},
	} {
		value, known, inRange := schema.ServiceNumber(test.key, test.number)
		if value != test.want || known != test.known || inRange != test.inRange {
			t.Errorf("%s: %q %v %v", name, value, known, inRange)
		}
	}
}

func TestTheNumbersThatAreKnownStandForValuesOfTheirKey(t *testing.T) {
	t.Parallel()
	for _, name := range schema.Documents() {
		walk(tree(t, name), string(name), func(at string, keywords map[string]any) {
			numbers, _ := keywords["x-numbers"].(map[string]any)
			values, _ := keywords["enum"].([]any)
			for number, value := range numbers {
				if !slices.Contains(values, value) {
					t.Errorf("%s: %s is %v, which is no value", at, number, value)
				}
			}
		})
	}
}

func TestKeysBelowOptionsAreAnybodysOwn(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]bool{"options": true, "config": false, "routing": false, "rate_limits": false, "target": false} {
		if got := schema.IsServiceFree(key); got != want {
			t.Errorf("%s: %v", key, got)
		}
	}
}
