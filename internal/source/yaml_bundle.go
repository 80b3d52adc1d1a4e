package source

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// ParseBundle reads a file of a Databricks Asset Bundle as the Databricks CLI does: as
// YAML whatever its name is, and only its first document; nil where that holds nothing.
// It differs from Parse in what readers of YAML take differently: of the maps of a list
// behind `<<` the later wins, `<<` takes no map that is written in place and stands once in
// a map, keys are texts, and a number with leading zeros is decimal.
//
// Its error is like that of Parse. A further document that holds anything is one too, with
// which the first is returned: nothing reads it. What was not read is masked.
//
// Source: Databricks CLI v1.10.0, `databricks bundle validate` of such files.
func ParseBundle(text *Text, limits Limits) (*Node, error) {
	root, read, err := parseBundle(text, limits.forText(text))
	if err != nil {
		text.Mask(Range{Start: read, End: len(text.Bytes)})
	}
	return root, err
}

// parseBundle returns the first document, and how far the text was read.
func parseBundle(text *Text, limits Limits) (root *Node, read int, err error) {
	p, loader, err := newYAML(text, limits)
	if err != nil {
		return nil, 0, err
	}
	p.bundle = true
	first, err := load(loader)
	if errors.Is(err, io.EOF) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, p.fail(err)
	}
	if root, err = p.document(first); err != nil {
		return nil, 0, err
	}
	return root, root.Range().End, p.noMore(loader)
}

// noMore is an error where a further document holds anything.
func (y *yamlParser) noMore(loader *yaml.Loader) error {
	for {
		next, err := load(loader)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || len(next.Content) == 0 || !isNull(next.Content[0]) {
			return y.text.errorAt(y.nextDocument(), "the Databricks CLI reads only the first document of a file: move what follows to a file of its own")
		}
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// nextDocument is where the line of `---` begins that follows what was read.
func (y *yamlParser) nextDocument() int {
	if at := strings.Index(y.src[y.end:], "\n---"); at >= 0 {
		return y.end + at + 1
	}
	return y.end
}

// bundleKey is an error where the Databricks CLI takes no such key.
func (y *yamlParser) bundleKey(key *yaml.Node, start int) error {
	switch key.Kind {
	case yaml.AliasNode:
		return y.text.errorAt(start, "the Databricks CLI takes no alias as a key: write the key")
	case yaml.ScalarNode:
		if !slices.Contains([]string{"!!str", "!!null", "!!merge"}, key.ShortTag()) {
			return y.text.errorAt(start, "the Databricks CLI takes only a text as a key: quote it")
		}
		at := y.scalarRange(key, start)
		if strings.Contains(y.src[at.Start:at.End], "\n") && !strings.HasSuffix(strings.TrimRight(y.src[:start], " "), "?") {
			return y.text.errorAt(start, "a key ends on the line that it begins on: a comment in JSON is read as a part of one")
		}
	default:
	}
	return nil
}

// bundleSources are the maps behind a merge key, the first one winning.
func (y *yamlParser) bundleSources(from []*Node, entry Entry, value *yaml.Node, again bool) ([]*Node, error) {
	at := entry.KeyRange().Start
	switch {
	case again:
		return nil, y.text.errorAt(at, "the Databricks CLI takes `<<` once in a map: list the anchors behind one, as in `<<: [*a, *b]`")
	case value.Kind == yaml.MappingNode:
		return nil, y.text.errorAt(at, "the Databricks CLI takes only an alias behind `<<`, or a list: write the keys in the map itself")
	case value.Kind == yaml.AliasNode && entry.Value.Kind == List:
		return nil, y.text.errorAt(at, "the Databricks CLI takes no alias of a list behind `<<`: list the anchors, as in `<<: [*a, *b]`")
	}
	from = slices.Clone(from)
	slices.Reverse(from)
	return from, nil
}

// bundleScalar is an error where the Databricks CLI knows no such value, and sets a number as it
// reads it.
func (y *yamlParser) bundleScalar(node *Node, read *yaml.Node) error {
	known := true
	switch read.ShortTag() {
	case "!!str", "!!null", "!!timestamp":
	case "!!bool":
		word := strings.ToLower(read.Value)
		known = word == "true" || word == "false"
	case "!!int":
		node.Text, known = wholeOfBundle(read.Value)
	case "!!float":
		word := strings.ToLower(strings.TrimLeft(read.Value, "+-"))
		known = node.Kind == Number || word == ".inf" || word == ".nan"
	default:
		return y.text.errorAt(node.Range().Start, "the Databricks CLI does not know the tag of this value: remove it")
	}
	if !known {
		return y.text.errorAt(node.Range().Start, "the Databricks CLI does not read this value as what its tag says: remove the tag, or write a value of at most 64 bits")
	}
	return nil
}

// wholeOfBundle is a whole number as JSON writes it.
func wholeOfBundle(written string) (string, bool) {
	i, err := strconv.ParseInt(strings.TrimLeft(written, "0"), 10, 64)
	if err != nil {
		i, err = strconv.ParseInt(written, 0, 64)
	}
	return strconv.FormatInt(i, 10), err == nil
}
