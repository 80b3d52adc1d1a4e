package report_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"unicode"

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
			f.Waiver = &finding.Waiver{Reason: text, Owner: text, Expires: text, Ticket: text, ApprovedBy: text, File: text, Line: 7}
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
