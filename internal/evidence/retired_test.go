package evidence_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
)

// TestAnAppCallsAnEndpointThatIsRetired: by the name alone where the endpoint is not listed.
func TestAnAppCallsAnEndpointThatIsRetired(t *testing.T) {
	t.Parallel()
	const says = "calls `databricks-claude-sonnet-4` (resource `llm`), which is refused where Enforce Unity Gateway is on"
	for name, test := range map[string]struct {
		resource string
		outcome  finding.Outcome
	}{
		"a provided endpoint": {`{"name": "llm", "serving_endpoint": {"name": "databricks-claude-sonnet-4"}}`, finding.Fail},
		"another endpoint":    {`{"name": "llm", "serving_endpoint": {"name": "chat"}}`, finding.Pass},
		"a model service":     {`{"name": "llm", "uc_securable": {"securable_type": "MODEL_SERVICE", "securable_full_name": "main.ai.chat"}}`, finding.Pass},
		"nothing":             {`{"name": "s", "secret": {"scope": "s", "key": "k"}}`, finding.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			s.survey.Apps[0].Object.Body = []byte(`{"name": "desk", "service_principal_client_id": "agent-sp", "resources": [` + test.resource + `]}`)
			outcome, said := outcomeOf(s.judge(t), "GW607", "app")
			if outcome != test.outcome || (outcome == finding.Fail) != strings.Contains(said, says) {
				t.Errorf("%s %s", outcome, said)
			}
		})
	}
}
