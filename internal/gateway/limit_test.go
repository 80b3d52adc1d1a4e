package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsWorkedOutOfTheAmountsOfALimit(t *testing.T) {
	t.Parallel()
	type worked struct {
		Calls, Tokens string
		Idle          bool
	}
	endpoint := func(amounts string) string {
		return `{name: a, ai_gateway: {rate_limits: [{key: user` + amounts + `}]}}`
	}
	service := func(amounts string) string {
		return `{name: model-services/a.b.c, config: {routing: {destinations: []}, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE` + amounts + `}]}}`
	}
	mcp := func(amounts string) string {
		return `{name: mcp-services/a.b.c, config: {source_connection: {name: connections/c}, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE` + amounts + `}]}}`
	}
	for name, test := range map[string]struct {
		in   string
		want worked
	}{
		"neither amount":                 {endpoint(``), worked{"unset", "unset", false}},
		"calls of 0":                     {endpoint(`, calls: 0`), worked{"zero", "unset", false}},
		"tokens":                         {endpoint(`, tokens: 1`), worked{"unset", "positive", false}},
		"less than 0":                    {endpoint(`, calls: -5, tokens: 0`), worked{"unset", "zero", false}},
		"calls of an MCP service":        {mcp(`, requests: 1`), worked{"positive", "unset", false}},
		"both of an MCP service":         {mcp(`, requests: 0, tokens: 1`), worked{"zero", "positive", false}},
		"tokens alone of an MCP service": {mcp(`, tokens: 0`), worked{"unset", "zero", true}},
		"neither of an MCP service":      {mcp(``), worked{"unset", "unset", false}},
		"tokens of another service":      {service(`, tokens: 0`), worked{"unset", "zero", false}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := only(t, test.in).RateLimits[0]
			if diff := cmp.Diff(test.want, worked{limit.Sizes.Calls, limit.Sizes.Tokens, limit.Idle}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAZeroThatTerraformDoesNotSendLimitsNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		amounts string
		want    bool
	}{
		"calls":               {", calls: 0", true},
		"both":                {", calls: 0, tokens: 0", true},
		"beside tokens":       {", calls: 0, tokens: 1", false},
		"none":                {"", false},
		"more than 0":         {", calls: 1", false},
		"less than 0, with 0": {", calls: -1, tokens: 0", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := theTerraformSubject(t, terraformEndpoint(t, "{name: a, ai_gateway: {rate_limits: [{key: user"+test.amounts+"}]}}"))
			if len(s.RateLimits) != 1 || s.RateLimits[0].Idle != test.want {
				t.Errorf("got %+v", s.RateLimits)
			}
		})
	}
}
