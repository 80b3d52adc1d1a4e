package check

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// unit is files of a run that are read together, since none of them alone shows a gateway
// whole: a bundle, or a root module of Terraform with the modules that it calls.
type unit interface {
	// portion is which files the unit reads, and of which findings are reported.
	files() *portion
	// resolve returns the gateways that the unit deploys, and what is wrong.
	resolve(j *Judge) (resolvedUnit, error)
	// holding are the names of files that hold something of gateways which were found,
	// beside those that the gateways stand in.
	holding(found resolvedUnit) []string
	// relevant returns the faults that may keep a gateway of the passed files from being
	// judged, each once. judged are the gateways in the passed files.
	relevant(found resolvedUnit, judged []*gateway.Subject) []*source.Error
	// describe adds to a draft what a report says of the unit, once it was resolved.
	describe(draft *report.Report, judged []*gateway.Subject)
	// Texts are those of the files that the unit reads, and comments returns those of one.
	Texts() []*source.Text
	comments(text *source.Text) []source.Comment
	// release drops what is not needed any more once the gateways are judged.
	release()
}

// resolvedUnit is what a unit deploys.
type resolvedUnit struct {
	subjects []*gateway.Subject
	// faults are those that came up when the unit was resolved.
	faults []*source.Error
	// others are gateways that are not to be checked. They are compared with the others:
	// what is found of a target is the same whichever are asked for.
	others []*gateway.Subject
}

// portion is which files a unit reads, and of which of them findings are reported.
type portion struct {
	// reads are the names of the files, by keys of inputs.
	reads map[string]string
	// passed are the names of the files of which findings are reported, nil for all.
	passed map[string]bool
}

// newPortion is that of a unit of which no file is passed.
func newPortion(inputs []source.Input) portion {
	p := portion{reads: map[string]string{}, passed: map[string]bool{}}
	for _, input := range inputs {
		p.reads[key(input)] = input.File
	}
	return p
}

func (p *portion) files() *portion { return p }

// pass has findings in a file reported, and says whether the unit reads it.
func (p *portion) pass(input source.Input) bool {
	file, ok := p.reads[key(input)]
	if ok && p.passed != nil {
		p.passed[file] = true
	}
	return ok
}

// covers says whether findings in a file of a name are reported.
func (p *portion) covers(file string) bool { return p.passed == nil || p.passed[file] }

// divide returns the subjects to judge, something of which stands in a passed file, and
// those that they are compared with.
func (p *portion) divide(subjects []*gateway.Subject) (judged, context []*gateway.Subject) {
	if p.passed == nil {
		return subjects, nil
	}
	for _, s := range subjects {
		if p.touches(gateway.FilesOf(s)) {
			judged = append(judged, s)
		} else {
			context = append(context, s)
		}
	}
	return judged, context
}

func (p *portion) touches(files map[string]bool) bool {
	for file := range files {
		if p.covers(file) {
			return true
		}
	}
	return false
}

// shows says whether a finding, or a place that helps to understand it, stands in a passed
// file.
func (p *portion) shows(f finding.Finding) bool {
	return p.covers(f.Location.File) ||
		slices.ContainsFunc(f.Related, func(other finding.Related) bool { return p.covers(other.Location.File) })
}

// units are those of a run. Whoever passes the root of one, or a folder that holds it,
// passes all its files; whoever passes other files of it, those.
type units struct {
	list []unit
	// readers are the units that read a file, by keys of inputs.
	readers map[string][]unit
}

func newUnits() *units { return &units{readers: map[string][]unit{}} }

// add adds a unit once.
func (u *units) add(one unit) {
	if slices.Contains(u.list, one) {
		return
	}
	u.list = append(u.list, one)
	for file := range one.files().reads {
		u.readers[file] = append(u.readers[file], one)
	}
}

// withRead adds to the inputs the files of units that were passed as a whole, and has
// nothing reported of those that are excluded.
func (u *units) withRead(found source.Found, find func(paths []string) source.Found, base source.Base) source.Found {
	for _, one := range u.list {
		p := one.files()
		if p.passed != nil {
			continue
		}
		var paths []string
		for k, name := range p.reads {
			if k != piped {
				paths = append(paths, base.Path(name))
			}
		}
		slices.Sort(paths)
		more := find(paths)
		found = found.With(more)
		if len(more.LeftOut) == 0 {
			continue
		}
		p.passed = map[string]bool{}
		if name, ok := p.reads[piped]; ok {
			p.passed[name] = true
		}
		for _, input := range more.Inputs {
			p.pass(input)
		}
	}
	return found
}

// modulesOf is how many root modules of Terraform read a file, by its name.
func (u *units) modulesOf() map[string]int {
	readers := map[string]int{}
	for _, one := range u.list {
		if _, ok := one.(*moduleUnit); ok {
			for _, name := range one.files().reads {
				readers[name]++
			}
		}
	}
	return readers
}

// unitResult is what came of one unit.
type unitResult struct {
	draft report.Report
	// files are the names of the files that hold something of a gateway.
	files map[string]bool
	// partly are the IDs of the subjects that were judged, where not all files are passed.
	partly []string
	err    error
}

// readUnits has the gateways of all units judged, on all cores. It returns the files that
// hold something of a gateway, by keys of inputs.
func readUnits(ctx context.Context, f *Files, j *Judge, draft *report.Report) (holding map[string]bool) {
	results := make([]unitResult, len(f.units.list))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, u := range f.units.list {
		group.Go(func() error {
			if ctx.Err() == nil { // the files say so
				results[i] = readUnit(ctx, f, j, u)
			}
			return nil
		})
	}
	_ = group.Wait() // each result has its own error
	j.readers = f.units.modulesOf()
	holding = map[string]bool{}
	for i, u := range f.units.list {
		result := &results[i]
		result.addTo(draft, &j.subjects)
		for _, id := range result.partly {
			f.partly[id] = u
		}
		for file, name := range u.files().reads {
			holding[file] = holding[file] || result.files[name]
		}
	}
	return holding
}

// addTo adds what came of a unit to a draft, and to all subjects.
func (r *unitResult) addTo(draft *report.Report, all *subjects) {
	draft.Errors = append(draft.Errors, r.draft.Errors...)
	draft.Errors = append(draft.Errors, interrupted(r.err)...)
	all.add(r.draft.Subjects)
	draft.Bundles = append(draft.Bundles, r.draft.Bundles...)
	draft.Run.Modules = append(draft.Run.Modules, r.draft.Run.Modules...)
}

// readUnit has the gateways of one unit judged. All are read before any is judged: the
// lines that are shown around a finding may be another one's, whose secrets must be known
// by then.
func readUnit(ctx context.Context, f *Files, j *Judge, u unit) (result unitResult) {
	defer u.release()
	found, err := u.resolve(j)
	if err != nil {
		return unitResult{err: err}
	}
	f.endpoints.wait(found.subjects)
	result.files = gateway.FilesOf(found.subjects...)
	for _, name := range u.holding(found) {
		result.files[name] = true
	}
	p := u.files()
	judged, compared := p.divide(found.subjects)
	compared = append(compared, found.others...)
	for _, fault := range u.relevant(found, judged) {
		result.draft.Errors = append(result.draft.Errors, problem(fault))
		result.files[fault.File] = true
	}
	j.comments.noteUnit(u, found, result.files)
	result.draft.Subjects = entries(judged)
	u.describe(&result.draft, judged)
	if p.passed != nil {
		for _, s := range judged {
			result.partly = append(result.partly, s.ID)
		}
	}
	if result.err = j.Keep(ctx, compared); result.err == nil {
		result.err = j.Judge(ctx, judged)
	}
	return result
}

// distinct drops what was said before: several targets may have one fault.
func distinct(faults []*source.Error) []*source.Error {
	said := map[source.Error]bool{}
	var once []*source.Error
	for _, fault := range faults {
		if !said[*fault] {
			said[*fault] = true
			once = append(once, fault)
		}
	}
	return once
}
