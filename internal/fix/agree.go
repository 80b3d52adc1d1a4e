package fix

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// Agree refuses the edits of findings that do not hold in all targets of a bundle, or in all
// root modules of Terraform that read a file, where these share what would be edited:
// targets that are not checked may have it right. Readers says how many root modules read a
// file. Call it once the findings of all targets are merged.
func Agree(findings []finding.Finding, readers func(file string) int) {
	for i := range findings {
		f := &findings[i]
		if f.Fix == nil || len(f.Fix.Edits) == 0 || len(f.Deployments) == 0 || strings.HasPrefix(f.Pointer, "/targets/") {
			continue
		}
		all, what := f.TargetsInAll, "targets"
		if f.Deployments[0].Bundle == "" {
			all, what = 0, "root modules"
			for _, edit := range f.Fix.Edits {
				all = max(all, readers(edit.Location.File))
			}
		}
		if len(f.Targets) >= all {
			continue
		}
		refused := *f.Fix // several findings may share one
		refused.Edits, refused.Refused = nil, fmt.Sprintf("it holds in %d of %d %s, which share what would be edited: write it for those", len(f.Targets), all, what)
		f.Fix = &refused
	}
}
