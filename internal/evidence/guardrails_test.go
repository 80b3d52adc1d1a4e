package evidence_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/workspace"
)

const judgedColumns = `{"columns":["name","first_request","requests","refused","failed","around","whole","judging","guardrail_seconds","recent","guarded"],"rows":[`

// TestRowsOfGuardrailsAreToldAndDecideNothing keeps policies that are not shown not
// known, whatever the usage table shows, and those that are shown as they are.
func TestRowsOfGuardrailsAreToldAndDecideNothing(t *testing.T) {
	t.Parallel()
	const (
		what = "use of model services"
		path = "usage/services.json"
		row  = `["main.ai.chat","60","900","0","0","900","true","0",`
	)
	older := workspace.Record{
		What: what, Path: path, Outcome: workspace.Failed,
		Message: "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name `invocation_metadata`.`source` cannot be resolved",
	}
	for name, test := range map[string]struct {
		usage workspace.Record
		want  string
	}{
		"all have one": {
			read(path, what, judgedColumns+row+`"86400","120","120"]]}`),
			"; of its 120 requests in the 24h before the last midnight (UTC) that counts, 120 have rows of a guardrail (source GUARDRAIL), " +
				"which do not show what it filters, nor whether in requests or in responses",
		},
		"some have one": {read(path, what, judgedColumns+row+`"5400","120","7"]]}`), "of its 120 requests in the 1h30m before the last midnight (UTC) that counts, 7 have rows"},
		"none has one":  {read(path, what, judgedColumns+row+`"86400","1","0"]]}`), "; of its 1 request in the 24h before the last midnight (UTC) that counts, none has a row of a guardrail (source GUARDRAIL)"},
		"no request lately": {
			read(path, what, judgedColumns+row+`"86400","0","0"]]}`),
			"; it has no requests in the 24h before the last midnight (UTC) that counts that could show a guardrail",
		},
		"no request ever": {read(path, what, judgedColumns+`]}`), "; it has no requests that could show a guardrail"},
		"no room for it": {
			read(path, what, judgedColumns+`],"truncated":true}`),
			"; what its use shows is not known: the answer of the warehouse had no room for all gateways",
		},
		"an answer of before": {
			read(path, what, `{"columns":["name","first_request","requests","refused","failed","around","whole"],"rows":[["main.ai.chat","60","9","0","0","9","true"]]}`),
			"; what its use shows is not known: the answer of the warehouse has no column for guardrails; scan the workspace again",
		},
		"a table without the column": {older, "what its use shows is not known: the use of model services could not be read: [UNRESOLVED_COLUMN"},
		"a warehouse that took too long": {
			workspace.Record{What: what, Path: path, Outcome: workspace.Failed, Message: "the statement took too long"},
			"; what its use shows is not known: the use of model services could not be read: the statement took too long",
		},
		"an answer that makes no sense": {read(path, what, judgedColumns+row+`"86400","1","2"]]}`), "cannot be used: row 1: its counts contradict each other"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			survey := &workspace.Inventory{Whole: true, Measured: true, EndpointUsage: read("e", "use of serving endpoints", `{"columns":[],"rows":[]}`), ServiceUsage: test.usage}
			if seen, reason := policiesOf(t, survey, ""); seen || !strings.Contains(reason, test.want) {
				t.Errorf("got %v, %q", seen, reason)
			}
			if seen, reason := policiesOf(t, survey, `,"service_policies":[]`); !seen || reason != "" {
				t.Errorf("policies that are shown: got %v, %q", seen, reason)
			}
		})
	}
}

func TestNothingIsToldOfGuardrailsWithoutAWarehouse(t *testing.T) {
	t.Parallel()
	if seen, reason := policiesOf(t, &workspace.Inventory{Whole: true}, ""); seen || strings.Contains(reason, ";;") || strings.Contains(reason, "its use") {
		t.Errorf("got %v, %q", seen, reason)
	}
}

func policiesOf(t *testing.T, survey *workspace.Inventory, policies string) (seen bool, reason string) {
	t.Helper()
	body := `{"name":"model-services/main.ai.chat","config":{"routing":{"destinations":[]}` + policies + `}}`
	subject := workspace.Subject{
		Kind: workspace.ModelService, Name: "main.ai.chat", Usage: survey.ServiceUsage,
		Object: read("model-services/main.ai.chat.json", "model service", body),
	}
	found, err := evidence.New(base, host, survey).Subject(subject)
	if err != nil {
		t.Fatal(err)
	}
	return found.Policies.Seen, found.Policies.Reason
}

// TestWhatGuardrailsAskAnEndpointWentPastNoGateway has an endpoint that a service stands
// before and that guardrails ask as their judge.
func TestWhatGuardrailsAskAnEndpointWentPastNoGateway(t *testing.T) {
	t.Parallel()
	for judging, want := range map[string]int64{"0": 60, "50": 10, "60": 0, "99": 0} {
		u := used{gateways: []string{"main.ai.chat -> claude", "claude"}, endpoints: []row{{"claude", 100, 100, true}}}
		survey := u.survey()
		survey.ServiceUsage = read("usage/services.json", "use of model services", judgedColumns+
			`["main.ai.chat","60","30","0","0","40","true","10","86400","9","9"],["claude",null,"0","0","0","99","true","`+judging+`","86400","0","0"]]}`)
		if got := u.trafficOf(t, survey, false)["main.ai.chat"]; got.Direct != want || got.Requests != 30 {
			t.Errorf("%s calls of judges: %d of %d requests went past", judging, got.Direct, got.Requests)
		}
	}
}
