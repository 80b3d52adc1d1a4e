package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// escapes are what colours a terminal and makes links, which takes no columns.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m|\x1b\\]8;;[^\x1b]*\x1b\\\\")

func TestNoLineButAURLOrAPathIsWiderThanTheTerminal(t *testing.T) {
	t.Parallel()
	reports := map[string]report.Report{
		"findings": full(t), "clean": clean(t), "halted": halted(t), "empty": empty(), "a workspace": live(t), "a crowded one": crowded(t),
		"many findings": many(t, 40, 9), "hostile names": hostileRun(t), "consequences": caused(t, 20, finding.Error), "strange files": strange(t),
	}
	for name, r := range reports {
		for _, width := range []int{20, 21, 33, 40, 60, 80, 120} {
			for _, o := range []report.Options{
				{}, {Verbose: true}, {All: true, Color: true}, {Matrix: report.MatrixAll}, {Matrix: report.MatrixSome, Color: true, Hyperlinks: true, ASCII: true},
			} {
				t.Run(fmt.Sprint(name, width, o), func(t *testing.T) {
					t.Parallel()
					o.Width = width
					for line := range strings.Lines(string(written(t, "text", r, o))) {
						line = escapes.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")
						if displaywidth.String(line) > width && !strings.ContainsAny(line, `/\`) && !isPlace(line) && !strings.Contains(line, "No FMAPI endpoint") {
							t.Errorf("%d columns: %q", displaywidth.String(line), line)
						}
					}
				})
			}
		}
	}
}

// isPlace says whether a line is the place of a finding, which is not broken.
func isPlace(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "--> ") || strings.HasPrefix(line, "::: ")
}

func TestWithoutATerminalNoLineIsBroken(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("one word and another ", 40)
	f := finding.Finding{
		Rule: "GW103", Name: "bad", Level: finding.Error, Outcome: finding.Fail, Message: long + "end",
		Location: finding.Location{File: "f", StartLine: 1, StartColumn: 500, EndLine: 1, EndColumn: 503},
		Excerpt:  finding.Excerpt{FirstLine: 1, Lines: []string{strings.Repeat("x", 2000)}},
	}
	r := report.New(report.Report{Findings: []finding.Finding{f}}, report.FailOnError)
	out := string(written(t, "text", r, report.Options{}))
	if !strings.HasPrefix(out, "error[GW103]: "+long+"end\n") {
		t.Errorf("the message is broken:\n%s", out)
	}
	for line := range strings.Lines(out) {
		if strings.Contains(line, "xxx") && displaywidth.String(line) > 170 {
			t.Errorf("an excerpt of %d columns", displaywidth.String(line))
		}
	}
}
