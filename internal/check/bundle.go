package check

import (
	"slices"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// bundleUnit is a bundle of a run: its files are read together, once for all targets.
type bundleUnit struct {
	*bundle.Bundle // nil once it was judged
	portion

	root source.Input
	// broken is what is wrong in the root file, nil where nothing is: it may include
	// more than is known.
	broken *source.Error
	// targets are those to check.
	targets []string
	// limits bound each file.
	limits source.Limits
}

// newBundleUnit makes a unit of a bundle of which no file is passed.
func newBundleUnit(b *bundle.Bundle, limits source.Limits) *bundleUnit {
	u := &bundleUnit{Bundle: b, root: b.Root, limits: limits, portion: newPortion(append([]source.Input{b.Root}, b.Included...))}
	if i := slices.IndexFunc(b.Faults, func(e *source.Error) bool { return e.File == b.Root.File }); i >= 0 {
		u.broken = b.Faults[i]
	}
	return u
}

// release drops the texts.
func (u *bundleUnit) release() { u.Bundle = nil }

// comments are those that the Databricks CLI reads as such.
func (u *bundleUnit) comments(text *source.Text) []source.Comment {
	again, err := unmasked(text)
	if err != nil {
		return nil
	}
	return source.BundleComments(again, u.limits)
}

// holding is the root file: what it includes is deployed by it.
func (u *bundleUnit) holding(found resolvedUnit) []string {
	if len(found.subjects) == 0 {
		return nil
	}
	return []string{u.root.File}
}

// describe names the bundle and its targets where any of it was judged.
func (u *bundleUnit) describe(draft *report.Report, judged []*gateway.Subject) {
	if len(judged) == 0 {
		return
	}
	others := slices.DeleteFunc(slices.Clone(u.Targets), func(t string) bool { return slices.Contains(u.targets, t) })
	draft.Bundles = append(draft.Bundles, report.Bundle{Root: u.root.File, Files: len(u.reads), Targets: u.targets, Others: others})
}

// resolve returns the gateways of all targets.
func (u *bundleUnit) resolve(j *Judge) (found resolvedUnit, err error) {
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

// relevant returns the faults that may keep a gateway of the passed files from being
// judged, each once. Where none of those was found, and no passed text may hold one, what
// is wrong elsewhere is left to who passes that; and where no text of the bundle may, only
// files that could not be read count.
func (u *bundleUnit) relevant(found resolvedUnit, judged []*gateway.Subject) []*source.Error {
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
