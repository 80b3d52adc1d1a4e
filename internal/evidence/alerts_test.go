package evidence_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// BenchmarkAlerts judges a thousand gateways beside the alerts of a workspace, each
// on the payload table of another gateway: what a gateway costs must not grow with
// them.
func BenchmarkAlerts(b *testing.B) {
	const gateways = 1_000
	for _, n := range []int{3, 500} {
		b.Run(fmt.Sprintf("%d alerts", n), func(b *testing.B) {
			s := newFixture()
			for i := range n {
				s.survey.Alerts = append(s.survey.Alerts, read(fmt.Sprintf("alerts/b%d.json", i), "SQL alert", fmt.Sprintf(`{
					"id": "b%d", "display_name": "errors %[1]d", "lifecycle_state": "ACTIVE", "query_text":
					"SELECT count(*) AS n -- refused and failed\nFROM main.gw.b%[1]d_payload AS p WHERE p.status_code = 429 OR p.status_code >= 500 AND p.request_time > now() - INTERVAL 1 HOUR"
				}`, i)))
			}
			builder := evidence.New(base, host, &s.survey)
			var all []*gateway.Subject
			for i := range gateways {
				one := s.endpoint
				one.Table = fmt.Sprintf("main.gw.c%d_payload", i)
				subject, err := builder.Subject(one)
				if err != nil {
					b.Fatal(err)
				}
				all = append(all, subject)
			}
			e := s.engine(b, builder)
			b.ReportAllocs()
			for b.Loop() {
				judgeAll(b, e, all)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*gateways), "ns/gateway")
		})
	}
}

func judgeAll(b *testing.B, e *engine.Engine, all []*gateway.Subject) {
	b.Helper()
	v, err := e.NewWorker(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, subject := range all {
		v.Judge(b.Context(), subject)
	}
	if _, err := e.Finish(b.Context(), []*engine.Worker{v}); err != nil {
		b.Fatal(err)
	}
}

func TestWhereThereIsNoAlertNothingOfAnyIsUnseen(t *testing.T) {
	t.Parallel()
	for _, generation := range []string{workspace.AlertsV2, workspace.AlertsV1, workspace.AlertsLegacy} {
		s := newFixture()
		s.survey.Generation, s.survey.Alerts = generation, nil
		subject, err := evidence.New(base, host, &s.survey).Subject(s.endpoint)
		if err != nil {
			t.Fatal(err)
		}
		if unseen, ok := subject.Unseen("evidence.alerts"); ok || len(subject.Evidence.Alerts) > 0 {
			t.Errorf("%s: %v %v", generation, unseen, subject.Evidence.Alerts)
		}
	}
}

func TestAGatewayHasTheAlertsThatNameItsTables(t *testing.T) {
	t.Parallel()
	s := newFixture()
	s.survey.Alerts = nil
	for i, query := range []string{
		"from main.gw.chat_chat_payload", "from main.gw.other_payload", "from system.serving.endpoint_usage",
		"from system.ai_gateway.usage", "from main.gw.svc_payload, system.ai_gateway.usage",
	} {
		s.survey.Alerts = append(s.survey.Alerts, read(fmt.Sprintf("alerts/%d.json", i), "SQL alert", fmt.Sprintf(`{"id": "%d", "query_text": "%s"}`, i, query)))
	}
	s.survey.Alerts = append(s.survey.Alerts, denied(read("alerts/5.json", "SQL alert", "")))
	builder := evidence.New(base, host, &s.survey)
	for _, test := range []struct {
		subject workspace.Subject
		want    []string
	}{{s.endpoint, []string{"0", "2", ""}}, {s.service, []string{"3", "4", ""}}} {
		subject, err := builder.Subject(test.subject)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, alert := range subject.Evidence.Alerts {
			got = append(got, alert.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Error(diff)
		}
	}
}
