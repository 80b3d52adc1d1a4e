package report

import (
	"cmp"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// htmlUnchecked is something that this kind of run cannot see.
type htmlUnchecked struct {
	What     string
	How      []htmlSpan
	Rules    []htmlRuleName
	Items    string
	Subjects int
}

// htmlUnknownWriter lists what could not be decided, and what was not looked at.
type htmlUnknownWriter struct{ *htmlWriter }

func (h htmlUnknownWriter) unchecked() []htmlUnchecked {
	words := map[Need]string{NeedsWorkspace: "a workspace", NeedsState: "a state file", NeedsBundle: "the files of the bundle", NeedsClientCode: "client code"}
	var all []htmlUnchecked
	for _, n := range h.NotChecked {
		all = append(all, htmlUnchecked{
			What: cmp.Or(words[n.Needs], htmlName(strings.ReplaceAll(string(n.Needs), "_", " "))), How: htmlProse(n.How),
			Rules: h.ruleNames(n.Rules), Items: htmlName(strings.Join(n.Items, ", ")), Subjects: n.Subjects,
		})
	}
	return all
}

// htmlCause is what could not be decided for one reason.
type htmlCause struct {
	Reason   []htmlSpan
	Level    finding.Level // the worst that this has
	Rules    []htmlRuleName
	Findings int
	Subjects int
	// First names the first of the subjects, and More how many others there are.
	First []htmlSubject
	More  int
}

type htmlSubject struct{ Kind, Name string }

// causes lists what could not be decided, each cause once.
func (h htmlUnknownWriter) causes() []htmlCause {
	const most = 50
	var all []htmlCause
	for _, c := range unknownCauses(h.Findings, h.rules) {
		subjects := c.subjects()
		one := htmlCause{
			Reason: htmlText(c.reason), Level: c.level, Rules: h.ruleNames(c.ids()), Findings: c.count, Subjects: len(subjects),
		}
		for _, s := range subjects[:min(most, len(subjects))] {
			one.First = append(one.First, htmlSubject{htmlKind(s.Kind), htmlName(s.Name)})
		}
		one.More = len(subjects) - len(one.First)
		all = append(all, one)
	}
	return all
}
