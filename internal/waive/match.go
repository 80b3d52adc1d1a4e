package waive

import (
	"cmp"
	"math"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/gwlint/gwlint/internal/finding"
)

// Run is what of a run waivers may name.
type Run struct {
	// Host and WorkspaceID are those of the workspace that was read, "" for files.
	Host, WorkspaceID string
	// Names returns what the subject of a finding is called, in other targets too.
	Names func(f *finding.Finding) []string
}

// Covers says whether a waiver is for a failure, whenever it ends. One that is for a
// fingerprint covers nothing before findings have theirs.
func (w *Waiver) Covers(r Run, f *finding.Finding) bool {
	return w.covers(r, f) && (w.Value == "" || w.hasValue(f))
}

// Lapsed says whether a waiver would be for a failure if the value had not changed.
func (w *Waiver) Lapsed(r Run, f *finding.Finding) bool {
	return w.Value != "" && w.covers(r, f) && !w.hasValue(f)
}

func (w *Waiver) covers(r Run, f *finding.Finding) bool {
	switch {
	case !slices.Contains(w.Rules, f.Rule),
		!w.In(r),
		w.Fingerprint != "" && w.Fingerprint != f.Fingerprint,
		w.Subject != "" && !w.Names(r.Names(f)...),
		w.Path != "" && !w.HasPath(f.Location.File),
		w.Pointer != "" && (f.More > 0 || w.Pointer != f.Pointer && w.Pointer != f.Identity),
		w.Target != "" && !w.inTargets(f):
		return false
	}
	return w.Lines == nil || w.hasLines(f)
}

// In says whether a waiver may be for what a run reads: one for a workspace is for no file.
func (w *Waiver) In(r Run) bool {
	return w.Workspace == "" || r.Host != "" && (w.Workspace == r.WorkspaceID || doublestar.MatchUnvalidated(strings.ToLower(hostOf(w.Workspace)), strings.ToLower(r.Host)))
}

// hostOf is a host as it may be copied from the address of a page.
func hostOf(written string) string {
	return strings.TrimSuffix(strings.TrimPrefix(written, "https://"), "/")
}

// Names says whether a waiver is for a subject with one of these names.
func (w *Waiver) Names(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return name != "" && (name == w.Subject || doublestar.MatchUnvalidated(w.Subject, name))
	})
}

// HasPath says whether a waiver is for a file, as reports name it. A glob starts from the
// folder of the waivers; one without a slash is for names at every level.
func (w *Waiver) HasPath(file string) bool {
	glob := strings.TrimSuffix(strings.TrimPrefix(w.Path, "./"), "/")
	name := file
	if rel, err := filepath.Rel(w.Folder(), file); err == nil && !path.IsAbs(file) {
		name = filepath.ToSlash(rel)
	}
	for {
		matched := name
		if !strings.Contains(glob, "/") {
			matched = path.Base(name)
		}
		if matched == glob || doublestar.MatchUnvalidated(glob, matched) {
			return true
		}
		above := path.Dir(name)
		if above == "." || above == name || above == ".." {
			return false
		}
		name = above
	}
}

// File is the one file that a waiver is for, as reports name it, "" where it is for none or
// for a glob of them.
func (w *Waiver) File() string {
	name := strings.TrimPrefix(w.Path, "./")
	if literal(name) != name || !strings.Contains(name, "/") { // a name alone is one in any folder
		return ""
	}
	return path.Join(w.Folder(), name)
}

// Folder is the folder that the path of a waiver starts from, as reports name it.
func (w *Waiver) Folder() string { return cmp.Or(w.Base, ".") }

// inTargets says whether all deployments that a finding is about are of the target.
func (w *Waiver) inTargets(f *finding.Finding) bool {
	return len(f.Deployments) > 0 && !slices.ContainsFunc(f.Deployments, func(d *finding.Deployment) bool { return d.Target != w.Target })
}

// hasLines says whether a finding begins in the lines of a comment. One that stands for
// several may have others outside of them, unless the comment is for the whole file.
func (w *Waiver) hasLines(f *finding.Finding) bool {
	at := f.Location
	if at.File != w.Place.File || at.StartLine < w.Lines.First || at.StartLine > w.Lines.Last {
		return false
	}
	return f.More == 0 || w.Lines.First == 1 && w.Lines.Last > 1
}

// kindsOfValue are those of which a value can be.
var kindsOfValue = []string{"string", "number", "boolean"}

// hasValue says whether the value that was found is the one that a waiver is for, which may
// be written with its key: `calls: 100000`.
func (w *Waiver) hasValue(f *finding.Finding) bool {
	if f.Value == (finding.Digest{}) {
		return false // there is none, or it is a secret
	}
	values := []string{w.Value}
	if rest, ok := strings.CutPrefix(w.Value, path.Base(f.Pointer)+":"); ok {
		values = append(values, strings.TrimSpace(rest))
	}
	for _, value := range values {
		for _, kind := range kindsOfValue {
			if f.Value == finding.DigestOf(kind+":"+value) {
				return true
			}
		}
	}
	return false
}

// Narrower orders waivers that cover the same finding: the narrowest first, which is the
// one that a report names. Of two that are as narrow, the one that ends later.
func Narrower(a, b *Waiver) int {
	return cmp.Or(
		cmp.Compare(b.narrowness(), a.narrowness()),
		cmp.Compare(a.span(), b.span()),
		cmp.Compare(len(literal(b.Subject)), len(literal(a.Subject))),
		cmp.Compare(len(literal(b.Path)), len(literal(a.Path))),
		b.Until.Compare(a.Until),
		a.Place.Compare(b.Place),
	)
}

// narrowness is how much a waiver says of what it is for.
func (w *Waiver) narrowness() (n int) {
	for i, says := range []bool{ // from the least on
		w.Workspace != "", w.Target != "", w.Path != "", w.Subject != "",
		w.Path != "" && literal(w.Path) == w.Path, w.Subject != "" && literal(w.Subject) == w.Subject,
		w.Value != "", w.Pointer != "", w.Lines != nil, w.Fingerprint != "",
	} {
		if says {
			n += 1 << i
		}
	}
	return n
}

// span is how many lines a comment covers.
func (w *Waiver) span() int {
	if w.Lines == nil {
		return math.MaxInt
	}
	return w.Lines.Last - w.Lines.First
}

// literal is a glob up to its first sign.
func literal(glob string) string {
	if i := strings.IndexAny(glob, `*?[{\`); i >= 0 {
		return glob[:i]
	}
	return glob
}

// scopeOf is what two waivers have in common that are for the same findings.
type scopeOf struct {
	rules, subject, path, pointer, target, workspace, fingerprint, value string
}

func (w *Waiver) scope() scopeOf {
	return scopeOf{strings.Join(w.Rules, ","), w.Subject, w.Path, w.Pointer, w.Target, w.Workspace, w.Fingerprint, w.Value}
}

// agrees says whether two waivers for the same findings say the same of them.
func (w *Waiver) agrees(other *Waiver) bool {
	return w.Reason == other.Reason && w.Owner == other.Owner && w.Ticket == other.Ticket &&
		w.ApprovedBy == other.ApprovedBy && w.Until.Equal(other.Until)
}
