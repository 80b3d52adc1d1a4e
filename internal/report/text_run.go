package report

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// run says what the configuration file takes away from what the defaults would have
// looked at, and what time a flag names. The reader of a log has not seen the file.
func (sp summaryPrinter) run() {
	if c := sp.Run.Configuration; c != nil {
		if said := sp.softened(); len(said) > 0 {
			sp.paragraph("", fmt.Sprintf("configuration %s: %s", Visible(c.File), Visible(strings.Join(said, ", "))))
		}
	}
	if said := sp.narrowed(); said != "" {
		sp.paragraph("", Visible(said))
	}
	if len(sp.Run.Targets) > 0 {
		sp.paragraph("", Visible("only the bundle targets "+strings.Join(sp.Run.Targets, ", ")+" (--target)"))
	}
	if sp.Run.AsOf != "" {
		sp.paragraph("", fmt.Sprintf("ages are measured against %s (--as-of)", Visible(sp.Run.AsOf)))
	}
}

// narrowed says which rules flags have run, "" where they say nothing.
func (sp summaryPrinter) narrowed() string {
	var parts []string
	if len(sp.Run.Select) > 0 {
		parts = append(parts, "only "+strings.Join(sp.Run.Select, ", ")+" (--select)")
	}
	if len(sp.Run.Ignore) > 0 {
		parts = append(parts, "without "+strings.Join(sp.Run.Ignore, ", ")+" (--ignore)")
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d rules run: %s", len(sp.Rules)-len(sp.Run.NotRun), len(sp.Rules), strings.Join(parts, ", "))
}

// softened is what the configuration changes for the milder, or may, each in a few
// words.
func (sp summaryPrinter) softened() []string {
	r := sp.Run
	var said []string
	add := func(wanted bool, format string, args ...any) {
		if wanted {
			said = append(said, fmt.Sprintf(format, args...))
		}
	}
	if r.Policy.By == ByConfiguration {
		add(r.Policy.Path != "", "own policy %s", r.Policy.Path)
		add(r.Policy.Path == "", "policy %s", sp.Tool.Policy)
	}
	overrides := 0
	for _, o := range r.Overrides {
		overrides += min(sp.lowered(o.Rules), 1)
	}
	lowered := sp.lowered(r.Levels)
	off := len(r.Off) - len(r.NotRun)
	add(off > 0, "%s off", number(off, "rule"))
	add(lowered > 0, "%s lowered", number(lowered, "level"))
	add(overrides > 0, "%s", number(overrides, "override"))
	add(r.FailOnBy == ByConfiguration && r.FailOn == FailOnNone, "fail_on %s", r.FailOn)
	add(len(r.Exclude) > 0, "%s", number(len(r.Exclude), "exclusion"))
	add(len(r.Params) > 0, "sets %s", strings.Join(r.Params, ", "))
	return said
}

// lowered counts the rules that get a milder level than the policy gives them.
func (sp summaryPrinter) lowered(levels map[string]finding.Level) int {
	n := 0
	for _, rule := range sp.Rules {
		if level, ok := levels[rule.ID]; ok && level.Rank() < rule.Level.Rank() {
			n++
		}
	}
	return n
}
