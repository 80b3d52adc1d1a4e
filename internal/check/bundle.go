package check

import (
	"context"
	"slices"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// BundleOptions say how the bundles of a run are resolved.
type BundleOptions struct {
	// Variables are the values of variables that flags set, by name.
	Variables map[string]string
	// LookupEnv returns a variable of the environment; nil has none.
	LookupEnv func(name string) (value string, set bool)
}

// bundleUnit is a bundle of a run: its files are read together, once for all targets.
type bundleUnit struct {
	*bundle.Bundle // nil once it was judged

	root source.Input
	// broken is what is wrong in the root file, nil where nothing is: it may include
	// more than is known.
	broken *source.Error
	// reads are the names of its files, by keys of inputs.
	reads map[string]string
	// targets are those to check.
	targets []string
	// passed are the names of the files of which findings are reported, nil for all.
	passed map[string]bool
}

// newBundleUnit makes a unit of a bundle of which no file is passed.
func newBundleUnit(b *bundle.Bundle) *bundleUnit {
	u := &bundleUnit{Bundle: b, root: b.Root, reads: map[string]string{}, passed: map[string]bool{}}
	if i := slices.IndexFunc(b.Faults, func(e *source.Error) bool { return e.File == b.Root.File }); i >= 0 {
		u.broken = b.Faults[i]
	}
	for _, input := range append([]source.Input{b.Root}, b.Included...) {
		u.reads[key(input)] = input.File
	}
	return u
}

// pass has findings in a file reported, and says whether the bundle reads it.
func (u *bundleUnit) pass(input source.Input) bool {
	file, ok := u.reads[key(input)]
	if ok {
		u.passed[file] = true
	}
	return ok
}

// covers says whether findings in a file of a name are reported.
func (u *bundleUnit) covers(file string) bool { return u.passed == nil || u.passed[file] }

// readBundles has the gateways of all bundles judged, one bundle after the other: each
// keeps all cores busy. It returns the files that hold something of a gateway, by keys of
// inputs.
func readBundles(ctx context.Context, f *Files, j *Judge, draft *report.Report) (holding map[string]bool) {
	holding = map[string]bool{}
	for _, u := range f.bundles.units {
		if ctx.Err() != nil {
			return holding // the files say so
		}
		files, err := readBundle(ctx, f, j, u, draft)
		if err != nil {
			draft.Errors = append(draft.Errors, interrupted(err)...)
			return holding
		}
		for file, name := range u.reads {
			holding[file] = holding[file] || files[name]
		}
		u.Bundle = nil // its texts are not needed any more
	}
	return holding
}

// readBundle has the gateways of one bundle judged, in each of its targets, and returns
// the names of the files that hold something of them. All targets are read before any is
// judged: the lines that are shown around a finding may be another target's, whose secrets
// must be known by then.
func readBundle(ctx context.Context, f *Files, j *Judge, u *bundleUnit, draft *report.Report) (files map[string]bool, err error) {
	found, err := u.resolve(j)
	if err != nil {
		return nil, err
	}
	f.endpoints.wait(found.subjects)
	files = gateway.FilesOf(found.subjects...)
	if len(found.subjects) > 0 {
		files[u.root.File] = true
	}
	judged, compared := u.divide(found.subjects)
	compared = append(compared, found.others...)
	for _, fault := range u.relevant(found, judged) {
		draft.Errors = append(draft.Errors, problem(fault))
		files[fault.File] = true
	}
	draft.Subjects = append(draft.Subjects, entries(judged)...)
	if len(judged) > 0 {
		draft.Bundles = append(draft.Bundles, u.described())
	}
	if u.passed != nil {
		for _, s := range judged {
			f.partly[s.ID] = u
		}
	}
	if err := j.Keep(ctx, compared); err != nil {
		return files, err
	}
	return files, j.Judge(ctx, judged)
}

// described is what a report says of the bundle.
func (u *bundleUnit) described() report.Bundle {
	others := slices.DeleteFunc(slices.Clone(u.Targets), func(t string) bool { return slices.Contains(u.targets, t) })
	return report.Bundle{Root: u.root.File, Files: len(u.reads), Targets: u.targets, Others: others}
}

// resolvedBundle is what the targets of a bundle deploy.
type resolvedBundle struct {
	subjects []*gateway.Subject
	// faults are those of the targets.
	faults []*source.Error
	// others are the gateways of the targets that are not to be checked. They are compared
	// with the others: what is found of a target is the same whichever are asked for.
	others []*gateway.Subject
}

// resolve returns the gateways of all targets.
func (u *bundleUnit) resolve(j *Judge) (found resolvedBundle, err error) {
	for _, target := range u.Targets {
		read := j.profile.Phase("read")
		resolved := u.Resolve(target)
		read()
		var subjects []*gateway.Subject
		if resolved.Document != nil {
			normalised := j.profile.Phase("normalise")
			if subjects, _, err = Normalise([]*source.Document{resolved.Document}, gateway.Auto, j.params); err != nil {
				return found, err
			}
			normalised()
		}
		if !slices.Contains(u.targets, target) {
			found.others = append(found.others, subjects...)
			continue
		}
		found.faults = append(found.faults, resolved.Faults...)
		found.subjects = append(found.subjects, subjects...)
	}
	return found, nil
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

// divide returns the subjects to judge, something of which stands in a passed file, and
// those that they are compared with.
func (u *bundleUnit) divide(subjects []*gateway.Subject) (judged, context []*gateway.Subject) {
	if u.passed == nil {
		return subjects, nil
	}
	for _, s := range subjects {
		if u.touches(gateway.FilesOf(s)) {
			judged = append(judged, s)
		} else {
			context = append(context, s)
		}
	}
	return judged, context
}

func (u *bundleUnit) touches(files map[string]bool) bool {
	for file := range files {
		if u.covers(file) {
			return true
		}
	}
	return false
}

// relevant returns the faults that may keep a gateway of the passed files from being
// judged, each once. Where none of those was found, and no passed text may hold one, what
// is wrong elsewhere is left to who passes that; and where no text of the bundle may, only
// files that could not be read count.
func (u *bundleUnit) relevant(found resolvedBundle, judged []*gateway.Subject) []*source.Error {
	read, anywhere, passed := map[string]bool{}, false, false
	for _, text := range u.Texts() {
		holds := gateway.MayHoldGateway(text.Bytes)
		read[text.File] = !holds && text.File != u.root.File
		anywhere, passed = anywhere || holds, passed || holds && u.covers(text.File)
	}
	all := distinct(append(slices.Clip(u.Faults), found.faults...))
	switch {
	case len(judged) > 0 || passed:
		return all
	case !anywhere:
		all = slices.DeleteFunc(distinct(u.Faults), func(fault *source.Error) bool { return read[fault.File] })
	}
	return slices.DeleteFunc(all, func(fault *source.Error) bool { return !u.covers(fault.File) })
}

// shows says whether a finding, or a place that helps to understand it, stands in a passed
// file.
func (u *bundleUnit) shows(f finding.Finding) bool {
	return u.covers(f.Location.File) ||
		slices.ContainsFunc(f.Related, func(other finding.Related) bool { return u.covers(other.Location.File) })
}
