package check

import (
	"path"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
)

// objects are the objects of a workspace by the files that evidence names them by. Those
// names are the same wherever the workspace is read from, and so is what is made of them:
// the order in which subjects are compared, and fingerprints. A reader is shown where the
// object is to be found: in a file of a snapshot, or in the workspace.
type objects struct {
	mu    sync.Mutex
	known map[string]object
}

// object is a subject as it was read.
type object struct {
	kind workspace.Kind
	name string
	// address is its path of the API, record its path in a snapshot, "" where a snapshot
	// keeps no file of it.
	address, record string
}

// add keeps where a subject is to be found.
func (o *objects) add(base string, s workspace.Subject) {
	found := object{kind: s.Kind, name: s.Name, address: s.Address()}
	if len(s.Object.Body) > 0 {
		found.record = s.Object.Path
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known == nil {
		o.known = map[string]object{}
	}
	o.known[base+s.Object.Path] = found
}

// shown puts into a draft where a reader finds what it speaks of. Findings have their
// fingerprints by then.
func (w *Workspace) shown(r Request, draft *report.Report) {
	folder := w.folderName(r.Dir)
	site := workspace.Site{Host: w.Host, ID: w.ID(), TLS: w.TLS}
	place := func(at *finding.Location, pointer string) {
		if found, ok := w.objects.known[at.File]; ok {
			at.File, at.Object = found.shown(folder, pointer)
		}
	}
	for i := range draft.Subjects {
		s := &draft.Subjects[i]
		if found, ok := w.objects.known[s.File]; ok {
			s.File, _ = found.shown(folder, "")
			s.Page = site.Page(found.kind, found.name)
		}
	}
	for f := range findingsOf(draft) {
		place(&f.Location, f.Pointer)
		for j := range f.Related {
			place(&f.Related[j].Location, "")
		}
	}
	for i := range draft.Errors {
		p := &draft.Errors[i]
		if found, ok := w.objects.known[p.File]; ok {
			p.File, _ = found.shown(folder, "")
		}
		if p.Location != nil {
			place(p.Location, "")
		}
	}
}

// shown is the file of an object in a folder; where it lies in none, its path of the API,
// and in words which object it is, and what of it.
func (o object) shown(folder, pointer string) (file, words string) {
	if folder != "" && o.record != "" {
		return path.Join(folder, o.record), ""
	}
	return o.address, report.ObjectPlace(finding.Subject{Kind: string(o.kind), Name: o.name}, pointer)
}

// folderName is the folder of the snapshot as a report names it, "" where there is none.
func (w *Workspace) folderName(dir string) string {
	if w.Folder == "" {
		return ""
	}
	return folderName(dir, w.Folder)
}

// shownFile gives the file of a snapshot that evidence names; nil where there is no
// snapshot.
func (w *Workspace) shownFile(dir string) func(string) string {
	folder, base := w.folderName(dir), w.base()
	if folder == "" {
		return nil
	}
	return func(file string) string {
		if record, ok := strings.CutPrefix(file, base); ok {
			return path.Join(folder, record)
		}
		return file
	}
}
