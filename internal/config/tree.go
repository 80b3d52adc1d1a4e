package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/schema"
)

// maxBytes bounds the file, maxDepth how deep it nests.
const (
	maxBytes = 1 << 20
	maxDepth = 20
)

// tree is a file as plain values, with the place of each.
type tree struct {
	faults *faults
	value  any
	// keys and values hold where a key, or an element, and its value begin, by
	// path.
	keys, values map[string]position
}

// join makes one string of a path; no key of a YAML file holds this character.
func join(path []string) string { return strings.Join(path, "\x00") }

// parse reads one YAML document. Everything that could hide a setting is a
// fault: repeated keys, merge keys, aliases, a second document.
func parse(file string, text []byte) *tree {
	t := &tree{faults: &faults{file: file}, keys: map[string]position{}, values: map[string]position{}}
	if len(text) > maxBytes {
		t.faults.add(position{}, "larger than the limit of 1 MiB for a configuration")
		return t
	}
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		t.syntax(err)
		return t
	}
	var document, second yaml.Node
	if err := loader.Load(&document); err != nil {
		t.syntax(err)
		return t
	}
	if err := loader.Load(&second); err == nil {
		t.faults.add(at(&second), "a second document; a configuration is one")
	} else {
		t.syntax(err)
	}
	if len(document.Content) > 0 {
		t.value = t.read(document.Content[0], nil)
	}
	return t
}

// syntax adds an error of the YAML parser; the end of the file is none.
func (t *tree) syntax(err error) {
	if errors.Is(err, io.EOF) {
		return
	}
	if fault, ok := errors.AsType[*yaml.LoadError](err); ok {
		t.faults.add(position{fault.Mark.Line, max(fault.Mark.Column, 1)}, "not valid YAML: %s", fault.Message)
		return
	}
	t.faults.add(position{}, "not valid YAML: %v", err)
}

func at(n *yaml.Node) position { return position{n.Line, n.Column} }

// read gives a node as what encoding/json would decode. Entries that are null
// are left out: they count as absent.
func (t *tree) read(n *yaml.Node, path []string) any {
	t.values[join(path)] = at(n)
	switch {
	case len(path) > maxDepth:
		t.faults.add(at(n), "nested deeper than the limit of %d", maxDepth)
	case n.Kind == yaml.MappingNode:
		return t.mapping(n, path)
	case n.Kind == yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for i, element := range n.Content {
			below := slices.Concat(path, []string{strconv.Itoa(i)})
			t.keys[join(below)] = at(element)
			list = append(list, t.read(element, below))
		}
		return list
	case n.Kind == yaml.ScalarNode:
		return scalar(n)
	default:
		t.faults.add(at(n), "an alias; write the value itself")
	}
	return nil
}

func (t *tree) mapping(n *yaml.Node, path []string) any {
	object := make(map[string]any, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge" {
			t.faults.add(at(key), "a key must be a plain word")
			continue
		}
		below := slices.Concat(path, []string{key.Value})
		if earlier, repeated := t.keys[join(below)]; repeated {
			t.faults.add(at(key), "%q is written twice, first in line %d", key.Value, earlier.line)
			continue
		}
		t.keys[join(below)] = at(key)
		if element := t.read(value, below); element != nil {
			object[key.Value] = element
		}
	}
	return object
}

var number = regex.Lazy(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// scalar is the value of a scalar. Words such as off and yes are strings, as YAML
// 1.2 has it.
func scalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		if number().MatchString(n.Value) {
			return json.Number(n.Value)
		}
		return json.Number("0") // octal, infinity …: a number, and no setting is one
	default:
		return n.Value
	}
}

// validate compares the file with the schema that editors use too.
func (t *tree) validate() error {
	violations, err := schema.Validate(schema.Config, t.value)
	if err != nil {
		return err
	}
	for _, v := range violations {
		switch v.Kind {
		case schema.UnknownKey:
			t.faults.add(t.keys[join(v.Pointer)], "unknown key %q%s", v.Key, suggestion(v.Nearest))
		case schema.InvalidValue, schema.Misplaced:
			t.faults.add(t.values[join(v.Pointer)], "%s must be %s%s", settingName(v.Pointer), v.Expected, suggestion(t.meant(v)))
		}
	}
	return t.faults.err()
}

// meant is the value of an enumeration that was probably meant by another word, "" where
// that is not clear.
func (t *tree) meant(v schema.Violation) string {
	if len(v.Values) == 0 {
		return ""
	}
	value := t.value
	for _, step := range v.Pointer {
		switch held := value.(type) {
		case map[string]any:
			value = held[step]
		case []any:
			i, _ := strconv.Atoi(step) // the pointer is the schema's
			value = held[i]
		}
	}
	switch value.(type) {
	case string, bool: // false may be off in another spelling
		return NearestLevel(fmt.Sprint(value), v.Values)
	default:
		return ""
	}
}

// suggestion ends a message with what was probably meant.
func suggestion(nearest string) string {
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", nearest)
}

// resolveRuleNames replaces slugs by IDs and refuses names that no rule has.
func (t *tree) resolveRuleNames(s *Settings, known []Rule) {
	s.Rules = t.byID(s.Rules, []string{"rules"}, known)
	for i := range s.Overrides {
		s.Overrides[i].Rules = t.byID(s.Overrides[i].Rules, []string{"overrides", strconv.Itoa(i), "rules"}, known)
	}
}

func (t *tree) byID(levels map[string]finding.Level, at []string, known []Rule) map[string]finding.Level {
	named := make(map[string]finding.Level, len(levels))
	written := make(map[string]string, len(levels))
	for _, name := range slices.Sorted(maps.Keys(levels)) {
		place := t.keys[join(append(slices.Clone(at), name))]
		id, ok := lookUp(name, known)
		switch {
		case !ok:
			t.faults.add(place, "there is no rule %q%s", name, suggestion(nearestRule(name, known)))
		case written[id] != "":
			t.faults.add(place, "%q and %q are one rule; keep one of them", name, written[id])
		}
		named[id], written[id] = levels[name], name
		t.keys[join(append(slices.Clone(at), id))] = place
	}
	return named
}

// lookUp finds the ID of a rule named by ID or slug.
func lookUp(name string, known []Rule) (id string, ok bool) {
	for _, rule := range known {
		if name == rule.ID || name == rule.Slug {
			return rule.ID, true
		}
	}
	return name, len(known) == 0
}

func nearestRule(name string, known []Rule) string {
	var names []string
	for _, rule := range known {
		if strings.EqualFold(name, rule.ID) {
			return rule.ID
		}
		names = append(names, rule.Slug)
	}
	if strings.HasPrefix(strings.ToUpper(name), "GW") {
		return "" // a number that is off by one is not a near rule
	}
	return schema.Nearest(name, names)
}

// checkGlobs refuses globs that cannot match anything because they are wrong.
func (t *tree) checkGlobs(s *Settings) {
	t.checkGlobList(s.Exclude, "exclude")
	for _, glob := range slices.Sorted(maps.Keys(s.Params.GatewayRoles)) {
		if !doublestar.ValidatePattern(glob) {
			t.faults.add(t.keys[join([]string{"params", "gateway_roles", glob})], "%q is not a glob", glob)
		}
	}
	for i, override := range s.Overrides {
		t.checkGlobList(override.Paths, "overrides", strconv.Itoa(i), "paths")
		t.checkGlobList(override.Subjects, "overrides", strconv.Itoa(i), "subjects")
	}
}

func (t *tree) checkGlobList(globs []string, path ...string) {
	for i, glob := range globs {
		if glob == "" || !doublestar.ValidatePattern(glob) {
			t.faults.add(t.values[join(append(slices.Clone(path), strconv.Itoa(i)))], "%q is not a glob", glob)
		}
	}
}

// mostDays is how long the usage tables keep a request.
const mostDays = 90

// checkWindow holds the window of guardrails to what a usage table can show: from one
// second, in which it counts, to all that it keeps.
func (t *tree) checkWindow(s *Settings) {
	window := time.Duration(s.Params.GuardrailWindow)
	if window < time.Second || window > mostDays*24*time.Hour {
		t.faults.add(t.values[join([]string{"params", "guardrail_window"})],
			"params.guardrail_window must be from 1s to %dh: the usage table keeps %d days", mostDays*24, mostDays)
	}
}

// settingName is a place of the file as messages begin with it.
func settingName(path []string) string {
	if len(path) == 0 {
		return "a configuration"
	}
	return strings.Join(path, ".")
}

// recordOrigins puts the line of every key and list element of the file into
// Origins.
func (t *tree) recordOrigins(s *Settings) {
	for path, at := range t.keys {
		s.Origins[strings.ReplaceAll(path, "\x00", ".")] = fmt.Sprintf("%s:%d", s.File, at.line)
	}
}
