package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xeipuuv/gojsonschema"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// violations are what the report schema has against a document.
func violations(tb testing.TB, document []byte) []string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "schema", "report.schema.json"))
	if err != nil {
		tb.Fatal(err)
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(text), gojsonschema.NewBytesLoader(document))
	if err != nil {
		tb.Fatal(err)
	}
	var all []string
	for _, e := range result.Errors() {
		all = append(all, e.String())
	}
	return all
}

func TestEveryJSONReportSatisfiesItsSchema(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]report.Report{
		"full": full(t), "clean": clean(t), "halted": halted(t), "strange": strange(t), "empty": empty(),
		"live": live(t), "deserted": deserted(t), "targets": ofTargets(t),
		"zero": report.New(report.Report{Tool: report.Tool{Name: "gwlint"}}, report.FailOnError),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if found := violations(t, written(t, "json", r, report.Options{})); len(found) > 0 {
				t.Error(strings.Join(found, "\n"))
			}
		})
	}
}

func TestTheReportSchemaRefusesWhatIsNoReport(t *testing.T) {
	t.Parallel()
	r := full(t)
	r.Workspace = live(t).Workspace
	good := string(written(t, "json", r, report.Options{}))
	for name, edit := range map[string][2]string{
		"another version":          {`"version": 1`, `"version": 2`},
		"a key it does not know":   {`"findings": [`, `"started": "today", "findings": [`},
		"an outcome never stored":  {`"outcome": "waived"`, `"outcome": "pass"`},
		"unknown without a reason": {`"reason": "no state file was given"`, `"reason": ""`},
		"waived without a waiver":  {`"outcome": "fail"`, `"outcome": "waived"`},
		"usage as an exit code":    {`"exit_code": 3`, `"exit_code": 2`},
		"unread and read":          {`"outcome": "denied"`, `"outcome": "read"`},
		"unread of nothing":        {`"count": 4`, `"count": 0`},
		"a host with a scheme":     {`"host": "adb`, `"host": "https://adb`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := strings.Replace(good, edit[0], edit[1], 1)
			if bad == good {
				t.Fatalf("the report does not hold %s", edit[0])
			}
			if len(violations(t, []byte(bad))) == 0 {
				t.Error("the schema accepts it")
			}
		})
	}
}

func TestJSONKeepsWhatTheInputSaid(t *testing.T) {
	t.Parallel()
	const name = "<b>&\u202e\u200b\x1b[31m\U000e0041é\u2028"
	f := finding.Finding{Rule: "GW103", Outcome: finding.Fail, Level: finding.Error, Subject: finding.Subject{Name: name}}
	out := written(t, "json", report.New(report.Report{Findings: []finding.Finding{f}}, report.FailOnError), report.Options{})
	var back report.Report
	if err := json.Unmarshal(out, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(name, back.Findings[0].Subject.Name); diff != "" {
		t.Error(diff)
	}
	if want := `"<b>&\u202e\u200b\u001b[31m\udb40\udc41é\u2028"`; !bytes.Contains(out, []byte(want)) {
		t.Errorf("%s is not in\n%s", want, out)
	}
}

func TestJSONHoldsAllOfAReportAndHasEachElementOnALine(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]report.Report{
		"full": full(t), "clean": clean(t), "halted": halted(t), "strange": strange(t), "empty": empty(),
		"live": live(t), "deserted": deserted(t), "targets": ofTargets(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := written(t, "json", r, report.Options{})
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			var whole, read any
			if err := errors.Join(json.Unmarshal(text, &whole), json.Unmarshal(got, &read)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(whole, read); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tokens(t, text), tokens(t, got)); diff != "" {
				t.Error(diff)
			}
			for line := range strings.Lines(string(got)) {
				element, listed := strings.CutPrefix(line, "    {")
				if listed && !json.Valid([]byte("{"+strings.TrimRight(element, ",\n"))) {
					t.Errorf("an element is not on one line: %s", line)
				}
			}
		})
	}
}

// tokens are what a JSON text consists of, in order.
func tokens(tb testing.TB, text []byte) []json.Token {
	tb.Helper()
	var list []json.Token
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, token)
	}
}
