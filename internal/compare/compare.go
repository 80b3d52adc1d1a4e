// Package compare says what came between two reports: what is new, what was put right, what
// changed, and what one of them did not look at. It knows reports, and refuses to know how
// they were made.
package compare

import (
	"cmp"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
)

// Version is the version of the JSON form; schema/diff.schema.json describes it.
const Version = 1

// Side is one of the two reports.
type Side struct {
	// Name is what the user calls it.
	Name   string
	Report report.Report
}

// Comparison is what came between two reports.
type Comparison struct {
	Version int     `json:"version"`
	Old     Summary `json:"old"`
	New     Summary `json:"new"`
	// Notices say in which ways the two runs differ, so that what follows may have other
	// reasons than the configuration of gateways.
	Notices   []string `json:"notices"`
	Findings  []Change `json:"findings"`
	Checklist []Item   `json:"checklist"`
	Subjects  Subjects `json:"subjects"`
	// Counts has the number of changes of each kind, without those that follow from another
	// finding of the same kind.
	Counts Counts        `json:"counts"`
	FailOn report.FailOn `json:"fail_on"`
	// Fails counts the failures of the new report that are at or above the threshold, and were
	// not so in the old one.
	Fails    int `json:"fails"`
	ExitCode int `json:"exit_code"`
}

// Summary is what there is to know of a side.
type Summary struct {
	Name      string           `json:"name"`
	Tool      report.Tool      `json:"tool"`
	Workspace string           `json:"workspace"`
	Complete  bool             `json:"complete"`
	Errors    []report.Problem `json:"errors"`
	Subjects  int              `json:"subjects"`
	Error     int              `json:"error"`
	Warning   int              `json:"warning"`
	Note      int              `json:"note"`
	Unknown   int              `json:"unknown"`
	Waived    int              `json:"waived"`
	Baselined int              `json:"baselined"`
}

// Kind is what became of a finding.
type Kind string

// The kinds, in the order in which they are shown.
const (
	// New is what the old report does not have.
	New Kind = "new"
	// Unwaived and Unbaselined fail again, and were let stand before.
	Unwaived    Kind = "unwaived"
	Unbaselined Kind = "unbaselined"
	Changed     Kind = "changed"
	Waived      Kind = "waived"
	Baselined   Kind = "baselined"
	// Undecided could not be decided any more, and neither failed nor was unknown before.
	Undecided Kind = "undecided"
	// NotSeen is gone from the new report, which did not look at it.
	NotSeen Kind = "not_seen"
	// Gone is gone with its subject.
	Gone  Kind = "gone"
	Fixed Kind = "fixed"
)

// kinds are the kinds in order.
var kinds = []Kind{New, Unwaived, Unbaselined, Changed, Waived, Baselined, Undecided, NotSeen, Gone, Fixed}

// Aspect is a way in which a finding that both reports have differs.
type Aspect string

// The aspects, in the order in which they are listed.
const (
	Level   Aspect = "level"
	Value   Aspect = "value"
	Place   Aspect = "place"
	Targets Aspect = "targets"
	Waiver  Aspect = "waiver"
)

// Change is what became of one finding.
type Change struct {
	Kind Kind `json:"change"`
	// Aspects are what differs of a finding that both reports have.
	Aspects []Aspect        `json:"aspects"`
	Rule    string          `json:"rule"`
	Name    string          `json:"name"`
	Subject finding.Subject `json:"subject"`
	Pointer string          `json:"pointer"`
	// Fails says that it counts for the exit code.
	Fails bool `json:"fails"`
	// Reason says why it is not seen, or why one that is new may have been there before.
	Reason string `json:"reason"`
	// Follows says that it is the consequence of another finding that became the same.
	Follows bool   `json:"follows"`
	Old     *State `json:"old"`
	New     *State `json:"new"`
}

// State is what one report says of a finding.
type State struct {
	Outcome     Outcome          `json:"outcome"`
	Level       finding.Level    `json:"level"`
	Message     string           `json:"message"`
	Reason      string           `json:"reason"`
	Location    finding.Location `json:"location"`
	Targets     []string         `json:"targets"`
	Fingerprint string           `json:"fingerprint"`
	Waiver      *finding.Waiver  `json:"waiver"`
}

// Outcome is that of a finding, and whether the baseline has it.
type Outcome string

// The outcomes.
const (
	fails     Outcome = "fail"
	unknown   Outcome = "unknown"
	waived    Outcome = "waived"
	baselined Outcome = "baselined"
)

// Counts are numbers of changes by kind.
type Counts map[Kind]int

// Ships says whether gwlint of a version is known to ship a rule.
type Ships func(version, rule string) bool

// Reports compares two reports.
func Reports(old, now Side, failOn report.FailOn, ships Ships) Comparison {
	c := comparer{
		old: newSide(old), now: newSide(now), failOn: failOn, ships: ships,
		paired: map[*found]*found{},
	}
	c.pair()
	result := Comparison{
		Version: Version, Old: summary(old), New: summary(now),
		Notices: notices(old.Report, now.Report), Findings: c.changes(),
		Checklist: items(old.Report, now.Report), Subjects: subjects(c.old, c.now),
		Counts: Counts{}, FailOn: failOn,
	}
	for _, kind := range kinds {
		result.Counts[kind] = 0
	}
	for _, change := range result.Findings {
		if !change.Follows {
			result.Counts[change.Kind]++
		}
		if change.Fails {
			result.Fails++
		}
	}
	switch {
	case !old.Report.Summary.Complete || !now.Report.Summary.Complete:
		result.ExitCode = report.ExitIncomplete
	case result.Fails > 0:
		result.ExitCode = report.ExitFindings
	}
	return result
}

func summary(s Side) Summary {
	r := s.Report
	sum := Summary{
		Name: s.Name, Tool: r.Tool, Complete: r.Summary.Complete, Errors: append([]report.Problem{}, r.Errors...),
		Subjects: r.Summary.Subjects, Error: r.Summary.Error, Warning: r.Summary.Warning, Note: r.Summary.Note,
		Unknown: r.Summary.Unknown, Waived: r.Summary.Waived, Baselined: r.Summary.Baselined,
	}
	if r.Workspace != nil {
		sum.Workspace = r.Workspace.Host
	}
	return sum
}

// found is a finding of a side.
type found struct {
	*finding.Finding

	outcome Outcome
}

// state is what the report says of it.
func (f *found) state() *State {
	if f == nil {
		return nil
	}
	return &State{
		Outcome: f.outcome, Level: f.Level, Message: secret.Erase(f.Message), Reason: secret.Erase(f.Reason), Location: f.Location,
		Targets: append([]string{}, f.Targets...), Fingerprint: f.Fingerprint, Waiver: f.Waiver,
	}
}

// decided says that the rule has failed, whatever lets it stand.
func (f *found) decided() bool { return f != nil && f.outcome != unknown }

// side is a report whose findings can be looked up.
type side struct {
	Side

	all  []*found
	here map[string]*found // by fingerprint
	// undecided are the findings that are unknown, by rule and subject.
	undecided map[about]*found
	// failed are the rules that failed on a subject.
	failed map[about]bool
	// subjects counts the subjects, in one target and in all; listed and places are those in
	// all, and their files.
	subjects map[subjectKey]int
	listed   map[subjectKey][]*report.Subject
	places   map[subjectKey][]string
}

// about is a rule on a subject.
type about struct {
	rule    string
	subject subjectKey
}

func aboutOf(f *found) about { return about{f.Rule, keyOf(f.Finding)} }

func newSide(s Side) *side {
	made := &side{
		Side: s, here: map[string]*found{}, undecided: map[about]*found{}, failed: map[about]bool{},
		subjects: map[subjectKey]int{}, listed: map[subjectKey][]*report.Subject{}, places: map[subjectKey][]string{},
	}
	for i := range s.Report.Findings {
		f := &s.Report.Findings[i]
		made.add(&found{Finding: f, outcome: Outcome(f.Outcome)})
	}
	for i := range s.Report.Known {
		made.add(&found{Finding: &s.Report.Known[i], outcome: baselined})
	}
	for i := range s.Report.Subjects {
		subject := &s.Report.Subjects[i]
		key := subjectOf(subject)
		if key.target != "" {
			made.subjects[key]++
			key.target = ""
		}
		made.subjects[key]++
		made.listed[key] = append(made.listed[key], subject)
		made.places[key] = append(made.places[key], subject.File)
	}
	return made
}

// add adds a finding, but for one that the policy has nobody look at.
func (s *side) add(f *found) {
	if f.Level.Rank() == 0 {
		return
	}
	s.all = append(s.all, f)
	s.here[f.Fingerprint] = f
	switch key := aboutOf(f); {
	case f.decided():
		s.failed[key] = true
	case s.undecided[key] == nil:
		s.undecided[key] = f
	}
}

// comparer compares two sides.
type comparer struct {
	old, now *side
	failOn   report.FailOn
	ships    Ships
	paired   map[*found]*found // both ways
}

// pair joins the findings of both sides: those that are known again by their fingerprint, and
// then those of one rule at one place, of which the value is another.
func (c *comparer) pair() {
	for _, f := range c.old.all {
		if other := c.now.here[f.Fingerprint]; other != nil {
			c.paired[f], c.paired[other] = other, f
		}
	}
	type spot struct {
		about

		pointer, file string
	}
	for _, exact := range []bool{true, false} {
		at := func(f *found) spot {
			s := spot{aboutOf(f), f.Pointer, ""}
			if exact {
				s.file = f.Location.File
			}
			return s
		}
		left := map[spot][]*found{}
		for _, f := range c.now.all {
			if f.decided() && c.paired[f] == nil {
				left[at(f)] = append(left[at(f)], f)
			}
		}
		for _, f := range c.old.all {
			if others := left[at(f)]; f.decided() && c.paired[f] == nil && len(others) > 0 {
				c.paired[f], c.paired[others[0]] = others[0], f
				left[at(f)] = others[1:]
			}
		}
	}
}

// changes are what became of each finding, by kind and then in the order of places.
func (c *comparer) changes() []Change {
	list := []Change{}
	for _, f := range c.now.all {
		if change, ok := c.came(f); ok {
			list = append(list, change)
		}
	}
	for _, f := range c.old.all {
		if c.paired[f] == nil && f.decided() {
			list = append(list, c.went(f))
		}
	}
	markConsequences(list, c)
	slices.SortStableFunc(list, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)),
			-cmp.Compare(a.shown().Level.Rank(), b.shown().Level.Rank()),
			a.shown().Location.Compare(b.shown().Location),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Subject.Kind+"\x00"+a.Subject.Called(), b.Subject.Kind+"\x00"+b.Subject.Called()),
			cmp.Compare(a.Pointer, b.Pointer),
			cmp.Compare(a.shown().Fingerprint, b.shown().Fingerprint),
		)
	})
	return list
}

// shown is the newest that there is to say.
func (c Change) shown() *State {
	if c.New != nil {
		return c.New
	}
	return c.Old
}

// markConsequences says which changes follow from another one of the same kind.
func markConsequences(list []Change, c *comparer) {
	became := map[string]Kind{}
	for _, change := range list {
		became[change.shown().Fingerprint] = change.Kind
	}
	for i := range list {
		from := c.old
		if list[i].New != nil {
			from = c.now
		}
		f := from.here[list[i].shown().Fingerprint]
		list[i].Follows = f.Cause != "" && became[f.Cause] == list[i].Kind
	}
}

// change begins to say what became of a finding.
func (c *comparer) change(kind Kind, old, now *found) Change {
	f := now
	if f == nil {
		f = old
	}
	before, after := c.failing(old), c.failing(now)
	return Change{
		Kind: kind, Aspects: []Aspect{}, Rule: f.Rule, Name: f.Name, Subject: f.Subject, Pointer: f.Pointer,
		Fails: after && (!before || old.Fingerprint != now.Fingerprint),
		Old:   old.state(), New: now.state(),
	}
}

// failing says whether a finding is at or above the threshold.
func (c *comparer) failing(f *found) bool {
	if f == nil || f.outcome == baselined {
		return false
	}
	alone := report.Report{Findings: []finding.Finding{*f.Finding}}
	return report.ExitCode(alone, c.failOn) == report.ExitFindings
}

// came is what there is to say of a finding of the new report; false where nothing is.
func (c *comparer) came(now *found) (Change, bool) {
	old := c.paired[now]
	switch {
	case old == nil && now.outcome == unknown:
		if c.old.undecided[aboutOf(now)] != nil || c.old.failed[aboutOf(now)] {
			return Change{}, false // it is as before, or said of what failed
		}
		change := c.change(Undecided, nil, now)
		change.Reason = now.Reason
		return change, true
	case old == nil:
		change := c.change(New, nil, now)
		change.Reason = c.unseenBefore(now)
		return change, true
	case old.outcome == unknown && now.outcome == unknown:
		return Change{}, false
	case old.outcome == unknown:
		change := c.change(New, old, now)
		change.Reason = "could not be decided before: " + old.Reason
		return change, true
	case now.outcome == unknown:
		change := c.change(NotSeen, old, now)
		change.Reason = "could not be decided: " + now.Reason
		return change, true
	}
	change := c.change(became(old.outcome, now.outcome), old, now)
	change.Aspects = c.aspects(old, now)
	return change, change.Kind != Changed || len(change.Aspects) > 0
}

// became is what a finding became that both reports have.
func became(old, now Outcome) Kind {
	switch {
	case old == now:
		return Changed
	case now == waived:
		return Waived
	case now == baselined:
		return Baselined
	case old == waived:
		return Unwaived
	default:
		return Unbaselined
	}
}

// aspects are what differs of a finding that both reports have.
func (c *comparer) aspects(old, now *found) []Aspect {
	list := []Aspect{}
	for _, aspect := range []struct {
		name    Aspect
		differs bool
	}{
		{Level, old.Level != now.Level},
		{Value, old.Fingerprint != now.Fingerprint},
		{Place, c.files() && old.Location.File != now.Location.File},
		{Targets, !slices.Equal(old.Targets, now.Targets)},
		{Waiver, old.outcome == waived && now.outcome == waived && !sameWaiver(old.Waiver, now.Waiver)},
	} {
		if aspect.differs {
			list = append(list, aspect.name)
		}
	}
	return list
}

// files says that both reports are of files: an object of a workspace lies in the folder of a
// snapshot, or in none, and was not moved for that.
func (c *comparer) files() bool {
	return c.old.Report.Workspace == nil && c.now.Report.Workspace == nil
}

func sameWaiver(a, b *finding.Waiver) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Reason == b.Reason && a.Owner == b.Owner && a.Expires == b.Expires && a.Ticket == b.Ticket && a.ApprovedBy == b.ApprovedBy
}

// went says what became of a finding that the new report does not have.
func (c *comparer) went(old *found) Change {
	why, gone := lookup{from: c.old, to: c.now, ships: c.ships}.unseen(old)
	change := c.change(Fixed, old, nil)
	switch {
	case c.now.undecided[aboutOf(old)] != nil:
		change = c.change(NotSeen, old, c.now.undecided[aboutOf(old)])
		change.Reason = why
	case why != "":
		change.Kind, change.Reason = NotSeen, why
	case gone:
		change.Kind = Gone
	}
	return change
}

// unseenBefore says why what is new may have been there before, "" where it was not.
func (c *comparer) unseenBefore(now *found) string {
	why, _ := lookup{from: c.now, to: c.old, ships: c.ships}.unseen(now)
	return why
}
