package report

import "github.com/gwlint/gwlint/internal/finding"

// suppressions are what lets a finding stand, as an auditor's viewer of SARIF shows it; an
// empty list where nothing does.
func suppressions(f *finding.Finding) []sarifSuppression {
	w := f.Waiver
	if f.Outcome != finding.Waived || w == nil {
		return []sarifSuppression{}
	}
	s := sarifSuppression{
		Kind: "external", Status: "accepted", Justification: proper(waivedBecause(w)),
		Properties: map[string]any{"owner": Visible(w.Owner), "until": Visible(w.Expires)},
	}
	if waivedInSource(f) {
		s.Kind = "inSource"
	}
	for key, value := range map[string]string{"ticket": w.Ticket, "approvedBy": w.ApprovedBy} {
		if value != "" {
			s.Properties[key] = Visible(value)
		}
	}
	if w.File != "" {
		line := max(w.Line, 1)
		at := physical(finding.Location{File: w.File, StartLine: line, StartColumn: 1, EndLine: line, EndColumn: 1}, finding.Excerpt{}, finding.Subject{})
		s.Location = &sarifLocation{Physical: &at}
	}
	return []sarifSuppression{s}
}
