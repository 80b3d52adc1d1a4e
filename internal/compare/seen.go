package compare

import (
	"cmp"
	"fmt"
	"path"
	"reflect"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// lookup says why one report lacks a finding of the other.
type lookup struct {
	from, to *side
	ships    Ships
}

// unseen says why a report could not have the finding, "" where it could; gone says that it does not
// have the subject. It would rather say once too often that something was not looked at:
// that a mistake was put right is a claim.
func (l lookup) unseen(f *found) (why string, gone bool) {
	why = cmp.Or(l.ruleOff(f), l.hidden(f), l.open(f))
	switch {
	case why != "":
		return why, false
	case l.lost(f):
		return l.narrower(len(f.Targets) > 0), true
	default:
		return cmp.Or(l.elsewhere(f), l.lacks(f)), false
	}
}

// open says why the rule could not be decided on the subject.
func (l lookup) open(f *found) string {
	if other := l.to.undecided[aboutOf(f)]; other != nil {
		return "could not be decided: " + other.Reason
	}
	return ""
}

// ruleOff says why the rule did not run.
func (l lookup) ruleOff(f *found) string {
	run := l.to.Report.Run
	switch {
	case slices.Contains(run.Off, f.Rule):
		return fmt.Sprintf("%s is switched off", f.Rule)
	case slices.Contains(run.Policy.Off, f.Rule) && run.Levels[f.Rule].Rank() == 0:
		return fmt.Sprintf("the policy switches %s off", f.Rule)
	case !l.ran(f.Rule):
		return fmt.Sprintf("the report does not say that %s ran: it was made by another gwlint or with other rules", f.Rule)
	case f.Subject.Kind == "waiver" && run.NoWaivers:
		return "--no-waivers looks at no waiver"
	case f.Subject.Kind == "baseline" && run.Baseline == nil:
		return "no baseline was used"
	case l.overridden(f):
		return fmt.Sprintf("an override may switch %s off here", f.Rule)
	}
	return ""
}

// ran says whether a rule can have run: the report names it, or was made by the rules of the other
// or of this gwlint.
func (l lookup) ran(rule string) bool {
	r, other := l.to.Report, l.from.Report
	if r.Tool.PolicyDigest != "" && r.Tool.PolicyDigest == other.Tool.PolicyDigest {
		return true
	}
	named := slices.ContainsFunc(r.Checklist, func(i report.Item) bool { return slices.Contains(i.Rules, rule) }) ||
		slices.ContainsFunc(r.NotChecked, func(n report.NotChecked) bool { return slices.Contains(n.Rules, rule) }) ||
		slices.ContainsFunc(l.to.all, func(f *found) bool { return f.Rule == rule })
	if named {
		return true
	}
	return l.ships != nil && l.ships(r.Tool.Version, rule)
}

// overridden says whether an override may switch the rule off for the finding's subject: there is
// one that does, and it is not known to have held before.
func (l lookup) overridden(f *found) bool {
	overrides := l.to.Report.Run.Overrides
	if !slices.ContainsFunc(overrides, func(o report.Override) bool { return o.Rules[f.Rule] == finding.Off }) {
		return false
	}
	if !reflect.DeepEqual(overrides, l.from.Report.Run.Overrides) {
		return true
	}
	key := keyOf(f.Finding)
	return !slices.Equal(l.from.places[key], l.to.places[key])
}

// hidden says that the report does not list failures of this level.
func (l lookup) hidden(f *found) string {
	least, hidden := l.to.Report.Run.MinLevel, l.to.Report.Summary.Hidden
	if f.Level.Rank() >= least.Rank() || hidden.Warning+hidden.Note == 0 {
		return ""
	}
	return fmt.Sprintf("--min-level %s hides failures of level %s", least, f.Level)
}

// lost says that the subject of a finding is among those of its report, and not of the other.
func (l lookup) lost(f *found) bool {
	key := keyOf(f.Finding)
	switch was, is := l.from.subjects[key], l.to.subjects[key]; {
	case was == 0: // what is judged beside the subjects, as the roles of a state file
		return false
	case is == 0:
		return true
	case len(f.Targets) > 0:
		return !l.anyTarget(f)
	default: // of several that have one name, that of the file
		return is < was && !slices.Contains(l.to.places[key], f.Location.File)
	}
}

// anyTarget says that some target in which the finding holds was checked.
func (l lookup) anyTarget(f *found) bool {
	return slices.ContainsFunc(f.Targets, func(target string) bool { return l.to.subjects[keyIn(f.Finding, target)] > 0 })
}

// narrower says why a subject may be there although the report does not have it. Resolved says
// that a bundle or a module of Terraform deploys it.
func (l lookup) narrower(resolved bool) string {
	r, other := l.to.Report, l.from.Report
	switch {
	case !r.Summary.Complete:
		return "the check was incomplete"
	case (r.Workspace == nil) != (other.Workspace == nil):
		return "one report is of files, and the other of a workspace"
	case r.Workspace != nil:
		return narrowerWorkspace(r.Workspace, other.Workspace)
	case len(r.Run.Targets) > 0 && !slices.Equal(r.Run.Targets, other.Run.Targets):
		return "only some targets were checked"
	case r.Run.Excluded > other.Run.Excluded || r.Run.Ignored > other.Run.Ignored:
		return "more files were left out"
	case resolved && slices.ContainsFunc(r.Run.Modules, func(m report.Module) bool { return len(m.NotRead) > 0 }):
		return "some modules were not read"
	}
	return ""
}

// narrowerWorkspace says why less of a workspace may have been seen than the other time.
func narrowerWorkspace(w, other *report.Workspace) string {
	switch {
	case w.LeftOut > other.LeftOut:
		return "more of the workspace was left out"
	case w.Identity != other.Identity:
		return "the workspace was read as somebody else, who may see less"
	}
	return ""
}

// elsewhere says that the failures of files which were not passed are left out.
func (l lookup) elsewhere(f *found) string {
	if l.to.Report.Summary.Elsewhere > 0 && f.Subject.Address != "" {
		return "only some files of the bundle or module were checked"
	}
	for _, target := range f.Targets {
		if l.to.subjects[keyIn(f.Finding, target)] == 0 && l.from.subjects[keyIn(f.Finding, target)] > 0 && len(l.to.Report.Run.Targets) > 0 {
			return "not all of its targets were checked"
		}
	}
	return ""
}

// lacks says what this kind of run cannot see, where the rule may need that.
func (l lookup) lacks(f *found) string {
	for _, n := range l.to.Report.NotChecked {
		if slices.Contains(n.Rules, f.Rule) && !l.passed(f) {
			return fmt.Sprintf("needs %s", n.How)
		}
	}
	return ""
}

// passed says that the report decided the rule on the subject: an item that it decides passed there.
func (l lookup) passed(f *found) bool {
	listed := l.to.listed[keyOf(f.Finding)]
	return len(listed) > 0 && slices.ContainsFunc(l.to.Report.Checklist, func(item report.Item) bool {
		return slices.Contains(item.Rules, f.Rule) && !slices.ContainsFunc(listed, func(s *report.Subject) bool {
			status := s.Status(item)
			return status != report.StatusPass && status != report.StatusNotApplicable
		})
	})
}

// subjectKey tells subjects apart in both reports.
type subjectKey struct{ kind, name, target string }

// keyOf is the subject of a finding, in whichever targets.
func keyOf(f *finding.Finding) subjectKey { return newKey(f.Subject, f.Location.File) }

// keyIn is the subject of a finding in one target.
func keyIn(f *finding.Finding, target string) subjectKey {
	key := keyOf(f)
	key.target = target
	return key
}

// subjectOf is the key of a subject of a report.
func subjectOf(s *report.Subject) subjectKey {
	key := newKey(finding.Subject{Kind: s.Kind, Name: s.Name, Address: s.Address}, s.File)
	key.target = s.Target
	return key
}

// newKey goes by the address, which stays where targets give names; by the name; and without
// either by the last part of the file's name, as fingerprints do.
func newKey(s finding.Subject, file string) subjectKey {
	switch {
	case s.Address != "":
		return subjectKey{kind: s.Kind, name: s.Address}
	case s.Name != "":
		return subjectKey{kind: s.Kind, name: s.Name}
	}
	return subjectKey{kind: s.Kind, name: path.Base(file)}
}
