package report

import (
	"maps"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
)

// htmlRuleName is the ID of a rule; Anchor is the id of its row, "" where it has none.
type htmlRuleName struct{ ID, Anchor string }

// htmlRule is a rule and what it found.
type htmlRule struct {
	ID, Anchor, Title, URL string
	Severity               finding.Severity
	Level                  finding.Level
	Result                 htmlResult
}

// htmlResult counts what rules made of all that they concern.
type htmlResult struct {
	Fail, Unknown, Waived int
	// Unchecked says that one of them needs what this kind of run cannot see, and Off
	// that none of them is on.
	Unchecked, Off bool
}

// htmlRuleWriter lists the rules and frameworks of a page.
type htmlRuleWriter struct{ *htmlWriter }

// ruleTable lists the active rules with what each found.
func (h htmlRuleWriter) ruleTable() []htmlRule {
	results := h.results()
	var all []htmlRule
	for _, r := range h.Rules {
		all = append(all, htmlRule{
			ID: htmlName(r.ID), Anchor: htmlID("r-", r.ID), Title: Visible(r.Title), URL: htmlURL(r.URL),
			Severity: r.Severity, Level: r.Level, Result: results[r.ID],
		})
	}
	return all
}

// results are what each rule found.
func (h htmlRuleWriter) results() map[string]htmlResult {
	all := map[string]htmlResult{}
	for _, r := range h.Rules {
		off := slices.Contains(h.Run.Off, r.ID)
		all[r.ID] = htmlResult{Off: off || r.Level.Rank() == 0 && h.Run.Levels[r.ID].Rank() == 0}
	}
	for i := range h.Findings {
		f := &h.Findings[i]
		result := all[f.Rule]
		switch f.Outcome {
		case finding.Fail:
			result.Fail += f.Count()
		case finding.Unknown:
			result.Unknown += f.Count()
		case finding.Waived:
			result.Waived += f.Count()
		case finding.Pass, finding.NotApplicable:
		}
		all[f.Rule] = result
	}
	for _, n := range h.NotChecked {
		for _, rule := range n.Rules {
			result := all[rule]
			result.Unchecked = true
			all[rule] = result
		}
	}
	return all
}

// with adds the result of another rule.
func (hr htmlResult) with(other htmlResult) htmlResult {
	return htmlResult{
		hr.Fail + other.Fail, hr.Unknown + other.Unknown, hr.Waived + other.Waived,
		hr.Unchecked || other.Unchecked, hr.Off && other.Off,
	}
}

// htmlFramework is a catalogue of controls with those that active rules serve.
type htmlFramework struct {
	Name, Title, Version, URL string
	Controls                  []htmlControl
}

type htmlControl struct {
	ID, Title string
	Rules     []htmlRuleName
	Result    htmlResult
}

// framework describes a framework as well as can be if gwlint does not know it.
func (h htmlRuleWriter) framework(id string) Framework {
	if i := slices.IndexFunc(h.Frameworks, func(f Framework) bool { return f.ID == id }); i >= 0 {
		return h.Frameworks[i]
	}
	return Framework{ID: id, Name: id}
}

func (h htmlRuleWriter) frameworks() []htmlFramework {
	served := map[string]map[string][]string{} // rules by framework and control
	for _, rule := range h.Rules {
		for framework, controls := range rule.Controls {
			if served[framework] == nil {
				served[framework] = map[string][]string{}
			}
			for _, id := range controls {
				served[framework][id] = append(served[framework][id], rule.ID)
			}
		}
	}
	results := h.results()
	var all []htmlFramework
	for _, id := range slices.Sorted(maps.Keys(served)) {
		f := h.framework(id)
		one := htmlFramework{Name: htmlName(f.Name), Title: Visible(f.Title), Version: htmlName(f.Version), URL: htmlURL(f.URL)}
		for _, c := range servedControls(f, served[id]) {
			control := htmlControl{ID: htmlName(c.ID), Title: Visible(c.Title), Rules: h.ruleNames(served[id][c.ID]), Result: htmlResult{Off: true}}
			for _, rule := range served[id][c.ID] {
				control.Result = control.Result.with(results[rule])
			}
			one.Controls = append(one.Controls, control)
		}
		all = append(all, one)
	}
	return all
}

// servedControls are the controls that rules serve, in the framework's order; those that
// it does not have follow by ID.
func servedControls(f Framework, served map[string][]string) []Control {
	var controls []Control
	known := map[string]bool{}
	for _, c := range f.Controls {
		if known[c.ID] = true; len(served[c.ID]) > 0 {
			controls = append(controls, c)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(served)) {
		if !known[id] {
			controls = append(controls, Control{ID: id})
		}
	}
	return controls
}
