package report

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// localReport is a report for a reader who is in a folder, which is named from the root as
// files are: it names them from that folder.
func localReport(r Report, folder string) Report {
	if folder = path.Clean(folder); folder == "." {
		return r
	}
	l := local{folder: folder, live: r.Workspace != nil, names: map[string]string{}}
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		l.finding(&r.Findings[i])
	}
	r.Known = slices.Clone(r.Known)
	for i := range r.Known {
		l.finding(&r.Known[i])
	}
	r.Subjects = slices.Clone(r.Subjects)
	for i := range r.Subjects {
		l.move(&r.Subjects[i].File)
	}
	r.Errors = slices.Clone(r.Errors)
	for i := range r.Errors {
		l.problem(&r.Errors[i])
	}
	l.fixes(&r)
	r.Skipped, r.OtherStates, r.LeftOut = slices.Clone(r.Skipped), slices.Clone(r.OtherStates), slices.Clone(r.LeftOut)
	for _, list := range [][]string{r.Skipped, r.OtherStates} {
		for i := range list {
			l.move(&list[i])
		}
	}
	for i := range r.LeftOut {
		l.move(&r.LeftOut[i].File)
		if why := r.LeftOut[i].Why; why == Ignored || why == NotIncluded { // by a line of a file, or a file
			l.move(&r.LeftOut[i].By)
		}
	}
	r.Bundles = slices.Clone(r.Bundles)
	for i := range r.Bundles {
		l.move(&r.Bundles[i].Root)
	}
	l.run(&r.Run)
	return r
}

// local names files from a folder.
type local struct {
	folder string
	live   bool              // a workspace was read, whose answers lie in no file
	names  map[string]string // what files are named from the folder, by their names
}

// move names a file from the folder. What is no path from the root stays as it is.
func (l local) move(file *string) {
	name := *file
	if name == "" || path.IsAbs(name) || strings.HasPrefix(name, "<") || l.live && strings.HasPrefix(name, "databricks/") {
		return
	}
	moved, ok := l.names[name]
	if !ok {
		moved = name
		if rel, err := filepath.Rel(l.folder, name); err == nil {
			moved = filepath.ToSlash(rel)
		}
		l.names[name] = moved
	}
	*file = moved
}

func (l local) finding(f *finding.Finding) {
	l.move(&f.Location.File)
	f.Related = slices.Clone(f.Related)
	for i := range f.Related {
		l.move(&f.Related[i].Location.File)
	}
	if f.Waiver != nil {
		w := *f.Waiver
		l.move(&w.File)
		f.Waiver = &w
	}
}

func (l local) fixes(r *Report) {
	if r.Fixes == nil {
		return
	}
	f := *r.Fixes
	f.Files, f.Fixed, f.NotFixed = slices.Clone(f.Files), slices.Clone(f.Fixed), slices.Clone(f.NotFixed)
	for i := range f.Files {
		l.move(&f.Files[i])
	}
	for i := range f.Fixed {
		l.move(&f.Fixed[i].Location.File)
	}
	for i := range f.NotFixed {
		l.move(&f.NotFixed[i].Location.File)
	}
	r.Fixes = &f
}

func (l local) problem(p *Problem) {
	l.move(&p.File)
	if p.Location != nil {
		at := *p.Location
		l.move(&at.File)
		p.Location = &at
	}
}

func (l local) run(r *Run) {
	l.move(&r.State)
	l.move(&r.Policy.Path)
	if r.Configuration != nil {
		c := *r.Configuration
		l.move(&c.File)
		r.Configuration = &c
	}
	if r.Baseline != nil {
		b := *r.Baseline
		l.move(&b.File)
		r.Baseline = &b
	}
	r.Rules = slices.Clone(r.Rules)
	for i := range r.Rules {
		l.move(&r.Rules[i].Path)
	}
	l.modules(r)
}

func (l local) modules(r *Run) {
	r.Modules = slices.Clone(r.Modules)
	for i := range r.Modules {
		m := &r.Modules[i]
		m.Values, m.NotRead = slices.Clone(m.Values), slices.Clone(m.NotRead)
		l.move(&m.Folder)
		for j := range m.Values {
			l.move(&m.Values[j])
		}
		for j := range m.NotRead {
			l.move(&m.NotRead[j].File)
		}
	}
}
