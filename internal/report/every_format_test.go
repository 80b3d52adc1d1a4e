package report_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// layouts are the ways in which a user can have any format written.
func layouts() map[string]report.Options {
	return map[string]report.Options{"plain": {}, "narrow": {Width: 20}, "verbose": {Verbose: true}, "quiet": {Quiet: true}, "matrix": matrix}
}

// everywhere is a report in which each text of the input and of a workspace is the same.
func everywhere(tb testing.TB, text string) report.Report {
	tb.Helper()
	r := full(tb)
	subject := finding.Subject{Kind: "endpoint", Name: text, Address: text}
	at := finding.Location{File: text, StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2}
	excerpt := finding.Excerpt{FirstLine: 1, Lines: []string{text}}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Subject, f.Pointer, f.Message, f.Reason, f.Location, f.Excerpt, f.Help = subject, "/"+text, text, text, at, excerpt, text
		f.Related = []finding.Related{{Location: at, Message: text, Excerpt: excerpt}}
		f.Targets, f.Names, f.TargetsInAll = []string{text, text}, []string{text, text}, 3
		f.Fix = &finding.Fix{Safety: "safe", Description: text}
		if f.Outcome == finding.Waived {
			f.Waiver = &finding.Waiver{Reason: text, Owner: text, Expires: text}
		}
	}
	w := someWorkspace()
	w.Host, w.ID, w.Identity, w.NotThere = text, text, text, []string{text}
	for i := range w.Unread {
		w.Unread[i].What, w.Unread[i].First, w.Unread[i].Message = text, "/api/2.0/"+text, text
	}
	r.Workspace = w
	r.Subjects = []report.Subject{
		{Kind: "endpoint", Name: text, File: text, Hosting: text, Form: text, Page: "https://" + text, Rules: []string{"GW103"}, Error: 1},
		{Kind: "endpoint", Name: text, Address: text, Target: text, Bundle: text, File: text, Rules: []string{"GW103"}, Error: 1},
		{Kind: "endpoint", Name: text, Address: text, Target: text + "2", Bundle: text, File: text},
	}
	r.Errors = []report.Problem{{File: text, Message: text, Location: &at}, {File: "/api/" + text, Message: text, Altered: true}}
	r.Prompts, r.OtherStates, r.Skipped, r.Nothing = []string{text}, []string{text}, []string{text}, text
	r.LeftOut = []report.LeftOut{{File: text, Why: report.Linked, By: text}, {File: text, Why: report.Excluded, By: text}}
	r.NotChecked = []report.NotChecked{{Rules: []string{"GW501"}, Items: []string{"F4-02"}, Needs: report.NeedsWorkspace, How: "`gwlint scan`", Subjects: 1}}
	for i := range r.Checklist {
		r.Checklist[i].Reason = text
	}
	return report.New(r, report.FailOnError)
}

// TestNoFormatHoldsACharacterThatActs writes controls, which a terminal or a parser obeys,
// and characters that hide or turn others around, in each place where there is a text.
func TestNoFormatHoldsACharacterThatActs(t *testing.T) {
	if raced {
		t.Skip("nothing runs at once here, and the race detector makes it take minutes")
	}
	t.Parallel()
	var acting strings.Builder
	for r := rune(0); r < 0xa0; r++ {
		if unicode.IsControl(r) {
			acting.WriteRune(r)
		}
	}
	acting.WriteString("\u00ad\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\u3164\ufeff\ufff9\U000e0001\U000e0041\xff\xc3(\xed\xa0\x80")
	r := everywhere(t, "a"+acting.String()+"b")
	for _, format := range report.Formats() {
		for name, o := range layouts() {
			t.Run(format+"/"+name, func(t *testing.T) {
				t.Parallel()
				document := written(t, format, r, o)
				if format == "csv" { // Excel wants the one
					document = bytes.TrimPrefix(document, []byte("\ufeff"))
				}
				if !utf8.Valid(document) {
					t.Error("it is no UTF-8")
				}
				for i, line := range strings.Split(string(document), "\n") {
					line = strings.ReplaceAll(strings.TrimSuffix(line, "\r"), "\t", " ")
					if at := strings.IndexFunc(line, acts); at >= 0 {
						t.Fatalf("line %d: %q", i+1, line[max(at-40, 0):min(at+10, len(line))])
					}
				}
			})
		}
	}
}

// acts says whether a character is a control, is drawn as nothing or turns others around.
func acts(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || strings.ContainsRune("\u115f\u1160\u3164\uffa0", r)
}

// TestNoFormatWritesAnIncompleteRunAsACleanOne, nor one that halted.
func TestNoFormatWritesAnIncompleteRunAsACleanOne(t *testing.T) {
	t.Parallel()
	for name, fine := range map[string]report.Report{"nothing": empty(), "nothing found": clean(t)} {
		broken, asked := fine, fine
		broken.Errors = []report.Problem{{File: "broken.yaml", Message: "an object ends with '}'"}}
		asked.Prompts = []string{"No endpoint passed the role probe."}
		broken, asked = report.New(broken, report.FailOnError), report.New(asked, report.FailOnError)
		for _, format := range report.Formats() {
			for layout, o := range layouts() {
				want := written(t, format, fine, o)
				if got := written(t, format, broken, o); bytes.Equal(got, want) || !bytes.Contains(got, []byte("broken.yaml")) {
					t.Errorf("%s, %s, %s: the incomplete report does not name what is missing", name, format, layout)
				}
				if bytes.Equal(written(t, format, asked, o), want) {
					t.Errorf("%s, %s, %s: the report of a run that halted is that of a clean one", name, format, layout)
				}
			}
		}
	}
}

func TestEveryFormatWritesTheSameReportAlike(t *testing.T) {
	if raced {
		t.Skip("nothing runs at once here, and the race detector makes it take minutes")
	}
	t.Parallel()
	for name, r := range map[string]report.Report{"full": full(t), "live": live(t), "crowded": crowded(t), "empty": empty(), "zero": report.New(report.Report{}, report.FailOnError)} {
		for _, format := range report.Formats() {
			for layout, o := range layouts() {
				first := written(t, format, r, o)
				if len(first) == 0 && !o.Quiet && (format != "github" || r.Summary.ExitCode != report.ExitClean) {
					t.Errorf("%s, %s, %s: nothing is written", name, format, layout)
				}
				for range 3 {
					if !bytes.Equal(first, written(t, format, r, o)) {
						t.Errorf("%s, %s, %s: written again it differs", name, format, layout)
						break
					}
				}
			}
		}
	}
}

// sampler counts what is written and, now and then, what is on the heap meanwhile.
type sampler struct {
	written, sampled int
	heap             uint64
}

func (s *sampler) Write(p []byte) (int, error) {
	const often = 4 << 20
	s.written += len(p)
	if s.written-s.sampled >= often || s.sampled == 0 {
		s.sampled = s.written
		s.heap = max(s.heap, heap())
	}
	return len(p), nil
}

// heap is what is on the heap and in use.
func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// TestEveryFormatHoldsThirtyThousandFindings measures the process, so nothing runs
// beside it.
func TestEveryFormatHoldsThirtyThousandFindings(t *testing.T) { //nolint:paralleltest // the heap is the process's
	if raced {
		t.Skip("nothing runs at once here, and the race detector makes it take minutes")
	}
	const mib = 1 << 20
	r := full(t)
	some := r.Findings
	r.Findings = nil
	for i := range 30_000 {
		f := some[i%len(some)]
		f.Subject.Name = fmt.Sprintf("%s-%05d", f.Subject.Name, i)
		f.Location.File = fmt.Sprintf("conf/%03d.json", i/100)
		r.Findings = append(r.Findings, f)
	}
	finding.Sort(r.Findings)
	finding.Fingerprint(r.Findings)
	r = report.New(r, report.FailOnError)
	before := heap()
	// What a consumer takes: GitLab less than 30 MB of JUnit, GitHub 10 MB of SARIF when it is
	// compressed, by about a tenth.
	largest := map[string]int{"junit": 30_000_000, "sarif": 100 * mib}
	for _, format := range report.Formats() {
		var s sampler
		if err := report.Write(&s, format, r, report.Options{}); err != nil {
			t.Fatal(err)
		}
		limit, ok := largest[format]
		if !ok {
			limit = 64 * mib
		}
		if s.written >= limit {
			t.Errorf("%s: %d bytes, more than %d", format, s.written, limit)
		}
		if grown := int64(s.heap) - int64(before); grown > 64*mib {
			t.Errorf("%s: the heap grows by %d MiB while it is written", format, grown/mib)
		}
		t.Logf("%-10s %6.1f MB, %6.1f MiB of heap", format, float64(s.written)/1e6, float64(int64(s.heap)-int64(before))/mib)
	}
	runtime.KeepAlive(r)
}
