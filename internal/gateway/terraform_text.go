package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// terraformReader finds what Terraform refuses in a resource although the API's schema does
// not: what stands as an argument and is a block, or the other way round, and what is
// required.
type terraformReader struct {
	validator

	refused []schema.Violation
}

func (t terraformReader) read() {
	t.shapes(t.subject.node, make(way, 0, 16))
	t.requirements()
}

// shapes looks for values whose shape their place does not take.
func (t terraformReader) shapes(n *source.Node, at way) {
	if isUnfit(n) && n.Kind >= source.List {
		t.shape(n, at.pointer())
		return // the same is wrong all the way down
	}
	for i, item := range n.Items() {
		t.shapes(item, append(at, step{index: i}))
	}
	for i := range n.Entries() {
		if e := &n.Entries()[i]; n.Entry(e.Key) == e {
			t.shapes(e.Value, at.to(e.Key))
		}
	}
}

// shape adds such a value. It is judged as it is meant all the same: what is wrong in it
// would be wrong in the right shape.
func (t terraformReader) shape(n *source.Node, pointer []string) {
	if slices.ContainsFunc(t.refused, func(v schema.Violation) bool { return slices.Equal(v.Pointer, pointer) }) {
		return
	}
	if _, known := schema.Expected(t.subject.is.schema, pointer); !known {
		return
	}
	key := pointer[len(pointer)-1]
	if isIndex(key) && len(pointer) > 1 {
		key = pointer[len(pointer)-2]
	}
	expected := "an argument: write `" + shownKey(key) + " =` before its braces"
	if hasBlocks(t.subject, key) {
		expected = "a block: write `" + shownKey(key) + " {`, without `=`"
	}
	node, at := follow(t.subject.node, pointer)
	t.invalidAt(source.Place{Text: textOf(node), Range: at}, InvalidValue{Key: dotted(pointer), Expected: expected}, pointer, fitting(n))
}

// fitting is a value as it is meant.
func fitting(n *source.Node) *source.Node {
	origin := *n.Origin
	origin.Unfit = false
	again := *n
	again.Origin = &origin
	return &again
}

// requirements adds the arguments that are required and not written.
func (t terraformReader) requirements() {
	for _, place := range t.subject.is.required {
		path := strings.Split(place, ".")
		t.require(t.subject.node, path[:len(path)-1], nil, path[len(path)-1])
	}
}

// require adds an argument where the blocks that a path leads to do not have it.
func (t terraformReader) require(n *source.Node, path, at []string, key string) {
	switch {
	case n == nil:
	case len(path) > 0 && path[0] == "*":
		for i, item := range n.Items() {
			t.require(item, path[1:], append(slices.Clone(at), itoa(i)), key)
		}
	case len(path) > 0:
		t.require(n.Get(path[0]), path[1:], append(slices.Clone(at), path[0]), key)
	case n.Kind == source.Map && absent(n.Get(key)) && !mayMean(n, key):
		at = append(slices.Clone(at), key)
		t.invalid(InvalidValue{Key: dotted(at), Expected: "written: Terraform requires it"}, at)
	}
}

// mayMean says whether another key of a map may be meant to be one that it lacks.
func mayMean(n *source.Node, key string) bool {
	return slices.ContainsFunc(n.Entries(), func(e source.Entry) bool {
		return interpolatedKey(e.Key) || e.Key != key && schema.Misspelt(e.Key, []string{key}) != ""
	})
}

// terraformWords puts an invalid value of a resource into the words of Terraform's language.
func terraformWords(v InvalidValue, key string, s *Subject) InvalidValue {
	v.Dropped = ""
	if v.Expected == "an object" {
		v.Expected = "an argument with braces"
		if hasBlocks(s, key) {
			v.Expected = "a block"
		}
	}
	if strings.HasPrefix(v.Nearest, `{"`) {
		v.Nearest = strings.NewReplacer(`{"`, "{ ", `": `, " = ", "}", " }").Replace(v.Nearest)
	}
	return v
}

// hasBlocks says whether what is no scalar stands as a block under a key of a resource.
// Services have arguments alone.
func hasBlocks(s *Subject, key string) bool {
	return s.Kind == string(Endpoint) && key != "environment_vars"
}

// withoutTemplates is what of a text is known: the expressions of templates may hold
// anything.
func withoutTemplates(text string) string {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case depth == 0 && (c == '$' || c == '%') && strings.HasPrefix(text[i+1:], "{"):
			depth, i = 1, i+1
		case depth == 0:
			b.WriteByte(c)
		case c == '{':
			depth++
		case c == '}':
			depth--
		}
	}
	return b.String()
}
