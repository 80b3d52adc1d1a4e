package check

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/rules"
)

// waiverReview says of the waivers of a run what a report says of them: which cover
// something, and which cover nothing although all was seen that they may be for.
type waiverReview struct {
	*waivers

	request Request
	judge   *Judge
	from    Source
	draft   *report.Report
	base    source.Base
}

// reviewWaivers adds to a draft what is to be said of the waivers themselves. The baseline
// has none of it: it is called once that was compared.
func reviewWaivers(r Request, j *Judge, from Source, draft *report.Report) {
	if j.waivers == nil {
		return
	}
	review := waiverReview{waivers: j.waivers, request: r, judge: j, from: from, draft: draft, base: source.NewBase(r.Dir)}
	j.waivers.describe(&draft.Run)
	own := review.housekeeping()
	if len(own) > 0 {
		draft.Findings = append(draft.Findings, own...)
		finding.Sort(draft.Findings)
	}
	for _, one := range j.waivers.held {
		draft.Waivers = append(draft.Waivers, review.listed(one))
	}
	report.SortWaivers(draft.Waivers)
}

// housekeeping are the findings about the waivers themselves, in order.
func (w *waiverReview) housekeeping() []finding.Finding {
	var list []finding.Finding
	for _, fault := range w.faults {
		list = w.add(list, rules.WaiverIncomplete, nil, fault.Place, fault.Message)
	}
	for _, one := range w.held {
		if message := one.ending(w.asOf); message != "" {
			list = w.add(list, rules.WaiverExpired, one, one.Place, message)
		}
		if message := w.unused(one); message != "" {
			list = w.add(list, rules.WaiverUnused, one, one.Place, message)
		}
	}
	finding.Sort(list)
	finding.Fingerprint(list)
	return list
}

// kindWaiver is the kind of subject that a waiver is.
const kindWaiver = "waiver"

// add adds a finding of a rule about waivers, unless the rule is off. A fault is no
// waiver's.
func (w *waiverReview) add(list []finding.Finding, id string, one *heldWaiver, at finding.Location, message string) []finding.Finding {
	name := ""
	if one != nil {
		name = one.Called()
	}
	level, set := w.request.Settings.Level(id, at.File, name)
	if !set {
		level = rules.HousekeepingLevel(id)
		if id == rules.WaiverExpired && !one.over {
			level = finding.Note
		}
	}
	if level == finding.Off {
		return list
	}
	described := housekeepingRule(id)
	f := finding.Finding{
		Rule: id, Name: described.Name, Severity: described.Severity, Level: level, Outcome: finding.Fail,
		Subject:   finding.Subject{Kind: kindWaiver, Name: name},
		SubjectID: fmt.Sprintf("%s %s:%d:%d", kindWaiver, at.File, at.StartLine, at.StartColumn),
		Identity:  "#", Message: message, Location: at,
	}
	if one == nil {
		f.Value = finding.DigestOf(message)
	}
	if id == rules.WaiverUnused && len(one.covers) == 0 {
		f.Fix = w.removal(one)
	}
	return append(list, f)
}

func housekeepingRule(id string) rules.Rule {
	list := rules.Housekeeping()
	return list[max(slices.IndexFunc(list, func(r rules.Rule) bool { return r.ID == id }), 0)]
}

// removal is the fix that takes a waiver out of its file.
func (w *waiverReview) removal(one *heldWaiver) *finding.Fix {
	fix := &finding.Fix{Safety: finding.Safe, Description: "remove the waiver"}
	switch {
	case one.Removal == nil:
		fix.Refused = "the waiver shares its lines with something else"
	case w.request.Fixes:
		fix.Edits = []finding.Edit{*one.Removal}
	}
	return fix
}

// unused says of a waiver that it covers nothing, or nothing of some of its rules, "" where
// it does or where this run cannot tell.
func (w *waiverReview) unused(one *heldWaiver) string {
	if one.over || len(w.draft.Errors) > 0 {
		return ""
	}
	var idle []string
	for _, id := range one.Rules {
		if len(one.covers[id]) > 0 {
			continue
		}
		if !w.saw(one, id) {
			return ""
		}
		idle = append(idle, id)
	}
	switch {
	case len(idle) == 0:
		return ""
	case one.lapsed:
		return fmt.Sprintf("the waiver of %s by `%s` has lapsed, since the value is another one than it was given for: have it accepted again, or remove it", strings.Join(idle, ", "), one.Owner)
	case len(idle) < len(one.Rules):
		return fmt.Sprintf("the waiver by `%s` covers nothing of %s: remove that from its rules", one.Owner, strings.Join(idle, ", "))
	}
	return fmt.Sprintf("the waiver of %s by `%s` covers nothing: remove it", strings.Join(idle, ", "), one.Owner)
}

// saw says whether the run has seen all that a waiver of a rule may be for: the rule ran,
// all files were read that may hold it, and the rule decided on each subject there.
func (w *waiverReview) saw(one *heldWaiver, id string) bool {
	switch {
	case !w.ran(id), !one.In(w.at),
		len(w.request.Targets) > 0 && !slices.Contains(w.request.Targets, one.Target):
		return false
	case w.draft.Workspace != nil:
		return w.sawLive(one, id)
	case one.Lines != nil:
		return w.judge.comments.seen(&one.Waiver) && (w.ofOne(id) || w.sawAll(".")) &&
			w.decided(id, w.subjects(one, func(s *report.Subject) bool { return s.File == one.Place.File }))
	}
	return w.sawFiles(one, id)
}

// ran says whether a rule was asked in this run at all.
func (w *waiverReview) ran(id string) bool {
	if level, ok := w.request.Settings.Rules[id]; ok {
		return level != finding.Off
	}
	return slices.ContainsFunc(w.draft.Rules, func(r report.RuleInfo) bool { return r.ID == id && r.Level != finding.Off })
}

// ofOne says whether a rule looks at one subject by itself.
func (w *waiverReview) ofOne(id string) bool { return w.rules[id].Scope != "workspace" }

// sawAll says whether all files in a folder were read, by its name.
func (w *waiverReview) sawAll(folder string) bool {
	return w.from.complete() && w.from.covers(source.Absolute(w.request.Dir, w.base.Path(folder)))
}

// sawLive says so of a waiver for a workspace. One that names none may be for another, or
// for files.
func (w *waiverReview) sawLive(one *heldWaiver, id string) bool {
	all := w.from.complete() && len(w.from.unlisted()) == 0
	subjects := w.subjects(one, nil)
	return one.Workspace != "" && one.Path == "" && all && w.decided(id, subjects)
}

// sawFiles says so of a waiver of the file of waivers. A glob, and a name that several
// subjects may have, are only seen where all files were read; the path of one file where
// that was, or where it is gone.
func (w *waiverReview) sawFiles(one *heldWaiver, id string) bool {
	all := w.sawAll(one.Folder())
	subjects := w.subjects(one, func(s *report.Subject) bool { return one.Path == "" || one.HasPath(s.File) })
	file := one.File()
	switch {
	case file != "" && w.from.wasRead(file):
		return (w.ofOne(id) || all) && w.decided(id, subjects)
	case file != "" && all && w.isGone(file):
		return true
	}
	return all && len(subjects) > 0 && w.decided(id, subjects)
}

// isGone says whether there is no file of a name.
func (w *waiverReview) isGone(file string) bool {
	_, err := os.Lstat(source.Absolute(w.request.Dir, w.base.Path(file)))
	return errors.Is(err, os.ErrNotExist)
}

// subjects are those that a waiver may be for, where something else holds of them too. What
// a target of a bundle or a module of Terraform deploys may stand in any file.
func (w *waiverReview) subjects(one *heldWaiver, also func(s *report.Subject) bool) []*report.Subject {
	var list []*report.Subject
	for i := range w.draft.Subjects {
		s := &w.draft.Subjects[i]
		switch {
		case one.Subject != "" && !one.Names(w.namesOf(s)...),
			one.Target != "" && one.Target != s.Target,
			also != nil && s.Target == "" && !also(s):
		default:
			list = append(list, s)
		}
	}
	return list
}

// namesOf are what a subject is called, as in findings about it.
func (w *waiverReview) namesOf(s *report.Subject) []string {
	f := finding.Finding{Subject: finding.Subject{Name: s.Name, Address: s.Address}}
	if s.Target != "" {
		bundle := s.Bundle
		if s.Form == gateway.FormTerraform {
			bundle = ""
		}
		f.Deployments = []*finding.Deployment{{Bundle: bundle, Target: s.Target, Name: s.Name}}
	}
	return w.at.Names(&f)
}

// decided says whether a rule decided on all of some subjects. Where it said nothing since
// another rule says it all, it may have something to say once that is mended.
func (w *waiverReview) decided(id string, subjects []*report.Subject) bool {
	return !slices.ContainsFunc(subjects, func(s *report.Subject) bool {
		return !w.engine.Decided(w.judge.judged, id, s.ID) ||
			w.rules[id].HasMoot && w.engine.Excused(w.judge.judged, id, s.ID)
	})
}

// listed is a waiver with what came of it.
func (w *waiverReview) listed(one *heldWaiver) report.Waiver {
	granted := one.Granted(w.asOf)
	listed := report.Waiver{
		Rules: one.Rules, For: one.For(), Reason: granted.Reason, Owner: granted.Owner, Expires: granted.Expires,
		Ticket: granted.Ticket, ApprovedBy: granted.ApprovedBy, File: granted.File, Line: granted.Line, DaysLeft: granted.DaysLeft,
		State: report.WaiverUnseen,
	}
	listed.Findings = one.count()
	switch {
	case one.over:
		listed.State, listed.Findings = report.WaiverExpired, 0
	case listed.Findings > 0:
		listed.State = report.WaiverUsed
	case w.unused(one) != "":
		listed.State = report.WaiverUnused
	}
	return listed
}

// ending says of a waiver that it has ended, or ends soon.
func (h *heldWaiver) ending(asOf time.Time) string {
	left := h.DaysLeft(asOf)
	who := fmt.Sprintf("the waiver of %s by `%s`", strings.Join(h.Rules, ", "), h.Owner)
	day := h.Until.Format(time.DateOnly)
	switch {
	case left < 0:
		return fmt.Sprintf("%s ended on %s%s: mend what it is for and remove it, or have it accepted again with a new `until`", who, day, h.wouldCover())
	case left > waive.EndsSoon:
		return ""
	}
	return fmt.Sprintf("%s ends on %s, %s: mend what it is for, or have it accepted again with a new `until`", who, day, daysFromNow(left))
}

func daysFromNow(days int) string {
	switch days {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	default:
		return fmt.Sprintf("%d days from now", days)
	}
}

// wouldCover says how many failures a waiver that has ended does not cover any more.
func (h *heldWaiver) wouldCover() string {
	switch n := h.count(); n {
	case 0:
		return ""
	case 1:
		return ", and the finding that it covered fails again"
	default:
		return fmt.Sprintf(", and the %d findings that it covered fail again", n)
	}
}
