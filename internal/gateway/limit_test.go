package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
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

func TestHowManyLimitsAreForGroupsAndForTheSame(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limits string
		want   gateway.LimitCounts
	}{
		"none":                {``, gateway.LimitCounts{}},
		"for two groups":      {`{key: user_group, principal: a, calls: 1}, {key: user_group, principal: b, calls: 1}`, gateway.LimitCounts{Groups: 2}},
		"for one group twice": {`{key: user_group, principal: a, calls: 1}, {key: user_group, principal: a, calls: 2}`, gateway.LimitCounts{Groups: 2, Repeated: 1}},
		"of two keys":         {`{key: endpoint, calls: 1}, {key: user, calls: 1}`, gateway.LimitCounts{}},
		"without a key":       {`{key: endpoint, calls: 1}, {calls: 1}`, gateway.LimitCounts{Repeated: 1}},
		"in two units":        {`{key: user, calls: 1}, {key: user, tokens: 1}`, gateway.LimitCounts{}},
		"both units again":    {`{key: user, calls: 1}, {key: user, tokens: 1}, {key: user, calls: 0, tokens: 0}`, gateway.LimitCounts{Repeated: 1}},
		"of two periods":      {`{key: user, calls: 1, renewal_period: minute}, {key: user, calls: 1}`, gateway.LimitCounts{}},
		"tokens three times":  {`{key: user, tokens: 1}, {key: user, tokens: 1}, {key: user, tokens: 1}`, gateway.LimitCounts{Repeated: 2}},
		"an amount once":      {`{key: user}, {key: user}, {key: user, calls: 1}`, gateway.LimitCounts{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: a, ai_gateway: {usage_tracking_config: {enabled: true}, rate_limits: [`+test.limits+`]}}`)
			if diff := cmp.Diff(test.want, s.LimitCounts); diff != "" {
				t.Error(diff)
			}
		})
	}
}
