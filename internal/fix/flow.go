package fix

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// flowWriter writes into maps in brackets.
type flowWriter struct{ *place }

// style is how a map in brackets is written.
type style struct {
	// colon stands between key and value, comma between entries on one line.
	colon, comma string
	// like is how one of its keys is written.
	like string
	// commas says that entries are divided by commas: in HCL the end of a line does it too.
	commas bool
	// indent is the space before its entries, where each begins a line; step is by how much
	// what is in it is indented further.
	lines        bool
	indent, step string
}

// styleOf is the style of a map in brackets.
func (w flowWriter) styleOf(in *source.Node) style {
	s := style{colon: ": ", comma: ", ", like: w.likeKey(in), step: "  ", commas: w.syntax != inHCL}
	if w.syntax == inHCL {
		s.colon = " = "
	}
	if s.like == "" {
		s.like = w.likeAbove()
	}
	if len(in.Entries()) == 0 {
		return s
	}
	last := &in.Entries()[len(in.Entries())-1]
	w.dividers(in, &s)
	start := w.lineStart(last.KeyRange().Start)
	if before := w.src[start:last.KeyRange().Start]; strings.Trim(before, " \t") == "" && start > in.Range().Start {
		s.lines, s.indent = true, before
		s.step = w.stepOf(in, before)
	}
	return s
}

// dividers adds to a style what divides keys, values and entries.
func (w flowWriter) dividers(in *source.Node, s *style) {
	last := &in.Entries()[len(in.Entries())-1]
	between := w.src[last.KeyRange().End:max(last.KeyRange().End, last.Value.Range().Start)]
	if strings.Trim(between, " ") == ":" {
		s.colon = strings.TrimLeft(between, " ")
	}
	if len(in.Entries()) == 1 {
		if s.colon == ":" {
			s.comma = ","
		}
		return
	}
	before := &in.Entries()[len(in.Entries())-2]
	between = w.src[min(w.entryEnd(before), last.KeyRange().Start):last.KeyRange().Start]
	s.commas = s.commas || strings.HasPrefix(between, ",")
	if strings.Trim(between, " ") == "," {
		s.comma = between
	}
}

// likeKey is how the first key of a map is written, "" where it has none.
func (w flowWriter) likeKey(in *source.Node) string {
	for i := range in.Entries() {
		if r := in.Entries()[i].KeyRange(); !in.Entries()[i].Merged && r.Start < r.End {
			return w.src[r.Start:r.End]
		}
	}
	return ""
}

// likeAbove is how a key around the place is written.
func (w flowWriter) likeAbove() string {
	for i := len(w.way) - 1; i >= 0; i-- {
		if e := w.way[i].entry; e != nil {
			return w.src[e.KeyRange().Start:e.KeyRange().End]
		}
	}
	return ""
}

// stepOf is by how much the entries of a map are indented.
func (w flowWriter) stepOf(in *source.Node, indent string) string {
	above := w.indentAt(in.Range().Start)
	if step, ok := strings.CutPrefix(indent, above); ok && step != "" {
		return step
	}
	return "  "
}

// indentAt is the space that the line of a byte begins with.
func (w flowWriter) indentAt(at int) string {
	start := w.lineStart(at)
	return w.src[start:w.spaces(start)]
}

// insertFlow writes an entry behind the last one of a map in brackets.
func (w flowWriter) insertFlow(in *source.Node, key string, value *source.Node) ([]change, error) {
	closing := in.Range().End - 1
	if closing <= in.Range().Start || w.src[in.Range().Start] != '{' || w.src[closing] != '}' {
		return nil, Refusal("the map has no brackets: write it by hand")
	}
	for i := range in.Entries() {
		if in.Entries()[i].Merged {
			return nil, Refusal("a merge key brings entries into the map: write `" + key + "` by hand")
		}
	}
	s := w.styleOf(in)
	if len(in.Entries()) == 0 {
		return w.insertFirst(in, key, value, s)
	}
	end := w.entryEnd(&in.Entries()[len(in.Entries())-1])
	comma := w.gap(end)
	trailing := comma < closing && w.src[comma] == ','
	if !trailing && w.gap(end) != closing {
		return nil, Refusal("the end of the map is not where it should be: write it by hand")
	}
	if s.lines {
		return w.insertLine(end, comma, closing, trailing, w.entry(key, value, s), s)
	}
	return w.insertInline(end, comma, closing, trailing, w.entry(key, value, s), s), nil
}

// entry is an entry in the style of a map in brackets.
func (w flowWriter) entry(key string, value *source.Node, s style) string {
	return w.syntax.key(key, s.like) + s.colon + w.flowValue(value, s)
}

// flowValue is a value in brackets: over lines where the map that it goes into is.
func (w flowWriter) flowValue(value *source.Node, s style) string {
	if value.Kind != source.Map {
		return w.inlineValue(value, s.like)
	}
	inner := s
	inner.indent += s.step
	parts := make([]string, 0, len(value.Entries()))
	for _, e := range value.Entries() {
		parts = append(parts, w.entry(e.Key, e.Value, inner))
	}
	if !s.lines {
		return "{" + strings.Join(parts, s.comma) + "}"
	}
	eol := w.newline()
	return "{" + eol + inner.indent + strings.Join(parts, ","+eol+inner.indent) + eol + s.indent + "}"
}

// insertLine writes an entry on a line of its own, behind the comment of the one before.
func (w flowWriter) insertLine(end, comma, closing int, trailing bool, entry string, s style) ([]change, error) {
	var changes []change
	from := end
	if trailing {
		from = comma + 1
	} else if s.commas {
		changes = append(changes, w.change(end, end, ","))
	}
	at, ends := w.tail(from)
	if ends && at < closing && w.lineEnd(at) < closing {
		text := w.newline() + s.indent + entry
		if trailing {
			text += ","
		}
		return append(changes, w.change(w.lineEnd(at), w.lineEnd(at), text)), nil
	}
	if strings.Contains(w.src[from:closing], "\n") {
		return nil, Refusal("a comment over lines stands behind the last entry: write it by hand")
	}
	if at > from { // a comment before the bracket
		return append(changes, w.change(at, at, " "+entry)), nil
	}
	return append(changes, w.change(from, from, w.newline()+s.indent+entry)), nil
}

// insertInline writes an entry on the line of the others.
func (w flowWriter) insertInline(end, comma, closing int, trailing bool, entry string, s style) []change {
	space := strings.TrimLeft(s.comma, ",")
	switch {
	case trailing:
		return []change{w.change(comma+1, comma+1, space+entry+",")}
	case w.hasComment(end, closing):
		at, ends := w.tail(end)
		if ends {
			return []change{w.change(end, end, ","), w.change(closing, closing, entry)}
		}
		return []change{w.change(end, end, ","), w.change(at, at, " "+entry)}
	}
	return []change{w.change(end, end, s.comma+entry)}
}

// insertFirst writes the first entry of a map.
func (w flowWriter) insertFirst(in *source.Node, key string, value *source.Node, s style) ([]change, error) {
	start, end := in.Range().Start+1, in.Range().End-1
	if strings.Trim(w.src[start:end], " \t\r\n") != "" {
		return nil, Refusal("a comment stands in the empty map: write it by hand")
	}
	if strings.Contains(w.src[start:end], "\n") {
		s.lines, s.indent = true, w.indentAt(in.Range().Start)+s.step
		eol := w.newline()
		return []change{w.change(start, end, eol+s.indent+w.entry(key, value, s)+eol+w.indentAt(in.Range().Start))}, nil
	}
	return []change{w.change(start, end, w.entry(key, value, s))}, nil
}

// inline is a value on one line, as it may stand behind a key.
func (w flowWriter) inline(value *source.Node, last *step) string {
	return w.inlineValue(value, w.src[last.entry.KeyRange().Start:last.entry.KeyRange().End])
}

// inlineValue is a value on one line; maps have their keys like another one.
func (w flowWriter) inlineValue(value *source.Node, like string) string {
	switch value.Kind {
	case source.Map:
		parts := make([]string, 0, len(value.Entries()))
		for _, e := range value.Entries() {
			colon := ": "
			if w.syntax == inHCL {
				colon = " = "
			}
			parts = append(parts, w.syntax.key(e.Key, like)+colon+w.inlineValue(e.Value, like))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case source.List:
		parts := make([]string, 0, len(value.Items()))
		for _, item := range value.Items() {
			parts = append(parts, w.inlineValue(item, like))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case source.Null, source.Bool, source.Number, source.String:
	}
	if w.syntax == inYAML && !strings.HasPrefix(like, `"`) {
		like = ""
	}
	return w.syntax.scalar(value, like)
}
