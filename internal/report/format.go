package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// Options are what a terminal allows and a user wants. Text looks at all of them.
type Options struct {
	// Color colours by ANSI escapes.
	Color bool
	// Hyperlinks makes rule IDs links by OSC 8 escapes.
	Hyperlinks bool
	// ASCII writes signs that every terminal has.
	ASCII bool
	// Width is the number of columns to stay within; 0 breaks no line.
	Width int
	// Start is the name of the folder in which the reader is, "" or "." for the root that
	// files are named from.
	Start string
	// Statistics shows what each rule found in one line, instead of the findings.
	Statistics bool
	// Quiet shows diagnostics and nothing else.
	Quiet bool
	// Verbose shows what is otherwise only counted.
	Verbose bool
	// All shows every finding in full, however many there are.
	All bool
	// Matrix shows which subject has which item of the checklist.
	Matrix Matrix
	// WithoutWaived has SARIF leave out what is waived: GitHub code scanning does not look at
	// suppressions, and would show it as an open alert.
	WithoutWaived bool
	// Room is how many bytes a page of Markdown may have; 0 means as many as a comment on GitHub.
	Room int
}

// format is one way of writing a report, with what it needs of the run. A new one is
// a row of formats and its own file or files.
type format struct {
	name  string
	write func(w io.Writer, r Report, o Options) error
	// excerpts says that it shows the text around findings.
	excerpts bool
	// lineHashes says that it writes the LineHash of findings.
	lineHashes bool
	// frameworks says that it names the frameworks that rules serve.
	frameworks bool
	// fixes says that it writes the edits that mend findings.
	fixes bool
	// most is how many of the findings that count it holds, 0 for all.
	most int
	// local says that it is read where gwlint was started: it names files from there, so
	// that a terminal or a shell opens what it names.
	local bool
}

// formats are in the order in which help lists them.
var formats = []format{
	{name: "text", write: writeText, excerpts: true, local: true},
	{name: "concise", write: writeConcise, local: true},
	{name: "json", write: writeJSON},
	{name: "sarif", write: writeSARIF, excerpts: true, lineHashes: true, frameworks: true, fixes: true, most: sarifResults},
	{name: "gitlab", write: writeGitLab},
	{name: "junit", write: writeJUnit, excerpts: true},
	{name: "csv", write: writeCSV},
	{name: "html", write: writeHTML, excerpts: true, frameworks: true},
	{name: "github", write: writeGitHub},
	{name: "markdown", write: writeMarkdown},
}

// Formats lists the names of the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// CheckFormat returns an error for a name that no format has; it lists those there are.
func CheckFormat(format string) error {
	if slices.Contains(Formats(), format) {
		return nil
	}
	return fmt.Errorf("unknown format %q; known: %s", format, strings.Join(Formats(), ", "))
}

// NeedsExcerpts says whether a format shows the Excerpt of findings, which the run makes
// only then. A format that is not known needs nothing.
func NeedsExcerpts(name string) bool {
	return slices.ContainsFunc(formats, func(f format) bool { return f.name == name && f.excerpts })
}

// NeedsLineHashes says whether a format writes the LineHash of findings, which the
// run works out only then. A format that is not known needs nothing.
func NeedsLineHashes(name string) bool {
	return slices.ContainsFunc(formats, func(f format) bool { return f.name == name && f.lineHashes })
}

// NeedsFrameworks says whether a format names the Frameworks of a report, which the run
// reads only then. A format that is not known needs nothing.
func NeedsFrameworks(name string) bool {
	return slices.ContainsFunc(formats, func(f format) bool { return f.name == name && f.frameworks })
}

// NeedsFixes says whether a format writes the edits that mend findings, which the run keeps
// only then. A format that is not known needs nothing.
func NeedsFixes(name string) bool {
	return slices.ContainsFunc(formats, func(f format) bool { return f.name == name && f.fixes })
}

// Write writes a report made by New in a format. It writes in few, large
// pieces; a partial report may have been written when it returns an error.
func Write(w io.Writer, format string, r Report, o Options) error {
	for _, f := range formats {
		if f.name != format {
			continue
		}
		if f.local {
			r = localReport(r, o.Start)
		}
		return f.write(w, r, o)
	}
	return CheckFormat(format)
}

// shown says whether a finding is shown in full: it failed, at a level that counts,
// and for itself. One that follows from another is shown with that.
func shown(f finding.Finding) bool {
	return f.Outcome == finding.Fail && f.Level.Rank() > 0 && f.Cause == ""
}

// ruleIndex finds rules by their IDs.
type ruleIndex map[string]RuleInfo

func indexRules(rules []RuleInfo) ruleIndex {
	index := ruleIndex{}
	for _, rule := range rules {
		index[rule.ID] = rule
	}
	return index
}

// of describes the rule of a finding, as well as can be if it is not among the
// active ones.
func (ri ruleIndex) of(f finding.Finding) RuleInfo {
	if rule, ok := ri[f.Rule]; ok {
		return rule
	}
	return ruleFrom(f)
}

// ruleFrom describes a rule by one of its findings.
func ruleFrom(f finding.Finding) RuleInfo {
	return RuleInfo{
		ID: f.Rule, Name: f.Name, Title: strings.ReplaceAll(f.Name, "_", " "),
		Severity: f.Severity, Level: f.Level,
	}
}
