package bundle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// texts is the work on one text.
type texts struct {
	*values

	node  *source.Node
	text  string
	open  map[string]bool // the references in it whose values are not known
	whys  []string        // why they are not
	parts []source.Spot   // where those that are known come from
	stuck string          // why the text stays as it is written
}

// references returns those that are still to be replaced.
func (t *texts) references() []reference {
	return slices.DeleteFunc(references(t.text), func(r reference) bool { return t.open[r.in(t.text)] })
}

// whole returns what a text stands for that is one reference.
func (t *texts) whole(ref reference) resolved {
	got := t.lookup(t.node, ref.in(t.text), ref)
	got.parts = join(got.parts, nil, t.parts)
	if why := got.unknown(); why != "" && isUnresolved(t.node) && t.node.Origin.Unresolved == why && got.node.Text == t.node.Text {
		return resolved{node: t.node, whys: got.whys}
	}
	return got
}

// replace replaces references in the text by their values once; false where that changes
// nothing.
func (t *texts) replace(refs []reference) bool {
	var b strings.Builder
	at := 0
	for _, ref := range refs {
		name := ref.in(t.text)
		got := t.lookup(t.node, name, ref)
		value := inText(got.node)
		if got.node.Kind >= source.List {
			why := "`" + name + "` is a map or a list, which cannot stand in a text"
			t.refuse(t.node, name, why+": refer to a part of it")
			value, got = name, unresolved(name, why)
		}
		t.keep(got)
		b.WriteString(t.text[at:ref.start])
		b.WriteString(value)
		at = ref.end
		if b.Len() > maxText || t.bytes > maxTexts {
			t.stuck = fmt.Sprintf("references make a text of more than %d bytes, or all texts of more than %d", maxText, maxTexts)
			t.limit(t.node, t.stuck+": refer to less")
			return false
		}
	}
	b.WriteString(t.text[at:])
	before := t.text
	t.text = b.String()
	t.bytes += len(t.text)
	return t.text != before
}

// keep takes note of where a part of the text comes from, and of what is not known of it.
func (t *texts) keep(got resolved) {
	t.parts = join(t.parts, got.from, got.parts)
	if got.unknown() == "" {
		return
	}
	if t.open == nil {
		t.open = map[string]bool{}
	}
	for _, ref := range references(got.node.Text) {
		t.open[ref.in(got.node.Text)] = true
	}
	for _, why := range got.whys {
		if !slices.Contains(t.whys, why) {
			t.whys = append(t.whys, why)
		}
	}
}

// made returns the text as it was made.
func (t *texts) made() resolved {
	n, before := t.node, originOf(t.node)
	if t.stuck != "" {
		t.text, t.parts, t.whys = n.Text, nil, []string{t.stuck}
	}
	if before.Unresolved != "" && t.text == n.Text && len(t.whys) == 0 {
		return resolved{node: n, whys: []string{before.Unresolved}}
	}
	got := resolved{node: n, parts: t.parts, whys: t.whys, stuck: t.stuck}
	origin := source.Origin{Text: before.Text, Unresolved: said(t.whys)}
	origin.Known = origin.Unresolved == "" && (t.given[n] || takenLiterally(t.text))
	if t.text != n.Text || origin.Unresolved != before.Unresolved || origin.Known != before.Known {
		got.node = &source.Node{Kind: source.String, Text: t.text, Span: n.Span, Origin: &origin}
	}
	return got
}

// said joins reasons.
func said(whys []string) string {
	if len(whys) > maxWhy {
		whys = append(whys[:maxWhy:maxWhy], "and more")
	}
	return strings.Join(whys, "; ")
}

// inText returns a value as it stands in a text. Source of how null and numbers do:
// Databricks CLI v1.10.0.
func inText(n *source.Node) string {
	switch n.Kind {
	case source.Null:
		return "<nil>"
	case source.Number:
		if number, err := strconv.ParseFloat(n.Text, 64); err == nil && strings.ContainsAny(n.Text, ".eE") {
			return fmt.Sprint(number)
		}
		return n.Text
	default:
		return n.Text
	}
}
