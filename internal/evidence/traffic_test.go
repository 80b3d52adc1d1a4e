package evidence_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// used is a workspace whose use was asked for.
type used struct {
	// gateways are what stands before what, tracked unless a ! is before the name:
	// "chat -> claude". A service has dots in its name.
	gateways []string
	// endpoints and services are the rows of the two tables.
	endpoints, services []row
	truncated           bool
	// part says that a list could not be read.
	part bool
}

// row is a gateway with its requests in the window, and those of an hour more at
// both ends; before says that there were some earlier.
type row struct {
	name             string
	requests, around int
	before           bool
}

func (u used) answer(path, what string, rows []row, identified bool) workspace.Record {
	columns := `"name","first_request","requests","refused","failed","around","whole"`
	var list []string
	for _, r := range rows {
		values := fmt.Sprintf(`["%s","1793523600","%d","1","2","%d","%v"`, r.name, r.requests, r.around, r.before)
		if r.requests < 3 {
			values = fmt.Sprintf(`["%s","1793523600","%d","0","0","%d","%v"`, r.name, r.requests, r.around, r.before)
		}
		if identified {
			values += fmt.Sprintf(`,"%d"`, r.requests/2)
		}
		list = append(list, values+"]")
	}
	if identified {
		columns += `,"identified"`
	}
	return read(path, what, fmt.Sprintf(`{"columns":[%s],"rows":[%s],"truncated":%v}`, columns, strings.Join(list, ","), u.truncated))
}

func (u used) survey() *workspace.Inventory {
	s := &workspace.Inventory{
		Whole: !u.part, Measured: true,
		EndpointUsage: u.answer("usage/endpoints.json", "use of serving endpoints", u.endpoints, true),
		ServiceUsage:  u.answer("usage/services.json", "use of model services", u.services, false),
	}
	for _, written := range u.gateways {
		name, _, _ := parts(written)
		s.Listed = append(s.Listed, workspace.Listed{Kind: kindOf(name), Name: name})
	}
	return s
}

func kindOf(name string) workspace.Kind {
	if strings.Contains(name, ".") {
		return workspace.ModelService
	}
	return workspace.Endpoint
}

func parts(written string) (name string, before []string, tracked bool) {
	name, rest, _ := strings.Cut(written, " -> ")
	name, untracked := strings.CutPrefix(name, "!")
	return name, strings.Fields(rest), !untracked
}

// subject is what a workspace answers of a gateway.
func (u used) subject(written string, survey *workspace.Inventory) workspace.Subject {
	name, before, tracked := parts(written)
	kind := kindOf(name)
	if kind == workspace.ModelService {
		var list []string
		for _, b := range before {
			list = append(list, `{"name":"d","provisioned_throughput_config":{"model_serving_endpoint":"serving-endpoints/`+b+`"}}`)
		}
		body := `{"name":"model-services/` + name + `","config":{"routing":{"destinations":[` + strings.Join(list, ",") + `]}}}`
		return workspace.Subject{Kind: kind, Name: name, Object: read("model-services/"+name+".json", "model service", body), Usage: survey.ServiceUsage}
	}
	var list []string
	for i, b := range before {
		list = append(list, fmt.Sprintf(`{"name":"e%d","external_model":{"name":"%s","provider":"databricks-model-serving","task":"llm/v1/chat",
			"databricks_model_serving_config":{"databricks_workspace_url":"https://%s"}}}`, i, b, host))
	}
	body := fmt.Sprintf(`{"name":"%s","config":{"served_entities":[%s]},"ai_gateway":{"usage_tracking_config":{"enabled":%v}}}`,
		name, strings.Join(list, ","), tracked)
	return workspace.Subject{Kind: kind, Name: name, Object: read("serving-endpoints/"+name+".json", "serving endpoint", body), Usage: survey.EndpointUsage}
}

// traffic is what is known of each gateway once all were read, in whichever order.
func (u used) traffic(t *testing.T, backwards bool) map[string]gateway.TrafficEvidence {
	t.Helper()
	survey := u.survey()
	return u.trafficOf(t, survey, backwards)
}

func (u used) trafficOf(t *testing.T, survey *workspace.Inventory, backwards bool) map[string]gateway.TrafficEvidence {
	t.Helper()
	builder := evidence.New(base, host, survey)
	found := map[string]gateway.TrafficEvidence{}
	keep := func(subjects ...*gateway.Subject) {
		for _, s := range subjects {
			if !s.Measured {
				t.Errorf("%s is not measured", s.Name)
			}
			found[s.Name] = s.Evidence.Traffic
		}
	}
	for i := range u.gateways {
		if backwards {
			i = len(u.gateways) - 1 - i
		}
		subject, err := builder.Subject(u.subject(u.gateways[i], survey))
		if err != nil {
			t.Fatal(err)
		}
		if subject != nil {
			keep(subject)
		}
	}
	rest, err := builder.Deferred()
	if err != nil {
		t.Fatal(err)
	}
	keep(rest...)
	return found
}

func TestTheUseOfAGatewayIsWhatItsTableCounts(t *testing.T) {
	t.Parallel()
	u := used{
		gateways:  []string{"chat", "idle", "!dark", "main.ai.chat", "main.ai.idle", "detour"},
		endpoints: []row{{"chat", 9310, 9420, true}, {"dark", 7, 7, true}},
		services:  []row{{"main.ai.chat", 40, 41, true}, {"detour", 5, 5, true}},
	}
	want := map[string]gateway.TrafficEvidence{
		"chat": {Seen: true, First: "2026-11-01T09:00:00Z", Days: 7, Requests: 9310, Identified: 4655, Refused: 1, Failed: 2, Fronts: []string{}},
		"main.ai.chat": {
			Seen: true, First: "2026-11-01T09:00:00Z", Days: 7, Requests: 40, Identified: -1, Refused: 1, Failed: 2, Fronts: []string{},
		},
		"idle":         {Seen: true, Days: 7, Fronts: []string{}},
		"main.ai.idle": {Seen: true, Days: 7, Fronts: []string{}},
		"dark":         unseen("usage tracking is off, so its requests are not recorded"),
		"detour":       unseen("its requests come by the path of the Unity Gateway, and are not in the usage table of serving endpoints"),
	}
	if diff := cmp.Diff(want, u.traffic(t, false)); diff != "" {
		t.Error(diff)
	}
}

// unseen is the use of a gateway that nobody saw, with nothing behind it.
func unseen(reason string) gateway.TrafficEvidence {
	e := gateway.UnseenTraffic(reason)
	e.Direct, e.DirectReason = 0, ""
	return e
}

func TestWhatAnAnswerHadNoRoomForIsNotKnown(t *testing.T) {
	t.Parallel()
	u := used{gateways: []string{"chat", "idle"}, endpoints: []row{{"chat", 1, 1, true}}, truncated: true}
	found := u.traffic(t, false)
	if !found["chat"].Seen {
		t.Error("what is in the answer is seen")
	}
	if diff := cmp.Diff(unseen("the answer of the warehouse had no room for all gateways"), found["idle"]); diff != "" {
		t.Error(diff)
	}
}

func TestUseThatCannotBeReadIsNotKnown(t *testing.T) {
	t.Parallel()
	u := used{gateways: []string{"chat", "main.ai.chat -> claude"}}
	survey := u.survey()
	survey.EndpointUsage = denied(survey.EndpointUsage)
	survey.ServiceUsage.Body = []byte(`{"columns": ["name"], "rows": [["main.ai.chat"]]}`)
	found := u.trafficOf(t, survey, false)
	for name, want := range map[string]string{
		"chat":         "the use of serving endpoints could not be read: 403: PERMISSION_DENIED",
		"main.ai.chat": `the use of model services cannot be used: row 1: it has no "first_request"`,
	} {
		if found[name].Seen || found[name].Reason != want {
			t.Errorf("%s: got %+v", name, found[name])
		}
	}
	if got := found["main.ai.chat"]; got.Direct != -1 || got.DirectReason != "the use of serving endpoints could not be read: 403: PERMISSION_DENIED" {
		t.Errorf("got %+v", got)
	}
}

// TestWhatServicesSentOnIsNotKnownWithoutTheirTable: an endpoint that more requests
// reached than its gateway got may have them from a service.
func TestWhatServicesSentOnIsNotKnownWithoutTheirTable(t *testing.T) {
	t.Parallel()
	u := used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 10, 10, true}, {"claude", 15, 15, true}}}
	survey := u.survey()
	survey.ServiceUsage = denied(survey.ServiceUsage)
	got := u.trafficOf(t, survey, false)["chat"]
	if got.Direct != -1 || got.DirectReason != "the use of model services could not be read: 403: PERMISSION_DENIED" {
		t.Errorf("got %+v", got)
	}
}

func TestWhatWentPastGatewaysIsTheLeastThatMustHave(t *testing.T) {
	t.Parallel()
	type direct struct {
		N      int64
		Reason string
	}
	for name, test := range map[string]struct {
		used used
		want map[string]direct
	}{
		"all came through": {
			used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 100, 100, true}, {"claude", 100, 100, true}}},
			map[string]direct{"chat": {}},
		},
		"more reached it than was sent": {
			used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 100, 120, true}, {"claude", 150, 150, true}}},
			map[string]direct{"chat": {N: 30}},
		},
		"several gateways send": {
			used{
				gateways:  []string{"chat -> claude", "main.ai.chat -> claude", "mail -> other", "claude", "other"},
				endpoints: []row{{"chat", 100, 100, true}, {"claude", 500, 500, true}, {"mail", 9, 9, true}},
				services:  []row{{"main.ai.chat", 250, 260, false}},
			},
			map[string]direct{"chat": {N: 140}, "main.ai.chat": {N: 140}, "mail": {}},
		},
		"one request may come from two destinations": {
			used{gateways: []string{"chat -> claude claude", "claude"}, endpoints: []row{{"chat", 100, 100, true}, {"claude", 200, 200, true}}},
			map[string]direct{"chat": {}},
		},
		"a gateway is called by another path too": {
			used{
				gateways:  []string{"chat -> claude", "claude"},
				endpoints: []row{{"chat", 100, 100, true}, {"claude", 200, 200, true}}, services: []row{{"chat", 100, 100, true}},
			},
			map[string]direct{"chat": {}},
		},
		"two endpoints are behind it": {
			used{
				gateways:  []string{"chat -> claude llama", "claude", "llama"},
				endpoints: []row{{"chat", 10, 10, true}, {"claude", 15, 15, true}, {"llama", 17, 17, true}},
			},
			map[string]direct{"chat": {N: 12}},
		},
		"one of two is not recorded": {
			used{gateways: []string{"chat -> claude llama", "claude", "!llama"}, endpoints: []row{{"chat", 10, 10, true}, {"claude", 15, 15, true}}},
			map[string]direct{"chat": {N: 5}},
		},
		"nothing is known of one of two": {
			used{gateways: []string{"chat -> claude llama", "claude", "!llama"}, endpoints: []row{{"chat", 10, 10, true}, {"claude", 8, 8, true}}},
			map[string]direct{"chat": {-1, "requests to `llama` are not recorded: its usage tracking is off"}},
		},
		"another gateway is not recorded": {
			used{gateways: []string{"chat -> claude", "!mail -> claude", "claude"}, endpoints: []row{{"chat", 10, 10, true}, {"claude", 15, 15, true}}},
			map[string]direct{
				"chat": {-1, "requests to `mail`, which stands before it, are not recorded: its usage tracking is off"},
				"mail": {-1, "requests to `mail`, which stands before it, are not recorded: its usage tracking is off"},
			},
		},
		"a gateway may be recorded since yesterday": {
			used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 10, 10, false}, {"claude", 15, 15, true}}},
			map[string]direct{"chat": {-1, "requests to `chat`, which stands before it, may not have been recorded all the time: there is none before the days looked at"}},
		},
		"nobody calls what is behind it": {
			used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 10, 10, false}}, part: true},
			map[string]direct{"chat": {}},
		},
		"not all gateways are known": {
			used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 10, 10, true}, {"claude", 15, 15, true}}, part: true},
			map[string]direct{"chat": {-1, "not all endpoints and services were read, and one of the others may stand before an endpoint that it names"}},
		},
		"an endpoint is used that nobody lists": {
			used{
				gateways:  []string{"chat -> claude", "claude"},
				endpoints: []row{{"chat", 10, 10, true}, {"claude", 25, 25, true}, {"secret", 5, 5, true}, {"databricks-gpt", 900, 900, true}},
			},
			map[string]direct{"chat": {-1, "requests to `claude` may have come from endpoints that whoever looks may not see"}},
		},
		"an endpoint is used that nobody lists, and too little": {
			used{
				gateways:  []string{"chat -> claude", "claude"},
				endpoints: []row{{"chat", 10, 10, true}, {"claude", 26, 26, true}, {"secret", 5, 5, true}},
			},
			map[string]direct{"chat": {N: 1}},
		},
		"an endpoint that Databricks provides is used": {
			used{
				gateways:  []string{"chat -> claude", "claude"},
				endpoints: []row{{"chat", 10, 10, true}, {"claude", 25, 25, true}, {"databricks-gpt", 900, 900, true}},
			},
			map[string]direct{"chat": {N: 15}},
		},
		"an endpoint is used that nobody lists, at the border of the days": {
			used{
				gateways:  []string{"chat -> claude", "claude"},
				endpoints: []row{{"chat", 10, 10, true}, {"claude", 26, 26, true}, {"secret", 5, 6, true}},
			},
			map[string]direct{"chat": {-1, "requests to `claude` may have come from endpoints that whoever looks may not see"}},
		},
		"one request to a service may come from two destinations": {
			used{
				gateways:  []string{"main.ai.chat -> claude claude", "claude"},
				endpoints: []row{{"claude", 200, 200, true}}, services: []row{{"main.ai.chat", 100, 100, true}},
			},
			map[string]direct{"main.ai.chat": {}},
		},
		"the first reason of two is said": {
			used{gateways: []string{"chat -> claude llama", "!claude", "!llama"}, endpoints: []row{{"chat", 10, 10, true}}},
			map[string]direct{"chat": {-1, "requests to `claude` are not recorded: its usage tracking is off"}},
		},
		"the answer had no room for the endpoint behind it": {
			used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 10, 10, true}}, truncated: true},
			map[string]direct{"chat": {-1, "the answer of the warehouse had no room for all gateways"}},
		},
		"the answer had no room for all": {
			used{gateways: []string{"chat -> claude", "claude"}, endpoints: []row{{"chat", 10, 10, true}, {"claude", 25, 25, true}}, truncated: true},
			map[string]direct{"chat": {-1, "the answer of the warehouse had no room for all gateways"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, backwards := range []bool{false, true} {
				got := map[string]direct{}
				for name, found := range test.used.traffic(t, backwards) {
					if len(found.Fronts) > 0 {
						got[name] = direct{found.Direct, found.DirectReason}
					} else if found.Direct != 0 || found.DirectReason != "" {
						t.Errorf("%s stands before nothing: %+v", name, found)
					}
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestUseThatNobodyAskedForIsSaidToBe(t *testing.T) {
	t.Parallel()
	survey := &workspace.Inventory{Whole: true}
	u := used{gateways: []string{"chat -> claude"}}
	one := u.subject("chat -> claude", survey)
	one.Usage = workspace.Record{What: "use of serving endpoints", Message: "name a SQL warehouse with --warehouse"}
	subject, err := evidence.New(base, host, survey).Subject(one)
	if err != nil || subject == nil {
		t.Fatalf("got %v, %v", subject, err)
	}
	want := gateway.UnseenTraffic("gwlint did not ask for the use of serving endpoints: name a SQL warehouse with --warehouse")
	if diff := cmp.Diff(want, subject.Evidence.Traffic); diff != "" || subject.Measured {
		t.Errorf("measured: %v\n%s", subject.Measured, diff)
	}
}
