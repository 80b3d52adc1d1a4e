package report_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"path"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// What the tests read of a SARIF file: names of the standard, not of the code.
type (
	sarif struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []rule `json:"rules"`
				} `json:"driver"`
			} `json:"tool"`
			Invocations []struct {
				ExecutionSuccessful bool `json:"executionSuccessful"`
			} `json:"invocations"`
			Results []result `json:"results"`
		} `json:"runs"`
	}
	rule struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Full struct {
			Text string `json:"text"`
		} `json:"fullDescription"`
		Help struct {
			Markdown string `json:"markdown"`
		} `json:"help"`
		HelpURI    string `json:"helpUri"`
		Properties struct {
			Severity string   `json:"security-severity"`
			Tags     []string `json:"tags"`
		} `json:"properties"`
	}
	result struct {
		RuleID    string `json:"ruleId"`
		RuleIndex int    `json:"ruleIndex"`
		Message   struct {
			Text string `json:"text"`
		} `json:"message"`
		Locations []struct {
			Physical struct {
				Artifact struct {
					URI string `json:"uri"`
				} `json:"artifactLocation"`
				Region  region `json:"region"`
				Context region `json:"contextRegion"`
			} `json:"physicalLocation"`
		} `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	region struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
		Snippet     struct {
			Text string `json:"text"`
		} `json:"snippet"`
	}
)

func readSARIF(tb testing.TB, r report.Report) sarif {
	tb.Helper()
	var s sarif
	if err := json.Unmarshal(written(tb, "sarif", r, report.Options{}), &s); err != nil {
		tb.Fatal(err)
	}
	return s
}

func one(tb testing.TB, edit func(*finding.Finding)) result {
	tb.Helper()
	f := finding.Finding{
		Rule: "GW103", Name: "prefix_trailing_underscore", Level: finding.Error, Severity: finding.High, Outcome: finding.Fail,
		Subject: chat, Message: "endpoint 'x' is wrong", Location: finding.Location{File: "gw.json", StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2},
	}
	edit(&f)
	s := readSARIF(tb, report.New(report.Report{Findings: []finding.Finding{f}, Rules: catalogue()}, report.FailOnError))
	return s.Runs[0].Results[0]
}

func TestAFileHasAURIThatGitHubTakes(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"conf/gw.json":        "conf/gw.json",
		"./conf//gw.json":     "conf/gw.json",
		"conf/my gw#1?.json":  "conf/my%20gw%231%3F.json",
		"a:b.json":            "a%3Ab.json",
		"ü/%41.json":          "%C3%BC/%2541.json",
		"bad\xff\x1b.json":    "bad%FF%1B.json",
		"<stdin>":             "%3Cstdin%3E",
		"../x.json":           "outside-the-checkout/x.json",
		"../../a/x.json":      "outside-the-checkout/a/x.json",
		"..":                  "outside-the-checkout/",
		"a/../../x.json":      "outside-the-checkout/x.json",
		"/home/me/x.json":     "outside-the-checkout/x.json",
		`C:\Users\me\x.json`:  "outside-the-checkout/x.json",
		"":                    "outside-the-checkout/endpoint/skyloyalty-chat",
		"..hidden/gw.json":    "..hidden/gw.json",
		"https://host/x.json": "https%3A/host/x.json",
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			got := one(t, func(f *finding.Finding) { f.Location.File = file }).Locations[0].Physical.Artifact.URI
			if got != want {
				t.Errorf("uri %q, want %q", got, want)
			}
			u, err := url.Parse(got)
			if err != nil || u.IsAbs() || path.IsAbs(got) || strings.HasPrefix(got, "../") || strings.Contains(got, "/../") {
				t.Errorf("uri %q is not relative: %v", got, err)
			}
		})
	}
}

func TestAMessageIsASentenceThatMakesNoLinks(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"endpoint 'x' has no limit":            "Endpoint 'x' has no limit.",
		"Endpoint 'x' has no limit.":           "Endpoint 'x' has no limit.",
		"is that so?":                          "Is that so?",
		"endpoint 'a[0]' has (1) limit":        "Endpoint 'a[0]' has (1) limit.",
		"endpoint '[a](https://x.example)' is": `Endpoint '\[a\](https://x.example)' is.`,
		"endpoint '[a](1) [b](2)' is":          `Endpoint '\[a\](1) \[b\](2)' is.`,
		"name '\u202e\x1b[1m' hides":           `Name '\u202e\x1b[1m' hides.`,
	} {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, one(t, func(f *finding.Finding) { f.Message = message }).Message.Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestARegionCountsUTF16AndLiesInItsContext(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é😀", 3000)
	for name, test := range map[string]struct {
		lines            []string
		start, end, last int
		text             string
	}{
		"plain":               {[]string{"{", "a: gw_", "}"}, 4, 7, 2, "gw_"},
		"behind an emoji":     {[]string{"{", "😀: gw_", "}"}, 4, 7, 2, "gw_"},
		"behind U+10000":      {[]string{"{", "\U00010000: gw_", "}"}, 4, 7, 2, "gw_"},
		"behind U+FFFF":       {[]string{"{", "\uffff: gw_", "}"}, 4, 7, 2, "gw_"},
		"a whole line alone":  {[]string{"gw_"}, 1, 4, 1, "gw_"},
		"over several lines":  {[]string{"{", "a: [", "]"}, 4, 2, 3, "["},
		"beyond the line":     {[]string{"{", "a: x"}, 90, 99, 2, ""},
		"in a very long line": {[]string{long + "gw_" + long}, 6001, 6004, 1, "gw_"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := min(2, len(test.lines))
			got := one(t, func(f *finding.Finding) {
				f.Location.StartLine, f.Location.StartColumn, f.Location.EndLine, f.Location.EndColumn = line, test.start, test.last, test.end
				f.Excerpt = finding.Excerpt{FirstLine: 1, Lines: test.lines}
			}).Locations[0].Physical
			if got.Region.Snippet.Text != test.text {
				t.Errorf("snippet %q, want %q", got.Region.Snippet.Text, test.text)
			}
			if cut := utf16Cut(test.lines, got.Region); cut != test.text {
				t.Errorf("the region holds %q, want %q", cut, test.text)
			}
			if got.Context.StartLine == 0 {
				return // nothing around it
			}
			if cut := utf16Cut(test.lines, got.Context); cut != got.Context.Snippet.Text || !strings.Contains(cut, test.text) || len(cut) <= len(test.text) {
				t.Errorf("the context holds %q, its snippet is %q", cut, got.Context.Snippet.Text)
			}
		})
	}
}

// utf16Cut is the text of a region, by the letter of the standard.
func utf16Cut(lines []string, r region) string {
	end := utf16.Encode([]rune(lines[r.EndLine-1]))[:r.EndColumn-1]
	if r.StartLine == r.EndLine {
		return string(utf16.Decode(end[r.StartColumn-1:]))
	}
	first := utf16.Encode([]rune(lines[r.StartLine-1]))[r.StartColumn-1:]
	all := append([]string{string(utf16.Decode(first))}, lines[r.StartLine:r.EndLine-1]...)
	return strings.Join(append(all, string(utf16.Decode(end))), "\n")
}

func TestSARIFHoldsAllRulesAndTheFailures(t *testing.T) {
	t.Parallel()
	s := readSARIF(t, full(t))
	rules, results := s.Runs[0].Tool.Driver.Rules, s.Runs[0].Results
	if len(rules) != len(catalogue()) {
		t.Errorf("%d rules, want %d", len(rules), len(catalogue()))
	}
	if len(results) != 7 {
		t.Errorf("%d results, want the 6 failures and the waived one", len(results))
	}
	for _, r := range results {
		if rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("rule %s has the index of %s", r.RuleID, rules[r.RuleIndex].ID)
		}
		if r.Fingerprints["gwlint/v2"] == "" || r.Fingerprints["primaryLocationLineHash"] == "" {
			t.Errorf("%s: fingerprints %v", r.RuleID, r.Fingerprints)
		}
	}
	if s.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("an incomplete run counts as successful")
	}
	if readSARIF(t, halted(t)).Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("a halt counts as successful")
	}
	if !readSARIF(t, complete(t)).Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("a run with findings counts as not successful")
	}
}

func TestARuleStaysWithinWhatGitHubShows(t *testing.T) {
	t.Parallel()
	info := report.RuleInfo{
		ID: "GW999", Name: "very_long_rule", Title: strings.Repeat("long ", 500), Description: strings.Repeat("länger ", 500),
		Severity: finding.Critical, URL: "https://example.com/page", Tags: strings.Fields("security 1 2 3 4 5 6 7 8 9 10 11"),
	}
	got := readSARIF(t, report.New(report.Report{Rules: []report.RuleInfo{info}}, report.FailOnError)).Runs[0].Tool.Driver.Rules[0]
	if got.Name != "VeryLongRule" {
		t.Errorf("name %q", got.Name)
	}
	if n := len(got.Full.Text); n > 1024 || n < 1000 {
		t.Errorf("a description of %d bytes", n)
	}
	if !strings.Contains(got.Help.Markdown, info.URL) || got.HelpURI != info.URL {
		t.Error("the page is not linked")
	}
	if got.Properties.Severity != "9.5" {
		t.Errorf("security-severity %q", got.Properties.Severity)
	}
	if diff := cmp.Diff(strings.Fields("security databricks ai-gateway 1 2 3 4 5 6 7"), got.Properties.Tags); diff != "" {
		t.Error(diff)
	}
}

func TestARuleWithoutAPageLeadsNowhere(t *testing.T) {
	t.Parallel()
	info := report.RuleInfo{ID: "OUR001", Name: "mine", Title: "Mine", Description: "It is mine.", Severity: finding.Low}
	got := readSARIF(t, report.New(report.Report{Rules: []report.RuleInfo{info}}, report.FailOnError)).Runs[0].Tool.Driver.Rules[0]
	if got.HelpURI != "" || got.Help.Markdown != "It is mine." {
		t.Errorf("got %q and %q", got.HelpURI, got.Help.Markdown)
	}
}

// What the tests read of the SARIF file of a scan.
type (
	scanned struct {
		Runs []struct {
			Automation *struct {
				ID string `json:"id"`
			} `json:"automationDetails"`
			Invocations []struct {
				Properties    map[string]string `json:"properties"`
				Notifications []struct {
					Message struct {
						Text string `json:"text"`
					} `json:"message"`
					Locations []placed `json:"locations"`
				} `json:"toolExecutionNotifications"`
			} `json:"invocations"`
			Results []struct {
				Locations    []placed          `json:"locations"`
				Fingerprints map[string]string `json:"partialFingerprints"`
				Properties   map[string]string `json:"properties"`
			} `json:"results"`
		} `json:"runs"`
	}
	placed struct {
		Physical *struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
		} `json:"physicalLocation"`
		Logical []map[string]string `json:"logicalLocations"`
	}
)

func scan(tb testing.TB, r report.Report) scanned {
	tb.Helper()
	var s scanned
	if err := json.Unmarshal(written(tb, "sarif", r, report.Options{}), &s); err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestAResultOfAScanNamesItsObject(t *testing.T) {
	t.Parallel()
	type where struct{ uri, page, object string }
	var got []where
	for _, r := range scan(t, live(t)).Runs[0].Results {
		at := where{uri: r.Locations[0].Physical.Artifact.URI, page: r.Properties["page"]}
		if logical := r.Locations[0].Logical; logical != nil {
			at.object = logical[0]["kind"] + " " + logical[0]["name"] + " " + logical[0]["fullyQualifiedName"]
		}
		got = append(got, at)
	}
	want := []where{
		{"outside-the-checkout/" + liveHost + "/model-services/main.ai.chat", "", "resource main.ai.chat " + liveHost + "/model-services/main.ai.chat"},
		{"outside-the-checkout/" + liveHost + "/serving-endpoints/chat", "https://" + liveHost + "/ml/endpoints/chat", "resource chat " + liveHost + "/serving-endpoints/chat"},
		{"outside-the-checkout/" + liveHost + "/serving-endpoints/chat", "https://" + liveHost + "/ml/endpoints/chat", "resource chat " + liveHost + "/serving-endpoints/chat"},
		{"outside-the-checkout/" + liveHost + "/serving-endpoints/databricks-claude", "https://" + liveHost + "/ml/endpoints/databricks-claude", "resource databricks-claude " + liveHost + "/serving-endpoints/databricks-claude"},
		{"state.yaml", "", ""},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(where{})); diff != "" {
		t.Error(diff)
	}
}

// GitHub refuses a log in which a uri leads out of the checkout, or has a scheme.
func TestAResultOfASnapshotNamesItsFile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ kind, subject, file, object, want string }{
		"a file of the snapshot":         {"endpoint", "chat", "evidence/serving-endpoints/chat.json", "", "evidence/serving-endpoints/chat.json"},
		"a snapshot elsewhere":           {"endpoint", "chat", "/var/evidence/serving-endpoints/chat.json", "", "outside-the-checkout/" + liveHost + "/serving-endpoints/chat"},
		"a snapshot above":               {"app", "notes", "../evidence/apps/notes.json", "", "outside-the-checkout/" + liveHost + "/apps/notes"},
		"no file":                        {"app", "notes", "/api/2.0/apps/notes", "app notes", "outside-the-checkout/" + liveHost + "/apps/notes"},
		"a name that would lead outside": {"endpoint", "../../x", "/api/2.0/serving-endpoints/x", "endpoint ../../x", "outside-the-checkout/" + liveHost + "/serving-endpoints/.._.._x"},
		"a name with all that is odd":    {"endpoint", "a b:%\x1b\u202e", "/api/2.0/serving-endpoints/x", "endpoint", "outside-the-checkout/" + liveHost + "/serving-endpoints/a%20b%3A%25%1B%E2%80%AE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := sawn(t, test.kind, test.subject, "x", `"gw_"`)
			f.Location.File, f.Location.Object = test.file, test.object
			r := whole([]finding.Finding{f}, report.Report{Workspace: someWorkspace(), Subjects: []report.Subject{seen(f, "")}})
			if got := scan(t, r).Runs[0].Results[0].Locations[0].Physical.Artifact.URI; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAWorkspaceIsACategoryOfItsOwn(t *testing.T) {
	t.Parallel()
	run := scan(t, live(t)).Runs[0]
	if got, want := run.Automation.ID, "gwlint-live/1234567890123456/"; got != want {
		t.Errorf("the category is %q, want %q", got, want)
	}
	want := map[string]string{"host": liveHost, "workspaceId": "1234567890123456", "identity": "ana@example.com", "tls": "verified", "failOn": "error", "policyBy": "default"}
	if diff := cmp.Diff(want, run.Invocations[0].Properties); diff != "" {
		t.Error(diff)
	}
	if got, want := scan(t, deserted(t)).Runs[0].Automation.ID, "gwlint-live/"+liveHost+"/"; got != want {
		t.Errorf("the category of a workspace without an ID is %q, want %q", got, want)
	}
	if files := scan(t, full(t)).Runs[0]; files.Automation != nil || files.Invocations[0].Properties["host"] != "" {
		t.Error("a run over files has a category")
	}
}

// GitHub closes an alert and opens another when its hash changes, and takes two
// with one hash for one.
func TestTheHashOfALiveResultFollowsTheObjectOnly(t *testing.T) {
	t.Parallel()
	hash := func(edit func(*report.Workspace, *finding.Finding)) string {
		f := sawn(t, "endpoint", "chat", "serving-endpoints", `"gw_"`)
		r := whole([]finding.Finding{f}, report.Report{Workspace: someWorkspace()})
		edit(r.Workspace, &r.Findings[0])
		r.Subjects = []report.Subject{seen(r.Findings[0], "")}
		return scan(t, r).Runs[0].Results[0].Fingerprints["primaryLocationLineHash"]
	}
	plain := hash(func(*report.Workspace, *finding.Finding) {})
	if !strings.HasSuffix(plain, ":1") || len(plain) != 18 {
		t.Fatalf("hash %q has another shape than GitHub's", plain)
	}
	for name, test := range map[string]struct {
		edit func(*report.Workspace, *finding.Finding)
		same bool
	}{
		"the text of the answer": {func(_ *report.Workspace, f *finding.Finding) { f.LineHash = "0:1" }, true},
		"the line":               {func(_ *report.Workspace, f *finding.Finding) { f.Location.StartLine++ }, true},
		"another name of the host": {func(w *report.Workspace, f *finding.Finding) {
			w.Host = "ws.example.com"
		}, true},
		"the file of a snapshot": {func(_ *report.Workspace, f *finding.Finding) {
			f.Location.File, f.Location.Object = "evidence/serving-endpoints/chat.json", ""
		}, true},
		"whose eyes":            {func(w *report.Workspace, _ *finding.Finding) { w.Identity = "bob@example.com" }, true},
		"another workspace":     {func(w *report.Workspace, _ *finding.Finding) { w.ID = "2" }, false},
		"another rule":          {func(_ *report.Workspace, f *finding.Finding) { f.Rule = "GW104" }, false},
		"another object":        {func(_ *report.Workspace, f *finding.Finding) { f.Subject.Name = "chat-2" }, false},
		"another kind":          {func(_ *report.Workspace, f *finding.Finding) { f.Subject.Kind = "app" }, false},
		"another place in it":   {func(_ *report.Workspace, f *finding.Finding) { f.Pointer = "/name" }, false},
		"a border between them": {func(_ *report.Workspace, f *finding.Finding) { f.Subject.Name, f.Pointer = "cha", "t"+f.Pointer }, false},
	} {
		if got := hash(test.edit); (got == plain) != test.same {
			t.Errorf("%s: hash %s, it was %s", name, got, plain)
		}
	}
	seen := map[string]bool{}
	for _, r := range scan(t, live(t)).Runs[0].Results {
		if h := r.Fingerprints["primaryLocationLineHash"]; seen[h] {
			t.Errorf("two results have the hash %s", h)
		} else {
			seen[h] = true
		}
	}
}

func TestAPathOfTheAPIIsNoFile(t *testing.T) {
	t.Parallel()
	n := scan(t, live(t)).Runs[0].Invocations[0].Notifications[0]
	if got, want := n.Message.Text, "/api/2.0/serving-endpoints/a%20b: 500: try again later."; got != want {
		t.Errorf("the message is %q, want %q", got, want)
	}
	want := []placed{{Logical: []map[string]string{{
		"kind": "resource", "name": "a b", "fullyQualifiedName": liveHost + "/api/2.0/serving-endpoints/a%20b",
	}}}}
	if diff := cmp.Diff(want, n.Locations); diff != "" {
		t.Error(diff)
	}
}

func TestSARIFOfAScanHasNoAddressButThoseOfRules(t *testing.T) {
	t.Parallel()
	out := written(t, "sarif", live(t), report.Options{})
	for line := range bytes.Lines(out) {
		if bytes.Contains(line, []byte(`"uri": "http`)) || bytes.Contains(line, []byte(`"uri": "/`)) {
			t.Errorf("not relative: %s", line)
		}
	}
	if bytes.Contains(out, []byte("workingDirectory")) {
		t.Error("it names the folder it was made in")
	}
}
