package evidence

import (
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// sight collects what was seen of a subject, and what was not.
type sight struct {
	evidence gateway.Evidence
	marks    []gateway.Mark
}

// unseen marks a facet where there is a reason, and says whether there is none.
func (s *sight) unseen(facet, reason string) (seen bool) {
	if reason != "" {
		s.marks = append(s.marks, gateway.Mark{Facet: facet, Reason: reason})
	}
	return reason == ""
}

// observe gives a subject the evidence that was read of it.
func (w *World) observe(subject *gateway.Subject, s workspace.Subject) {
	seen := &sight{evidence: subject.Evidence}
	if access, reason := w.access(subject, s); seen.unseen("evidence.access", reason) {
		seen.evidence.Access = access
	}
	w.table(subject, s, seen)
	if grants, reason := w.grants(s.UsageGrants, ""); seen.unseen("evidence.usage_grants", of(reason, object(s.UsageGrants))) {
		seen.evidence.UsageGrants = grants
	}
	if on, reason := usageSchema(s); seen.unseen("evidence.usage_schema", reason) {
		seen.evidence.UsageSchema.Enabled = on
	}
	principals, missing := w.agents.of(subject.Name)
	seen.evidence.Agents = principals
	if missing != "" {
		seen.marks = append(seen.marks, gateway.Mark{Facet: "evidence.agents", Reason: missing, Partly: true})
	}
	subject.Measured = w.use.measured && counts(s.Kind)
	seen.evidence.Traffic = w.traffic(subject, s)
	subject.Observe(seen.evidence, seen.marks...)
}

// table looks for the payload table, and for who may do what with it. Where it is
// found, it has its real name from then on.
func (w *World) table(subject *gateway.Subject, s workspace.Subject, seen *sight) {
	if s.Table != "" && subject.InferenceTable.Enabled {
		subject.InferenceTable.Table = strings.ToLower(s.Table)
		subject.InferenceTable.Named = true
	}
	switch s.Tables.Outcome {
	case workspace.Read, workspace.Absent: // of a schema that is not visible no table is
		seen.evidence.Table.Exists = s.Table != ""
	case workspace.Unasked, workspace.Denied, workspace.Failed:
		seen.unseen("evidence.table", of(s.Tables.Reason(), schemaOf(subject, s.Tables)))
	}
	if grants, reason := w.grants(s.Grants, s.Owner); seen.unseen("evidence.grants", of(reason, object(s.Grants))) {
		seen.evidence.Grants = owned(grants, s.Owner)
	}
}

// schemaOf is the schema whose tables were asked for, "" where nobody asked.
func schemaOf(subject *gateway.Subject, tables workspace.Record) string {
	if tables.API == "" {
		return ""
	}
	return subject.InferenceTable.Catalog + "." + subject.InferenceTable.Schema
}
