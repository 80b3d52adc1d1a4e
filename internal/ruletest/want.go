package ruletest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// wantForm is an expectation that stands on the line it is about, several of
// them behind one another: `# want GW103 "ends in an underscore"`, in JSON behind
// `//`.
var wantForm = regexp.MustCompile(`([A-Z]{2,8}\d{3,4}) "([^"]*)"`)

// want is a part of the message that a finding on a line must have.
type want struct {
	line int
	part string
}

// wants are what a text expects of a rule, line by line.
func wants(rule string, text []byte) []want {
	var list []want
	for i, line := range strings.Split(string(text), "\n") {
		_, comment, _ := strings.Cut(line, "want ")
		for _, m := range wantForm.FindAllStringSubmatch(comment, -1) {
			if m[1] == rule {
				list = append(list, want{line: i + 1, part: m[2]})
			}
		}
	}
	return list
}

// compare holds what was found in a file to what the file wants.
func (e *examples) compare(name string, found []finding.Finding) {
	open := wants(e.rule.ID, e.texts[name])
	file := e.file(name)
	if len(open) > 0 && !e.bad {
		e.unit.fail(file, open[0].line, "a good example wants a finding; it belongs in bad/")
	}
	for _, f := range found {
		if f.Location.File != file {
			continue // it is compared with the file that it is in
		}
		i := slices.IndexFunc(open, func(w want) bool {
			return w.line == f.Location.StartLine && f.Outcome == finding.Fail && strings.Contains(f.Message, w.part)
		})
		if i >= 0 {
			open = slices.Delete(open, i, i+1)
			continue
		}
		instead := ""
		if i = slices.IndexFunc(open, func(w want) bool { return w.line == f.Location.StartLine }); i >= 0 {
			instead = open[i].part
			open = slices.Delete(open, i, i+1)
		}
		e.unit.fail(file, f.Location.StartLine, "%s", e.unwanted(f, instead))
	}
	for _, w := range open {
		e.unit.fail(file, w.line, "want %q, and %s finds nothing like it on this line", w.part, e.rule.ID)
	}
}

// unwanted says of a finding what should be there instead.
func (e *examples) unwanted(f finding.Finding, instead string) string {
	got := fmt.Sprintf("got %s: %s", f.Outcome, f.Message)
	if f.Reason != "" {
		got += " (" + f.Reason + ")"
	}
	switch {
	case instead != "":
		return fmt.Sprintf("want %q, %s", instead, got)
	case e.bad:
		return fmt.Sprintf("%s; if that is right, mark the line: want %s \"…\"", got, e.rule.ID)
	default:
		return got + "; a good example is found good"
	}
}
