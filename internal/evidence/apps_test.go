package evidence_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

func TestAnAppThatShowsNoServicePrincipalLeavesTheAgentOpen(t *testing.T) {
	t.Parallel()
	const says = "app `bare` uses it and shows no service principal"
	for name, test := range map[string]struct {
		bare    string
		outcome finding.Outcome
	}{
		"it uses the gateway": {`{"name": "bare", "resources": [{"name": "llm", "serving_endpoint": {"name": "chat"}}]}`, finding.Unknown},
		"it uses another":     {`{"name": "bare", "resources": [{"name": "llm", "serving_endpoint": {"name": "other"}}]}`, finding.Pass},
		"it uses none":        {`{"name": "bare"}`, finding.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			s.survey.Apps = append(s.survey.Apps, workspace.Subject{Kind: workspace.App, Name: "bare", Object: read("apps/bare.json", "app", test.bare)})
			outcome, said := outcomeOf(s.judge(t), "GW501", "endpoint")
			if outcome != test.outcome || (outcome == finding.Unknown) != strings.Contains(said, says) {
				t.Errorf("%s %s", outcome, said)
			}
		})
	}
}

// TestAnAppIsBoundToAModelService: its service principal is the agent of that
// service, and the app calls past no gateway.
func TestAnAppIsBoundToAModelService(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		principal, service string
		agent, app         finding.Outcome
	}{
		"it has its grants":               {"agent-sp", "main.ai.chat", finding.Pass, finding.Pass},
		"Unity Catalog knows no capitals": {"other-sp", "Main.AI.Chat", finding.Fail, finding.Pass},
		"it has no grants":                {"other-sp", "main.ai.chat", finding.Fail, finding.Pass},
		"it uses another":                 {"other-sp", "main.ai.other", finding.Unknown, finding.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			s.survey.Apps[0].Object.Body = []byte(`{"name": "desk", "service_principal_client_id": "` + test.principal + `", "resources": [
				{"name": "model", "uc_securable": {"securable_type": "MODEL_SERVICE", "securable_full_name": "` + test.service + `", "permission": "EXECUTE"}}]}`)
			findings := s.judge(t)
			if outcome, said := outcomeOf(findings, "GW501", "model_service"); outcome != test.agent {
				t.Errorf("GW501: %s %s", outcome, said)
			}
			if outcome, said := outcomeOf(findings, "GW601", "app"); outcome != test.app {
				t.Errorf("GW601: %s %s", outcome, said)
			}
		})
	}
}

// TestOfTwoGatewaysBeforeEachOtherNeitherIsPast: each is the other's fallback.
func TestOfTwoGatewaysBeforeEachOtherNeitherIsPast(t *testing.T) {
	t.Parallel()
	s := newFixture()
	s.endpoint.Object = with(t, s.endpoint.Object, "claude-raw", "second")
	second := s.endpoint
	second.Name = "second"
	second.Object.Path = "serving-endpoints/second.json"
	second.Object = with(t, second.Object, `"name": "second"`, `"name": "chat"`)
	second.Object = with(t, second.Object, `"name": "chat",
  "id"`, `"name": "second",
  "id"`)
	if got := gatewaysBefore(t, s, s.endpoint, second); len(got) != 0 {
		t.Errorf("between them: %q", got)
	}
	if got := gatewaysBefore(t, s, second); len(got) != 1 || got[0] != "second" {
		t.Errorf("where one stands before the other: %q", got)
	}
}

// gatewaysBefore are those before the endpoint of the fixture's app, once subjects
// are read.
func gatewaysBefore(t *testing.T, s *fixture, all ...workspace.Subject) []string {
	t.Helper()
	builder := evidence.New(base, host, &s.survey)
	for _, one := range all {
		if _, err := builder.Subject(one); err != nil {
			t.Fatal(err)
		}
	}
	rest, err := builder.Deferred()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, subject := range rest {
		if subject.Kind == string(gateway.AppKind) {
			found = append(found, subject.App.Endpoints[0].Gateways...)
		}
	}
	return found
}

// TestAnAppMayUseWhatTheScopeLeavesOut: to leave what Databricks provides out of a
// report makes it no less an endpoint.
func TestAnAppMayUseWhatTheScopeLeavesOut(t *testing.T) {
	t.Parallel()
	s := newFixture()
	s.survey.Apps[0].Object.Body = []byte(`{"name": "desk", "active_deployment": {"env_vars": [{"name": "MODEL", "value": "databricks-gte"}]}}`)
	if outcome, said := outcomeOf(s.judge(t), "GW601", "app"); outcome != finding.Unknown {
		t.Errorf("where nobody knows the name: %s %s", outcome, said)
	}
	s.survey.OutOfScope = []string{"databricks-gte"}
	if outcome, said := outcomeOf(s.judge(t), "GW601", "app"); outcome != finding.Pass {
		t.Errorf("%s %s", outcome, said)
	}
}
