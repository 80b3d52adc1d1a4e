package report_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// runnerCommand is a workflow command as the runner understands it.
type runnerCommand struct {
	Name       string
	Properties map[string]string
	Message    string
}

// understood reads a line as the runner does (actions/runner, ActionCommand.TryParseV2), and takes
// back what actions/toolkit escapes.
func understood(line string) (runnerCommand, bool) {
	rest, ok := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::")
	info, data, closed := strings.Cut(rest, "::")
	if !ok || !closed {
		return runnerCommand{}, false
	}
	name, properties, _ := strings.Cut(info, " ")
	c := runnerCommand{Name: name, Properties: map[string]string{}, Message: unescape(data, "%0D", "\r", "%0A", "\n")}
	for property := range strings.SplitSeq(strings.TrimSpace(properties), ",") {
		if key, value, ok := strings.Cut(property, "="); ok && value != "" {
			c.Properties[key] = unescape(value, "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")
		}
	}
	return c, true
}

// unescape replaces one escape after the other, as the runner does, the percent sign last.
func unescape(s string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
	}
	return strings.ReplaceAll(s, "%25", "%")
}

// annotations are the commands of a report. A line that is none, or another than these three, is an
// error.
func annotations(tb testing.TB, r report.Report) []runnerCommand {
	tb.Helper()
	var all []runnerCommand
	for line := range strings.Lines(string(written(tb, "github", r, report.Options{}))) {
		c, ok := understood(strings.TrimSuffix(line, "\n"))
		if !ok || c.Name != "error" && c.Name != "warning" && c.Name != "notice" {
			tb.Errorf("no annotation: %q", line)
		}
		all = append(all, c)
	}
	return all
}

// broken is a finding at a place.
func broken(at finding.Location) finding.Finding {
	return finding.Finding{
		Rule: "GW103", Name: "prefix_trailing_underscore", Severity: finding.High, Level: finding.Error, Outcome: finding.Fail,
		Subject: chat, Message: "the prefix is `gw_`", Location: at,
	}
}

func TestAnAnnotationIsWhatTheRunnerUnderstands(t *testing.T) {
	t.Parallel()
	const message = "the prefix is `gw_`\nhelp: Take the underscore away: the platform adds one.\n" +
		"https://github.com/gwlint/gwlint/blob/main/rules/tables/prefix_trailing_underscore/README.md"
	for name, test := range map[string]struct {
		at      finding.Location
		want    map[string]string
		message string
	}{
		"one line has columns": {
			finding.Location{File: "conf/gw.json", StartLine: 8, StartColumn: 28, EndLine: 8, EndColumn: 33},
			map[string]string{"file": "conf/gw.json", "line": "8", "endLine": "8", "col": "28", "endColumn": "33"},
			message,
		},
		"several lines have none": {
			finding.Location{File: "conf/gw.json", StartLine: 8, StartColumn: 28, EndLine: 9, EndColumn: 3},
			map[string]string{"file": "conf/gw.json", "line": "8", "endLine": "9"},
			message,
		},
		"an empty place ends where it begins": {
			finding.Location{File: "gw.json", StartLine: 8, StartColumn: 28},
			map[string]string{"file": "gw.json", "line": "8", "endLine": "8", "col": "28", "endColumn": "28"},
			message,
		},
		"a file without a line": {finding.Location{File: "./gw.json"}, map[string]string{"file": "gw.json"}, message},
		"a name with all that is escaped": {
			finding.Location{File: "a,line=9:b%3A/100%25 ü.json", StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 1},
			map[string]string{"file": "a,line=9:b%3A/100%25 ü.json", "line": "1", "endLine": "1", "col": "1", "endColumn": "1"},
			message,
		},
		"standard input is no file": {
			finding.Location{File: "<stdin>", StartLine: 8, StartColumn: 28, EndLine: 8, EndColumn: 33}, map[string]string{}, "<stdin>:8:28: " + message,
		},
		"nor is what lies above the repository": {
			finding.Location{File: "a/../../gw.json", StartLine: 8, StartColumn: 28, EndLine: 8, EndColumn: 33},
			map[string]string{},
			"a/../../gw.json:8:28: " + message,
		},
		"nor is nothing": {finding.Location{}, map[string]string{}, message},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := report.New(report.Report{Findings: []finding.Finding{broken(test.at)}, Rules: catalogue()}, report.FailOnError)
			test.want["title"] = "GW103 Table prefix ends in an underscore"
			want := []runnerCommand{{Name: "error", Properties: test.want, Message: test.message}}
			if diff := cmp.Diff(want, annotations(t, r)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnswersOfAWorkspaceAreNoFilesOfTheCheckout(t *testing.T) {
	t.Parallel()
	for _, c := range annotations(t, live(t)) {
		if file := c.Properties["file"]; file != "" && file != "state.yaml" {
			t.Errorf("an annotation is put into %s", file)
		}
	}
}

// titles are the level and the title of each annotation.
func titles(all []runnerCommand) []string {
	var said []string
	for _, c := range all {
		said = append(said, c.Name+" "+c.Properties["title"])
	}
	return said
}

func TestTheWorstOfEachLevelAreAnnotatedAndTheOthersCounted(t *testing.T) {
	t.Parallel()
	repeated := func(n int, text string) []string {
		var all []string
		for range n {
			all = append(all, text)
		}
		return all
	}
	fail := finding.Fail
	for name, test := range map[string]struct {
		kinds    []counted
		problems int
		want     []string
	}{
		"ten are shown": {[]counted{{10, finding.Error, finding.High, fail}}, 0, repeated(10, "error GW100 x")},
		"of eleven nine are": {
			[]counted{{11, finding.Error, finding.High, fail}},
			0,
			append(repeated(9, "error GW100 x"), "error 2 more errors"),
		},
		"each level has its own ten": {
			[]counted{{30_000, finding.Note, finding.Low, fail}, {3, finding.Warning, finding.Low, fail}, {12, finding.Error, finding.Low, fail}},
			0,
			append(append(append(repeated(9, "error GW302 x"), "error 3 more errors"), repeated(3, "warning GW201 x")...),
				append(repeated(9, "notice GW100 x"), "notice 29991 more notes")...),
		},
		"the more severe come first": {
			[]counted{{20, finding.Error, finding.Medium, fail}, {4, finding.Error, finding.Critical, fail}, {4, finding.Error, finding.High, fail}},
			0,
			append(append(append(repeated(4, "error GW201 x"), repeated(4, "error GW302 x")...), "error GW100 x"), "error 19 more errors"),
		},
		"what could not be checked comes before all of them": {
			[]counted{{300, finding.Error, finding.Critical, fail}},
			2,
			append(append(repeated(2, "error not checked"), repeated(7, "error GW100 x")...), "error 293 more errors"),
		},
		"more than ten of that leave no room": {
			[]counted{{1, finding.Error, finding.Critical, fail}},
			12,
			append(repeated(9, "error not checked"), "error 4 more errors"),
		},
		"waived and undecided findings are none": {
			[]counted{{5, finding.Error, finding.High, finding.Waived}, {5, finding.Note, finding.High, finding.Unknown}, {5, finding.Off, finding.High, fail}}, 0, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := reportOf(test.kinds...)
			for i := range test.problems {
				r.Errors = append(r.Errors, report.Problem{File: fmt.Sprintf("bad-%d.json", i), Message: "no such file"})
			}
			r = report.New(r, report.FailOnError)
			if diff := cmp.Diff(test.want, titles(annotations(t, r))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatWasNotCheckedIsAnnotated(t *testing.T) {
	t.Parallel()
	want := []runnerCommand{
		{Name: "error", Message: "an object ends with '}', not ']'", Properties: map[string]string{
			"file": "bad.json", "line": "3", "endLine": "3", "col": "9", "endColumn": "10", "title": "not checked",
		}},
		{Name: "error", Message: "no such file", Properties: map[string]string{"file": "missing.json", "title": "not checked"}},
	}
	if diff := cmp.Diff(want, annotations(t, full(t))[:2]); diff != "" {
		t.Error(diff)
	}
}

func TestTheFindingThatHaltsIsAnnotatedFirst(t *testing.T) {
	t.Parallel()
	r := reportOf(counted{20, finding.Error, finding.Critical, finding.Fail})
	stop := broken(finding.Location{File: "z.yaml", StartLine: 1})
	stop.Rule, stop.Name, stop.Severity = "GW203", "no_candidate", finding.Low
	r.Findings = append(r.Findings, stop)
	r.Rules = []report.RuleInfo{{ID: "GW203", Title: "No candidate", Halts: true}}
	if got := titles(annotations(t, report.New(r, report.FailOnError))); got[0] != "error GW203 No candidate" {
		t.Error(got)
	}
}

func TestAQuestionThatNoFindingAsksIsAnnotatedBeforeFindings(t *testing.T) {
	t.Parallel()
	r := reportOf(counted{20, finding.Error, finding.Critical, finding.Fail})
	r.Prompts = []string{"Which candidates are there?"}
	got := titles(annotations(t, report.New(r, report.FailOnError)))
	if len(got) != 10 || got[0] != "error An operator must answer" || got[9] != "error 12 more errors" {
		t.Error(got)
	}
}

func TestWhatIsNotDecidedIsAnnotatedWhereItFailsTheRun(t *testing.T) {
	t.Parallel()
	r := clean(t) // six unknown findings of one cause
	if got := annotations(t, r); got != nil {
		t.Errorf("annotations of a clean run: %v", got)
	}
	want := []runnerCommand{{
		Name: "notice", Message: "no state file was given\nendpoint `skyloyalty-chat`",
		Properties: map[string]string{"file": "conf/gw.json", "line": "3", "endLine": "3", "col": "14", "endColumn": "31", "title": "not decided: GW201"},
	}}
	if diff := cmp.Diff(want, annotations(t, report.New(r, report.FailOnUnknown))); diff != "" {
		t.Error(diff)
	}
}

func TestARunThatFailsForWhatItCannotSeeSaysSo(t *testing.T) {
	t.Parallel()
	r := report.New(report.Report{NotChecked: []report.NotChecked{
		{Rules: []string{"GW501", "GW502"}, Needs: report.NeedsWorkspace, How: "`gwlint scan`", Subjects: 3},
	}}, report.FailOnError)
	if got := annotations(t, r); got != nil {
		t.Errorf("annotations of a run that passes: %v", got)
	}
	r.Summary.ExitCode = report.ExitFindings
	want := []runnerCommand{{
		Name: "error", Message: "GW501, GW502 could not be decided: they need `gwlint scan`", Properties: map[string]string{"title": "not checked"},
	}}
	if diff := cmp.Diff(want, annotations(t, r)); diff != "" {
		t.Error(diff)
	}
}

func TestConsequencesAreInTheAnnotationOfTheirCause(t *testing.T) {
	t.Parallel()
	cause, effect := broken(finding.Location{File: "gw.json", StartLine: 2}), broken(finding.Location{File: "gw.json", StartLine: 3})
	effect.Rule, effect.Message = "GW402", "the filter is off"
	cause.Fingerprint, effect.Cause = "1", "1"
	r := report.New(report.Report{Findings: []finding.Finding{cause, effect}}, report.FailOnError)
	want := []runnerCommand{{
		Name: "error", Message: "the prefix is `gw_`\nso: GW402 fails: the filter is off",
		Properties: map[string]string{"file": "gw.json", "line": "2", "endLine": "2", "title": "GW103 prefix trailing underscore"},
	}}
	if diff := cmp.Diff(want, annotations(t, r)); diff != "" {
		t.Error(diff)
	}
}

// hostileWords do something to whoever shows them as they are.
var hostileWords = map[string]string{
	"a command":             "a\n::error file=x,line=1::owned",
	"an older command":      "##[add-mask]a",
	"the end of a command":  "x::y::z",
	"line ends":             "a\rb\r\nc\u0085d\u2028e",
	"escapes":               "%0A%0D%3A%2C%25%",
	"another direction":     "user\u202e\u2066admin\u2069",
	"nothing to be seen":    "ad\u200bmin\ufeff\U000e0041",
	"ANSI":                  "\x1b[31mred\x1b[0m\x07",
	"HTML":                  "<script>alert(1)</script><img src=x onerror=alert(1)><!--",
	"an entity":             "&lt;b&gt;&#64;user&commat;user",
	"pipes":                 `a|b\|c\\|d|`,
	"backticks":             "`a` ``b`` ```c",
	"a backtick at the end": "a`|`",
	"mentions":              "@octocat @org/team, (@a) gh-12 GH-12 #12 owner/repo#12 !12 ~bug $1 %2 &3 ^4",
	"a link":                "[click](http://evil.example) ![x](http://evil.example/x.png) [a]: http://evil.example",
	"bare links":            "http://evil.example https://evil.example www.evil.example ftp://evil.example me@evil.example",
	"emphasis":              "*a* **b** _c_ __d__ ~~e~~ a*b*c $x$ ^f^ :shipit: :x:",
	"blocks":                "# a\n\n- b\n> c\n\n```\nd\n\n---\n| e |\n1. f",
	"a heading":             "# a",
	"a list":                "- a",
	"backslashes":           `\\ \a \| \`,
	"much":                  strings.Repeat("x", 10_000) + strings.Repeat("`|", 3000),
	"quotes":                `'"` + "`" + `'"`,
	"nothing":               "",
	"blanks":                "  a  b  ",
}

// hostileReport has a word wherever a word of the input can be.
func hostileReport(word string) report.Report {
	f := broken(finding.Location{File: "conf/" + word + ".json", StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2})
	f.Message = "endpoint `" + word + "` is " + word
	f.Subject.Name = word
	f.Fingerprint = "1"
	effect := f
	effect.Rule, effect.Cause, effect.Fingerprint = "GW402", "1", "2"
	open := f
	open.Outcome, open.Level, open.Reason, open.Fingerprint = finding.Unknown, finding.Note, "because of "+word, "3"
	return report.New(report.Report{
		Tool:     report.Tool{Name: "gwlint", Version: word, Policy: word},
		Findings: []finding.Finding{f, effect, open},
		Checklist: []report.Item{
			{ID: word, Title: word, Status: report.StatusFail, Reason: word, Rules: []string{"GW103"}},
		},
		Subjects:   []report.Subject{{Kind: "endpoint", Name: word, File: f.Location.File}},
		NotChecked: []report.NotChecked{{Rules: []string{"GW501"}, Items: []string{word}, How: "`gwlint scan`", Subjects: 1}},
		Errors:     []report.Problem{{File: word, Message: word}},
		Prompts:    []string{word},
		Nothing:    word,
		Rules: []report.RuleInfo{{
			ID: "GW103", Name: "prefix", Title: "Title " + word, Remediation: "Write " + word, URL: "https://example.com/" + word,
		}},
		Run: report.Run{Configuration: &report.Configuration{File: word}, State: word},
	}, report.FailOnUnknown)
}

func TestHostileNamesAreTextOfTheirAnnotation(t *testing.T) {
	t.Parallel()
	for name, word := range hostileWords {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := hostileReport(word)
			got := annotations(t, r)
			if len(got) != 4 { // what was not checked, the failure, what an operator must answer, what is not decided
				t.Errorf("%d annotations: %.2000q", len(got), got)
			}
			for _, c := range got {
				for property, value := range c.Properties {
					switch property {
					case "file", "line", "endLine", "col", "endColumn", "title":
					default:
						t.Errorf("a property %s=%s", property, value)
					}
				}
				if text := c.Message + c.Properties["file"] + c.Properties["title"]; strings.ContainsFunc(text, func(r rune) bool {
					return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
				}) {
					t.Errorf("it holds what hides: %.500q", text)
				}
				if n := len([]rune(c.Message)); n > 4096 {
					t.Errorf("the runner cuts a message of %d characters", n)
				}
			}
		})
	}
}
