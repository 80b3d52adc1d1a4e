package check

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Fixing says which fixes a run makes.
type Fixing struct {
	// Unsafe has those made too that change what the platform does.
	Unsafe bool
	// Only are the IDs of the rules whose findings are mended; none is all.
	Only []string
	// Write has files written; else nothing changes, and Changes are what would.
	Write bool

	// allows says which findings may be mended at all; nil is any.
	allows func(*finding.Finding) bool
}

// Fixing is bounded: by how often fixes are made of what the last ones left, and by how
// often files are checked to find out which of several fixes does harm.
const (
	mostPasses = 10
	mostRuns   = 64
)

// Fix checks files and makes the fixes of what is found. Each is checked before anything is
// written, by a run over what the files would hold, and taken back where it does not mend
// what it should, or makes another finding; that goes on until no fix is left. The report is
// of what the files hold in the end, the changes are in the order of their names. An error
// means that nothing was checked and nothing written.
func Fix(ctx context.Context, r Request, files *Files, which Fixing) (report.Report, []fix.Change, error) {
	return fixWith(ctx, r, files, which, Run)
}

// judging checks what a source holds, as Run does.
type judging func(context.Context, Request, Source) (report.Report, error)

// fixWith is Fix with what judges.
func fixWith(ctx context.Context, r Request, files *Files, which Fixing, judge judging) (report.Report, []fix.Change, error) {
	x := &fixer{
		judge: judge, request: r, files: files, which: which, base: source.NewBase(r.Dir),
		edited: map[string][]byte{}, originals: map[string][]byte{}, dropped: map[string]bool{}, unfit: map[string]string{},
	}
	x.hold()
	first, err := x.run(ctx, nil)
	if err != nil {
		return report.Report{}, nil, err
	}
	x.first, x.last = first, first
	x.request.Notice = nil // it was said
	for range mostPasses {
		if !x.pass(ctx) {
			break
		}
	}
	changes := x.changes()
	if ctx.Err() != nil {
		return x.report(first), nil, nil
	}
	if which.Write {
		changes = x.write(changes)
	}
	final, err := x.final(ctx)
	return final, changes, err
}

// fixer is one call of Fix.
type fixer struct {
	judge   judging
	request Request
	files   *Files
	which   Fixing
	base    source.Base
	// stdin is what standard input holds, and stdinErr why no more of it could be read.
	stdin    []byte
	stdinErr error

	// first is the run over the files as they are, last the one over all fixes so far.
	first, last fixRun
	// waivers is the file of waivers, nil where it is not to be edited.
	waivers *source.Content
	runs    int
	// edited is what files hold now, and originals what they held, by their paths without
	// links.
	edited, originals map[string][]byte
	fixed             []mend
	notFixed          []report.NotFixed
	// dropped are the keys of fixes that are not to be tried again, and unfit why a file
	// cannot be mended, by its name.
	dropped map[string]bool
	unfit   map[string]string
	// failed are the names of files that could not be written.
	failed map[string]bool
}

// fixRun is a run over what files would hold.
type fixRun struct {
	report   report.Report
	contents *source.Contents
}

// mend is a fix of one finding: edits of files by their paths without links.
type mend struct {
	finding *finding.Finding
	edits   map[string][]finding.Edit
}

// key is by what a fix is the same in the next run.
func (m mend) key() string {
	f := m.finding
	return strings.Join([]string{f.Rule, f.SubjectID, cmp.Or(f.Identity, f.Pointer), f.Fix.Description}, "\x00")
}

// hold reads standard input, which every run reads anew.
func (x *fixer) hold() {
	if !slices.Contains(x.files.Paths, "-") || x.files.Stdin == nil {
		return
	}
	x.stdin, x.stdinErr = io.ReadAll(io.LimitReader(x.files.Stdin, cmp.Or(x.request.Limits.Bytes, 64<<20)+1))
}

// failing is a reader that fails, or is at its end.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, cmp.Or(f.err, io.EOF) }

// run checks the files once, with other contents in place of some.
func (x *fixer) run(ctx context.Context, edited map[string][]byte) (fixRun, error) {
	x.runs++
	r := x.request
	contents := source.NewContents(edited)
	r.Limits.Contents, r.Fixes, r.MinLevel = contents, true, ""
	if err := x.readWaivers(&r, edited); err != nil {
		return fixRun{}, err
	}
	files := x.files.again()
	if x.stdin != nil {
		files.Stdin = io.MultiReader(bytes.NewReader(x.stdin), failing{x.stdinErr})
	}
	checked, err := x.judge(ctx, r, files)
	return fixRun{checked, contents}, err
}

// pass makes the fixes of what the last run found, and says whether there may be more.
func (x *fixer) pass(ctx context.Context) bool {
	mends := x.plan()
	if len(mends) == 0 {
		return false
	}
	p := &fixPass{fixer: x, before: x.last, edited: maps.Clone(x.edited)}
	p.try(ctx, mends)
	x.edited = p.edited
	return ctx.Err() == nil
}

// plan returns the fixes that can be made of the last run: of edits that overlap, those of
// the first finding.
func (x *fixer) plan() []mend {
	var mends []mend
	planned := map[string][]finding.Edit{}
	for i := range x.last.report.Findings {
		f := &x.last.report.Findings[i]
		if !x.which.wants(f) {
			continue
		}
		m := mend{finding: f}
		if x.dropped[m.key()] {
			continue
		}
		if reason := x.locate(&m); reason != "" {
			x.drop(m, reason)
			x.notFixed[len(x.notFixed)-1].Unfit = true
			continue
		}
		if !clashes(m, planned) {
			mends = append(mends, m)
			for file, edits := range m.edits {
				planned[file] = append(planned[file], edits...)
			}
		}
	}
	return mends
}

// wants says whether the fix of a finding is to be made.
func (w Fixing) wants(f *finding.Finding) bool {
	return f.Outcome == finding.Fail && f.Level.Rank() > 0 && f.Waiver == nil &&
		f.Fix != nil && len(f.Fix.Edits) > 0 &&
		(w.Unsafe || f.Fix.Safety == finding.Safe) &&
		(len(w.Only) == 0 || slices.Contains(w.Only, f.Rule)) &&
		(w.allows == nil || w.allows(f))
}

// clashes says whether any edit of a fix cannot be made beside those that are planned.
func clashes(m mend, planned map[string][]finding.Edit) bool {
	for file, edits := range m.edits {
		for _, edit := range edits {
			if slices.ContainsFunc(planned[file], func(other finding.Edit) bool { return fix.Overlap(edit, other) }) {
				return true
			}
		}
	}
	return false
}

// locate finds the files of a fix. The reason says why one of them cannot be mended.
func (x *fixer) locate(m *mend) (reason string) {
	m.edits = map[string][]finding.Edit{}
	for _, edit := range m.finding.Fix.Edits {
		name := edit.Location.File
		read := cmp.Or(x.first.contents.Of(name), x.last.contents.Of(name), x.waiverFile(name))
		if read == nil {
			x.unfit[name] = "is no file that was read"
			return "`" + name + "` " + x.unfit[name]
		}
		reason, known := x.unfit[name]
		if !known {
			reason = x.unfitness(read)
			x.unfit[name] = reason
		}
		if reason != "" {
			return "`" + name + "` " + reason
		}
		real := read.Input.Real()
		m.edits[real] = append(m.edits[real], edit)
	}
	return ""
}

// unfitness says why a file cannot be mended, "" where it can, and keeps what it holds.
func (x *fixer) unfitness(read *source.Content) string {
	input := read.Input
	if input.Piped() {
		x.originals[input.Real()] = x.stdin
		return ""
	}
	if x.linksOut(input) {
		return "is a link that leads out of the folder: mend the file that it leads to"
	}
	if secret.Erase(input.File) != input.File {
		return "has a name that looks like a secret: rename it"
	}
	if x.which.Write {
		if err := fix.Writable(input.Real()); err != nil {
			return err.Error()
		}
	}
	content, err := os.ReadFile(input.Real())
	if err != nil || !read.IsRead(content) {
		return fix.ErrChanged.Error()
	}
	x.originals[input.Real()] = content
	return ""
}

// linksOut says whether links lead from a file below the root to one that is not.
func (x *fixer) linksOut(input source.Input) bool {
	root := x.base.Root()
	return isBelow(root, input.Path()) && !isBelow(realFolder(root), input.Real())
}

func isBelow(folder, path string) bool {
	below, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(below)
}

// realFolder is a folder without links.
func realFolder(folder string) string {
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		return real
	}
	return folder
}

// drop has a fix not tried again, and says why.
func (x *fixer) drop(m mend, reason string) {
	x.dropped[m.key()] = true
	f := m.finding
	x.notFixed = append(x.notFixed, report.NotFixed{Rule: f.Rule, Name: f.Name, Subject: f.Subject, Location: f.Location, Reason: reason})
}

// changes are the files that hold something else now, in the order of their names.
func (x *fixer) changes() []fix.Change {
	var list []fix.Change
	for real, content := range x.edited {
		was := x.originals[real]
		if bytes.Equal(was, content) {
			continue
		}
		read := x.last.contents.At(real)
		if read == nil && x.waivers != nil && x.waivers.Input.Real() == real {
			read = x.waivers
		}
		if read == nil { // nothing is written that was not read again
			continue
		}
		change := fix.Change{File: read.Input.File, Path: real, Old: was, New: content, Hides: read.Hides, Secret: looksSecret}
		if read.Input.Path() != real {
			change.File = x.base.Name(real, filepath.IsAbs(change.File)) // a patch leads through no link
		}
		list = append(list, change)
	}
	slices.SortFunc(list, func(a, b fix.Change) int { return strings.Compare(a.File, b.File) })
	return list
}

// looksSecret says whether a line holds what looks like a secret.
func looksSecret(line []byte) bool { return secret.EraseWords(string(line)) != string(line) }

// write writes the files, and returns those changes that were made.
func (x *fixer) write(changes []fix.Change) []fix.Change {
	x.failed = map[string]bool{}
	var made []fix.Change
	for _, c := range changes {
		if err := fix.Write(c); err != nil {
			x.failed[c.Path] = true
			x.unfit[c.File] = err.Error()
			continue
		}
		made = append(made, c)
	}
	return made
}

// final is the report of what the files hold in the end.
func (x *fixer) final(ctx context.Context) (report.Report, error) {
	switch {
	case !x.which.Write:
		return x.report(x.first), nil
	case len(x.failed) == 0:
		return x.report(x.last), nil
	}
	var stay []mend
	for _, m := range x.fixed {
		if x.touches(m, x.failed) {
			x.drop(m, "its file could not be written")
			x.notFixed[len(x.notFixed)-1].Unfit = true
			continue
		}
		stay = append(stay, m)
	}
	x.fixed = stay
	after, err := x.run(ctx, nil)
	if err != nil {
		return report.Report{}, fmt.Errorf("files were mended, and cannot be checked again: %w", err)
	}
	return x.report(after), nil
}

func (x *fixer) touches(m mend, files map[string]bool) bool {
	for file := range m.edits {
		if files[file] {
			return true
		}
	}
	return false
}

// report adds to the report of a run what was mended, and what could not be written.
func (x *fixer) report(of fixRun) report.Report {
	r := of.report
	r.Fixes = &report.Fixes{Written: x.which.Write, Unsafe: x.which.Unsafe, Files: []string{}, Fixed: []report.Fixed{}, NotFixed: append([]report.NotFixed{}, x.notFixed...)}
	for _, m := range x.fixed {
		f := m.finding
		r.Fixes.Fixed = append(r.Fixes.Fixed, report.Fixed{Rule: f.Rule, Name: f.Name, Subject: f.Subject, Location: f.Location, Message: f.Message, Fix: *f.Fix})
		for _, edit := range f.Fix.Edits {
			r.Fixes.Files = append(r.Fixes.Files, edit.Location.File)
		}
	}
	slices.Sort(r.Fixes.Files)
	r.Fixes.Files = slices.Compact(r.Fixes.Files)
	for _, name := range slices.Sorted(maps.Keys(x.unfit)) {
		if reason := x.unfit[name]; reason != "" {
			r.Errors = append(r.Errors, report.Problem{File: secret.Erase(name), Message: reason, Unfixed: true})
		}
	}
	r.Run.MinLevel = x.request.MinLevel
	return report.New(r, x.request.FailOn)
}
