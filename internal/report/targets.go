package report

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// manyTargets is how many targets of a bundle are named where a reader is told of all.
const manyTargets = 3

// messageOf is the message of a finding, and in which targets of its bundle it holds.
func messageOf(f *finding.Finding) string {
	if where := inTargets(f); where != "" {
		return f.Message + " (" + where + ")"
	}
	return f.Message
}

// inTargets says in which targets of its bundle a finding holds: `in targets dev, prod`. It
// is "" for what is no bundle's, where one target was checked and it alone, and where the
// message names them. Of several root modules of Terraform it says which deploy what is
// wrong, unless the place does.
func inTargets(f *finding.Finding) string {
	if len(f.Targets) == 0 || f.TargetsInAll == 1 {
		return ""
	}
	unnamed := func(target string) bool { return !strings.Contains(f.Message, "`"+target+"`") }
	if !slices.ContainsFunc(f.Targets, unnamed) {
		return ""
	}
	if byModules(f) && len(f.Targets) == 1 && slices.Contains([]string{f.Location.File, path.Dir(f.Location.File)}, f.Targets[0]) {
		return ""
	}
	return namesOfTargets(f)
}

// byModules says whether root modules of Terraform deploy what a finding is about, and no bundle.
func byModules(f *finding.Finding) bool {
	return len(f.Deployments) > 0 && f.Deployments[0].Bundle == ""
}

// namesOfTargets names the targets of a finding, or its root modules or plans of Terraform.
func namesOfTargets(f *finding.Finding) string {
	said := targetNames(f.Targets, f.TargetsInAll)
	switch {
	case !byModules(f):
		return said
	case slices.ContainsFunc(f.Targets, isFolder):
		return strings.Replace(said, "target", "root module", 1)
	default:
		return strings.Replace(said, "target", "plan", 1)
	}
}

// isFolder says whether the target of a resource of Terraform is the folder of a root module,
// and no file of a plan or a state.
func isFolder(target string) bool { return path.Ext(target) != ".json" && target != "<stdin>" }

// inSomeTargets is inTargets where a finding does not hold in all of them.
func inSomeTargets(f *finding.Finding) string {
	if len(f.Targets) == f.TargetsInAll {
		return ""
	}
	return inTargets(f)
}

// targetNames names some of the targets of a bundle, or says that it is all of many.
func targetNames(targets []string, inAll int) string {
	switch n := len(targets); {
	case n == 1:
		return "in target " + targets[0]
	case n == inAll && n >= manyTargets:
		return fmt.Sprintf("in all %d targets", n)
	case n > manyTargets+1:
		return fmt.Sprintf("in targets %s and %d more", strings.Join(targets[:manyTargets], ", "), n-manyTargets)
	default:
		return "in targets " + strings.Join(targets, ", ")
	}
}

// targetCounts are how many targets of each bundle have subjects, by its root file.
func targetCounts(subjects []Subject) map[string]int {
	met := map[string]map[string]bool{}
	for i := range subjects {
		if s := &subjects[i]; s.Target != "" {
			if met[s.Bundle] == nil {
				met[s.Bundle] = map[string]bool{}
			}
			met[s.Bundle][s.Target] = true
		}
	}
	counts := map[string]int{}
	for bundle, targets := range met {
		counts[bundle] = len(targets)
	}
	return counts
}

// distinct are subjects with a resource that several targets of a bundle deploy once: to a
// reader that is one gateway.
func distinct(subjects []Subject) iter.Seq[*Subject] {
	return func(yield func(*Subject) bool) {
		met := map[subjectKey]bool{}
		for i := range subjects {
			s := &subjects[i]
			again := false
			if s.ID == "" || s.Address != "" || s.Target != "" { // others are nobody's else
				key := s.key()
				again = s.Target != "" && met[key]
				met[key] = true
			}
			if !again && !yield(s) {
				return
			}
		}
	}
}

// subjectRow is what a table shows in one row: a subject, or the resource of a bundle with
// the targets of which all is the same.
type subjectRow struct {
	*Subject

	// number is that of the first of its subjects.
	number  int
	targets []string
	// inAll is how many targets of the bundle were checked.
	inAll int
}

// subjectRows are the rows for subjects, in their order.
func subjectRows(subjects []Subject) []subjectRow {
	counts := targetCounts(subjects)
	var rows []subjectRow
	index := map[subjectKey][]int{} // rows, by resource
	for i := range subjects {
		s := &subjects[i]
		if s.Target == "" {
			rows = append(rows, subjectRow{Subject: s, number: i})
			continue
		}
		key := s.key()
		at := slices.IndexFunc(index[key], func(row int) bool { return rows[row].alike(s) })
		if at < 0 {
			index[key] = append(index[key], len(rows))
			rows = append(rows, subjectRow{Subject: s, number: i, targets: []string{s.Target}, inAll: counts[s.Bundle]})
			continue
		}
		row := &rows[index[key][at]]
		row.targets = append(row.targets, s.Target)
		if len(s.Name) < len(row.Name) { // as findings are shown
			row.Subject, row.number = s, i
		}
	}
	return rows
}

// alike says whether the same came of all rules on two subjects.
func (s *Subject) alike(other *Subject) bool {
	return s.Error == other.Error && s.Warning == other.Warning && s.Note == other.Note && s.Hosting == other.Hosting &&
		slices.Equal(s.Rules, other.Rules) && slices.Equal(s.Items.Fail, other.Items.Fail) &&
		slices.Equal(s.Items.Unknown, other.Items.Unknown) && slices.Equal(s.Items.Waived, other.Items.Waived) &&
		slices.Equal(s.Items.NotApplicable, other.Items.NotApplicable)
}

// called is the name of a row's subject, or what the bundle's resource is called in its file
// where the name is not known.
func (r subjectRow) called() string {
	if r.Address != "" && (r.Name == "" || strings.Contains(r.Name, "${")) {
		return r.Address[strings.LastIndexByte(r.Address, '.')+1:]
	}
	return r.Name
}

// where says in which targets a row holds, "" where that is all of them.
func (r subjectRow) where() string {
	if len(r.targets) == 0 || len(r.targets) == r.inAll {
		return ""
	}
	return targetNames(r.targets, r.inAll)
}
