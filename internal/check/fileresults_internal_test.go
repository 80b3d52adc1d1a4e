package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// The files of a run are read on all cores, so that any may be the first to be done.
func TestWhatCameOfFilesDoesNotDependOnWhichWasFirst(t *testing.T) {
	t.Parallel()
	f := &Files{inputs: []source.Input{{File: "a.json"}, {File: "b.json"}, {File: "c.md"}, {File: "d.md"}, {File: "e.yaml"}, {File: "f.yaml"}}}
	came := []fileResult{
		{subjects: []report.Subject{{File: "a.json", Name: "2"}, {File: "a.json", Name: "1"}}},
		{subjects: []report.Subject{{File: "b.json", Name: "3"}, {File: "a.json", Name: "4"}}, problems: []report.Problem{{File: "b.json", Message: "is cut off"}}},
		{skipped: true},
		{skipped: true},
		{left: []source.LeftOut{{Input: source.Input{File: "e.yaml"}}}},
		{waits: true, problems: []report.Problem{{File: "f.yaml", Message: "has a key twice"}}}, // and the run ends
	}
	unit := report.Subject{File: "a.json", Name: "of a unit"}
	var drafts [2]report.Report
	for i, order := range [][]int{{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}} {
		results := fileResults{waiting: map[int]fileResult{}}
		for _, number := range order {
			results.add(number, came[number])
		}
		var all subjects
		all.add([]report.Subject{unit})
		results.addTo(&drafts[i], f, &all, map[string]bool{})
		drafts[i].Subjects = all.take()
	}
	if diff := cmp.Diff(drafts[0], drafts[1]); diff != "" {
		t.Error(diff)
	}
	want := report.Report{
		Subjects: []report.Subject{unit, {File: "a.json", Name: "2"}, {File: "a.json", Name: "1"}, {File: "a.json", Name: "4"}, {File: "b.json", Name: "3"}},
		Errors:   []report.Problem{{File: "b.json", Message: "is cut off"}, {File: "f.yaml", Message: "has a key twice"}},
		Skipped:  []string{"c.md", "d.md"}, Summary: report.Summary{Skipped: 2, Files: 3},
	}
	if diff := cmp.Diff(want, drafts[0]); diff != "" {
		t.Error(diff)
	}
}
