package evidence_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

func subjectOf(t testing.TB, s *fixture, one workspace.Subject) *gateway.Subject {
	t.Helper()
	subject, err := evidence.New(base, host, &s.survey).Subject(one)
	if err != nil {
		t.Fatal(err)
	}
	return subject
}

func TestASubjectHasTheEvidenceThatWasRead(t *testing.T) {
	t.Parallel()
	s := newFixture()
	got := subjectOf(t, s, s.endpoint)
	want := gateway.Evidence{
		Table:   gateway.TableEvidence{Exists: true},
		Traffic: got.Evidence.Traffic,
		Grants: []gateway.Grant{
			{Principal: "agent-sp", Privilege: "MODIFY", Explicit: true},
			{Principal: "agent-sp", Privilege: "SELECT", Explicit: true},
			{Principal: "operations", Privilege: "SELECT"},
			{Principal: "platform", Privilege: "MODIFY"},
			{Principal: "platform", Privilege: "SELECT"},
		},
		UsageGrants: []gateway.Grant{{Principal: "operations", Privilege: "SELECT"}},
		Agents:      []string{"agent-sp"},
		Access:      []gateway.Access{{Principal: "users", Level: "CAN_QUERY"}},
		UsageSchema: gateway.UsageSchema{Enabled: true}, Dependencies: []gateway.Dependency{},
		Alerts: got.Evidence.Alerts,
	}
	if diff := cmp.Diff(want, got.Evidence); diff != "" {
		t.Error(diff)
	}
}

func TestASubjectIsPlacedInTheFileOfItsRecord(t *testing.T) {
	t.Parallel()
	s := newFixture()
	if got := subjectOf(t, s, s.endpoint); got.Source().File != "databricks/one.cloud.example.com/serving-endpoints/chat.json" || got.Form != gateway.FormGet {
		t.Errorf("%s, %s", got.Source().File, got.Form)
	}
}

func TestATableThatIsFoundHasItsRealName(t *testing.T) {
	t.Parallel()
	s := newFixture()
	if got := subjectOf(t, s, s.endpoint).InferenceTable; got.Table != "main.gw.chat_chat_payload" || !got.Named {
		t.Errorf("%+v", got)
	}
	s.endpoint.Table = ""
	if got := subjectOf(t, s, s.endpoint); got.InferenceTable.Table != "main.gw.chat_payload" || got.Evidence.Table.Exists {
		t.Errorf("%+v", got.InferenceTable)
	}
}

func TestATableThatIsOffIsNotNamed(t *testing.T) {
	t.Parallel()
	s := newFixture()
	s.endpoint.Object = with(t, s.endpoint.Object, `"inference_table_config": {"enabled": true`, `"inference_table_config": {"enabled": false`)
	if got := subjectOf(t, s, s.endpoint).InferenceTable; got.Table != "" || got.Named {
		t.Errorf("%+v", got)
	}
}

func TestTheFacetsThatNeedACallAreUnseen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(s *fixture)
		unseen []string
	}{
		"all was read":      {func(*fixture) {}, nil},
		"the table list":    {func(s *fixture) { s.endpoint.Tables = denied(s.endpoint.Tables) }, []string{"evidence.table"}},
		"the grants":        {func(s *fixture) { s.endpoint.Grants = denied(s.endpoint.Grants) }, []string{"evidence.grants"}},
		"the usage table":   {func(s *fixture) { s.endpoint.UsageGrants = denied(s.endpoint.UsageGrants) }, []string{"evidence.usage_grants"}},
		"the permissions":   {func(s *fixture) { s.endpoint.Access = denied(s.endpoint.Access) }, []string{"evidence.access"}},
		"the system schema": {func(s *fixture) { s.endpoint.UsageSchema = denied(s.endpoint.UsageSchema) }, []string{"evidence.usage_schema"}},
		"system schemas, none shown": {func(s *fixture) {
			s.endpoint.UsageSchema = read("system-schemas.json", "list of system schemas", `{"schemas": []}`)
		}, []string{"evidence.usage_schema"}},
		"the apps":              {func(s *fixture) { s.survey.AppList = denied(s.survey.AppList) }, []string{"evidence.agents"}},
		"there is no such list": {func(s *fixture) { s.survey.AppList.Outcome = workspace.Absent }, nil},
		"the schema itself read": {func(s *fixture) {
			s.endpoint.UsageSchema = read("schemas/system.serving.json", "system schema", `{"name": "serving"}`)
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			test.change(s)
			got := subjectOf(t, s, s.endpoint)
			var unseen []string
			for _, facet := range []string{
				"evidence.table", "evidence.grants", "evidence.usage_grants", "evidence.access",
				"evidence.agents", "evidence.usage_schema", "evidence.traffic", "usage_tracking", "inference_table",
			} {
				if _, missing := got.Unseen(facet); missing {
					unseen = append(unseen, facet)
				}
			}
			if diff := cmp.Diff(test.unseen, unseen); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatDatabricksProvidesHasNoPermissions(t *testing.T) {
	t.Parallel()
	s := newFixture()
	provided := workspace.Subject{
		Kind: workspace.Endpoint, Name: "databricks-claude",
		Object: read("serving-endpoints/databricks-claude.json", "serving endpoint", `{"name": "databricks-claude", "config": {}}`),
		Access: workspace.Record{What: "permissions", Message: "it has no id"},
	}
	got := subjectOf(t, s, provided)
	if mark, unseen := got.Unseen("evidence.access"); unseen || !got.Provided || len(got.Evidence.Access) > 0 {
		t.Errorf("%+v %+v", mark, got.Evidence.Access)
	}
	provided.Object.Body = []byte(`{"name": "databricks-mine", "creator": "ana@example.com", "config": {}}`)
	if _, unseen := subjectOf(t, s, provided).Unseen("evidence.access"); !unseen {
		t.Error("somebody's endpoint without permissions counts as seen")
	}
}

func TestWhoOwnsTheTableSeesItsGrants(t *testing.T) {
	t.Parallel()
	for owner, seen := range map[string]bool{"ANA@example.com": true, "auditors": true, "others": false} {
		s := newFixture()
		s.endpoint.Owner = owner
		s.endpoint.Grants.Body = []byte(`{"privilege_assignments": []}`)
		if _, unseen := subjectOf(t, s, s.endpoint).Unseen("evidence.grants"); unseen == seen {
			t.Errorf("owner %s: unseen is %v", owner, unseen)
		}
	}
}

func TestWhoManagesTheTableSeesItsGrants(t *testing.T) {
	t.Parallel()
	s := newFixture()
	s.endpoint.Grants.Body = []byte(`{"privilege_assignments": [{"principal": "ana@example.com", "privileges": [{"privilege": "MANAGE"}]}]}`)
	if mark, unseen := subjectOf(t, s, s.endpoint).Unseen("evidence.grants"); unseen {
		t.Error(mark.Reason)
	}
}

func TestAppsAreNotJudgedOutsideTheScope(t *testing.T) {
	t.Parallel()
	s := newFixture()
	s.survey.JudgeApps = false
	rest, err := evidence.New(base, host, &s.survey).Deferred()
	if err != nil || len(rest) != 0 {
		t.Errorf("%d apps, %v", len(rest), err)
	}
}

func TestAlertsAreReadInEachGeneration(t *testing.T) {
	t.Parallel()
	const old = "alerts of this workspace's generation show neither their schedule nor their subscribers"
	for name, test := range map[string]struct {
		generation, body string
		want             gateway.Alert
	}{
		"v2": {
			workspace.AlertsV2, `{"id": "1", "display_name": "n", "query_text": "from main.gw.chat_chat_payload", "lifecycle_state": "ACTIVE",
			"schedule": {"quartz_cron_schedule": "0", "pause_status": "UNPAUSED"}, "evaluation": {"notification": {"subscriptions": [{}, {}]}}}`,
			gateway.Alert{Scheduled: true, Subscribers: 2},
		},
		"v1": {
			workspace.AlertsV1, `{"id": "1", "display_name": "n", "query_id": "q1", "lifecycle_state": "TRASHED"}`,
			gateway.Alert{Deleted: true, Hidden: old},
		},
		"legacy": {
			workspace.AlertsLegacy, `{"id": "1", "name": "n", "query": {"query": "from main.gw.chat_chat_payload"}, "options": {"muted": true}}`,
			gateway.Alert{Paused: true, Hidden: old},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			s.survey.Generation = test.generation
			s.survey.Alerts = []workspace.Record{read("alerts/1.json", "SQL alert", test.body)}
			s.survey.Queries = map[string]workspace.Record{"q1": read("queries/q1.json", "query", `{"query_text": "from main.gw.chat_chat_payload"}`)}
			subject, err := evidence.New(base, host, &s.survey).Subject(s.endpoint)
			if err != nil {
				t.Fatal(err)
			}
			test.want.ID, test.want.Name = "1", "n"
			test.want.Names = []string{"from", "main", "main.gw", "main.gw.chat_chat_payload"}
			if diff := cmp.Diff([]gateway.Alert{test.want}, subject.Evidence.Alerts); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSubjectsAreReadAtTheSameTime is for the race detector; the order in which
// gateways come must not show.
func TestSubjectsAreReadAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := newFixture()
	s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `{"name": "chat",`, `{"name": "claude-raw",`)
	builder := evidence.New(base, host, &s.survey)
	const many = 200
	var group sync.WaitGroup
	for i := range many {
		group.Go(func() {
			one := s.endpoint
			one.Name = fmt.Sprintf("chat-%03d", i)
			one.Object.Body = []byte(strings.Replace(endpointBody, `"chat"`, `"`+one.Name+`"`, 1))
			if _, err := builder.Subject(one); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	rest, err := builder.Deferred()
	if err != nil {
		t.Fatal(err)
	}
	gateways := rest[0].App.Endpoints[0].Gateways
	if len(gateways) != many || gateways[0] != "chat-000" || gateways[many-1] != "chat-199" {
		t.Errorf("%d gateways: %v", len(gateways), gateways)
	}
}

// BenchmarkSubject reads one of the many endpoints of a workspace.
func BenchmarkSubject(b *testing.B) {
	s := newFixture()
	builder := evidence.New(base, host, &s.survey)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := builder.Subject(s.endpoint); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzSubject asks of any answer that it becomes a subject with evidence.
func FuzzSubject(f *testing.F) {
	for _, body := range []string{endpointBody, serviceBody, appBody, tablesBody, grantsBody, `{}`, `[]`, ``, `{"name": 1, "config": []}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		s := newFixture()
		any := read("x.json", "object", body)
		s.endpoint.Object, s.endpoint.Access, s.endpoint.Tables, s.endpoint.Grants, s.endpoint.UsageSchema = any, any, any, any, any
		s.service.Object, s.service.Access = any, any
		s.survey.Identity, s.survey.Alerts[0], s.survey.Warehouses[0].Access, s.survey.Apps[0].Object = any, any, any, any
		builder := evidence.New(base, host, &s.survey)
		for _, one := range []workspace.Subject{s.endpoint, s.service} {
			if subject, err := builder.Subject(one); err != nil || subject.Name == "" {
				t.Fatalf("%+v %v", subject, err)
			}
		}
		if rest, err := builder.Deferred(); err != nil || len(rest) != 1 {
			t.Fatalf("%d apps, %v", len(rest), err)
		}
		builder.Context()
		builder.Unseen()
	})
}
