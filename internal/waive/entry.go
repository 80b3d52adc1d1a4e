package waive

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// dateLayout is how the last day of a waiver is written.
const dateLayout = "2006-01-02"

// newFile is what a file of waivers begins with that gwlint creates.
const newFile = `# yaml-language-server: $schema=https://raw.githubusercontent.com/gwlint/gwlint/main/schema/waivers.schema.json
#
# Findings of gwlint that somebody lets stand. Each entry has a rule, what it is for, a
# reason, an owner and the last day on which it holds. 'gwlint waive' adds one,
# 'gwlint waivers' lists all with what they cover.
version: 1
waivers:
`

// AddEntry returns the text of a file of waivers with one more entry behind the others, and the
// line on which that begins. All that is written stays as it is; a text that is nil is a
// file that is not there yet. The entry is for the first rule of the waiver.
func AddEntry(w Waiver, file string, written []byte) (added []byte, line int, err error) {
	text, err := source.NewText(file, written)
	if err != nil {
		return nil, 0, err
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		return nil, 0, err
	}
	if len(documents) == 0 || documents[0].Root.Kind == source.Null { // nothing but comments, perhaps
		begin := newFile
		if len(bytes.TrimSpace(text.Bytes)) > 0 {
			begin = "version: 1\nwaivers:\n"
		}
		return insert(w, text, place{at: len(text.Bytes), before: begin, indent: "  ", gap: " ", whole: true})
	}
	if len(documents) > 1 {
		return nil, 0, fmt.Errorf("%s: it holds %d documents; a file of waivers is one", file, len(documents))
	}
	where, err := placeIn(text, documents[0].Root)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", file, err)
	}
	return insert(w, text, where)
}

// place is where an entry goes, and how those beside it are laid out.
type place struct {
	// at and to are the bytes that the entry takes the place of.
	at, to int
	// before is what has to stand before the entry.
	before string
	// indent stands before the dash and gap behind it.
	indent, gap string
	// apart says that a blank line stands between entries.
	apart bool
	// whole says that the entry begins and ends with a line of its own.
	whole bool
}

// placeIn finds where another entry goes in a file of waivers.
func placeIn(text *source.Text, root *source.Node) (place, error) {
	if root.Kind != source.Map || text.Bytes[root.Range().Start] == '{' {
		return place{}, fmt.Errorf("it is not written in lines of keys; write `version: 1` and `waivers:` on lines of their own")
	}
	entry := root.Entry("waivers")
	if entry == nil {
		return place{at: len(text.Bytes), before: "waivers:\n", indent: "  ", gap: " ", whole: true}, nil
	}
	list := entry.Value
	switch {
	case list.Kind == source.Null, list.Kind == source.List && len(list.Items()) == 0:
		end := endOfLine(text.Bytes, entry.KeyRange().End)
		if behind := strings.TrimSpace(string(text.Bytes[list.Range().End:endOfLine(text.Bytes, list.Range().End)])); behind != "" && !strings.HasPrefix(behind, "#") {
			return place{}, fmt.Errorf("%s stands behind `waivers:`; write entries on lines of their own below it", behind)
		}
		if list.Range().End > list.Range().Start { // an empty list in brackets, or null
			colon := entry.KeyRange().End + bytes.IndexByte(text.Bytes[entry.KeyRange().End:], ':') + 1
			return place{at: colon, to: list.Range().End, indent: "  ", gap: " "}, nil
		}
		return place{at: end, to: end, indent: "  ", gap: " "}, nil
	case list.Kind != source.List || text.Bytes[list.Range().Start] == '[':
		return place{}, fmt.Errorf("`waivers` is no list with a dash before each entry; write it as one")
	}
	return behindLast(text.Bytes, list)
}

// behindLast is the place behind the last entry of a list, laid out as the entries are.
func behindLast(b []byte, list *source.Node) (place, error) {
	first, last := list.Items()[0], list.Items()[len(list.Items())-1]
	content := len(bytes.TrimRight(b[:first.Range().Start], " \t\r\n"))
	if content == 0 || b[content-1] != '-' {
		return place{}, fmt.Errorf("the first entry has a comment, an anchor or a tag behind its dash; take it away")
	}
	dash := content - 1
	begin := bytes.LastIndexByte(b[:dash], '\n') + 1
	indent, gap := string(b[begin:dash]), string(b[content:first.Range().Start])
	if strings.TrimSpace(indent) != "" {
		return place{}, fmt.Errorf("the first entry does not begin on a line of its own")
	}
	if strings.ContainsAny(gap, "\r\n\t") {
		gap = " "
	}
	end := endOfLine(b, max(len(bytes.TrimRight(b[:last.Range().End], " \t\r\n")), last.Range().Start))
	end = behindComments(b, end, len(indent))
	apart := len(list.Items()) > 1
	for i, item := range list.Items()[1:] {
		apart = apart && blankBetween(b[list.Items()[i].Range().End:item.Range().Start])
	}
	return place{at: end, to: end, indent: indent, gap: gap, apart: apart}, nil
}

// behindComments is the end of the comments that follow a line and are indented further
// than a dash: they belong to the entry.
func behindComments(b []byte, end, indent int) int {
	for end < len(b) {
		next := endOfLine(b, skipLineEnd(b, end))
		line := strings.TrimRight(string(b[skipLineEnd(b, end):next]), "\r")
		told := strings.TrimLeft(line, " ")
		if !strings.HasPrefix(told, "#") || len(line)-len(told) <= indent {
			break
		}
		end = next
	}
	return end
}

var blankLine = regex.Lazy(`\n[ \t]*\r?\n`)

func blankBetween(b []byte) bool { return blankLine().Match(b) }

// endOfLine is where the line that a byte lies in ends, before its line end.
func endOfLine(b []byte, at int) int {
	end := len(b)
	if i := bytes.IndexByte(b[at:], '\n'); i >= 0 {
		end = at + i
	}
	if end > at && b[end-1] == '\r' {
		end--
	}
	return end
}

// skipLineEnd is where the next line begins.
func skipLineEnd(b []byte, at int) int {
	if at < len(b) && b[at] == '\r' {
		at++
	}
	if at < len(b) && b[at] == '\n' {
		at++
	}
	return at
}

// insert puts the entry into the text.
func insert(w Waiver, text *source.Text, p place) (added []byte, line int, err error) {
	lines := linesOf(w, p.indent, p.gap)
	entry := "\n" + strings.Join(lines, "\n")
	if p.apart {
		entry = "\n" + entry
	}
	if p.whole {
		entry = p.before + strings.Join(lines, "\n") + "\n"
		if n := len(text.Bytes); n > 0 && text.Bytes[n-1] != '\n' {
			entry = "\n" + entry
		}
		p.to = p.at
	}
	before := text.Bytes[:p.at]
	line = 1 + bytes.Count(before, []byte("\n")) + strings.Count(entry, "\n") - (len(lines) - 1)
	if p.whole {
		line--
	}
	if bytes.Contains(text.Bytes, []byte("\r\n")) {
		entry = strings.ReplaceAll(entry, "\n", "\r\n")
	}
	mark := text.Written()[:len(text.Written())-len(text.Bytes)]
	return slices.Concat(mark, before, []byte(entry), text.Bytes[p.to:]), line, nil
}

// linesOf are those of the entry, without line ends.
func linesOf(w Waiver, indent, gap string) []string {
	var lines []string
	start := indent + "-" + gap
	add := func(key, value string) {
		lines = append(lines, start+key+": "+value)
		start = indent + " " + strings.Repeat(" ", len(gap))
	}
	add("rule", w.Rules[0])
	for _, field := range []struct{ key, value string }{
		{"subject", w.Subject},
		{"path", w.Path},
		{"pointer", w.Pointer},
		{"target", w.Target},
		{"workspace", w.Workspace},
		{"fingerprint", w.Fingerprint},
		{"value", w.Value},
		{"reason", w.Reason},
		{"owner", w.Owner},
		{"ticket", w.Ticket},
		{"approved_by", w.ApprovedBy},
	} {
		if field.value != "" {
			add(field.key, yamlText(field.value))
		}
	}
	add("until", w.Until.Format(dateLayout))
	return lines
}

// plainText is text that YAML reads as itself without quotes.
var plainText = regex.Lazy(`^(?:\.\.?/)*[A-Za-z][A-Za-z0-9 ._/@+()-]*$`)

// yamlWords are plain texts that some readers of YAML take for something else.
var yamlWords = []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n"}

// yamlText writes a string as YAML, in quotes where it needs them.
func yamlText(s string) string {
	if plainText().MatchString(s) && !strings.HasSuffix(s, " ") && !slices.Contains(yamlWords, strings.ToLower(s)) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
