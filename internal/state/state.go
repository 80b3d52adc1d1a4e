// Package state reads a state file: which endpoint serves which role, and what
// the probes of each endpoint found. It knows where each of them is written and
// what is yet to be filled in, and refuses to know what a rule makes of it.
package state

import (
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// The keys of a state file, at the top of any of its documents.
const (
	AuditKey      = "endpoint_guardrail_audit"
	RolesKey      = "llm_role_endpoints"
	otelKey       = "otel_table_prefix"
	foundationKey = "Foundation"
	stepKey       = "f4_gateway"
	prefixKey     = "inference_table_prefix"
)

// State is what a state file says.
type State struct {
	documents []*source.Document
	broken    bool             // there is more in the file, which cannot be read
	doc       *source.Document // all of them as one
	repeats   []Repeat

	audit  map[string]entry // by the endpoint's bare name
	roles  []Role
	values map[string]string // the two prefixes
	unseen map[string]string // why, by facet
	faults []schema.Violation
}

// Holds says whether a document has any of a state file's keys in its place.
func Holds(doc *source.Document) bool {
	root := doc.Root
	if root == nil || root.Kind != source.Map {
		return false
	}
	return root.Get(AuditKey) != nil || root.Get(RolesKey) != nil || root.Get(otelKey) != nil ||
		root.Get(foundationKey).Get(stepKey) != nil
}

// New reads the documents of one file. What several of them hold is put
// together; of a part that two of them hold the first one counts.
func New(text *source.Text, documents []*source.Document) *State {
	return build(text, documents, false)
}

// build reads the documents of a file of which others may be broken.
func build(text *source.Text, documents []*source.Document, broken bool) *State {
	s := &State{
		documents: documents, broken: broken, audit: map[string]entry{},
		values: map[string]string{}, unseen: map[string]string{},
	}
	s.doc, s.repeats = merge(text, documents)
	root := s.doc.Root
	s.readAudit(s.object(root.Get(AuditKey), AuditKey, "state.audit"))
	s.readRoles(s.object(root.Get(RolesKey), RolesKey, "state.roles"))
	s.readPrefix(root.Get(otelKey), otelKey, "otel_table_prefix")
	step := root.Get(foundationKey).Get(stepKey)
	s.readPrefix(step.Get(prefixKey), foundationKey+"."+stepKey+"."+prefixKey, "inference_table_prefix")
	s.misspelt([]string{foundationKey, stepKey}, step, stepKeys)
	return s
}

// Text is the text of the whole file.
func (s *State) Text() *source.Text { return s.doc.Text }

// Documents are those that the state was read from, in their order.
func (s *State) Documents() []*source.Document { return s.documents }

// Document is all of them as one, in which the parts of the state lie as if
// they were written together. Its places are those of the file.
func (s *State) Document() *source.Document { return s.doc }
