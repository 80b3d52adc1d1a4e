package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// element is what junit-10.xsd of Jenkins' xUnit plugin has of an element: the attributes
// that it needs and may have, what may stand in it, and whether text may.
type element struct {
	needs, may, children []string
	text                 bool
}

// junitSchema is the elements of junit-10.xsd that a linter has use for.
var junitSchema = map[string]element{
	"testsuites": {may: []string{"name", "time", "tests", "failures", "errors"}, children: []string{"testsuite"}},
	"testsuite": {
		needs:    []string{"name", "tests", "failures", "errors"},
		may:      []string{"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
		children: []string{"testcase"},
	},
	"testcase": {needs: []string{"name"}, may: []string{"time", "classname", "group"}, children: []string{"skipped", "error", "failure"}},
	"skipped":  {may: []string{"type", "message"}, text: true},
	"error":    {may: []string{"type", "message"}, text: true},
	"failure":  {may: []string{"type", "message"}, text: true},
}

// node is an element of a document.
type node struct {
	name     string
	attr     map[string]string
	text     string
	children []*node
}

// readJUnit reads a document and holds it against the schema.
func readJUnit(document []byte) (*node, error) {
	decoder := xml.NewDecoder(bytes.NewReader(document)) // refuses characters that XML 1.0 has not
	root := &node{}
	open := []*node{root}
	for {
		token, err := decoder.Token()
		top := open[len(open)-1]
		switch token := token.(type) {
		case nil:
			if !errors.Is(err, io.EOF) {
				return nil, err
			}
			if len(root.children) != 1 || root.children[0].name != "testsuites" {
				return nil, errors.New("it is no testsuites")
			}
			return root.children[0], nil
		case xml.StartElement:
			n, err := newNode(token)
			if err != nil {
				return nil, err
			}
			if top != root && !slices.Contains(junitSchema[top.name].children, n.name) {
				return nil, fmt.Errorf("%s in %s", n.name, top.name)
			}
			top.children = append(top.children, n)
			open = append(open, n)
		case xml.EndElement:
			if !junitSchema[top.name].text && strings.TrimSpace(top.text) != "" {
				return nil, fmt.Errorf("text in %s", top.name)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			top.text += string(token)
		}
	}
}

func newNode(start xml.StartElement) (*node, error) {
	known, ok := junitSchema[start.Name.Local]
	if !ok {
		return nil, fmt.Errorf("no element %s", start.Name.Local)
	}
	n := &node{name: start.Name.Local, attr: map[string]string{}}
	for _, a := range start.Attr {
		if _, twice := n.attr[a.Name.Local]; twice || !slices.Contains(known.needs, a.Name.Local) && !slices.Contains(known.may, a.Name.Local) {
			return nil, fmt.Errorf("no attribute %s of %s", a.Name.Local, n.name)
		}
		n.attr[a.Name.Local] = a.Value
	}
	for _, needed := range known.needs {
		if _, ok := n.attr[needed]; !ok {
			return nil, fmt.Errorf("a %s without %s", n.name, needed)
		}
	}
	return n, nil
}

// junit is a report as it is written, which must be what Jenkins and GitLab take: the
// schema, counts that are right, and classes and names that tell cases apart.
func junit(tb testing.TB, r report.Report) *node {
	tb.Helper()
	document := written(tb, "junit", r, report.Options{})
	root, err := readJUnit(document)
	if err != nil {
		tb.Fatalf("%v in\n%.2000s", err, document)
	}
	met := map[string]bool{}
	var all []*node
	for _, suite := range root.children {
		all = append(all, suite.children...)
		checkCounts(tb, suite, suite.children, "tests", "failures", "errors", "skipped")
		for _, c := range suite.children {
			key := c.attr["classname"] + "\x00" + c.attr["name"]
			if met[key] || c.attr["classname"] == "" || c.attr["name"] == "" {
				tb.Errorf("two cases %q, or no name", key)
			}
			met[key] = true
			if len(c.children) > 1 {
				tb.Errorf("%q has several outcomes", key)
			}
			for _, outcome := range c.children {
				checkOutcome(tb, outcome)
			}
		}
	}
	checkCounts(tb, root, all, "tests", "failures", "errors")
	if len(all) == 0 {
		tb.Error("there is no case, which Jenkins refuses")
	}
	return root
}

// checkCounts holds the counts of an element against the cases below it.
func checkCounts(tb testing.TB, n *node, cases []*node, counts ...string) {
	tb.Helper()
	got := map[string]int{"tests": len(cases)}
	for _, c := range cases {
		for _, outcome := range c.children {
			got[map[string]string{"failure": "failures", "error": "errors", "skipped": "skipped"}[outcome.name]]++
		}
	}
	for _, count := range counts {
		if n.attr[count] != strconv.Itoa(got[count]) {
			tb.Errorf("%s %s: %s is %s, there are %d", n.name, n.attr["name"], count, n.attr[count], got[count])
		}
	}
}

// checkOutcome holds what did not pass against what GitLab shows: the text, not the
// message, and 80 lines of it.
func checkOutcome(tb testing.TB, outcome *node) {
	tb.Helper()
	message := strings.TrimSuffix(outcome.attr["message"], "…")
	if message == "" || !strings.HasPrefix(outcome.text, message) {
		tb.Errorf("the text %q does not begin with the message %q", outcome.text, message)
	}
	if n := strings.Count(outcome.text, "\n") + 1; n > 80 {
		tb.Errorf("%q has %d lines", message, n)
	}
	// Rails, which reads it for GitLab, gives these words a meaning.
	if slices.Contains([]string{"symbol", "date", "datetime", "duration", "integer", "float", "decimal", "boolean", "string", "yaml", "base64Binary", "hexBinary", "file", "array"}, outcome.attr["type"]) {
		tb.Errorf("type %s", outcome.attr["type"])
	}
}

// casesOf are the cases of a report: `class: name: outcome`.
func casesOf(root *node) []string {
	var all []string
	for _, suite := range root.children {
		for _, c := range suite.children {
			outcome := "passed"
			for _, o := range c.children {
				outcome = o.name + " " + o.attr["type"]
			}
			all = append(all, c.attr["classname"]+": "+c.attr["name"]+": "+outcome)
		}
	}
	return all
}

func TestEveryJUnitReportIsWhatJenkinsAndGitLabTake(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]report.Report{
		"full": full(t), "complete": complete(t), "clean": clean(t), "halted": halted(t), "strange": strange(t), "empty": empty(),
		"live": live(t), "crowded": crowded(t), "deserted": deserted(t), "zero": report.New(report.Report{}, report.FailOnError),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			junit(t, r)
		})
	}
}

// TestTheJUnitReaderOfTheseTestsRefuses what the schema does, or the test above says nothing.
func TestTheJUnitReaderOfTheseTestsRefuses(t *testing.T) {
	t.Parallel()
	const good = `<testsuites tests="1"><testsuite name="a" tests="1" failures="0" errors="0"><testcase name="x"/></testsuite></testsuites>`
	if _, err := readJUnit([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string][2]string{
		"a file of a case":         {`name="x"`, `name="x" file="a"`},
		"skipped of the whole":     {`<testsuites `, `<testsuites skipped="0" `},
		"a suite without a name":   {`name="a" `, ``},
		"a suite without errors":   {`errors="0"`, ``},
		"an element of its own":    {`<testcase name="x"/>`, `<testcase name="x"><warning/></testcase>`},
		"text of a case":           {`<testcase name="x"/>`, `<testcase name="x">y</testcase>`},
		"a case outside a suite":   {`</testsuite>`, `</testsuite><testcase name="y"/>`},
		"an attribute twice":       {`name="x"`, `name="x" name="x"`},
		"a control character":      {`name="x"`, "name=\"\x01\""},
		"a reference to one":       {`name="x"`, `name="&#1;"`},
		"what is no character":     {`name="x"`, "name=\"\uffff\""},
		"an element that is open":  {`</testsuites>`, ``},
		"a suite as the outermost": {good, `<testsuite name="a" tests="0" failures="0" errors="0"/>`},
	} {
		if _, err := readJUnit([]byte(strings.Replace(good, edit[0], edit[1], 1))); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestAJUnitReportIsWhatItsGoldenFileShows(t *testing.T) {
	t.Parallel()
	golden(t, "full.junit.xml", written(t, "junit", full(t), report.Options{}))
}

func TestCasesSayWhatCameOfEachSubject(t *testing.T) {
	t.Parallel()
	at := func(f finding.Finding, file string, line int) finding.Finding {
		f.Location = finding.Location{File: file, StartLine: line, StartColumn: 5}
		return f
	}
	of := func(rule, name string, outcome finding.Outcome) finding.Finding {
		return finding.Finding{Rule: rule, Subject: finding.Subject{Kind: "endpoint", Name: name}, Outcome: outcome, Level: finding.Error, Message: "it is so", Reason: "not shown"}
	}
	subject := func(name, file string) report.Subject {
		return report.Subject{Kind: "endpoint", Name: name, File: file}
	}
	limits := at(of("GW303", "chat", finding.Fail), "conf/gw.yaml", 11)
	limits.Pointer = "/ai_gateway/rate_limits"
	again := limits
	limits.Fingerprint = "x"
	waived := at(of("GW107", "waived", finding.Waived), "conf/gw.yaml", 30)
	waived.Waiver = &finding.Waiver{Reason: "moves in May", Owner: "platform", Expires: "2027-05-31"}
	off := at(of("GW999", "good", finding.Fail), "conf/gw.yaml", 1)
	off.Level = finding.Off
	consequence := at(of("GW402", "chat", finding.Fail), "conf/gw.yaml", 12)
	consequence.Cause = "x"
	elsewhere := at(of("GW110", "split", finding.Fail), "other.yaml", 2)
	r := report.New(report.Report{
		Findings: []finding.Finding{
			limits, again, waived, off, consequence, elsewhere,
			at(of("GW501", "unseen", finding.Unknown), "conf/gw.yaml", 40), at(of("GW502", "unseen", finding.Unknown), "conf/gw.yaml", 40),
		},
		Subjects: []report.Subject{
			subject("chat", "conf/gw.yaml"), subject("good", "conf/gw.yaml"), subject("good", "conf/gw.yaml"), subject("unseen", "conf/gw.yaml"),
			subject("waived", "conf/gw.yaml"), subject("split", "split.yaml"),
			{Kind: "endpoint", Name: "counted", File: "conf/gw.yaml", Warning: 1},
		},
		NotChecked: []report.NotChecked{{Rules: []string{"GW505"}, Needs: report.NeedsClientCode, How: "`gwlint scan`"}},
		Errors:     []report.Problem{{File: "bad.yaml", Message: "bad.yaml: is broken", Location: &finding.Location{File: "bad.yaml", StartLine: 3, StartColumn: 1}}},
		Prompts:    []string{"Who owns it?"},
	}, report.FailOnError)
	want := []string{
		"gwlint: no question to an operator: error halt",
		"gwlint: not checked without the client code: skipped not_checked",
		"bad: is checked (3:1): error not_checked",
		"conf/gw: GW303 chat /ai_gateway/rate_limits (11:5): failure error",
		"conf/gw: GW303 chat /ai_gateway/rate_limits (11:5) #2: failure error",
		"conf/gw: GW107 waived (30:5): skipped waived",
		"conf/gw: GW501, GW502 unseen not decided: skipped unknown",
		"conf/gw: endpoint `good`: no findings: passed",
		"conf/gw: endpoint `good`: no findings #2: passed",
		"conf/gw: endpoint `unseen`: no findings in what could be decided: passed",
		"conf/gw: endpoint `waived`: no findings but waived ones: passed",
		"other: GW110 split (2:5): failure error",
	}
	if diff := cmp.Diff(want, casesOf(junit(t, r))); diff != "" {
		t.Error(diff)
	}
}

func TestAJUnitReportOfNothingSaysSo(t *testing.T) {
	t.Parallel()
	r := report.New(report.Report{Nothing: "every file was excluded"}, report.FailOnError)
	root := junit(t, r)
	if got := casesOf(root); len(got) != 1 || got[0] != "gwlint: no gateway was checked: skipped nothing" {
		t.Error(got)
	}
	if got := root.children[0].children[0].children[0].text; got != "every file was excluded" {
		t.Error(got)
	}
}

func TestAJUnitReportStaysBelowWhatGitLabTakesWhateverTheNames(t *testing.T) {
	t.Parallel()
	text := strings.Repeat(`a long "name" & <more> `, 40)
	r := reportOf(counted{30_000, finding.Error, finding.High, finding.Fail})
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Message, f.Pointer, f.Subject = text, "/"+text, finding.Subject{Kind: "endpoint", Name: text}
		if i%2 == 0 {
			f.Location.File = fmt.Sprintf("%s-%d.yaml", text, i)
		}
	}
	if n := len(written(t, "junit", r, report.Options{})); n >= 30_000_000 {
		t.Errorf("%d bytes", n)
	}
}

func TestALongTextOfACaseIsCut(t *testing.T) {
	t.Parallel()
	findings := []finding.Finding{{Rule: "GW002", Level: finding.Error, Outcome: finding.Fail, Fingerprint: "a", Message: strings.Repeat("word ", 10_000), Help: "do this"}}
	for i := range 200 {
		findings = append(findings, finding.Finding{Rule: fmt.Sprintf("GW%03d", i), Level: finding.Error, Outcome: finding.Fail, Cause: "a", Fingerprint: fmt.Sprint(i)})
	}
	root := junit(t, report.New(report.Report{Findings: findings}, report.FailOnError))
	if failure := root.children[0].children[0].children[0]; len(failure.attr["message"]) > 300 || len(failure.text) > 8000 {
		t.Errorf("a message of %d and a text of %d bytes", len(failure.attr["message"]), len(failure.text))
	}
}
