package schema

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// explainer turns the library's errors into violations of one schema.
type explainer struct {
	name  Name
	trees trees
}

func (e explainer) violation(departure gojsonschema.ResultError) Violation {
	// The first step of a context is always "(root)".
	path := strings.Split(departure.Context().String(separator), separator)[1:]
	if property, ok := departure.Details()["property"].(string); ok && departure.Type() == "additional_property_not_allowed" {
		return Violation{
			Kind:    UnknownKey,
			Pointer: append(path, property),
			Key:     property,
		}
	}
	here := e.trees.at(e.name, path)
	found := Violation{Pointer: path}
	if len(path) > 0 {
		found.Key = path[len(path)-1]
	}
	if belongs := here.belongs(); belongs != "" {
		found.Kind, found.Belongs = Misplaced, e.relative(belongs)
		return found
	}
	if instead := here.instead(); instead != "" {
		found.Kind, found.Nearest = UnknownKey, instead
		return found
	}
	found.Expected = expected(here.tree)
	found.Values, found.Types = proposed(here.tree), slices.DeleteFunc(types(here.tree), func(t string) bool { return t == "null" })
	found.CaseOnly = caseOnly(here.tree, departure.Value())
	if property, ok := departure.Details()["property"].(string); ok && here.tree["x-expected"] == nil {
		found.Expected = "an object with " + property // a required key is missing
	}
	return found
}

// suggestions is the number of unknown keys of one document for which a near
// key is looked for. A document with more is not one of ours.
const suggestions = 100

func (e explainer) suggest(found []Violation) {
	left := suggestions
	for i := range found {
		v := &found[i]
		if v.Kind != UnknownKey || v.Nearest != "" || left == 0 {
			continue
		}
		v.Nearest = e.nearest(v.Pointer[:len(v.Pointer)-1], v.Key)
		left--
	}
}

// relative shortens a path in an endpoint to one in the body of a PUT, which is
// an endpoint's ai_gateway or its config.
func (e explainer) relative(belongs string) string {
	switch e.name {
	case PutAIGateway:
		return strings.TrimPrefix(belongs, "ai_gateway.")
	case PutConfig:
		return strings.TrimPrefix(belongs, "config.")
	default:
		return belongs
	}
}

// nearest is the key that was most likely meant by an unknown key of the object
// at path: one of the same object if any is near, else a setting of another
// place that people are known to write here.
func (e explainer) nearest(path []string, key string) string {
	known, misplaced := e.trees.keys(e.trees.at(e.name, path))
	if found := Nearest(key, known); found != "" {
		return found
	}
	if found := Nearest(key, slices.Sorted(maps.Keys(misplaced))); found != "" {
		return e.relative(misplaced[found])
	}
	return ""
}

var typeWords = map[string]string{
	"object":  "an object",
	"array":   "a list",
	"string":  "a string",
	"integer": "a whole number",
	"number":  "a number",
	"boolean": "true or false",
}

// expected says in plain words what a schema accepts. Null is left out: it
// counts as absent.
func expected(tree map[string]any) string {
	if words, ok := tree["x-expected"].(string); ok {
		return words
	}
	if values := enum(tree); len(values) > 0 {
		return joinOr(values)
	}
	var words []string
	for _, name := range types(tree) {
		if word, ok := typeWords[name]; ok {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return "another value"
	}
	return joinOr(words)
}

func types(tree map[string]any) []string {
	switch written := tree["type"].(type) {
	case string:
		return []string{written}
	case []any:
		return stringsOf(written)
	default:
		return nil
	}
}

func enum(tree map[string]any) []string {
	values, _ := tree["enum"].([]any)
	return stringsOf(values)
}

func stringsOf(values []any) []string {
	var found []string
	for _, value := range values {
		if text, ok := value.(string); ok {
			found = append(found, text)
		}
	}
	return found
}

// joinOr joins words as a sentence does: a, b or c.
func joinOr(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func caseOnly(tree map[string]any, value any) bool {
	text, ok := value.(string)
	if !ok {
		return false
	}
	for _, valid := range enum(tree) {
		if strings.EqualFold(text, valid) {
			return true
		}
	}
	return false
}

// trees are a schema and every schema that it refers to as decoded JSON, by name,
// so that a reference from one file to another can be followed.
type trees map[Name]map[string]any

// treesOf returns a schema and those it refers to.
var treesOf = onceForEach(loadTrees)

func loadTrees(name Name) (trees, error) {
	trees := make(trees)
	for open := []Name{name}; len(open) > 0; open = open[1:] {
		if trees[open[0]] != nil {
			continue
		}
		tree, err := decodeTree(open[0])
		if err != nil {
			return nil, err
		}
		trees[open[0]] = tree
		text := Text(open[0])
		for _, other := range Names() {
			if bytes.Contains(text, []byte(`"`+string(other)+suffix+"#")) {
				open = append(open, other)
			}
		}
	}
	return trees, nil
}

// subschema is a schema somewhere in a file; its references are relative to file.
type subschema struct {
	file Name
	tree map[string]any
}

// at follows a path in a value and returns the schema that its end must
// satisfy; the tree is nil where no schema says anything.
func (t trees) at(name Name, path []string) subschema {
	here := t.resolve(subschema{name, t[name]})
	for _, step := range path {
		here = t.resolve(here.child(step))
	}
	return here
}

func (s subschema) child(step string) subschema {
	properties, _ := s.tree["properties"].(map[string]any)
	for _, next := range []any{properties[step], s.tree["items"], s.tree["additionalProperties"]} {
		if tree, ok := next.(map[string]any); ok {
			return subschema{s.file, tree}
		}
	}
	return subschema{file: s.file}
}

// resolve follows $ref; the schemas have no circular ones.
func (t trees) resolve(p subschema) subschema {
	ref, ok := p.tree["$ref"].(string)
	if !ok {
		return p
	}
	file, fragment, _ := strings.Cut(ref, "#/")
	if file != "" {
		p.file = Name(strings.TrimSuffix(file, suffix))
	}
	tree := t[p.file]
	for step := range strings.SplitSeq(fragment, "/") {
		tree, _ = tree[step].(map[string]any)
	}
	return t.resolve(subschema{p.file, tree})
}

// keys are the keys that an object may have here, and the misplaced and undocumented
// ones with what to write instead.
func (t trees) keys(p subschema) (known []string, misplaced map[string]string) {
	properties, _ := p.tree["properties"].(map[string]any)
	misplaced = make(map[string]string)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		if belongs := t.resolve(p.child(key)).belongs(); belongs != "" {
			misplaced[key] = belongs
			continue
		}
		if instead := t.resolve(p.child(key)).instead(); instead != "" {
			misplaced[key] = instead
			continue
		}
		known = append(known, key)
	}
	return known, misplaced
}

// instead is the key, or its path, that is documented for one that is not.
func (s subschema) instead() string {
	instead, _ := s.tree["x-instead"].(string)
	return instead
}

func (s subschema) belongs() string {
	belongs, _ := s.tree["x-belongs"].(string)
	return belongs
}
