package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

var chat = finding.Subject{Kind: "endpoint", Name: "skyloyalty-chat"}

// doc is a document as an author would write it; what follows the tabs and the
// wide characters is where columns go wrong.
const doc = `{
  "name": "skyloyalty-chat",
  "config": {"served_entities": []},
  "ai_gateway": {
    "inference_table_config": {
      "catalog_name": "main",
      "schema_name": "default",
      "table_name_prefix": "gw_", "enabled": false
    },
	"guardrails": {"note": "日本語👍é", "input": {"pii": {"behavior": "WARN"}}},
    "api_key": "************",
    "rate_limits": [
      {"calls": 10}
    ]
  }
}`

// at is the place where text first stands in a document.
func at(tb testing.TB, file, document, text string) (finding.Location, finding.Excerpt) {
	tb.Helper()
	offset := strings.Index(document, text)
	if offset < 0 {
		tb.Fatalf("%q is not in the document", text)
	}
	line, column := position(document, offset)
	endLine, endColumn := position(document, offset+len(text))
	lines := strings.Split(document, "\n")
	first, last := max(line-1, 1), min(endLine+1, len(lines))
	return finding.Location{File: file, StartLine: line, StartColumn: column, EndLine: endLine, EndColumn: endColumn},
		finding.Excerpt{FirstLine: first, Lines: lines[first-1 : last]}
}

func position(document string, offset int) (line, column int) {
	before := document[:offset]
	line = strings.Count(before, "\n") + 1
	return line, len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
}

func catalogue() []report.RuleInfo {
	page := func(slug string) string {
		return "https://github.com/gwlint/gwlint/blob/main/rules/" + slug + "/README.md"
	}
	return []report.RuleInfo{
		{
			ID: "GW003", Name: "invalid_value", Title: "Value the platform does not accept",
			Description: "The platform drops it, so the setting is *not* made.\n\nIt counts as not set.",
			Remediation: "Write one of the values that the platform knows.",
			URL:         page("document/invalid_value"), Severity: finding.High, Precision: "very-high", Level: finding.Error,
			Tags: []string{"document"},
		},
		{
			ID: "GW007", Name: "plaintext_secret", Title: "Credential in the configuration",
			Description: "Everyone who reads the file can use it.",
			Remediation: "Refer to a secret: `{{secrets/scope/key}}`. Then rotate the credential.",
			URL:         page("document/plaintext_secret"), Severity: finding.Critical, Precision: "high", Level: finding.Error,
			Tags: []string{"document", "owasp-llm-2025/LLM02"},
		},
		{
			ID: "GW103", Name: "prefix_trailing_underscore", Title: "Table prefix ends in an underscore",
			Description: "The table's name then has two underscores in a row.",
			Remediation: "Take the underscore away: the platform adds one.",
			URL:         page("tables/prefix_trailing_underscore"), Severity: finding.High, Precision: "very-high", Level: finding.Error,
			Links: []report.Link{{Text: "Inference tables", URL: "https://docs.databricks.com/aws/en/ai-gateway/inference-tables"}},
			Tags:  []string{"tables"},
		},
		{
			ID: "GW107", Name: "shared_schema", Title: "Audit in a shared schema",
			Description: "Nobody owns the schema `default`.", Remediation: "Give the audit a schema of its own.",
			URL: page("tables/shared_schema"), Severity: finding.Medium, Precision: "medium", Level: finding.Warning,
		},
		{
			ID: "GW110", Name: "table_shared", Title: "Two subjects write to one table",
			Description: "Their rows mix.", Remediation: "Give each a prefix of its own.",
			URL: page("tables/table_shared"), Severity: finding.Medium, Precision: "high", Level: finding.Warning,
		},
		{
			ID: "GW201", Name: "entity_not_audited", Title: "Served entity was never audited",
			Description: "Nobody knows what it does.", Remediation: "Run the audit.",
			URL: page("entities/entity_not_audited"), Severity: finding.High, Precision: "high", Level: finding.Error,
		},
		{
			ID: "GW210", Name: "no_fallback", Title: "No fallback",
			Description: "One destination, and nothing behind it.", Remediation: "Add a destination.",
			URL: page("entities/no_fallback"), Severity: finding.Low, Precision: "low", Level: finding.Note,
		},
	}
}

// findings are, in one run: several in one file, two on one line, one without a
// position, one waived, some unknown, one behind wide characters and a tab, one
// with a hostile name, one with related places, one over a masked secret.
func findings(tb testing.TB) []finding.Finding {
	tb.Helper()
	one := func(rule, name string, severity finding.Severity, level finding.Level, text, message string) finding.Finding {
		f := finding.Finding{
			Rule: rule, Name: name, Severity: severity, Level: level, Outcome: finding.Fail, Subject: chat,
			Pointer: "/ai_gateway/" + name, Message: message,
		}
		f.Location, f.Excerpt = at(tb, "conf/gw.json", doc, text)
		f.LineHash = finding.LineHashes([]byte(doc))[f.Location.StartLine-1]
		return f
	}
	prefix := one("GW103", "prefix_trailing_underscore", finding.High, finding.Error, `"gw_"`,
		"endpoint 'skyloyalty-chat' has prefix 'gw_', which ends in an underscore")
	prefix.Fix = &finding.Fix{Safety: "safe", Description: "write 'gw'"}
	block := finding.Related{Message: "the gateway block starts here"}
	block.Location, block.Excerpt = at(tb, "conf/gw.json", doc, `"ai_gateway"`)
	prefix.Related = []finding.Related{block}

	sameLine := one("GW110", "table_shared", finding.Medium, finding.Warning, `"gw_"`,
		"endpoint 'skyloyalty-chat' writes to 'main.default.gw_', and so does endpoint 'other'")
	other := finding.Related{Message: "endpoint 'other' [here](1)"}
	other.Location, other.Excerpt = at(tb, "conf/other file.yml", "name: other\nprefix: gw_\n", "gw_")
	sameLine.Related = []finding.Related{other}

	wide := one("GW003", "invalid_value", finding.High, finding.Error, `"WARN"`,
		"endpoint 'skyloyalty-chat' has behavior 'WARN', known are 'NONE', 'MASK' and 'BLOCK'")
	schema := one("GW107", "shared_schema", finding.Medium, finding.Warning, `"default"`, "endpoint 'skyloyalty-chat' writes to schema 'default'")
	schema.Outcome, schema.Waiver = finding.Waived, &finding.Waiver{
		Reason: "moves in May", Owner: "platform", Expires: "2027-05-31", Ticket: "SEC-1234", ApprovedBy: "ciso", File: "gwlint-waivers.yaml", Line: 7, DaysLeft: 63,
	}
	secret := one("GW007", "plaintext_secret", finding.Critical, finding.Error, `"************"`,
		"endpoint '\x1b[31mroot\x1b[0m\u202egnp.exe' holds a credential in 'api_key'")
	secret.Subject.Name = "\x1b[31mroot\x1b[0m\u202egnp.exe"
	lines := one("GW210", "no_fallback", finding.Low, finding.Note, "[\n      {\"calls\": 10}\n    ]", "endpoint 'skyloyalty-chat' has no fallback")
	nowhere := finding.Finding{
		Rule: "GW201", Name: "entity_not_audited", Severity: finding.High, Level: finding.Error, Outcome: finding.Fail,
		Subject: finding.Subject{Kind: "role", Name: "agent_chat"}, Message: "role 'agent_chat' serves an entity that was never audited",
	}
	all := []finding.Finding{nowhere, lines, secret, schema, wide, sameLine, prefix}
	for i := range 6 {
		unknown := one("GW201", "entity_not_audited", finding.High, finding.Note, `"served_entities"`,
			"endpoint 'skyloyalty-chat' may serve an entity that was never audited")
		unknown.Outcome, unknown.Reason = finding.Unknown, "no state file was given"
		unknown.Pointer += "/" + string(rune('0'+i))
		all = append(all, unknown)
	}
	finding.Sort(all)
	finding.Fingerprint(all)
	return all
}

func tool() report.Tool {
	return report.Tool{Name: "gwlint", Version: "0.1.0", Policy: "f4_checklist", PolicyDigest: "sha256:" + strings.Repeat("ab", 32)}
}

func subjects() []report.Subject {
	return []report.Subject{
		{Kind: "endpoint", Name: "skyloyalty-chat", File: "conf/gw.json", Hosting: "foundation", Form: "create"},
		{Kind: "endpoint", Name: "other", File: "conf/other file.yml", Hosting: "unknown", Form: "create"},
	}
}

// full is a report that holds everything there can be.
func full(tb testing.TB) report.Report {
	tb.Helper()
	return report.New(report.Report{
		Tool:     tool(),
		Findings: findings(tb),
		Checklist: []report.Item{
			{ID: "F4-02", Title: "Every served entity corresponds to a candidate that passed its role probe", Status: report.StatusUnknown, Rules: []string{"GW201", "GW202"}, Findings: 7, Reason: "7 subjects could not be decided by GW201 and GW202"},
			{ID: "F4-04", Title: "The inference table prefix does not end in an underscore", Status: report.StatusFail, Rules: []string{"GW012", "GW103"}, Findings: 1},
			{ID: "F4-08", Title: "Rate limits are configured, for the endpoint and for the user", Status: report.StatusPass},
			{ID: "F4-14", Title: "Inference tables lie in a schema with a clear owner, apart from trace tables", Status: report.StatusWaived, Rules: []string{"GW107"}, Findings: 1},
			{ID: "F4-18", Title: "MCP services are governed like models", Status: report.StatusNotApplicable},
			{ID: "X-1", Title: "Somebody answers for it", Status: report.StatusManual, Reason: "no rule can tell"},
		},
		Subjects: subjects(),
		Errors: []report.Problem{
			{File: "missing.json", Message: "missing.json: no such file"},
			{File: "bad.json", Message: "an object ends with '}', not ']'", Location: &finding.Location{File: "bad.json", StartLine: 3, StartColumn: 9, EndLine: 3, EndColumn: 10}},
		},
		Known:   known(tb),
		Run:     report.Run{Baseline: &report.Baseline{File: ".gwlint-baseline.jsonl", Digest: "sha256:" + strings.Repeat("b", 64), Entries: 3, Stale: 1}},
		Summary: report.Summary{Files: 3, Skipped: 4, Baselined: 2, Denied: 1},
		Rules:   catalogue(),
	}, report.FailOnError)
}

// complete is full without the errors of the run.
func complete(tb testing.TB) report.Report {
	tb.Helper()
	r := full(tb)
	r.Errors = nil
	return report.New(r, report.FailOnError)
}

// clean is a run that found nothing, though it could not decide everything.
func clean(tb testing.TB) report.Report {
	tb.Helper()
	r := complete(tb)
	var unknown []finding.Finding
	for _, f := range r.Findings {
		if f.Outcome == finding.Unknown {
			unknown = append(unknown, f)
		}
	}
	r.Findings, r.Known, r.Run.Baseline = unknown, nil, nil
	r.Checklist = append(r.Checklist[:1:1], r.Checklist[2], r.Checklist[4])
	r.Summary = report.Summary{Files: 2}
	return report.New(r, report.FailOnError)
}

func halted(tb testing.TB) report.Report {
	tb.Helper()
	r := clean(tb)
	r.Prompts = []string{"No FMAPI endpoint passed the role probe for agent_chat."}
	return report.New(r, report.FailOnError)
}

func empty() report.Report {
	return report.New(report.Report{Tool: tool(), Rules: catalogue(), Summary: report.Summary{Skipped: 3}}, report.FailOnError)
}

// strange is a run over files that are no paths in a checkout, with lines that
// are long and text that looks like links.
func strange(tb testing.TB) report.Report {
	tb.Helper()
	r := complete(tb)
	long := `{"x": "` + strings.Repeat("é😀", 2000) + `", "prefix": "gw_"}`
	for i, file := range []string{"<stdin>", "../shared/x y.json", "/home/somebody/gw.json", `C:\conf\gw.json`, "a:b/ü%.json", "./conf//gw.json", ""} {
		f := r.Findings[i]
		f.Outcome, f.Level, f.LineHash, f.Reason, f.Waiver = finding.Fail, finding.Error, "", "", nil
		f.Message = "endpoint 'a [b](https://example.com) {0} [c](1) [d]' has prefix 'gw_'"
		f.Location, f.Excerpt = at(tb, file, long, "gw_")
		r.Findings[i] = f
	}
	r.Findings = r.Findings[:7]
	r.Findings[0].Rule, r.Findings[0].Name = "GW901", "waiver_expired"
	finding.Fingerprint(r.Findings)
	return report.New(r, report.FailOnError)
}

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
	f.Location, f.Excerpt = at(tb, "/api/2.0/"+place+"/"+name, answer, text)
	f.Location.Object = report.ObjectPlace(f.Subject, f.Pointer)
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

// seen is the subject of a finding of a scan, and its page.
func seen(f finding.Finding, page string) report.Subject {
	return report.Subject{Kind: f.Subject.Kind, Name: f.Subject.Name, File: f.Location.File, Hosting: "foundation", Form: "get", Page: page}
}

func whole(findings []finding.Finding, r report.Report) report.Report {
	finding.Sort(findings)
	finding.Fingerprint(findings)
	r.Findings, r.Tool, r.Rules = findings, tool(), catalogue()
	return report.New(r, report.FailOnError)
}

func someWorkspace() *report.Workspace {
	return &report.Workspace{
		Host: liveHost, ID: "1234567890123456", Identity: "ana@example.com", TLS: "verified",
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
		Subjects: []report.Subject{
			seen(all[2], "https://"+liveHost+"/ml/endpoints/chat"), seen(other, "https://"+liveHost+"/ml/endpoints/chat-2"),
			seen(provided, "https://"+liveHost+"/ml/endpoints/databricks-claude"), seen(service, ""),
		},
		Errors:  []report.Problem{{File: "/api/2.0/serving-endpoints/a%20b", Message: "500: try again later"}},
		Summary: report.Summary{Files: 18, Denied: 5},
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
	return whole(nil, report.Report{Workspace: &report.Workspace{Host: liveHost, Identity: "ana@example.com", TLS: "verified"}})
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

// known are failures that a baseline has, of which one follows from another.
func known(tb testing.TB) []finding.Finding {
	tb.Helper()
	var list []finding.Finding
	for _, f := range findings(tb) {
		if f.Outcome == finding.Fail && f.Level.Rank() > 0 && f.Cause == "" && len(list) < 2 {
			f.Subject.Name, f.Fingerprint = "skyloyalty-old", "b"+f.Fingerprint[1:]
			f.Location.File = "old.json"
			list = append(list, f)
		}
	}
	return list
}
