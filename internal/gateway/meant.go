package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// meaning is what an author may have meant by an invalid value.
type meaning struct {
	// nodes are the values that may be meant, one of them where that is clear; none
	// where nothing can be said.
	nodes []*source.Node
	// nearest is what to write, "" where it is not clear; it is never what was written.
	nearest string
	// quotes is add or drop where a scalar is right but for its quotes.
	quotes string
}

// meant says what may be meant by a value that a schema refuses.
func meant(n *source.Node, v schema.Violation) meaning {
	switch {
	case n == nil:
		return meaning{}
	case len(v.Values) > 0:
		return choice(n, v.Values)
	case slices.Contains(v.Types, "boolean"):
		return truth(n)
	case slices.Contains(v.Types, "integer"):
		return wholeNumber(n)
	case slices.Contains(v.Types, "string"):
		return words(n)
	case slices.Contains(v.Types, "object"):
		return block(n, v.Key)
	case slices.Contains(v.Types, "array"):
		return list(n, v.Key)
	}
	return meaning{}
}

// choice is one of an enumeration: the nearest, or else any.
func choice(n *source.Node, values []string) meaning {
	if nearest := nearestOf(n, values); nearest != "" {
		return meaning{nodes: []*source.Node{text(nearest)}, nearest: nearest}
	}
	var any []*source.Node
	for _, value := range values {
		any = append(any, text(value))
	}
	return meaning{nodes: any}
}

func nearestOf(n *source.Node, values []string) string {
	switch {
	case n.Kind == source.String, n.Kind == source.Bool:
		return schema.NearestValue(n.Text, values)
	case n.Kind == source.List && len(n.Items()) == 1:
		return nearestOf(n.Items()[0], values)
	}
	return ""
}

// truths are the words for true and false that are texts in JSON and in YAML 1.2.
var truths = map[string]string{
	"1": "true", "active": "true", "enable": "true", "enabled": "true", "on": "true", "true": "true", "y": "true", "yes": "true",
	"0": "false", "disable": "false", "disabled": "false", "false": "false", "inactive": "false", "n": "false", "no": "false", "none": "false", "off": "false",
}

// truth is true or false: what a word says, also within a block that only says
// whether something is enabled, or else either.
func truth(n *source.Node) meaning {
	if n.Kind == source.Map && len(n.Entries()) == 1 && n.Entries()[0].Key == "enabled" || n.Kind == source.List && len(n.Items()) == 1 {
		n = inner(n)
	}
	either := meaning{nodes: []*source.Node{{Kind: source.Bool, Text: "true"}, {Kind: source.Bool, Text: "false"}}}
	if n.Kind >= source.List {
		return either
	}
	word := strings.ToLower(strings.TrimSpace(n.Text))
	says := truths[word]
	if says == "" {
		says = schema.Misspelt(word, []string{"true", "false"})
	}
	if says == "" {
		return either
	}
	m := meaning{nodes: []*source.Node{{Kind: source.Bool, Text: says}}, nearest: says}
	if n.Kind == source.String && n.Text == says {
		m.quotes = "drop"
	}
	return m
}

func inner(n *source.Node) *source.Node {
	if n.Kind == source.List {
		return n.Items()[0]
	}
	return n.Entries()[0].Value
}

// digits is how long a number may be that is taken for an amount; an int64 has 19.
const digits = 18

// wholeNumber is the number that a text holds: "100", "1,000" or "50%".
func wholeNumber(n *source.Node) meaning {
	if n.Kind == source.List && len(n.Items()) == 1 {
		n = n.Items()[0]
	}
	if n.Kind != source.String {
		return meaning{}
	}
	amount := strings.NewReplacer(",", "", "_", "", " ", "", "%", "").Replace(n.Text)
	if amount == "" || len(amount) > digits || !isWhole(amount) {
		return meaning{}
	}
	m := meaning{nodes: []*source.Node{{Kind: source.Number, Text: amount}}, nearest: amount}
	if amount == n.Text {
		m.quotes = "drop"
	}
	return m
}

// words is a scalar as a string. What it says is not repeated: it may be a secret.
func words(n *source.Node) meaning {
	switch {
	case n.Kind == source.List && len(n.Items()) == 1 && n.Items()[0].Kind < source.List:
		return meaning{nodes: []*source.Node{text(n.Items()[0].Text)}}
	case n.Kind == source.Bool, n.Kind == source.Number:
		return meaning{nodes: []*source.Node{text(n.Text)}, quotes: "add"}
	}
	return meaning{}
}

// block is the block that a list of one holds, or the block whose only setting a
// word stands for: `fallback_config: true` or `pii: MASK`.
func block(n *source.Node, key string) meaning {
	if n.Kind == source.List && len(n.Items()) == 1 && n.Items()[0].Kind == source.Map {
		return meaning{nodes: n.Items()}
	}
	if n.Kind >= source.List {
		return meaning{}
	}
	switch key {
	case "usage_tracking_config", "fallback_config":
		if m := truth(n); m.nearest != "" {
			return meaning{nodes: []*source.Node{setting("enabled", m.nodes[0])}, nearest: `{"enabled": ` + m.nearest + `}`}
		}
	case "pii":
		if nearest := nearestOf(n, []string{"BLOCK", "MASK", "NONE"}); nearest != "" {
			return meaning{nodes: []*source.Node{setting("behavior", text(nearest))}, nearest: `{"behavior": "` + nearest + `"}`}
		}
	}
	return meaning{}
}

// wordLists are the keys of lists of words.
var wordLists = []string{"include_tool_selectors", "invalid_keywords", "valid_topics"}

// list is the list of one that a lone element stands for: a word, or a block that
// has a key of the elements.
func list(n *source.Node, key string) meaning {
	word := n.Kind == source.String && slices.Contains(wordLists, key)
	if !word && !hasAny(n, "key", "name", "entity_name", "served_entity_name") {
		return meaning{}
	}
	return meaning{nodes: []*source.Node{source.NewList(n)}}
}

func text(word string) *source.Node { return &source.Node{Kind: source.String, Text: word} }

func setting(key string, value *source.Node) *source.Node {
	return source.NewMap(source.Entry{Key: key, Value: value})
}
