package fix

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

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
func (p *place) styleOf(in *source.Node) style {
	s := style{colon: ": ", comma: ", ", like: p.likeKey(in), step: "  ", commas: p.syntax != inHCL}
	if p.syntax == inHCL {
		s.colon = " = "
	}
	if s.like == "" {
		s.like = p.likeAbove()
	}
	if len(in.Entries) == 0 {
		return s
	}
	last := &in.Entries[len(in.Entries)-1]
	p.dividers(in, &s)
	start := p.lineStart(last.KeyRange.Start)
	if before := p.src[start:last.KeyRange.Start]; strings.Trim(before, " \t") == "" && start > in.Range.Start {
		s.lines, s.indent = true, before
		s.step = p.stepOf(in, before)
	}
	return s
}

// dividers adds to a style what divides keys, values and entries.
func (p *place) dividers(in *source.Node, s *style) {
	last := &in.Entries[len(in.Entries)-1]
	between := p.src[last.KeyRange.End:max(last.KeyRange.End, last.Value.Range.Start)]
	if strings.Trim(between, " ") == ":" {
		s.colon = strings.TrimLeft(between, " ")
	}
	if len(in.Entries) == 1 {
		if s.colon == ":" {
			s.comma = ","
		}
		return
	}
	before := &in.Entries[len(in.Entries)-2]
	between = p.src[min(p.entryEnd(before), last.KeyRange.Start):last.KeyRange.Start]
	s.commas = s.commas || strings.HasPrefix(between, ",")
	if strings.Trim(between, " ") == "," {
		s.comma = between
	}
}

// likeAbove is how a key around the place is written.
func (p *place) likeAbove() string {
	for i := len(p.way) - 1; i >= 0; i-- {
		if e := p.way[i].entry; e != nil {
			return p.src[e.KeyRange.Start:e.KeyRange.End]
		}
	}
	return ""
}

// stepOf is by how much the entries of a map are indented.
func (p *place) stepOf(in *source.Node, indent string) string {
	above := p.indentAt(in.Range.Start)
	if step, ok := strings.CutPrefix(indent, above); ok && step != "" {
		return step
	}
	return "  "
}

// indentAt is the space that the line of a byte begins with.
func (p *place) indentAt(at int) string {
	start := p.lineStart(at)
	return p.src[start:p.spaces(start)]
}

// insertFlow writes an entry behind the last one of a map in brackets.
func (p *place) insertFlow(in *source.Node, key string, value *source.Node) ([]change, error) {
	closing := in.Range.End - 1
	if closing <= in.Range.Start || p.src[in.Range.Start] != '{' || p.src[closing] != '}' {
		return nil, Refusal("the map has no brackets: write it by hand")
	}
	for i := range in.Entries {
		if in.Entries[i].Merged {
			return nil, Refusal("a merge key brings entries into the map: write `" + key + "` by hand")
		}
	}
	s := p.styleOf(in)
	if len(in.Entries) == 0 {
		return p.insertFirst(in, key, value, s)
	}
	end := p.entryEnd(&in.Entries[len(in.Entries)-1])
	comma := p.gap(end)
	trailing := comma < closing && p.src[comma] == ','
	if !trailing && p.gap(end) != closing {
		return nil, Refusal("the end of the map is not where it should be: write it by hand")
	}
	if s.lines {
		return p.insertLine(end, comma, closing, trailing, p.entry(key, value, s), s)
	}
	return p.insertInline(end, comma, closing, trailing, p.entry(key, value, s), s), nil
}

// entry is an entry in the style of a map in brackets.
func (p *place) entry(key string, value *source.Node, s style) string {
	return p.key(key, s.like) + s.colon + p.flowValue(value, s)
}

// flowValue is a value in brackets: over lines where the map that it goes into is.
func (p *place) flowValue(value *source.Node, s style) string {
	if value.Kind != source.Map {
		return p.inlineValue(value, s.like)
	}
	inner := s
	inner.indent += s.step
	parts := make([]string, 0, len(value.Entries))
	for _, e := range value.Entries {
		parts = append(parts, p.entry(e.Key, e.Value, inner))
	}
	if !s.lines {
		return "{" + strings.Join(parts, s.comma) + "}"
	}
	eol := p.newline()
	return "{" + eol + inner.indent + strings.Join(parts, ","+eol+inner.indent) + eol + s.indent + "}"
}

// insertLine writes an entry on a line of its own, behind the comment of the one before.
func (p *place) insertLine(end, comma, closing int, trailing bool, entry string, s style) ([]change, error) {
	var changes []change
	from := end
	if trailing {
		from = comma + 1
	} else if s.commas {
		changes = append(changes, p.change(end, end, ","))
	}
	at, ends := p.tail(from)
	if ends && at < closing && p.lineEnd(at) < closing {
		text := p.newline() + s.indent + entry
		if trailing {
			text += ","
		}
		return append(changes, p.change(p.lineEnd(at), p.lineEnd(at), text)), nil
	}
	if strings.Contains(p.src[from:closing], "\n") {
		return nil, Refusal("a comment over lines stands behind the last entry: write it by hand")
	}
	if at > from { // a comment before the bracket
		return append(changes, p.change(at, at, " "+entry)), nil
	}
	return append(changes, p.change(from, from, p.newline()+s.indent+entry)), nil
}

// insertInline writes an entry on the line of the others.
func (p *place) insertInline(end, comma, closing int, trailing bool, entry string, s style) []change {
	space := strings.TrimLeft(s.comma, ",")
	switch {
	case trailing:
		return []change{p.change(comma+1, comma+1, space+entry+",")}
	case p.hasComment(end, closing):
		at, ends := p.tail(end)
		if ends {
			return []change{p.change(end, end, ","), p.change(closing, closing, entry)}
		}
		return []change{p.change(end, end, ","), p.change(at, at, " "+entry)}
	}
	return []change{p.change(end, end, s.comma+entry)}
}

// insertFirst writes the first entry of a map.
func (p *place) insertFirst(in *source.Node, key string, value *source.Node, s style) ([]change, error) {
	start, end := in.Range.Start+1, in.Range.End-1
	if strings.Trim(p.src[start:end], " \t\r\n") != "" {
		return nil, Refusal("a comment stands in the empty map: write it by hand")
	}
	if strings.Contains(p.src[start:end], "\n") {
		s.lines, s.indent = true, p.indentAt(in.Range.Start)+s.step
		eol := p.newline()
		return []change{p.change(start, end, eol+s.indent+p.entry(key, value, s)+eol+p.indentAt(in.Range.Start))}, nil
	}
	return []change{p.change(start, end, p.entry(key, value, s))}, nil
}

// inline is a value on one line, as it may stand behind a key.
func (p *place) inline(value *source.Node, last *step) string {
	return p.inlineValue(value, p.src[last.entry.KeyRange.Start:last.entry.KeyRange.End])
}

// inlineValue is a value on one line; maps have their keys like another one.
func (p *place) inlineValue(value *source.Node, like string) string {
	switch value.Kind {
	case source.Map:
		parts := make([]string, 0, len(value.Entries))
		for _, e := range value.Entries {
			colon := ": "
			if p.syntax == inHCL {
				colon = " = "
			}
			parts = append(parts, p.key(e.Key, like)+colon+p.inlineValue(e.Value, like))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case source.List:
		parts := make([]string, 0, len(value.Items))
		for _, item := range value.Items {
			parts = append(parts, p.inlineValue(item, like))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case source.Null, source.Bool, source.Number, source.String:
	}
	if p.syntax == inYAML && !strings.HasPrefix(like, `"`) {
		like = ""
	}
	return p.scalar(value, like)
}
