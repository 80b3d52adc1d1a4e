package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
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

// syntax tells an error of the YAML parser; the end of the file is none.
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

var number = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// scalar tells words from other values. Words such as off and yes are strings,
// as YAML 1.2 has it.
func scalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		if number.MatchString(n.Value) {
			return json.Number(n.Value)
		}
		return json.Number("0") // octal, infinity …: a number, and no setting is one
	default:
		return n.Value
	}
}
