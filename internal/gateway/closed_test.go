package gateway_test

import "testing"

func TestALimitOfZeroForAllClosesAGateway(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		closed     bool
		pointer    string
	}{
		{"no calls for the endpoint", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "endpoint", "calls": 0}]}}`, true, "/ai_gateway/rate_limits/0/calls"},
		{"no tokens for the endpoint", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "endpoint", "calls": 5}, {"key": "endpoint", "tokens": 0}]}}`, true, "/ai_gateway/rate_limits/1/tokens"},
		{"a limit without a key is for the endpoint", `{"name": "a", "ai_gateway": {"rate_limits": [{"calls": 0}]}}`, true, "/ai_gateway/rate_limits/0/calls"},
		{"a PUT body", `{"rate_limits": [{"key": "endpoint", "calls": 0, "renewal_period": "minute"}], "guardrails": {}}`, true, "/rate_limits/0/calls"},
		{"a service", `{"name": "a.b.c", "config": {"routing": {"destinations": []}, "rate_limits": [{"key": "RATE_LIMIT_KEY_SERVICE", "requests": "0"}]}}`, true, "/config/rate_limits/0/requests"},
		{"tokens of an MCP service limit nothing", `{"name": "a.b.c", "config": {"source_connection": {"name": "connections/x"}, "rate_limits": [{"key": "RATE_LIMIT_KEY_SERVICE", "tokens": "0"}]}}`, false, ""},
		{"no calls for each user", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "user", "calls": 0}]}}`, false, ""},
		{"one principal is shut out", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "user_group", "principal": "x", "calls": 0}]}}`, false, ""},
		{"a key that the platform does not have", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "endpoints", "calls": 0}]}}`, false, ""},
		{"a number that is not resolved", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "endpoint", "calls": "${var.calls}"}]}}`, false, ""},
		{"zero as a text is an invalid value", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "endpoint", "calls": "0"}]}}`, false, ""},
		{"one call", `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "endpoint", "calls": 1}]}}`, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := only(t, test.text)
			if s.Closed != test.closed {
				t.Fatalf("closed: %v", s.Closed)
			}
			if !test.closed {
				return
			}
			if got := s.Place([]string{"closed"}).Pointer; got != test.pointer {
				t.Errorf("it stands at %s, want %s", got, test.pointer)
			}
		})
	}
}
