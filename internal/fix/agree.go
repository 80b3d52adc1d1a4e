package fix

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// Agree refuses the edits of findings that do not hold in all targets of a bundle, or in all
// root modules of Terraform that call one module, where these share what would be edited:
// targets that are not checked may have it right. Call it once the findings of all targets
// are merged.
func Agree(findings []finding.Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Fix == nil || len(f.Fix.Edits) == 0 || len(f.Targets) == f.TargetsInAll || strings.HasPrefix(f.Pointer, "/targets/") {
			continue
		}
		refused := *f.Fix // several findings may share one
		refused.Edits, refused.Refused = nil, fmt.Sprintf("it holds in %d of %d targets, which share what would be edited: write it for those targets",
			len(f.Targets), f.TargetsInAll)
		f.Fix = &refused
	}
}
