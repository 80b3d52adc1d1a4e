package check

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/rules"
)

// Acceptance is what a baseline of a run would hold. Whoever wants to write one puts it
// into the Request, and the run fills it.
type Acceptance struct {
	// Failures are those of the run, in order, without those that a waiver covers.
	Failures []Failure
	// Stale are the entries of the request's baseline that nothing is left of.
	Stale []baseline.Entry
	// Never are the rules, by ID, whose failures no baseline holds, and what to do instead.
	Never map[string]string
}

// Failure is a failure that a baseline may hold.
type Failure struct {
	Entry baseline.Entry
	// Level is what it means for the run, Severity how bad it is whatever the run.
	Level    finding.Level
	Severity finding.Severity
	// Known is the entry of the request's baseline that has it, nil where none has.
	Known *baseline.Entry
	// Refused says why no baseline may hold it, with what to do, "" where one may.
	Refused string
}

// comparison compares what a run found with a baseline.
type comparison struct {
	Request

	judge *Judge
	from  Source
	draft *report.Report
	base  source.Base
	// never are the rules, by ID, whose failures no baseline holds, and what to do instead.
	never map[string]string
	// subjects are those of the run, by kind and by what they are called.
	subjects map[[2]string][]*report.Subject
	// files are what became of the files that entries name.
	files map[string]fate
	// failures are the indices of the draft's findings that a baseline may have, and
	// entries what they are in one.
	failures []int
	entries  []baseline.Entry
}

// compareWithBaseline moves the findings of a draft that the request's baseline has among
// those that are known, and adds one for each entry of which nothing is left.
func compareWithBaseline(ctx context.Context, r Request, j *Judge, from Source, draft *report.Report) {
	if r.Baseline == nil && r.Accept == nil {
		return
	}
	never, err := neverKnown(ctx, r, j.engine)
	if err != nil {
		draft.Errors = append(draft.Errors, interrupted(err)...)
		return
	}
	c := comparison{
		Request: r, judge: j, from: from, draft: draft, base: source.NewBase(r.Dir), never: never,
		subjects: map[[2]string][]*report.Subject{}, files: map[string]fate{},
	}
	for i := range draft.Subjects {
		s := &draft.Subjects[i]
		key := [2]string{s.Kind, cmp.Or(s.Address, s.Name)}
		c.subjects[key] = append(c.subjects[key], s)
	}
	for i := range draft.Findings {
		if f := &draft.Findings[i]; f.Outcome == finding.Fail && f.Level.Rank() > 0 && !rules.IsHousekeeping(f.Rule) {
			c.failures = append(c.failures, i)
			c.entries = append(c.entries, c.entryOf(f))
		}
	}
	var matches baseline.Matches
	if r.Baseline != nil {
		matches = c.match()
	}
	stale := c.stale(matches)
	if r.Accept != nil {
		c.accept(matches, stale)
	}
	if r.Baseline != nil {
		c.part(matches, stale)
	}
}

// entryOf is what a finding is in a baseline. No secret is part of it.
func (c *comparison) entryOf(f *finding.Finding) baseline.Entry {
	e := baseline.EntryOf(f)
	if rest, ok := strings.CutPrefix(f.Location.File, "databricks/"); ok && c.draft.Workspace != nil {
		e.File = baseline.Workspace + rest
	}
	for _, text := range []*string{&e.Subject, &e.Place, &e.File} {
		*text = secret.Erase(*text)
	}
	return e
}

// neverKnown are the rules whose failures no baseline holds: those that no waiver covers,
// and those that halt a run.
func neverKnown(ctx context.Context, r Request, e *engine.Engine) (map[string]string, error) {
	never, err := e.Unwaivable(ctx)
	if err != nil {
		return nil, err
	}
	for _, rule := range r.Rules.Rules {
		if rule.Halts && never[rule.ID] == "" {
			never[rule.ID] = "answer what it asks"
		}
	}
	return never, nil
}

// refusal says why no baseline may hold a failure, with what to do, "" where one may.
func (c *comparison) refusal(f *finding.Finding) string {
	if f.Masked() {
		return "revoke the credential that stands there"
	}
	return c.never[f.Rule]
}

// match finds the entries of failures. What a baseline may not hold is never known.
func (c *comparison) match() baseline.Matches {
	asked := slices.Clone(c.entries)
	for n, i := range c.failures {
		if c.refusal(&c.draft.Findings[i]) != "" {
			asked[n] = baseline.Entry{} // like none of a file
		}
	}
	return c.Baseline.Match(asked, func(e baseline.Entry, n int) bool {
		return c.vacated(e, &c.draft.Findings[c.failures[n]])
	})
}

// vacated says whether the subject of an entry does not stand any more where it stood, so
// that a finding like the entry may be that of the subject in another file.
func (c *comparison) vacated(e baseline.Entry, f *finding.Finding) bool {
	if !e.Located() {
		return false
	}
	if file := c.fateOf(e.File); !file.read && !file.gone {
		return false
	}
	for _, s := range c.subjects[[2]string{e.Kind, e.Subject}] {
		switch {
		case s.Address == "" && s.File == e.File:
			return false
		case s.Address != "" && s.Bundle != unitOf(f) && holds(s.Bundle, e.File):
			return false
		}
	}
	return true
}

// unitOf is what a report's subject calls the bundle, or the root module of Terraform, that
// deploys what a finding is about.
func unitOf(f *finding.Finding) string {
	if len(f.Deployments) == 0 {
		return ""
	}
	return cmp.Or(f.Deployments[0].Bundle, f.Deployments[0].Target)
}

// holds says whether a file lies in the folder of a bundle or of a root module.
func holds(unit, file string) bool {
	if path.Ext(unit) == ".yml" || path.Ext(unit) == ".yaml" || path.Ext(unit) == ".json" {
		unit = path.Dir(unit)
	}
	return unit == "." || file == unit || strings.HasPrefix(file, unit+"/")
}

// fate is what became of a file that an entry names: whether the run has read it, whether
// it is gone, and whether the run would have read it then.
type fate struct{ read, gone, covered bool }

// fateOf looks once at a file.
func (c *comparison) fateOf(file string) fate {
	known, ok := c.files[file]
	if !ok {
		path := source.Absolute(c.Dir, c.base.Path(file))
		_, err := os.Lstat(path)
		known = fate{read: c.from.wasRead(file), gone: os.IsNotExist(err), covered: c.from.covers(path)}
		c.files[file] = known
	}
	return known
}

// stale are the entries of which nothing is left, though the run has seen where they were.
func (c *comparison) stale(m baseline.Matches) []baseline.Entry {
	whole := len(c.draft.Errors) == 0 && len(c.Targets) == 0
	var list []baseline.Entry
	for _, i := range m.Left {
		if e := c.Baseline.Entries[i]; c.never[e.Rule] != "" || whole && c.ran(e.Rule) && c.wasSeen(e) {
			list = append(list, e)
		}
	}
	return list
}

// ran says whether a rule was asked in this run at all.
func (c *comparison) ran(rule string) bool {
	if level, ok := c.Settings.Rules[rule]; ok {
		return level != finding.Off
	}
	return slices.ContainsFunc(c.draft.Rules, func(r report.RuleInfo) bool { return r.ID == rule && r.Level != finding.Off })
}

// wasSeen says whether the run has seen the place of an entry, and the rule has decided on
// whatever is there of its name.
func (c *comparison) wasSeen(e baseline.Entry) bool {
	subjects := c.subjects[[2]string{e.Kind, e.Subject}]
	for _, s := range subjects {
		if !c.judge.engine.Decided(c.judge.judged, e.Rule, s.ID) {
			return false
		}
	}
	switch w := c.draft.Workspace; {
	case e.Live():
		here := w != nil && c.from.wasRead(e.File)
		return here && (len(subjects) > 0 || w.LeftOut == 0 && len(c.from.unlisted()) == 0)
	case !e.Located():
		return false
	}
	file := c.fateOf(e.File)
	return file.read || file.gone && file.covered
}

// accept says what a baseline of the run would hold.
func (c *comparison) accept(m baseline.Matches, stale []baseline.Entry) {
	c.Accept.Stale, c.Accept.Never = stale, c.never
	for n, i := range c.failures {
		f := &c.draft.Findings[i]
		failure := Failure{Entry: c.entries[n], Level: f.Level, Severity: f.Severity, Refused: c.refusal(f)}
		if n < len(m.Known) && m.Known[n] >= 0 {
			failure.Known = &c.Baseline.Entries[m.Known[n]]
		}
		c.Accept.Failures = append(c.Accept.Failures, failure)
	}
}

// part divides the findings of the draft into those that are known and the others.
func (c *comparison) part(m baseline.Matches, stale []baseline.Entry) {
	known := map[int]bool{}
	for n, i := range c.failures {
		if m.Known[n] >= 0 {
			known[i] = true
		}
	}
	left := make([]finding.Finding, 0, len(c.draft.Findings)-len(known))
	c.draft.Known = make([]finding.Finding, 0, len(known))
	for i := range c.draft.Findings {
		if known[i] {
			c.draft.Known = append(c.draft.Known, c.draft.Findings[i])
		} else {
			left = append(left, c.draft.Findings[i])
		}
	}
	c.draft.Findings = slices.Concat(left, c.housekeeping(stale))
	finding.Sort(c.draft.Findings)
	c.draft.Run.Baseline = &report.Baseline{
		File: c.Baseline.Name, Digest: c.Baseline.Digest, Entries: len(c.Baseline.Entries), Stale: len(stale),
	}
}

// housekeeping are the findings about the baseline itself.
func (c *comparison) housekeeping(stale []baseline.Entry) []finding.Finding {
	level, ok := c.Settings.Level(rules.BaselineStale, c.Baseline.Name, "")
	switch {
	case c.StrictBaseline:
		level = finding.Error
	case !ok:
		level = rules.HousekeepingLevel(rules.BaselineStale)
	}
	if level == finding.Off {
		return nil
	}
	var list []finding.Finding
	add := func(line int, message string) {
		message = secret.Erase(message)
		list = append(list, finding.Finding{
			Rule: rules.BaselineStale, Name: "baseline_stale", Severity: finding.Low, Level: level, Outcome: finding.Fail,
			Subject:  finding.Subject{Kind: "baseline"},
			Message:  message,
			Location: finding.Location{File: c.Baseline.Name, StartLine: line, StartColumn: 1, EndLine: line + 1, EndColumn: 1},
			Value:    finding.DigestOf(message),
		})
	}
	for _, e := range stale {
		message := fmt.Sprintf("the entry of %s on %s is stale, since nothing that fails is left of it: run `gwlint baseline update`", e.Rule, subjectOf(e))
		if instead := c.never[e.Rule]; instead != "" {
			message = fmt.Sprintf("no baseline holds findings of %s: %s; `gwlint baseline update` takes the entry out", e.Rule, instead)
		}
		add(e.Line, message)
	}
	for _, fault := range c.Baseline.Faults {
		add(fault.Line, "the entry "+fault.Message+": run `gwlint baseline update`")
	}
	finding.Sort(list)
	finding.Fingerprint(list)
	return list
}

// subjectOf names the subject of an entry.
func subjectOf(e baseline.Entry) string {
	if e.Subject == "" {
		return e.Kind + " in `" + e.File + "`"
	}
	return e.Kind + " `" + e.Subject + "`"
}

// countKnown counts the failures of a draft that are known, as others are counted.
func countKnown(draft *report.Report) {
	for i := range draft.Known {
		if f := &draft.Known[i]; f.Cause == "" {
			draft.Summary.Baselined += f.Count()
		}
	}
}

// findingsOf are the findings of a draft, and those that are known.
func findingsOf(draft *report.Report) iter.Seq[*finding.Finding] {
	return func(yield func(*finding.Finding) bool) {
		for _, list := range [][]finding.Finding{draft.Findings, draft.Known} {
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
	}
}
