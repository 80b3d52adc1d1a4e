package gateway

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// validator holds a subject to the schema of its form, and adds what violates it to
// the subject's text.
type validator struct{ textReader }

// validate compares what a person wrote with the API's schema. What the platform
// itself answers has the platform's own keys, which are more than its
// documentation says: of an answer only the values of the gateway are judged.
func (v validator) validate() error {
	s := v.subject
	node := s.node
	if s.is.typed != nil {
		node = s.is.typed(node)
	}
	found, err := violations(s.is.schema, node)
	if err != nil {
		return err
	}
	hideUnknown(s.doc, s.node, found)
	hideOptions(s.doc, s.node)
	for _, violation := range found {
		if v.isPassedOver(violation) {
			continue
		}
		v.add(violation)
	}
	if !s.isAnswer() && !s.printed {
		v.onlyAnswered(s.node, make(way, 0, 16))
	}
	switch s.Form {
	case FormBundle:
		droppedReader{v, found}.read()
	case FormTerraform:
		terraformReader{v, found}.read()
	}
	refusals(v).read()
	return nil
}

// isPassedOver says whether a violation is none of the document: of an answer the platform
// has other keys, and of a printed bundle the CLI.
func (v validator) isPassedOver(violation schema.Violation) bool {
	s, value := v.subject, violation.Kind == schema.InvalidValue
	switch {
	case s.isAnswer() && (!value || violation.Pointer[0] != s.is.block || isType(violation)), s.printed && !value:
		return true
	}
	return isAside(violation) || v.isFilledIn(violation) || v.namesSecret(violation)
}

// onlyAnswered adds the keys that only the platform writes: what is sent with them is
// taken, and they are dropped.
func (v validator) onlyAnswered(n *source.Node, at way) {
	for i, item := range n.Items() {
		if len(item.Items())+len(item.Entries()) > 0 {
			v.onlyAnswered(item, append(at, step{index: i}))
		}
	}
	for i := range n.Entries() {
		v.onlyAnsweredAt(&n.Entries()[i], at.to(n.Entries()[i].Key))
	}
}

func (v validator) onlyAnsweredAt(e *source.Entry, at way) {
	switch {
	case e.Value.Kind == source.Null:
	case schema.MayBeAnswered(e.Key) && schema.OnlyAnswered(v.subject.is.schema, at.pointer()):
		v.add(schema.Violation{Kind: schema.UnknownKey, Pointer: at.pointer(), Key: e.Key})
	default:
		v.onlyAnswered(e.Value, at)
	}
}

// isType says whether a value is the type of what a service reaches: a type in an
// answer that this version does not know is the platform's own, and a later one.
func isType(v schema.Violation) bool {
	return v.Key == "destination_type" || v.Key == "provider_type"
}

// isAside says whether an unknown key is a place to keep anchors, by the custom
// of Compose and others: x-limits, .limits.
func isAside(v schema.Violation) bool {
	return v.Kind == schema.UnknownKey && len(v.Pointer) == 1 &&
		(strings.HasPrefix(v.Key, "x-") || strings.HasPrefix(v.Key, "."))
}

// isFilledIn says whether a template has yet to fill in the key or the value, of
// which nothing can be said until then.
func (v validator) isFilledIn(violation schema.Violation) bool {
	if violation.Kind != schema.InvalidValue {
		return interpolatedKey(violation.Key)
	}
	node, _ := follow(v.subject.node, violation.Pointer)
	return node != nil && unresolved(node)
}

func (v validator) add(violation schema.Violation) {
	s, t := v.subject, &v.subject.Text
	node, key := follow(s.node, violation.Pointer)
	switch violation.Kind {
	case schema.UnknownKey:
		v.found("unknown_keys", textOf(node), key, violation.Pointer)
		t.UnknownKeys = append(t.UnknownKeys, UnknownKey{
			Key: shownKey(violation.Key), Parent: dotted(violation.Pointer[:len(violation.Pointer)-1]), Nearest: violation.Nearest,
		})
	case schema.Misplaced:
		v.found("misplaced", textOf(node), key, violation.Pointer)
		t.Misplaced = append(t.Misplaced, Misplaced{Key: dotted(violation.Pointer), Belongs: violation.Belongs})
	case schema.InvalidValue:
		hideOdd(s.doc, node)
		m, written := v.meant(node, violation), literal(node, violation)
		if written == "" && slices.Contains(violation.Types, "integer") {
			m.nearest, m.quotes = "", "" // they say what is written
		}
		invalid := InvalidValue{
			Key: dotted(violation.Pointer), Written: written, Expected: violation.Expected, CaseOnly: violation.CaseOnly,
			Nearest: m.nearest, Quotes: m.quotes, Dropped: droppedAt(node),
		}
		if s.isTerraform() {
			invalid = terraformWords(invalid, violation.Key, s)
		}
		v.invalid(invalid, violation.Pointer, m.nodes...)
	}
}

// meant says what may be meant by a value: of a service's limit that has a principal
// the key for one user, not the default for each.
func (v validator) meant(n *source.Node, violation schema.Violation) meaning {
	m := meant(n, violation)
	if m.nearest == keyDefault {
		limit, _ := follow(v.subject.node, violation.Pointer[:len(violation.Pointer)-1])
		if hasText(limit.Get("principal")) {
			return meaning{nodes: []*source.Node{text(keyUser)}, nearest: keyUser}
		}
	}
	return m
}

// follow goes down a pointer; key is where the last key is written.
func follow(n *source.Node, pointer []string) (node *source.Node, key source.Range) {
	for _, segment := range pointer {
		if e := n.Entry(segment); e != nil {
			n, key = e.Value, e.KeyRange()
			continue
		}
		i, err := strconv.Atoi(segment)
		if err != nil || n.Kind != source.List || i >= len(n.Items()) {
			return n, key
		}
		n = n.Items()[i]
		key = n.Range()
	}
	return n, key
}

// literal quotes a value that is wrong, unless it could be a secret: only what
// stands where an enumeration, a number or a boolean belongs is quoted.
func literal(n *source.Node, v schema.Violation) string {
	plain := slices.Contains(enumerated(), v.Key) || v.Expected == "true or false" || strings.HasPrefix(v.Expected, "a whole number")
	switch {
	case n == nil || n.Kind >= source.List || !plain || secret.IsName(v.Key) || !quotable(n) && !isTemplate(n):
		return ""
	case n.Kind == source.Null:
		return "null"
	default:
		return n.Text
	}
}

// Whether a document follows the API schema depends only on its keys, its types,
// the sign of its numbers and the few values that are enumerated: schema's own
// tests hold it to that.
// So documents of one shape are validated once; a workspace has hundreds of
// endpoints and a handful of shapes, and validating costs more than all the
// rest of reading a document.
var shapes = struct {
	sync.RWMutex

	known map[string][]schema.Violation
}{known: map[string][]schema.Violation{}}

// rememberedShapes bounds the memory; beyond it the memory starts anew.
const rememberedShapes = 4096

var enumerated = sync.OnceValue(schema.Enums)

// violations validates a node against a schema.
func violations(name schema.Name, n *source.Node) ([]schema.Violation, error) {
	shape := appendShape(append(make([]byte, 0, 1024), name...), n, "")
	shapes.RLock()
	found, ok := shapes.known[string(shape)]
	shapes.RUnlock()
	if ok {
		return found, nil
	}
	found, err := schema.Validate(name, n.Plain(unresolved))
	if err != nil {
		return nil, err
	}
	shapes.Lock()
	defer shapes.Unlock()
	if len(shapes.known) >= rememberedShapes {
		clear(shapes.known)
	}
	shapes.known[string(shape)] = found
	return found, nil
}

// appendShape writes what validity depends on; key is the one that holds n.
func appendShape(b []byte, n *source.Node, key string) []byte {
	switch n.Kind {
	case source.Map:
		b = append(b, '{')
		for _, e := range n.Entries() {
			b = append(appendWord(b, e.Key), ':')
			b = appendShape(b, e.Value, e.Key)
		}
		return append(b, '}')
	case source.List:
		b = append(b, '[')
		for _, item := range n.Items() {
			b = appendShape(b, item, key)
		}
		return append(b, ']')
	case source.String:
		if unresolved(n) {
			return append(b, 'u')
		}
		if b = append(b, 's'); slices.Contains(enumerated(), key) {
			b = appendWord(b, n.Text)
		}
		return b
	case source.Number:
		return append(b, shapeOfNumber(n.Text)...)
	case source.Bool:
		return append(b, 'b')
	case source.Null:
		return append(b, '0')
	}
	return b
}

func shapeOfNumber(literal string) string {
	switch {
	case strings.HasPrefix(literal, "-"):
		return "-"
	case isWhole(literal):
		return "i"
	default:
		return "f"
	}
}

// appendWord writes a word with its length before it, so that no text can pass
// for the shape around it.
func appendWord(b []byte, word string) []byte {
	b = append(b, itoa(len(word))...)
	b = append(b, '"')
	return append(b, word...)
}

func isWhole(literal string) bool {
	for i := range len(literal) {
		if c := literal[i]; c < '0' || c > '9' {
			return false
		}
	}
	return true
}
