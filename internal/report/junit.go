package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// writeJUnit writes a report of tests in JUnit's XML, as Jenkins and GitLab read it: a
// suite for each file, a case for each finding, and one for each subject in which nothing
// was found. The schema is junit-10.xsd of Jenkins' xUnit plugin, which knows no
// `file` of a case and no `skipped` of the whole; others demand a time and a host, which
// a report has not. Nothing follows from a case that fails but what its text says.
func writeJUnit(w io.Writer, r Report, _ Options) error {
	j := junitReport{
		Report: r, rules: indexRules(r.Rules), following: consequencesIn(r.Findings),
		suites: map[string]*junitSuite{}, names: map[string]int{},
	}
	j.obstacles()
	j.failures()
	j.unknown()
	j.notChecked()
	j.passed()
	if len(j.suites) == 0 { // Jenkins refuses a report without cases
		j.add("", junitCase{
			name: "no gateway was checked", outcome: junitSkipped, kind: "nothing",
			message: cmp.Or(r.Nothing, "no gateway was found"),
		})
	}
	return j.write(w)
}

// junitReport gathers cases by file before any is written, for a suite begins with its counts.
type junitReport struct {
	Report

	rules     ruleIndex
	following consequences
	suites    map[string]*junitSuite // by file
	names     map[string]int         // by class and name
}

// junitSuite is the cases of one file, or those of no file.
type junitSuite struct {
	file, name string
	// class is the class of its cases: the file without its ending, as Jenkins takes what
	// stands before the last period for a package.
	class string
	cases []junitCase
	count map[junitOutcome]int
}

func newJUnitSuite(file string) *junitSuite {
	s := &junitSuite{file: file, name: clipXML(file, junitName), count: map[junitOutcome]int{}}
	if s.name == "" {
		s.name = "gwlint"
	}
	s.class = cmp.Or(clipXML(strings.TrimSuffix(file, path.Ext(file)), junitName), s.name)
	return s
}

// junitCase is one case. GitLab and Jenkins tell cases apart by class and name, and GitLab
// shows only the first of those alike.
type junitCase struct {
	name    string
	outcome junitOutcome
	// kind is a word that programs can tell cases of one outcome apart by.
	kind    string
	message string
	// more are lines behind the message.
	more []string
	// finding is what the case is about, whose text is made when it is written.
	finding *finding.Finding
}

// junitOutcome is the element that a case holds, "" for one that passed.
type junitOutcome string

const (
	junitPassed  junitOutcome = ""
	junitFailure junitOutcome = "failure"
	junitError   junitOutcome = "error"
	junitSkipped junitOutcome = "skipped"
)

func (j *junitReport) add(file string, c junitCase) {
	suite := j.suites[file]
	if suite == nil {
		suite = newJUnitSuite(file)
		j.suites[file] = suite
	}
	c.name = j.unique(suite.class, clipXML(c.name, junitName))
	suite.cases = append(suite.cases, c)
	suite.count[c.outcome]++
}

// unique is a name that no case of the class has yet: of names alike the second is
// `name #2`.
func (j *junitReport) unique(class, given string) string {
	name, key := given, class+"\x00"
	for j.names[key+name] > 0 {
		j.names[key+given]++
		name = fmt.Sprintf("%s #%d", given, j.names[key+given])
	}
	j.names[key+name]++
	return name
}

// obstacles are the errors of the run.
func (j *junitReport) obstacles() {
	for _, o := range obstaclesIn(j.Report) {
		name, kind := "is checked"+junitPlace(o.at), "not_checked"
		if o.halts {
			name, kind = "no question to an operator", "halt"
		}
		j.add(o.at.File, junitCase{name: name, outcome: junitError, kind: kind, message: o.message, more: []string{textPlace(o.at)}})
	}
}

// failures are the findings that failed for themselves, and the waived ones.
func (j *junitReport) failures() {
	for i := range j.Findings {
		f := &j.Findings[i]
		c := junitCase{
			name:    joinWords(f.Rule, f.Subject.Called(), f.Pointer) + junitPlace(f.Location),
			outcome: junitFailure, kind: string(f.Level), message: messageOf(f), finding: f,
		}
		switch {
		case shown(*f):
		case f.Outcome == finding.Waived:
			c.outcome, c.kind, c.message = junitSkipped, "waived", junitWaived(f)
		default:
			continue
		}
		j.add(f.Location.File, c)
	}
}

// unknown are the rules that could not decide on a subject, those that have one reason
// together.
func (j *junitReport) unknown() {
	type key struct {
		subject      finding.Subject
		file, reason string
		targets      string
	}
	var order []key
	rules := map[key][]RuleInfo{}
	for i := range j.Findings {
		f := &j.Findings[i]
		if f.Outcome != finding.Unknown {
			continue
		}
		k := key{f.Subject, f.Location.File, f.Reason, inTargets(f)}
		if rules[k] == nil {
			order = append(order, k)
		}
		if rule := j.rules.of(*f); !slices.ContainsFunc(rules[k], func(r RuleInfo) bool { return r.ID == rule.ID }) {
			rules[k] = append(rules[k], rule)
		}
	}
	for _, k := range order {
		j.add(k.file, junitCase{
			name:    joinWords(idsOf(rules[k]), k.subject.Called(), "not decided", k.targets),
			outcome: junitSkipped, kind: "unknown", message: k.reason, more: titlesOf(rules[k]),
		})
	}
}

// notChecked is what this kind of run cannot see.
func (j *junitReport) notChecked() {
	for _, n := range j.NotChecked {
		j.add("", junitCase{
			name:    "not checked without the " + strings.ReplaceAll(string(n.Needs), "_", " "),
			outcome: junitSkipped, kind: "not_checked",
			message: fmt.Sprintf("needs %s: %s", n.How, strings.Join(n.Rules, ", ")),
		})
	}
}

// passed are the subjects in which nothing was found.
func (j *junitReport) passed() {
	failed, unknown, waived := j.outcomes()
	for _, s := range subjectRows(j.Subjects) {
		subject := s.who()
		here, anywhere := junitSubject{subject, s.File}, junitSubject{Subject: subject}
		byName := s.Address == "" && (failed[here] || failed[anywhere]) // a bundle's are counted
		if byName || s.Error+s.Warning+s.Note > 0 {
			continue
		}
		name := joinWords(subjectName(subject), Visible(s.where())) + ": no findings"
		if waived[here] || waived[anywhere] || len(s.Items.Waived) > 0 {
			name += " but waived ones"
		}
		if unknown[here] || unknown[anywhere] || len(s.Items.Unknown) > 0 {
			name += " in what could be decided"
		}
		j.add(s.File, junitCase{name: name})
	}
}

// junitSubject is what a finding knows of its Subject.
type junitSubject struct {
	finding.Subject

	file string
}

// outcomes are the subjects on which a rule failed, could not decide or is waived. A finding that
// lies in another file than its subject counts for all of that name, which have no file here.
func (j *junitReport) outcomes() (failed, unknown, waived map[junitSubject]bool) {
	failed, unknown, waived = map[junitSubject]bool{}, map[junitSubject]bool{}, map[junitSubject]bool{}
	there := map[junitSubject]bool{}
	for _, s := range j.Subjects {
		there[junitSubject{s.who(), s.File}] = true
	}
	for i := range j.Findings {
		f := &j.Findings[i]
		s := junitSubject{f.Subject, f.Location.File}
		if !there[s] {
			s.file = ""
		}
		switch {
		case f.Outcome == finding.Unknown:
			unknown[s] = true
		case f.Outcome == finding.Waived:
			waived[s] = true
		case f.Outcome == finding.Fail && f.Level.Rank() > 0:
			failed[s] = true
		}
	}
	return failed, unknown, waived
}

// text is what a viewer shows of a case that did not pass, at most junitLines lines:
// GitLab shows the text and not the message.
func (j *junitReport) text(c junitCase) []string {
	lines := append([]string{c.message}, c.more...)
	if f := c.finding; f != nil {
		rule := j.rules.of(*f)
		if f.Outcome == finding.Waived {
			lines = append(lines, messageOf(f))
		}
		lines = append(lines, textPlace(f.Location))
		if line, ok := lineOf(f.Excerpt, f.Location.StartLine); ok {
			cut := f.Excerpt.Cut(f.Location.StartLine - f.Excerpt.FirstLine)
			part := show(line, cut, f.Location.StartColumn-1, f.Location.StartColumn-1, junitColumns)
			lines = append(lines, fmt.Sprintf("%d | %s", f.Location.StartLine, part.text))
		}
		for _, said := range j.following.of(*f, j.Findings) {
			lines = append(lines, "so "+said)
		}
		lines = append(lines, prefixed("help: ", sentence(rule.help(*f))), prefixed("docs: ", rule.URL))
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	if more := len(lines) - junitLines + 1; more > 1 {
		lines = append(lines[:junitLines-1:junitLines-1], fmt.Sprintf("and %d more lines", more))
	}
	return lines
}

// junitWaived says what lets a finding stand.
func junitWaived(f *finding.Finding) string {
	if f.Waiver == nil {
		return "waived"
	}
	return "waived: " + waivedBecause(f.Waiver)
}

// junitPlace is where a case is in its file: ` (11:5)`.
func junitPlace(at finding.Location) string {
	if at.StartLine < 1 {
		return ""
	}
	return fmt.Sprintf(" (%d:%d)", at.StartLine, at.StartColumn)
}

// junitWords joins those words that there are.
func joinWords(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return word == "" }), " ")
}

func prefixed(prefix, said string) string {
	if said == "" {
		return ""
	}
	return prefix + said
}

// idsOf names rules, or the first of many.
func idsOf(rules []RuleInfo) string {
	const few = 4
	var ids []string
	for i, rule := range rules {
		if i == few && len(rules) > few+1 {
			return fmt.Sprintf("%s and %d more", strings.Join(ids, ", "), len(rules)-few)
		}
		ids = append(ids, rule.ID)
	}
	return strings.Join(ids, ", ")
}

func titlesOf(rules []RuleInfo) []string {
	var titles []string
	for _, rule := range rules {
		titles = append(titles, prefixed(rule.ID+": ", rule.Title))
	}
	return titles
}

// sorted are the suites by file, that of the run itself first.
func (j *junitReport) sorted() []*junitSuite {
	var all []*junitSuite
	for _, file := range slices.Sorted(maps.Keys(j.suites)) {
		all = append(all, j.suites[file])
	}
	return all
}
