package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// subjectKey tells subjects apart: by their IDs, and by their files where they have none.
type subjectKey struct {
	finding.Subject

	id, file string
}

func newSubjectKey(s finding.Subject, id, file string) subjectKey {
	if id != "" {
		file = ""
	}
	return subjectKey{s, id, file}
}

// keyOf is the subject that a finding is about.
func keyOf(f *finding.Finding) subjectKey {
	return newSubjectKey(f.Subject, f.SubjectID, f.Location.File)
}

// key is the subject itself.
func (s Subject) key() subjectKey {
	return newSubjectKey(finding.Subject{Kind: s.Kind, Name: s.Name}, s.ID, s.File)
}

// subjectSet is different subjects.
type subjectSet map[subjectKey]bool

func (s subjectSet) add(f *finding.Finding) { s[keyOf(f)] = true }

// String counts the subjects of each kind: `24 endpoints, 1 MCP service`.
func (s subjectSet) String() string {
	kinds := map[string]int{}
	for key := range s {
		kinds[key.Kind]++
	}
	var counted []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		counted = append(counted, number(kinds[kind], kindName(kind)))
	}
	return strings.Join(counted, ", ")
}

// isGateway says whether subjects of a kind are gateways, rather than what stands beside
// them.
func isGateway(kind string) bool {
	return kind == "endpoint" || kind == "model_service" || kind == "mcp_service"
}
