package fix

import (
	"encoding/json"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// Value reads what Set writes from its JSON.
func Value(written string) (*source.Node, error) {
	text, err := source.NewText("value.json", []byte(written))
	if err != nil {
		return nil, err
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		return nil, err
	}
	return documents[0].Root, nil
}

// nested is a value below keys that are not written.
func nested(keys []string, value *source.Node) *source.Node {
	for i := len(keys) - 1; i >= 0; i-- {
		value = source.NewMap(source.Entry{Key: keys[i], Value: value})
	}
	return value
}

// scalar writes a scalar in the manner of the one that stands there, "" for none.
func (s syntax) scalar(n *source.Node, like string) string {
	switch n.Kind {
	case source.Null:
		return "null"
	case source.Bool, source.Number:
		return n.Text
	case source.String, source.List, source.Map:
	}
	switch {
	case s == inHCL:
		return hclQuoted(n.Text)
	case s == inJSON || strings.HasPrefix(like, `"`):
		return quoted(n.Text)
	case strings.HasPrefix(like, "'"):
		return "'" + strings.ReplaceAll(n.Text, "'", "''") + "'"
	case plainText().MatchString(n.Text) && !isWordOfYAML(n.Text):
		return n.Text
	}
	return quoted(n.Text)
}

// plainText is what YAML reads as a text without quotes, whatever its version.
var plainText = regex.Lazy(`^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*$`)

// isWordOfYAML says whether YAML of some version reads a word as no text.
func isWordOfYAML(word string) bool {
	switch strings.ToLower(word) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return true
	}
	return false
}

// quoted is a text as JSON writes it, which YAML reads too.
func quoted(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a text can be encoded
	return strings.TrimSuffix(b.String(), "\n")
}

// hclQuoted is a text as HCL writes it.
func hclQuoted(text string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quoted(text))
}

// key writes a key in the manner of another one.
func (s syntax) key(key, like string) string {
	switch {
	case s == inHCL && !strings.HasPrefix(like, `"`):
		return key
	case s == inHCL:
		return hclQuoted(key)
	case s == inJSON && like == "":
		return quoted(key)
	case like != "" && like[0] != '"' && like[0] != '\'':
		like = ""
	}
	return s.scalar(&source.Node{Kind: source.String, Text: key}, like)
}

// isTemplate says whether what is written has yet to be filled in.
func isTemplate(written string) bool {
	for _, sign := range []string{"${", "{{", "%{", "#{", "$(", "<%", "[["} {
		if strings.Contains(written, sign) {
			return true
		}
	}
	return false
}
