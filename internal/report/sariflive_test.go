package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

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
	type where struct{ uri, object string }
	var got []where
	for _, r := range scan(t, live(t)).Runs[0].Results {
		at := where{uri: r.Locations[0].Physical.Artifact.URI}
		if logical := r.Locations[0].Logical; logical != nil {
			at.object = logical[0]["kind"] + " " + logical[0]["name"] + " " + logical[0]["fullyQualifiedName"]
		}
		got = append(got, at)
	}
	want := []where{
		{"databricks/" + liveHost + "/model-services/main.ai.chat.json", "resource main.ai.chat " + liveHost + "/model-services/main.ai.chat"},
		{"databricks/" + liveHost + "/serving-endpoints/chat.json", "resource chat " + liveHost + "/serving-endpoints/chat"},
		{"databricks/" + liveHost + "/serving-endpoints/chat.json", "resource chat " + liveHost + "/serving-endpoints/chat"},
		{"databricks/" + liveHost + "/serving-endpoints/databricks-claude.json", "resource databricks-claude " + liveHost + "/serving-endpoints/databricks-claude"},
		{"state.yaml", ""},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(where{})); diff != "" {
		t.Error(diff)
	}
}

func TestAWorkspaceIsACategoryOfItsOwn(t *testing.T) {
	t.Parallel()
	run := scan(t, live(t)).Runs[0]
	if got, want := run.Automation.ID, "gwlint-live/1234567890123456/"; got != want {
		t.Errorf("the category is %q, want %q", got, want)
	}
	want := map[string]string{"host": liveHost, "workspaceId": "1234567890123456", "identity": "ana@example.com"}
	if diff := cmp.Diff(want, run.Invocations[0].Properties); diff != "" {
		t.Error(diff)
	}
	if got, want := scan(t, deserted(t)).Runs[0].Automation.ID, "gwlint-live/"+liveHost+"/"; got != want {
		t.Errorf("the category of a workspace without an ID is %q, want %q", got, want)
	}
	if files := scan(t, full(t)).Runs[0]; files.Automation != nil || files.Invocations[0].Properties != nil {
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
			w.Host, f.Location.File = "ws.example.com", "databricks/ws.example.com/serving-endpoints/chat.json"
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
