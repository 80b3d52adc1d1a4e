package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

const liveHost = "adb-1234567890123456.7.azuredatabricks.net"

// answer is an object as a snapshot keeps it.
const answer = `{
  "ai_gateway": {
    "inference_table_config": {
      "enabled": true,
      "table_name_prefix": "gw_"
    }
  },
  "id": "0123456789abcdef0123456789abcdef",
  "name": "chat"
}
`

// sawn is what a scan found at a text of an answer.
func sawn(tb testing.TB, kind, name, place, text string) finding.Finding {
	tb.Helper()
	f := finding.Finding{
		Rule: "GW103", Name: "prefix_trailing_underscore", Severity: finding.High, Level: finding.Error, Outcome: finding.Fail,
		Subject: finding.Subject{Kind: kind, Name: name},
		Pointer: "/ai_gateway/inference_table_config/table_name_prefix",
		Message: fmt.Sprintf("the table prefix 'gw_' of '%s' ends in an underscore", name),
	}
	f.Location, f.Excerpt = at(tb, "databricks/"+liveHost+"/"+place+"/"+name+".json", answer, text)
	f.LineHash = finding.LineHashes([]byte(answer))[f.Location.StartLine-1]
	return f
}

// undecided is what a scan could not decide.
func undecided(tb testing.TB, rule, kind, name, reason string) finding.Finding {
	tb.Helper()
	place := map[string]string{"endpoint": "serving-endpoints", "model_service": "model-services", "app": "apps"}[kind]
	f := sawn(tb, kind, name, place, `"name"`)
	f.Rule, f.Name, f.Outcome, f.Level, f.Reason = rule, "name_of_"+strings.ToLower(rule), finding.Unknown, finding.Note, reason
	return f
}

func whole(findings []finding.Finding, r report.Report) report.Report {
	finding.Sort(findings)
	finding.Fingerprint(findings)
	r.Findings, r.Tool, r.Rules = findings, tool(), catalogue()
	return report.New(r, report.FailOnError)
}

func someWorkspace() *report.Workspace {
	return &report.Workspace{
		Host: liveHost, ID: "1234567890123456", Identity: "ana@example.com",
		Endpoints: 12, ModelServices: 3, MCPServices: 1, Apps: 2, LeftOut: 30,
		NotThere: []string{"model provider services"},
		Unread: []report.Unread{
			{What: "serving endpoint", Outcome: report.UnreadFailed, Status: 500, Count: 1, First: "/api/2.0/serving-endpoints/a%20b", Message: "500: try again later"},
			{What: "permissions of a serving endpoint", Outcome: report.UnreadDenied, Status: 403, Count: 4, First: "/api/2.0/permissions/serving-endpoints/1", Message: "403: no"},
			{What: "tables of a schema", Outcome: report.UnreadAbsent, Status: 404, Count: 1, First: "/api/2.1/unity-catalog/tables", Message: "404: no such schema"},
			{What: "system schemas", Outcome: report.UnreadDenied, Status: 403, Count: 1, First: "/api/2.1/unity-catalog/metastores/1/systemschemas", Message: "403: no"},
		},
	}
}

// live is a run over a workspace of which one endpoint could not be read.
func live(tb testing.TB) report.Report {
	tb.Helper()
	service := sawn(tb, "model_service", "main.ai.chat", "model-services", `"gw_"`)
	provided := sawn(tb, "endpoint", "databricks-claude", "serving-endpoints", `"gw_"`)
	provided.Level = finding.Note
	other := sawn(tb, "endpoint", "chat-2", "serving-endpoints", `"gw_"`)
	twice := sawn(tb, "endpoint", "chat", "serving-endpoints", `"gw_"`)
	twice.Related = []finding.Related{{Location: other.Location, Excerpt: other.Excerpt, Message: "endpoint 'chat-2' has it too"}}
	role := sawn(tb, "role", "agent_chat", "x", `"gw_"`)
	role.Location, role.Excerpt, role.Pointer = finding.Location{File: "state.yaml", StartLine: 3, StartColumn: 3, EndLine: 3, EndColumn: 13}, finding.Excerpt{}, "/roles/agent_chat"
	all := []finding.Finding{service, provided, sawn(tb, "endpoint", "chat", "serving-endpoints", `"gw_"`), twice, role}
	for _, name := range []string{"chat", "chat-2"} {
		all = append(all, undecided(tb, "GW501", "endpoint", name, "the permissions of a serving endpoint could not be read: 403: no permission on '"+name+"'"))
	}
	return whole(all, report.Report{
		Workspace: someWorkspace(),
		Subjects:  []report.Subject{{Kind: "endpoint", Name: "chat", File: all[2].Location.File, Hosting: "foundation", Form: "get"}},
		Errors:    []report.Problem{{File: "/api/2.0/serving-endpoints/a%20b", Message: "500: try again later"}},
		Summary:   report.Summary{Files: 18, Denied: 5},
	})
}

// readable is live without what failed.
func readable(tb testing.TB) report.Report {
	tb.Helper()
	r := live(tb)
	r.Errors, r.Workspace.Unread = nil, r.Workspace.Unread[:2]
	return report.New(r, report.FailOnError)
}

// deserted is a workspace of which nothing is visible.
func deserted(testing.TB) report.Report {
	return whole(nil, report.Report{Workspace: &report.Workspace{Host: liveHost, Identity: "ana@example.com"}})
}

// crowded is a workspace of hundreds of subjects, which shows an ordinary
// auditor little of each, in words that name the subject.
func crowded(tb testing.TB) report.Report {
	tb.Helper()
	var all []finding.Finding
	r := report.Report{Workspace: &report.Workspace{
		Host: liveHost, ID: "1234567890123456", Identity: "0a1b2c3d-0000-4000-8000-000000000001", Endpoints: 300, ModelServices: 40, Apps: 60,
		Unread: []report.Unread{
			{What: "permissions of a serving endpoint", Outcome: report.UnreadDenied, Status: 403, Count: 290, First: "/api/2.0/permissions/serving-endpoints/1", Message: "403: no"},
			{What: "serving endpoint", Outcome: report.UnreadFailed, Status: 504, Count: 20, First: "/api/2.0/serving-endpoints/chat-010", Message: "504: no"},
		},
	}, Summary: report.Summary{Files: 400, Denied: 290}}
	for i := range 300 {
		name := fmt.Sprintf("chat-%03d", i)
		all = append(all, undecided(tb, "GW505", "endpoint", name, "no SQL warehouse was named; --warehouse names one"),
			undecided(tb, "GW506", "endpoint", name, "no SQL warehouse was named; --warehouse names one"))
		if i >= 10 {
			reason := fmt.Sprintf("the permissions of a serving endpoint could not be read: 403: PERMISSION_DENIED: %s may not manage the endpoint %032x", name, i)
			all = append(all, undecided(tb, "GW501", "endpoint", name, reason), undecided(tb, "GW502", "endpoint", name, reason))
		}
		if i%3 == 0 {
			all = append(all, undecided(tb, "GW503", "endpoint", name, fmt.Sprintf("the table 'main.ops.gw_%03d_payload' is not visible", i)))
		}
		if i < 20 {
			r.Errors = append(r.Errors, report.Problem{File: "/api/2.0/serving-endpoints/" + name, Message: "504: the endpoint '" + name + "' did not answer"})
		}
		r.Subjects = append(r.Subjects, report.Subject{Kind: "endpoint", Name: name})
	}
	for i := range 40 {
		all = append(all, undecided(tb, "GW501", "model_service", fmt.Sprintf("main.ai.chat_%d", i), "lists leave it out"))
	}
	return whole(all, r)
}
