package report_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// table reads a CSV report back, which must be as RFC 4180 has it: a byte order mark,
// lines that end in CR and LF, as many cells in each row as the header has.
func table(tb testing.TB, r report.Report, o report.Options) [][]string {
	tb.Helper()
	document := written(tb, "csv", r, o)
	text, marked := bytes.CutPrefix(document, []byte("\xef\xbb\xbf"))
	if !marked || bytes.Contains(text, []byte("\xef\xbb\xbf")) {
		tb.Error("not one byte order mark at its beginning")
	}
	if n := bytes.Count(text, []byte("\n")); n != bytes.Count(text, []byte("\r\n")) || n != bytes.Count(text, []byte("\r")) || !bytes.HasSuffix(text, []byte("\r\n")) {
		tb.Error("not all lines end in CR and LF")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return rows
}

// column are the cells of a column below its name.
func column(tb testing.TB, rows [][]string, name string) []string {
	tb.Helper()
	i := slices.Index(rows[0], name)
	if i < 0 {
		tb.Fatalf("no column %s in %v", name, rows[0])
	}
	var cells []string
	for _, row := range rows[1:] {
		cells = append(cells, row[i])
	}
	return cells
}

func TestACSVReportIsWhatItsGoldenFileShows(t *testing.T) {
	t.Parallel()
	golden(t, "full.csv", written(t, "csv", full(t), report.Options{}))
	golden(t, "matrix.csv", written(t, "csv", gateways(), matrix))
}

func TestATableHasARowForAllThatSomebodyAnswersFor(t *testing.T) {
	t.Parallel()
	endpoint := finding.Subject{Kind: "endpoint", Name: "chat"}
	at := finding.Location{File: "gw.yaml", StartLine: 11, StartColumn: 5}
	r := report.New(report.Report{
		Findings: []finding.Finding{
			{Rule: "GW003", Level: finding.Error, Severity: finding.High, Outcome: finding.Fail, Subject: endpoint, Location: at, Fingerprint: "a", Pointer: "/x", Message: "behavior is 'WARN'"},
			{Rule: "GW402", Level: finding.Error, Severity: finding.High, Outcome: finding.Fail, Subject: endpoint, Location: at, Fingerprint: "b", Cause: "a", Message: "the filter is off"},
			{Rule: "GW007", Level: finding.Note, Outcome: finding.Fail, Subject: endpoint, Location: at, Fingerprint: "c", More: 950, Message: "many"},
			{Rule: "GW107", Level: finding.Warning, Outcome: finding.Waived, Subject: endpoint, Location: at, Fingerprint: "d", Message: "shared", Waiver: &finding.Waiver{Reason: "moves in May", Owner: "platform", Expires: "2027-05-31"}},
			{Rule: "GW501", Level: finding.Note, Outcome: finding.Unknown, Subject: endpoint, Location: at, Fingerprint: "e", Message: "may be open", Reason: "403"},
		},
		Checklist: []report.Item{
			{ID: "F4-01", Status: report.StatusFail, Rules: []string{"GW003", "GW402"}},
			{ID: "F4-02", Status: report.StatusFail, Rules: []string{"GW402"}},
			{ID: "X-1", Title: "Somebody answers for it", Status: report.StatusManual, Reason: "no rule can tell"},
		},
		Subjects:   []report.Subject{{Kind: "endpoint", Name: "chat", File: "gw.yaml", Page: "https://example.com/ml/endpoints/chat"}},
		Rules:      []report.RuleInfo{{ID: "GW003", Title: "Value the platform does not accept"}},
		NotChecked: []report.NotChecked{{Rules: []string{"GW505", "GW506"}, Items: []string{"F4-16"}, Needs: report.NeedsWorkspace, How: "`gwlint scan`"}},
		Errors:     []report.Problem{{File: "bad.yaml", Message: "bad.yaml: is broken", Location: &finding.Location{File: "bad.yaml", StartLine: 3, StartColumn: 1}}},
		Prompts:    []string{"Who owns it?"},
	}, report.FailOnError)
	const page = "https://example.com/ml/endpoints/chat"
	want := [][]string{
		{"level", "severity", "rule", "title", "kind", "name", "address", "targets", "file", "line", "column", "pointer", "message", "outcome", "reason", "fingerprint", "page", "items", "owner", "due", "decision"},
		{"error", "", "", "", "", "", "", "", "bad.yaml", "3", "1", "", "not checked: is broken", "not_checked", "", "", "", "", "", "", ""},
		{"error", "", "", "", "", "", "", "", "", "", "", "", "halted: Who owns it?", "halt", "", "", "", "", "", "", ""},
		{"note", "", "GW505 GW506", "", "", "", "", "", "", "", "", "", "not checked without the workspace", "unknown", "needs `gwlint scan`", "", "", "F4-16", "", "", ""},
		{"error", "high", "GW003", "Value the platform does not accept", "endpoint", "chat", "", "", "gw.yaml", "11", "5", "/x", "behavior is 'WARN'", "fail", "", "a", page, "F4-01", "", "", ""},
		{"note", "", "GW007", "", "endpoint", "chat", "", "", "gw.yaml", "11", "5", "", "many", "fail", "stands for 950 findings", "c", page, "", "", "", ""},
		{"warning", "", "GW107", "", "endpoint", "chat", "", "", "gw.yaml", "11", "5", "", "shared", "waived", "moves in May", "d", page, "", "platform", "2027-05-31", "waived"},
		{"error", "high", "GW402", "", "endpoint", "chat", "", "", "gw.yaml", "11", "5", "", "the filter is off", "fail", "follows from finding a", "b", page, "F4-01 F4-02", "", "", ""},
		{"note", "", "GW501", "", "endpoint", "chat", "", "", "gw.yaml", "11", "5", "", "may be open", "unknown", "403", "e", page, "", "", "", ""},
		{"", "", "", "Somebody answers for it", "", "", "", "", "", "", "", "", "a person must judge it", "manual", "no rule can tell", "", "", "X-1", "", "", ""},
	}
	if diff := cmp.Diff(want, table(t, r, report.Options{})); diff != "" {
		t.Error(diff)
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		`=HYPERLINK("http://example.com")`: `'=HYPERLINK("http://example.com")`,
		"+1":                               "'+1",
		"-1":                               "'-1",
		"@SUM(A1)":                         "'@SUM(A1)",
		"＝1＋1":                             "'＝1＋1",
		"＋1":                               "'＋1",
		"－1":                               "'－1",
		"＠x":                               "'＠x",
		"  =1":                             "'  =1",
		"\t=1":                             `\t=1`,
		"\r=1":                             `\r=1`,
		"\n=1":                             `\n=1`,
		"x;=1;-2; @y":                      "x;'=1;'-2;' @y",
		"a,b \"c\"":                        "a,b \"c\"",
		"a=b;c-d":                          "a=b;c-d",
		"'=1":                              "'=1",
		"\u202e=1":                         `\u202e=1`,
		"\xff=":                            `\xff=`,
	} {
		of := finding.Subject{Kind: "endpoint", Name: name}
		r := report.New(report.Report{
			Findings: []finding.Finding{{Rule: "GW1", Level: finding.Error, Outcome: finding.Fail, Subject: of}},
			Subjects: []report.Subject{{Kind: "endpoint", Name: name}},
		}, report.FailOnError)
		for _, o := range []report.Options{{}, matrix} {
			if got := column(t, table(t, r, o), "name"); len(got) != 1 || got[0] != want {
				t.Errorf("%q is written %q, want %q", name, got, want)
			}
		}
	}
}

func TestACellFitsIntoASpreadsheet(t *testing.T) {
	t.Parallel()
	const most = 32_767
	for name, message := range map[string]string{
		"long":                         strings.Repeat("x", 100_000),
		"long when it is visible":      strings.Repeat("\x01", 15_000),
		"of characters of three bytes": strings.Repeat("日", 20_000),
		"formulas behind semicolons":   strings.Repeat(";=", 50_000),
	} {
		r := report.New(report.Report{Findings: []finding.Finding{{Rule: "GW1", Level: finding.Error, Outcome: finding.Fail, Message: message}}}, report.FailOnError)
		got := column(t, table(t, r, report.Options{}), "message")[0]
		if len(got) > most || !strings.HasSuffix(got, "…") || strings.ContainsRune(got, '\ufffd') {
			t.Errorf("%s: a cell of %d bytes that ends in %q", name, len(got), got[len(got)-5:])
		}
	}
}

// matrix asks for the matrix.
var matrix = report.Options{Matrix: report.MatrixAll}

// gateways are subjects of each status, with what could not be checked.
func gateways() report.Report {
	item := func(id string, status report.Status) report.Item {
		return report.Item{ID: id, Title: "Title of " + id, Status: status}
	}
	return report.New(report.Report{
		Checklist: []report.Item{
			item("F4-01", report.StatusFail), item("F4-02", report.StatusUnknown), item("F4-03", report.StatusWaived),
			item("F4-04", report.StatusNotApplicable), item("F4-05", report.StatusPass), item("X-1", report.StatusManual),
		},
		Subjects: []report.Subject{
			{
				Kind: "endpoint", Name: "chat", File: "conf/gw.yaml", Hosting: "foundation", Error: 2, Warning: 1,
				Items: &report.SubjectItems{Fail: []string{"F4-01"}, Unknown: []string{"F4-02"}, Waived: []string{"F4-03"}, NotApplicable: []string{"F4-04", "X-1"}},
			},
			{Kind: "model_service", Name: "=good", File: "conf/gw.yaml", Hosting: "external"},
		},
		Errors:  []report.Problem{{File: "bad.yaml", Message: "bad.yaml: is broken"}},
		Prompts: []string{"Who owns it?"},
	}, report.FailOnError)
}

func TestTheMatrixHasTheStatusOfEachItemForEachGateway(t *testing.T) {
	t.Parallel()
	want := [][]string{
		{"kind", "name", "address", "target", "file", "hosting", "errors", "warnings", "F4-01", "F4-02", "F4-03", "F4-04", "F4-05", "X-1"},
		{"endpoint", "chat", "", "", "conf/gw.yaml", "foundation", "2", "1", "fail", "unknown", "waived", "not_applicable", "pass", "manual"},
		{"model_service", "'=good", "", "", "conf/gw.yaml", "external", "0", "0", "pass", "pass", "pass", "pass", "pass", "manual"},
		{"not_checked", "not checked: is broken", "", "", "bad.yaml", "", "", "", "unknown", "unknown", "unknown", "unknown", "unknown", "manual"},
		{"halt", "halted: Who owns it?", "", "", "", "", "", "", "unknown", "unknown", "unknown", "unknown", "unknown", "manual"},
	}
	if diff := cmp.Diff(want, table(t, gateways(), matrix)); diff != "" {
		t.Error(diff)
	}
}

func TestAMatrixOfTenThousandGatewaysHasAllOfThem(t *testing.T) {
	t.Parallel()
	const subjects, items = 10_000, 20
	var r report.Report
	for i := range items {
		r.Checklist = append(r.Checklist, report.Item{ID: fmt.Sprintf("F4-%02d", i), Status: report.StatusFail})
	}
	for i := range subjects {
		r.Subjects = append(r.Subjects, report.Subject{
			Kind: "endpoint", Name: fmt.Sprintf("gw-%05d", i), File: fmt.Sprintf("%05d.yaml", i),
			Items: &report.SubjectItems{Fail: []string{fmt.Sprintf("F4-%02d", i%items)}},
		})
	}
	rows := table(t, report.New(r, report.FailOnError), matrix)
	if len(rows) != subjects+1 || len(rows[0]) != 8+items {
		t.Fatalf("%d rows of %d cells", len(rows), len(rows[0]))
	}
	for i, row := range rows[1:] {
		for item, cell := range row[8:] {
			if (cell == "fail") != (item == i%items) {
				t.Fatalf("row %d: %v", i, row)
			}
		}
	}
}
