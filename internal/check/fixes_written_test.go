package check_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// manner is how a document is written that tests make: with comments c1c, c2c and so on, in
// the ways that people and tools write.
type manner struct {
	random *rand.Rand
	// indent is that of a level, tab says that JSON has tabs.
	indent string
	// dashed says that the dashes of a list in YAML stand under its key.
	dashed bool
	// flow is how many of ten maps and lists of YAML and JSON stand in one line.
	flow int
	// quotes is the quote of texts in YAML, "" for none where it can be.
	quotes string
	// said is how many of ten places have a comment.
	said  int
	count int
	// compact says that JSON has no spaces, trailing that it has commas behind the last.
	compact, trailing bool
}

func (m *manner) often(ofTen int) bool { return m.random.IntN(10) < ofTen }

// comment is one behind a sign, "" where there is none.
func (m *manner) comment(sign string) string {
	if !m.often(m.said) {
		return ""
	}
	m.count++
	return fmt.Sprintf("%s c%dc", sign, m.count)
}

// tail is a comment behind something on its line.
func (m *manner) tail(sign string) string {
	if c := m.comment(sign); c != "" {
		return strings.Repeat(" ", 1+m.random.IntN(2)) + c
	}
	return ""
}

// own is a comment on a line of its own, with the line end.
func (m *manner) own(sign, indent string) string {
	if c := m.comment(sign); c != "" {
		return indent + c + "\n"
	}
	return ""
}

func jsonText(text string) string {
	written, _ := json.Marshal(text)
	return string(written)
}

// scalar is a scalar of YAML.
func (m *manner) scalar(n *source.Node) string {
	if n.Kind != source.String {
		if n.Kind == source.Null {
			return "null"
		}
		return n.Text
	}
	switch {
	case m.quotes == "'":
		return "'" + strings.ReplaceAll(n.Text, "'", "''") + "'"
	case m.quotes == "" && strings.Trim(strings.ToLower(n.Text), "abcdefghijklmnopqrstuvwxyz_") == "" && n.Text != "" && !isWord(n.Text):
		return n.Text
	}
	return jsonText(n.Text)
}

func isWord(text string) bool {
	return slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}, strings.ToLower(text))
}

// inline is a value of YAML in brackets.
func (m *manner) inline(n *source.Node) string {
	switch n.Kind {
	case source.Map:
		parts := make([]string, 0, len(n.Entries()))
		for _, e := range n.Entries() {
			parts = append(parts, e.Key+": "+m.inline(e.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case source.List:
		parts := make([]string, 0, len(n.Items()))
		for _, item := range n.Items() {
			parts = append(parts, m.inline(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return m.scalar(n)
	}
}

// yaml is a map in block style.
func (m *manner) yaml(n *source.Node, indent string) string {
	var b strings.Builder
	for _, e := range n.Entries() {
		b.WriteString(m.own("#", indent))
		b.WriteString(indent + e.Key + ":" + m.yamlValue(e.Value, indent))
	}
	return b.String()
}

// yamlValue is what stands behind a key, to the end of its last line.
func (m *manner) yamlValue(n *source.Node, indent string) string {
	empty := len(n.Entries())+len(n.Items()) == 0
	switch {
	case n.Kind < source.List || empty || m.often(m.flow):
		return " " + m.inline(n) + m.tail("#") + "\n"
	case n.Kind == source.Map:
		return m.tail("#") + "\n" + m.yaml(n, indent+m.indent)
	}
	inner := indent
	if !m.dashed {
		inner += m.indent
	}
	text := m.tail("#") + "\n"
	for _, item := range n.Items() {
		text += m.own("#", inner)
		if item.Kind != source.Map || len(item.Entries()) == 0 || m.often(m.flow) {
			text += inner + "- " + m.inline(item) + m.tail("#") + "\n"
			continue
		}
		block := m.yaml(source.NewMap(item.Entries()[0]), inner+"  ")
		for strings.HasPrefix(strings.TrimLeft(block, " "), "#") { // a comment would stand behind the dash
			_, block, _ = strings.Cut(block, "\n")
		}
		text += inner + "- " + strings.TrimPrefix(block, inner+"  ")
		text += m.yaml(source.NewMap(item.Entries()[1:]...), inner+"  ")
	}
	return text
}

// json is a value of JSON with comments.
func (m *manner) json(n *source.Node, indent string) string {
	switch {
	case n.Kind == source.String:
		return jsonText(n.Text)
	case n.Kind < source.List:
		return m.inline(n)
	case m.compact || len(n.Entries())+len(n.Items()) == 0 || m.often(m.flow):
		return m.jsonLine(n)
	}
	inner, open, closing := indent+m.indent, "{", "}"
	if n.Kind == source.List {
		open, closing = "[", "]"
	}
	text := open + m.tail("//") + "\n"
	last := max(len(n.Entries()), len(n.Items())) - 1
	for i := range last + 1 {
		text += m.own("//", inner) + inner
		if n.Kind == source.Map {
			text += jsonText(n.Entries()[i].Key) + ": " + m.json(n.Entries()[i].Value, inner)
		} else {
			text += m.json(n.Items()[i], inner)
		}
		if c := m.comment("/*"); c != "" {
			text += " " + c + " */"
		}
		if i < last || m.trailing {
			text += ","
		}
		text += m.tail("//") + "\n"
	}
	return text + indent + closing
}

// jsonLine is a value of JSON on one line.
func (m *manner) jsonLine(n *source.Node) string {
	colon, comma := ": ", ", "
	if m.compact {
		colon, comma = ":", ","
	}
	var parts []string
	switch n.Kind {
	case source.Map:
		for _, e := range n.Entries() {
			parts = append(parts, jsonText(e.Key)+colon+m.jsonLine(e.Value))
		}
		return "{" + strings.Join(parts, comma) + "}"
	case source.List:
		for _, item := range n.Items() {
			parts = append(parts, m.jsonLine(item))
		}
		return "[" + strings.Join(parts, comma) + "]"
	case source.String:
		return jsonText(n.Text)
	default:
		return m.inline(n)
	}
}

// hcl is the body of a block.
func (m *manner) hcl(n *source.Node, indent string) string {
	var b strings.Builder
	for _, e := range n.Entries() {
		b.WriteString(m.own([]string{"#", "//"}[m.random.IntN(2)], indent))
		blocks := []*source.Node{e.Value}
		if e.Value.Kind == source.List {
			blocks = e.Value.Items()
		}
		if len(blocks) == 0 || blocks[0].Kind != source.Map {
			b.WriteString(indent + e.Key + " = " + m.hclValue(e.Value) + m.tail("#") + "\n")
			continue
		}
		for _, block := range blocks {
			if len(block.Entries()) == 1 && block.Entries()[0].Value.Kind < source.List && m.often(m.flow) {
				b.WriteString(indent + e.Key + " { " + block.Entries()[0].Key + " = " + m.hclValue(block.Entries()[0].Value) + " }\n")
				continue
			}
			b.WriteString(indent + e.Key + " {" + m.tail("//") + "\n" + m.hcl(block, indent+"  ") + indent + "}" + m.tail("#") + "\n")
		}
	}
	return b.String()
}

func (m *manner) hclValue(n *source.Node) string {
	if n.Kind == source.String {
		return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(jsonText(n.Text))
	}
	return m.inline(n)
}
