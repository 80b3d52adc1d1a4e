package fix

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// yamlWriter writes into maps of YAML, in brackets or as blocks.
type yamlWriter struct{ flowWriter }

// The reasons that YAML gives not to edit.
const (
	fromAlias  = Refusal("the value comes from an alias: change it where its anchor is")
	fromMerge  = Refusal("the value comes in through a merge key: change it where its anchor is")
	anchored   = Refusal("an anchor stands on the value, which may be used elsewhere too: change it by hand")
	tagged     = Refusal("a tag says how the value is read: change it by hand")
	explicit   = Refusal("its key is written with `?`: change it by hand")
	tabs       = Refusal("a tab stands in the indentation: change it by hand")
	unindented = Refusal("its keys do not begin their lines: change it by hand")
)

// admitYAML refuses what is written elsewhere, or used elsewhere too.
func (w yamlWriter) admitYAML(s step) error {
	if s.entry == nil {
		return w.admitItem(s)
	}
	key, value := s.entry.KeyRange(), s.node.Range()
	switch {
	case s.entry.Merged:
		return fromMerge
	case value.Start < key.End, strings.HasPrefix(w.src[key.Start:], "*"):
		return fromAlias
	case strings.HasPrefix(w.src[w.lineStart(key.Start):], "\t"):
		return tabs
	}
	between := w.bare(key.End, value.Start)
	before, after, _ := strings.Cut(between, ":")
	switch {
	case strings.Contains(before, "\n"), strings.HasSuffix(strings.TrimRight(w.src[:key.Start], " "), "?"):
		return explicit
	case strings.Contains(after, "&"):
		return anchored
	case strings.Contains(after, "!"):
		return tagged
	}
	return nil
}

// admitItem is admitYAML for an element of a list.
func (w yamlWriter) admitItem(s step) error {
	list, at := s.in.Range(), s.node.Range()
	if at.Start < list.Start || at.End > list.End {
		return fromAlias
	}
	before := list.Start
	for _, item := range s.in.Items()[:s.index] {
		if list.Start <= item.Range().Start && item.Range().End <= list.End {
			before = max(before, item.Range().End)
		}
	}
	if at.Start < before {
		return fromAlias
	}
	between := w.bare(before, at.Start)
	switch {
	case strings.Contains(between, "&"):
		return anchored
	case strings.Contains(between, "!"):
		return tagged
	}
	return nil
}

// flow says whether a map or list is written in brackets.
func (w yamlWriter) flow(n *source.Node) bool {
	if w.syntax == inJSON {
		return true
	}
	return n.Range().Start < n.Range().End && strings.IndexByte("{[", w.src[n.Range().Start]) >= 0
}

// insert writes an entry into a map.
func (w yamlWriter) insert(in *source.Node, key string, value *source.Node) ([]change, error) {
	switch {
	case w.flow(in):
		return w.insertFlow(in, key, value)
	case w.syntax == inHCL:
		return hclWriter(w).insertHCL(in, key, value)
	}
	return w.insertBlock(in, key, value)
}

// insertBlock writes an entry behind the last one of a map in YAML's block style.
func (w yamlWriter) insertBlock(in *source.Node, key string, value *source.Node) ([]change, error) {
	var last *source.Entry
	for i := range in.Entries() {
		e := &in.Entries()[i]
		if e.Merged {
			return nil, Refusal("a merge key brings entries into the map: write `" + key + "` by hand")
		}
		if last == nil || e.KeyRange().Start > last.KeyRange().Start {
			last = e
		}
	}
	if last == nil {
		return nil, Refusal("nothing is written there: write it by hand")
	}
	indent, err := w.indentOf(in)
	if err != nil {
		return nil, err
	}
	at, ends := w.tail(w.entryEnd(last))
	if !ends {
		return nil, unindented
	}
	if at = w.lineEnd(at); w.blockText(last) {
		at = w.lineEnd(w.entryEnd(last))
	}
	step := w.indentStep(len(indent))
	lines := w.block(key, value, indent, step, w.likeKey(in))
	return []change{w.change(at, at, w.newline()+strings.Join(lines, w.newline()))}, nil
}

// blockText says whether the value of an entry is a text over lines, behind which no
// comment of its own can stand.
func (w yamlWriter) blockText(e *source.Entry) bool {
	r := e.Value.Range()
	return r.Start < r.End && e.Value.Kind == source.String && strings.IndexByte("|>", w.src[r.Start]) >= 0
}

// indentOf is the space before the keys of a map in block style.
func (w yamlWriter) indentOf(in *source.Node) (string, error) {
	first := in.Entries()[0].KeyRange().Start
	for i := range in.Entries() {
		first = min(first, in.Entries()[i].KeyRange().Start)
	}
	before := w.src[w.lineStart(first):first]
	if strings.Contains(before, "\t") {
		return "", tabs
	}
	if strings.Trim(before, " -") != "" {
		return "", unindented
	}
	return strings.Repeat(" ", len(before)), nil
}

// indentStep is by how much a map in the map of a column is indented.
func (w yamlWriter) indentStep(column int) int {
	for i := len(w.way) - 1; i >= 0; i-- {
		if e := w.way[i].entry; e != nil {
			above := e.KeyRange().Start - w.lineStart(e.KeyRange().Start)
			if above < column {
				return min(max(column-above, 1), 8)
			}
		}
	}
	return 2
}

// block are the lines of an entry in block style.
func (w yamlWriter) block(key string, value *source.Node, indent string, step int, like string) []string {
	head := indent + w.syntax.key(key, like) + ":"
	if value.Kind != source.Map {
		return []string{head + " " + w.inlineValue(value, like)}
	}
	lines := []string{head}
	for _, e := range value.Entries() {
		lines = append(lines, w.block(e.Key, e.Value, indent+strings.Repeat(" ", step), step, like)...)
	}
	return lines
}

// fillBlock writes a map below a key that has no value.
func (w yamlWriter) fillBlock(value *source.Node, last *step) ([]change, error) {
	indent, err := w.indentOf(last.in)
	if err != nil {
		return nil, err
	}
	at, ends := w.tail(w.node().Range().End)
	if !ends {
		return nil, unindented
	}
	at = w.lineEnd(at)
	step := w.indentStep(len(indent))
	indent += strings.Repeat(" ", step)
	var lines []string
	for _, e := range value.Entries() {
		lines = append(lines, w.block(e.Key, e.Value, indent, step, w.likeKey(last.in))...)
	}
	return []change{w.change(at, at, w.newline()+strings.Join(lines, w.newline()))}, nil
}
