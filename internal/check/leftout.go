package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// leftOutBytes is how much of a file that is not to be read is looked at. A larger
// one counts as a gateway's, since nobody knows.
const leftOutBytes = 4 << 20

// leftOutFiles are the files of a run that were found and are not read.
type leftOutFiles struct{ *Files }

// add adds to a draft what of the files that were left out configures a
// gateway, and what is to be said where nothing else was checked.
func (l leftOutFiles) add(j *Judge, draft *report.Report) {
	var held []source.LeftOut
	links := map[string]bool{}
	for _, file := range l.found.LeftOut {
		if file.Link != "" {
			links[file.Link] = true
		}
		holds := !file.Nothing && l.holds(j, file)
		if holds {
			held = append(held, file)
		}
		if holds || file.Nothing {
			draft.LeftOut = append(draft.LeftOut, report.LeftOut{File: file.File, Why: reasons[file.Why], By: l.by(file)})
		}
	}
	for _, file := range l.notIncluded {
		held = append(held, file)
		draft.LeftOut = append(draft.LeftOut, report.LeftOut{File: file.File, Why: report.NotIncluded, By: file.By})
	}
	l.noticeNotIncluded()
	draft.Summary.Links = len(links)
	for _, file := range held {
		*leftOutCount(draft, file.Why)++
	}
	l.addUnfollowed(held, draft)
	l.addNothing(held, j, draft)
}

// reasons are how a report words why a file was left out.
var reasons = map[source.Reason]report.Reason{
	source.Excluded: report.Excluded, source.Ignored: report.Ignored,
	source.Linked: report.Linked, source.OtherName: report.OtherName, source.NotIncluded: report.NotIncluded,
}

// leftOutCount is where files are counted that were left out for a reason.
func leftOutCount(draft *report.Report, why source.Reason) *int {
	switch why {
	case source.Excluded:
		return &draft.Run.Excluded
	case source.Ignored:
		return &draft.Run.Ignored
	case source.OtherName:
		return &draft.Summary.OtherNames
	case source.NotIncluded:
		return &draft.Summary.NotIncluded
	case source.Linked:
		return new(int) // links are counted, not what they lead to
	default:
		return new(int)
	}
}

// by says what left a file out.
func (l leftOutFiles) by(file source.LeftOut) string {
	if file.Why != source.Excluded {
		return file.By
	}
	return file.By + ", " + l.excludedBy(file.By)
}

// excludedBy says where a glob is written.
func (l leftOutFiles) excludedBy(glob string) string {
	if slices.Contains(l.Exclude, glob) {
		return "--exclude"
	}
	return l.configured
}

// holds says whether a file that was left out configures a gateway.
func (l leftOutFiles) holds(j *Judge, file source.LeftOut) bool {
	text, err := source.Load(file.Input, source.Limits{Bytes: min(leftOutBytes, l.maxBytes())})
	switch {
	case text == nil:
		return source.TooLarge(err) && file.Why != source.OtherName
	case file.Why == source.OtherName:
		return gateway.WritesGateway(text.Bytes)
	case err != nil:
		return gateway.LooksLikeGateway(text.File, text.Bytes)
	}
	if isTerraform(text.File) {
		return inTerraform(text)
	}
	if !gateway.MayHoldGateway(text.Bytes) {
		return false
	}
	documents, err := source.Parse(text, l.limits)
	subjects, unsupported, broken := Normalise(documents, l.Kind, j.params)
	return broken != nil || len(subjects)+len(unsupported) > 0 || err != nil && gateway.LooksLikeGateway(text.File, text.Bytes)
}

func (l leftOutFiles) maxBytes() int64 {
	if l.limits.Bytes > 0 {
		return l.limits.Bytes
	}
	return leftOutBytes
}

// addUnfollowed adds the links that lead to gateways, and why it is not known what
// git tracks: what a walk comes upon and does not read is no pass.
func (l leftOutFiles) addUnfollowed(held []source.LeftOut, draft *report.Report) {
	said := map[string]bool{}
	ignored := false
	for _, file := range held {
		ignored = ignored || file.Why == source.Ignored
		if file.Link == "" || said[file.Link] {
			continue
		}
		said[file.Link] = true
		draft.Errors = append(draft.Errors, report.Problem{
			File:    file.Link,
			Message: "is a link that leads out of the folder, to " + file.By + ", and is not followed: name it, or what it leads to, to have it checked",
		})
	}
	if ignored {
		for _, err := range l.found.Index {
			draft.Errors = append(draft.Errors, problem(err))
		}
	}
}

// addNothing says what there was where no gateway was checked. That leaves the run
// incomplete, but for what a hook passes all the time and for what git ignores in
// the whole of a repository, which is no part of it.
func (l leftOutFiles) addNothing(held []source.LeftOut, j *Judge, draft *report.Report) {
	if j.subjects.len() > 0 {
		return
	}
	var parts, ways []string
	for _, kind := range nothingKinds {
		files := slices.DeleteFunc(slices.Clone(held), func(file source.LeftOut) bool { return file.Why != kind.why })
		if len(files) == 0 && (kind.why != source.Excluded || !l.allExcluded()) {
			continue
		}
		parts = append(parts, l.nothing(kind.one, kind.more, kind.why, files))
		if l.wanted(files) && kind.way != "" {
			ways = append(ways, kind.way)
		}
	}
	if len(parts) == 0 {
		return
	}
	draft.Nothing = "nothing checked: " + strings.Join(parts, ", ")
	if len(draft.Errors) == 0 && len(ways) > 0 {
		draft.Errors = append(draft.Errors, report.Problem{Message: strings.Join(parts, ", ") + ": " + strings.Join(ways, ", or ")})
	}
}

// wanted says whether a person meant some of the files that were left out.
func (l leftOutFiles) wanted(files []source.LeftOut) bool {
	return !l.Hook && slices.ContainsFunc(files, func(file source.LeftOut) bool { return file.Asked || file.Why != source.Ignored })
}

// nothingKinds are how it is said of one file and of several that they were left
// out, and what to do.
var nothingKinds = []struct {
	why            source.Reason
	one, more, way string
}{
	{source.Excluded, "1 file is excluded", "%d files are excluded", "correct the glob that excludes what is to be checked"},
	{source.Ignored, "1 file is ignored by git", "%d files are ignored by git", "name the files to have them checked"},
	{source.OtherName, "1 file has a name that is not read", "%d files have names that are not read", "check the JSON or YAML that is made of it"},
	{source.NotIncluded, "1 file holds gateways that its bundle does not include", "%d files hold gateways that their bundles do not include", ""},
}

// allExcluded says whether everything that was found is excluded.
func (l leftOutFiles) allExcluded() bool {
	return len(l.inputs) == 0 && slices.ContainsFunc(l.found.LeftOut, func(file source.LeftOut) bool { return file.Why == source.Excluded })
}

// mostPlaces is how many of the places that left files out are named.
const mostPlaces = 3

// nothing counts files that were left out and says what left out the first of them.
// Where none configures a gateway, it counts all that were for the reason.
func (l leftOutFiles) nothing(one, more string, why source.Reason, files []source.LeftOut) string {
	if len(files) == 0 {
		files = slices.DeleteFunc(slices.Clone(l.found.LeftOut), func(file source.LeftOut) bool { return file.Why != why })
	}
	count := one
	if len(files) != 1 {
		count = fmt.Sprintf(more, len(files))
	}
	if l.found.Cut[why] {
		count = "at least " + count
	}
	var by []string
	for _, file := range files {
		place := file.By
		switch file.Why {
		case source.Excluded:
			place = l.excludedBy(file.By)
		case source.OtherName:
			place = file.File
		case source.NotIncluded:
			place = file.File
		case source.Ignored, source.Linked:
		}
		if !slices.Contains(by, place) {
			by = append(by, place)
		}
	}
	if len(by) > mostPlaces {
		by = append(by[:mostPlaces], "…")
	}
	return count + " (" + strings.Join(by, ", ") + ")"
}
