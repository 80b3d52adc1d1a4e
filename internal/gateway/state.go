package gateway

import (
	"path"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

// Kinds of subject that a state file gives: the file itself, and each role.
const (
	StateFile Kind = "state"
	Role      Kind = "role"
)

// FormState is what the subjects of a state file are written as.
const FormState = "state"

// FromState returns the subjects of a state file: first the file, then its roles
// in the order they are written, then the required roles that it lacks. Secrets
// are masked in its text, wherever they stand.
//
// An error means that gwlint's own schema of a state file is broken.
func FromState(s *state.State, required []string) ([]*Subject, error) {
	for _, doc := range s.Documents() {
		hideSecrets(doc)
	}
	file, err := stateFile(s)
	if err != nil {
		return nil, err
	}
	subjects := []*Subject{file}
	listed := map[string]bool{}
	for _, role := range s.Roles() {
		listed[role.Name] = true
		subjects = append(subjects, roleOf(s, role, true))
	}
	for _, name := range required {
		if !listed[name] {
			listed[name] = true
			subjects = append(subjects, roleOf(s, state.Role{Name: name, Streaming: true}, false))
		}
	}
	return subjects, nil
}

// stateFile is the file as a subject, for what is wrong with its text.
func stateFile(s *state.State) (*Subject, error) {
	doc := s.Document()
	subject := blank(StateFile, doc, candidate{node: doc.Root, form: FormState})
	subject.Name = path.Base(doc.Text.File)
	subject.read = func(reader, part) {} // its text has all the places
	t := textReader{subject}
	found, err := s.Violations()
	if err != nil {
		return nil, err
	}
	for _, v := range found {
		validator{t}.add(v)
	}
	for _, again := range s.Repeats() {
		last := len(again.Pointer) - 1
		t.found("duplicate_keys", nil, again.Range, again.Pointer)
		subject.Text.DuplicateKeys = append(subject.Text.DuplicateKeys,
			DuplicateKey{Key: shownKey(again.Pointer[last]), Parent: dotted(again.Pointer[:last])})
	}
	t.stateSecrets(doc.Root, make(way, 0, 16))
	return subject, nil
}

// roleOf is a role as a subject. Its node is empty, so that what the role lacks
// is shown at its key, and a role that is not there at the key of all roles.
func roleOf(s *state.State, role state.Role, listed bool) *Subject {
	subject := blank(Role, s.Document(), candidate{
		node: &source.Node{Kind: source.Map}, base: []string{state.RolesKey, role.Name}, form: FormState,
	})
	subject.read = readRole
	subject.Name, subject.Role = role.Name, role.Name
	subject.Binding = Binding{
		Listed: listed, Endpoint: role.Endpoint, Pending: role.Pending,
		Candidates: append([]string{}, role.Candidates...),
		Selected:   role.Selected, Streaming: role.Streaming, Bare: role.Bare,
	}
	r := reader{subject: subject}
	if reason, unseen := s.Unseen()["state.roles"]; unseen {
		r.notShown("binding", reason)
	}
	for _, key := range role.Unresolved {
		r.notShown("binding."+key, "`"+key+"` is not filled in yet in the state file")
	}
	return subject
}

// readRole records where the parts of a role are written. A candidate is shown as
// its list: those that are yet to be filled in have no index in the model.
func readRole(r reader, n part) {
	for _, b := range []struct{ facet, key string }{
		{"binding.endpoint", "endpoint"},
		{"binding.pending", "endpoint"},
		{"binding.candidates", "candidates"},
		{"binding.selected_after_probe", "selected_after_probe"},
		{"binding.streaming_required", "streaming_required"},
	} {
		r.written(b.facet, r.key(n, b.key))
	}
}

// IsState says whether a document is a state file's and no gateway's. The steps that
// write there keep what they like, also blocks of a gateway; a part of a state with
// nothing in it is none.
func IsState(doc *source.Document) bool {
	root := doc.Root
	if !state.Holds(doc) || len(recognise(root, Auto)) > 0 {
		return false
	}
	if holdsEntries(root, state.AuditKey) || holdsEntries(root, state.RolesKey) {
		return true
	}
	return holdsEntries(root, stepsKey) && !slices.ContainsFunc(sections, func(section string) bool { return root.Get(section) != nil })
}

// stepsKey is where a state keeps what its steps did.
const stepsKey = "Foundation"

func holdsEntries(n *source.Node, key string) bool {
	below := n.Get(key)
	return below != nil && len(below.Entries()) > 0
}
