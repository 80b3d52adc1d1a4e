package source

import (
	"math"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// resolveScalar sets what a scalar means. A value that its tag does not fit is
// a string.
func resolveScalar(node *Node, read *yaml.Node) {
	node.Kind, node.Text = String, read.Value
	switch read.Tag {
	case "!!null":
		node.Kind, node.Text = Null, ""
	case "!!bool":
		if word, ok := boolWord(read.Value); ok {
			node.Kind, node.Text = Bool, word
		}
	case "!!int", "!!float":
		if number, ok := jsonNumber(read.Value); ok {
			node.Kind, node.Text = Number, number
		}
	}
}

func boolWord(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "true", "yes", "on", "y":
		return "true", true
	case "false", "no", "off", "n":
		return "false", true
	}
	return "", false
}

// jsonNumber writes a YAML number as JSON does: 0x10 is 16, 1_000 is 1000, .5
// is 0.5. Infinity and NaN have no such form.
func jsonNumber(text string) (string, bool) {
	if numberEnd(text, 0) == len(text) {
		return text, true
	}
	text = strings.ReplaceAll(text, "_", "")
	if i, err := strconv.ParseInt(text, 0, 64); err == nil {
		return strconv.FormatInt(i, 10), true
	}
	if u, err := strconv.ParseUint(strings.TrimPrefix(text, "+"), 0, 64); err == nil {
		return strconv.FormatUint(u, 10), true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return "", false
	}
	return strconv.FormatFloat(f, 'g', -1, 64), true
}
