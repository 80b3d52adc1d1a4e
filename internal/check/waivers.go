package check

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/rules"
)

// waivers are the waivers of a run: those of the file, and those in comments.
type waivers struct {
	engine *engine.Engine
	file   *waive.File
	asOf   time.Time
	rules  map[string]rules.Rule
	at     waive.Run

	// comments counts the waivers in comments, and faults say which waivers are none.
	comments int
	faults   []waive.Fault

	// held are the waivers that are valid, of which some may have ended.
	held []*heldWaiver
}

// heldWaiver is a waiver with what it covers of a run.
type heldWaiver struct {
	waive.Waiver

	// covers counts the failures that it covers, or would if it had not ended, by rule and
	// by place. What is the same in several targets is one.
	covers map[string]map[coveredPlace]int
	// applied counts those that it lets stand.
	applied int
	// lapsed says that it would cover a failure if that had the value it was given for.
	lapsed bool
	over   bool
}

// coveredPlace is a place at which a waiver covers a finding.
type coveredPlace struct {
	at                     finding.Location
	kind, subject, pointer string
}

// cover counts a failure that the waiver covers.
func (h *heldWaiver) cover(f *finding.Finding) {
	if h.covers[f.Rule] == nil {
		h.covers[f.Rule] = map[coveredPlace]int{}
	}
	place := coveredPlace{f.Location, f.Subject.Kind, cmp.Or(f.Subject.Address, f.Subject.Name), f.Pointer}
	h.covers[f.Rule][place] = max(h.covers[f.Rule][place], f.Count())
}

// count is how many findings the waiver covers.
func (h *heldWaiver) count() (n int) {
	for _, places := range h.covers {
		for _, of := range places {
			n += of
		}
	}
	return n
}

// newWaivers returns the waivers of a run, nil where none are to apply.
func newWaivers(e *engine.Engine, r Request) *waivers {
	if r.NoWaivers {
		return nil
	}
	w := &waivers{engine: e, file: r.Waivers, asOf: r.AsOf, rules: map[string]rules.Rule{}}
	for _, rule := range r.Rules.Rules {
		w.rules[rule.ID] = rule
	}
	return w
}

// meet takes note of the workspace that was read, nil for files.
func (w *waivers) meet(workspace *report.Workspace) {
	if w != nil && workspace != nil {
		w.at.Host, w.at.WorkspaceID = workspace.Host, workspace.ID
	}
}

// open finds which waivers are valid, of the file and in comments. Of the others it keeps
// why they are not.
func (w *waivers) open(ctx context.Context, comments *commentWaivers, found *engine.Result) error {
	if w == nil {
		return nil
	}
	all, faults := comments.all()
	w.comments, w.faults = len(all), faults
	var require waive.Require
	if w.file != nil {
		all = append(all, w.file.Waivers...)
		w.faults = append(w.faults, w.file.Faults...)
		require = w.file.Require
	}
	if len(all) == 0 {
		return nil
	}
	unwaivable, err := w.engine.Unwaivable(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if message := w.refusal(&one, require, unwaivable); message != "" {
			w.faults = append(w.faults, waive.Fault{Place: one.Place, Message: message})
			continue
		}
		w.held = append(w.held, &heldWaiver{Waiver: one, covers: map[string]map[coveredPlace]int{}, over: one.DaysLeft(w.asOf) < 0})
	}
	slices.SortStableFunc(w.held, func(a, b *heldWaiver) int { return waive.Narrower(&a.Waiver, &b.Waiver) })
	w.at.Names = namesOf(found.Findings)
	return nil
}

// refusal says why a waiver does not apply, with what to do, "" where it does.
func (w *waivers) refusal(one *waive.Waiver, require waive.Require, unwaivable map[string]string) string {
	worst := finding.Low
	for _, id := range one.Rules {
		switch instead := unwaivable[id]; {
		case instead != "":
			return id + " cannot be waived: " + instead
		case rules.IsHousekeeping(id):
			return id + " is about waivers and the baseline, and cannot be waived: mend what it says, or give it another level in `.gwlint.yaml`"
		}
		if rule, ok := w.rules[id]; ok && severityRank(rule.Severity) > severityRank(worst) {
			worst = rule.Severity
		}
	}
	return require.Lacks(one, w.asOf, worst)
}

// severityRank orders severities, the worst last.
func severityRank(s finding.Severity) int {
	return slices.Index([]finding.Severity{finding.Low, finding.Medium, finding.High, finding.Critical}, s)
}

// namesOf returns a function of what the subject of a finding is called: by its name and
// its address, by the key of a bundle's resource, and by the name that reports show where
// the targets of a bundle give others.
func namesOf(findings []finding.Finding) func(f *finding.Finding) []string {
	shown := map[[2]string]string{}
	for i := range findings {
		for _, d := range findings[i].Deployments {
			key := [2]string{d.Bundle, findings[i].Subject.Address}
			if known, ok := shown[key]; !ok || len(d.Name) < len(known) {
				shown[key] = d.Name
			}
		}
	}
	return func(f *finding.Finding) []string {
		names := append([]string{f.Subject.Name}, addressNames(f.Subject.Address)...)
		for _, d := range f.Deployments {
			names = append(names, d.Name, shown[[2]string{d.Bundle, f.Subject.Address}])
		}
		return names
	}
}

// addressNames are an address, and its last part, by which authors know the resource.
func addressNames(address string) []string {
	if address == "" {
		return nil
	}
	return []string{address, address[strings.LastIndexByte(address, '.')+1:]}
}

// apply has the failures that valid waivers cover count as waived. It is called before
// findings of several targets are merged, and again, for those that are for a fingerprint,
// once there are fingerprints.
func (w *waivers) apply(found *engine.Result, fingerprints bool) {
	if w == nil || len(w.held) == 0 {
		return
	}
	byRule := map[string][]*heldWaiver{}
	for _, one := range w.held {
		for _, id := range one.Rules {
			byRule[id] = append(byRule[id], one)
		}
	}
	engine.Waive(w.engine, found, func(f *finding.Finding) *finding.Waiver {
		var granted *finding.Waiver
		for _, one := range byRule[f.Rule] {
			if (one.Fingerprint != "") != fingerprints {
				continue
			}
			if !one.Covers(w.at, f) {
				one.lapsed = one.lapsed || one.Lapsed(w.at, f)
				continue
			}
			one.cover(f)
			if granted == nil && !one.over {
				granted = one.Granted(w.asOf)
				one.applied += f.Count()
			}
		}
		return granted
	})
}

// describe puts into a report which waivers there were.
func (w *waivers) describe(run *report.Run) {
	if w == nil || w.file == nil && w.comments == 0 {
		return
	}
	run.Waivers = &report.RunWaivers{Comments: w.comments}
	if w.file != nil {
		run.Waivers.File, run.Waivers.Digest, run.Waivers.Entries = w.file.Name, w.file.Digest, len(w.file.Waivers)
	}
	for _, one := range w.held {
		if one.applied > 0 {
			run.Waivers.Applied++
		}
	}
}
