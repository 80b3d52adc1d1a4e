package rules

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/module"
	"github.com/gwlint/gwlint/internal/regex"
)

// maxDepth is how deep METADATA may nest: three levels say all that there is to say.
const maxDepth = 20

// written is a METADATA block as its author wrote it: plain values as encoding/json
// decodes them, and the line of each.
type written struct {
	value  map[string]any
	lines  map[string]int // by path; "" is the line of the word METADATA
	faults []lineFault    // what could hide a value
}

// readMetadata reads the YAML of the block, of which OPA says no lines. Rego that OPA
// has parsed holds YAML that is valid.
func readMetadata(m module.Module) written {
	text, before := m.MetadataText()
	w := written{value: map[string]any{}, lines: map[string]int{"": before}}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil || len(document.Content) == 0 {
		return w
	}
	if object, ok := w.read(document.Content[0], nil, before).(map[string]any); ok {
		w.value = object
	}
	return w
}

// joined makes one string of a path; no key of a YAML file holds this character.
func joined(path []string) string { return strings.Join(path, "\x00") }

// line is where a path is written, or the nearest of its parents.
func (w written) line(path []string) int {
	for ; len(path) > 0; path = path[:len(path)-1] {
		if line, ok := w.lines[joined(path)]; ok {
			return line
		}
	}
	return w.lines[""]
}

// at is the value at a path, nil where there is none.
func (w written) at(path []string) any {
	var here any = w.value
	for _, step := range path {
		switch value := here.(type) {
		case map[string]any:
			here = value[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(value) {
				return nil
			}
			here = value[i]
		default:
			return nil
		}
	}
	return here
}

func (w *written) read(n *yaml.Node, path []string, before int) any {
	if _, known := w.lines[joined(path)]; !known {
		w.lines[joined(path)] = n.Line + before
	}
	switch {
	case len(path) > maxDepth:
		w.faults = append(w.faults, lineFault{n.Line + before, fmt.Sprintf("METADATA nests deeper than the limit of %d", maxDepth)})
		return nil
	case n.Kind == yaml.MappingNode:
		object := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			below := slices.Concat(path, []string{key.Value})
			w.lines[joined(below)] = key.Line + before
			object[key.Value] = w.read(n.Content[i+1], below, before)
		}
		return object
	case n.Kind == yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for i, element := range n.Content {
			list = append(list, w.read(element, slices.Concat(path, []string{strconv.Itoa(i)}), before))
		}
		return list
	case n.Kind == yaml.AliasNode:
		w.faults = append(w.faults, lineFault{n.Line + before, "METADATA has an alias; write the value itself"})
		return nil
	}
	return scalar(n)
}

var number = regex.Lazy(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// scalar is the value of a scalar as JSON has it.
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
		return json.Number("0")
	default:
		return n.Value
	}
}
