package check

import (
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
)

// eraseSecrets takes what looks like a secret out of the names of files in a report,
// out of what is said of files that could not be read, and out of waivers. What is said of gateways
// has none.
func eraseSecrets(r *report.Report) {
	names := &fileNames{}
	for f := range findingsOf(r) {
		names.erase(&f.Location)
		for j := range f.Related {
			names.erase(&f.Related[j].Location)
		}
		f.Waiver = names.waiver(f.Waiver)
		if f.Fix != nil {
			for j := range f.Fix.Edits {
				names.erase(&f.Fix.Edits[j].Location)
			}
		}
	}
	for i := range r.Subjects {
		r.Subjects[i].File = names.shown(r.Subjects[i].File)
	}
	for i := range r.Skipped {
		r.Skipped[i] = names.shown(r.Skipped[i])
	}
	for i := range r.Errors {
		p := &r.Errors[i]
		p.File, p.Message = names.shown(p.File), secret.EraseWords(p.Message)
		if p.Location != nil {
			names.erase(p.Location)
		}
	}
}

// fileNames are names of files as they are shown: the last one is known, since most of what
// comes behind it stands in the same file.
type fileNames struct{ file, asShown string }

func (n *fileNames) shown(file string) string {
	if n.file != file {
		n.file, n.asShown = file, secret.Erase(file)
	}
	return n.asShown
}

func (n *fileNames) erase(at *finding.Location) { at.File = n.shown(at.File) }

// waiver is a waiver whose words hold no secret: somebody may paste the key that a finding
// is about into the reason.
func (n *fileNames) waiver(w *finding.Waiver) *finding.Waiver {
	if w == nil {
		return nil
	}
	erased := *w
	erased.File = n.shown(w.File)
	for _, word := range []*string{&erased.Reason, &erased.Owner, &erased.Ticket, &erased.ApprovedBy} {
		*word = secret.EraseWords(*word)
	}
	return &erased
}
