package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

func TestLimitsOfServices(t *testing.T) {
	t.Parallel()
	const period = `renewal_period: RATE_LIMIT_RENEWAL_PERIOD_HOUR`
	for name, test := range map[string]struct {
		in      string
		want    gateway.RateLimit
		invalid []gateway.InvalidValue
	}{
		"for the service": {
			in:   `{key: RATE_LIMIT_KEY_SERVICE, requests: 5, ` + period + `}`,
			want: gateway.RateLimit{Scope: "endpoint", Calls: 5, Tokens: -1, Period: "hour"},
		},
		"for each user": {
			in:   `{key: RATE_LIMIT_KEY_USER_DEFAULT, tokens: "9007199254740993", principal: "", renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE}`,
			want: gateway.RateLimit{Scope: "user", Calls: -1, Tokens: 9007199254740993, Period: "minute"},
		},
		"for one user": {
			in:   `{key: RATE_LIMIT_KEY_USER, principal: a@b.c, requests: "0", ` + period + `}`,
			want: gateway.RateLimit{Scope: "user", Principal: "a@b.c", Calls: 0, Tokens: -1, Period: "hour"},
		},
		"for a group": {
			in:   `{key: RATE_LIMIT_KEY_USER_GROUP, principal: g, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "user_group", Principal: "g", Calls: 1, Tokens: -1, Period: "hour"},
		},
		"for a service principal that is missing": {
			in:   `{key: RATE_LIMIT_KEY_SERVICE_PRINCIPAL, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "service_principal", Calls: 1, Tokens: -1, Period: "hour"},
		},
		"for a tag": {
			in:   `{key: RATE_LIMIT_KEY_REQUEST_TAG, request_tag_key: team, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: 1, Tokens: -1, Period: "hour"},
		},
		"without a key": {
			in:   `{requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Implicit: true, Calls: 1, Tokens: -1, Period: "hour"},
		},
		"with the words of an endpoint": {
			in:   `{key: user, requests: many, renewal_period: minute}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: -1, Tokens: -1},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].key", Written: "user", Expected: "RATE_LIMIT_KEY_SERVICE, RATE_LIMIT_KEY_USER_DEFAULT, RATE_LIMIT_KEY_USER, RATE_LIMIT_KEY_USER_GROUP or RATE_LIMIT_KEY_SERVICE_PRINCIPAL"},
				{Key: "config.rate_limits[0].renewal_period", Written: "minute", Expected: "RATE_LIMIT_RENEWAL_PERIOD_MINUTE or RATE_LIMIT_RENEWAL_PERIOD_HOUR"},
				{Key: "config.rate_limits[0].requests", Written: "many", Expected: "a whole number, 0 or more"},
			},
		},
		"for one user who is not named": {
			in:   `{key: RATE_LIMIT_KEY_USER, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: 1, Tokens: -1, Period: "hour"},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].key", Written: "RATE_LIMIT_KEY_USER", Expected: "RATE_LIMIT_KEY_USER_DEFAULT, or have a principal beside it"},
			},
		},
		"for one user whose name is empty": {
			in:   `{key: RATE_LIMIT_KEY_USER, principal: "", requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: 1, Tokens: -1, Period: "hour"},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].key", Written: "RATE_LIMIT_KEY_USER", Expected: "RATE_LIMIT_KEY_USER_DEFAULT, or have a principal beside it"},
			},
		},
		"for each user, who is named": {
			in:   `{key: RATE_LIMIT_KEY_USER_DEFAULT, principal: a@b.c, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "user", Calls: 1, Tokens: -1, Period: "hour"},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].principal", Expected: "left out beside RATE_LIMIT_KEY_USER_DEFAULT"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{config: `+routed(`, rate_limits: [`+test.in+`]`)+`}`)
			if diff := cmp.Diff([]gateway.RateLimit{test.want}, s.RateLimits); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(append([]gateway.InvalidValue{}, test.invalid...), s.Text.InvalidValues); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAUserWhoIsYetToBeNamedIsNoFault(t *testing.T) {
	t.Parallel()
	s := only(t, `{config: `+routed(`, rate_limits: [{key: RATE_LIMIT_KEY_USER, principal: "${var.who}", requests: 1}]`)+`}`)
	if s.RateLimits[0].Scope != "user" || len(s.Text.InvalidValues) > 0 {
		t.Errorf("%+v %+v", s.RateLimits[0], s.Text.InvalidValues)
	}
	if seen := facetsSeen(s, "rate_limits.principal", "rate_limits.scope"); !cmp.Equal(seen, []string{"rate_limits.scope"}) {
		t.Errorf("seen are %v", seen)
	}
}

func TestTypesOfALaterPlatformAreJudgedInCreateBodies(t *testing.T) {
	t.Parallel()
	const config = `config: {routing: {destinations: [{name: a, destination_type: DESTINATION_TYPE_LATER}]}}`
	created, answered := only(t, `{`+config+`}`), only(t, `{name: model-services/a.b.c, etag: x, `+config+`}`)
	if len(created.Text.InvalidValues) != 1 || len(answered.Text.InvalidValues) > 0 {
		t.Errorf("created %v, answered %v", created.Text.InvalidValues, answered.Text.InvalidValues)
	}
}

func TestKeysThatOnlyPersonsWriteAreJudgedInCreateBodies(t *testing.T) {
	t.Parallel()
	const config = `config: {routing: {destinations: [{name: a, pay_per_token_config: {model: m, version: 1}}]}, guardrails: {}}`
	created, answered := only(t, `{`+config+`}`), only(t, `{name: model-services/a.b.c, etag: x, new_key: 1, `+config+`}`)
	want := []gateway.UnknownKey{
		{Key: "guardrails", Parent: "config"},
		{Key: "version", Parent: "config.routing.destinations[0].pay_per_token_config"},
	}
	if diff := cmp.Diff(want, created.Text.UnknownKeys); diff != "" {
		t.Error(diff)
	}
	if len(answered.Text.UnknownKeys) > 0 {
		t.Errorf("an answer has unknown keys: %v", answered.Text.UnknownKeys)
	}
}
