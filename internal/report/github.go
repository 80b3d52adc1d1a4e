package report

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// annotationsPerLevel is how many annotations of one level GitHub keeps of a step. It drops
// the others without a word (actions/toolkit, docs/problem-matchers.md).
const annotationsPerLevel = 10

// The runner cuts a message at 4,096 characters (actions/runner, ExecutionContext.cs), and
// GitHub takes a title of 255 (REST API, check runs).
const (
	longestAnnotation = 4000
	longestTitle      = 250
)

// annotator makes annotations of what a reader of a pull request has to know.
type annotator struct {
	Report

	rules     ruleIndex
	following consequences
}

// annotation is one that can be made.
type annotation struct {
	level finding.Level
	// counts is how many findings it stands for.
	counts int
	make   func() workflowCommand
}

// writeGitHub writes workflow commands, from which GitHub makes annotations: for each level the
// worst first, what could not be checked before all findings. Where there are more than GitHub
// keeps, the last of a level counts the others.
func writeGitHub(w io.Writer, r Report, _ Options) error {
	a := annotator{Report: r, rules: indexRules(r.Rules), following: consequencesIn(r.Findings)}
	byLevel := map[finding.Level][]annotation{}
	for _, c := range a.annotations() {
		byLevel[c.level] = append(byLevel[c.level], c)
	}
	var b strings.Builder
	for _, level := range []finding.Level{finding.Error, finding.Warning, finding.Note} {
		all := byLevel[level]
		shown, left := all, all[len(all):]
		if len(all) > annotationsPerLevel {
			shown, left = all[:annotationsPerLevel-1], all[annotationsPerLevel-1:]
		}
		for _, c := range shown {
			made := c.make()
			made.name, made.message = commandName(level), shortened(made.message, longestAnnotation)
			made.writeTo(&b)
		}
		if len(left) > 0 {
			count := remainder(level, left)
			count.writeTo(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// commandName is the command that makes an annotation of a level.
func commandName(level finding.Level) string {
	if level == finding.Note {
		return "notice"
	}
	return string(level)
}

// remainder says how many there are that GitHub would not keep.
func remainder(level finding.Level, left []annotation) workflowCommand {
	n := 0
	for _, c := range left {
		n += c.counts
	}
	title := fmt.Sprintf("%d more %ss", n, level)
	c := workflowCommand{
		name: commandName(level),
		message: fmt.Sprintf("GitHub shows %d annotations of a level for each step. The log and the step summary have these %d too.",
			annotationsPerLevel, n),
	}
	c.add("title", title)
	return c
}

// annotations are all annotations that the report asks for, those of a level in the order in which
// they are to be shown.
func (a annotator) annotations() []annotation {
	var all []annotation
	for i := range a.Errors {
		p := &a.Errors[i]
		all = append(all, annotation{finding.Error, 1, func() workflowCommand { return a.problem(p) }})
	}
	for _, prompt := range a.unsaidPrompts() {
		all = append(all, annotation{finding.Error, 1, func() workflowCommand {
			c := workflowCommand{name: commandName(finding.Error), message: Visible(prompt)}
			c.add("title", "An operator must answer")
			return c
		}})
	}
	for _, f := range worstFirst(a.Findings, a.rules) {
		all = append(all, annotation{f.Level, f.Count(), func() workflowCommand { return a.finding(f) }})
	}
	all = append(all, a.undecided()...)
	if len(all) == 0 && a.Summary.ExitCode == ExitFindings {
		for _, n := range a.NotChecked {
			all = append(all, annotation{finding.Error, 1, func() workflowCommand { return notCheckedCommand(n) }})
		}
	}
	return all
}

// unsaidPrompts are what an operator must answer and no finding says.
func (a annotator) unsaidPrompts() []string {
	return slices.DeleteFunc(slices.Clone(a.Prompts), func(prompt string) bool {
		return slices.ContainsFunc(a.Findings, func(f finding.Finding) bool { return f.Message == prompt })
	})
}

// undecided are the causes of what could not be decided, where that makes the run fail.
func (a annotator) undecided() []annotation {
	var failing []finding.Finding
	for _, f := range a.Findings {
		if f.Outcome == finding.Unknown && a.Run.FailOn.fails(f) {
			failing = append(failing, f)
		}
	}
	var all []annotation
	for _, c := range unknownCauses(failing, a.rules) {
		all = append(all, annotation{c.level, c.count, func() workflowCommand {
			made := workflowCommand{message: fmt.Sprintf("%s\n%s", Visible(c.reason), c.about())}
			a.locate(&made, c.first().Location)
			made.add("title", shortened(Visible("not decided: "+strings.Join(c.ids(), ", ")), longestTitle))
			return made
		}})
	}
	return all
}

// problem annotates something that could not be checked.
func (a annotator) problem(p *Problem) workflowCommand {
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	c := workflowCommand{message: Visible(strings.TrimPrefix(p.Message, p.File+": "))}
	a.locate(&c, at)
	c.add("title", strings.TrimSuffix(p.mark(), ":"))
	return c
}

// finding annotates a failure, with what follows from it and what to do about it.
func (a annotator) finding(f *finding.Finding) workflowCommand {
	rule := a.rules.of(*f)
	lines := []string{Visible(messageOf(f))}
	for _, following := range a.following.of(*f, a.Findings) {
		lines = append(lines, "so: "+Visible(following))
	}
	c := workflowCommand{message: shortened(strings.Join(lines, "\n"), longestAnnotation*3/4)}
	a.locate(&c, f.Location)
	c.add("title", shortened(Visible(f.Rule+" "+rule.Title), longestTitle))
	for _, line := range []string{helpLine(sentence(rule.help(*f))), fixLine(f.Fix), rule.URL} {
		if line != "" {
			c.message += "\n" + Visible(line)
		}
	}
	return c
}

// helpLine is a line that says what to do, none where nothing is said.
func helpLine(said string) string {
	if said == "" {
		return ""
	}
	return "help: " + said
}

// fixLine is a line that says how a finding is mended, none where no rule says.
func fixLine(f *finding.Fix) string {
	if f == nil {
		return ""
	}
	return "fix: " + fixWords(*f)
}

// notCheckedCommand says what the run did not look at, where it fails for that alone.
func notCheckedCommand(n NotChecked) workflowCommand {
	c := workflowCommand{message: Visible(fmt.Sprintf("%s could not be decided: they need %s", strings.Join(n.Rules, ", "), n.How))}
	c.add("title", "not checked")
	return c
}

// locate puts an annotation where its place is, if that is a file of the checkout; else the
// message says the place. Columns count only within one line: the runner drops others.
func (a annotator) locate(c *workflowCommand, at finding.Location) {
	if !a.inCheckout(at.File) {
		if where := textPlace(at); where != "" {
			c.message = where + ": " + c.message
		}
		return
	}
	c.add("file", Visible(path.Clean(at.File)))
	if at.StartLine < 1 {
		return
	}
	end := max(at.EndLine, at.StartLine)
	c.number("line", at.StartLine)
	c.number("endLine", end)
	if end == at.StartLine && at.StartColumn > 0 {
		c.number("col", at.StartColumn)
		c.number("endColumn", max(at.EndColumn, at.StartColumn))
	}
}

// inCheckout says whether a place can be a file of the repository: standard input, what lies above
// it, and the answers of a workspace are none.
func (a annotator) inCheckout(file string) bool {
	switch named := path.Clean(file); {
	case file == "" || file == "<stdin>" || named == ".." || strings.HasPrefix(named, "../"):
		return false
	case a.Workspace != nil:
		return !strings.Contains(file, "://") && !strings.HasPrefix(file, "/")
	default:
		return true
	}
}

// shortened cuts a text to so many characters, the last of which then says so.
func shortened(s string, most int) string {
	n := 0
	for i := range s {
		if n++; n == most {
			if rest := s[i:]; len([]rune(rest)) > 1 {
				return s[:i] + ellipsis
			}
			return s
		}
	}
	return s
}
