package source

import (
	"bytes"
	"strings"
)

// fenced is a fenced block of a Markdown file that holds documents.
type fenced struct {
	syntax syntax
	// content is where the lines between the fences stand.
	content Range
	// line is that of the opening fence, counted from 1.
	line int
	// indent is how far the opening fence is indented: as many spaces at the
	// beginning of each line are not the content's.
	indent int
}

// fencedBlocks finds the blocks of YAML and JSON. What stands in an HTML comment
// is no block, and neither is what is quoted or indented by four spaces and more.
// Source: CommonMark 0.31.2, §4.5 (fenced code blocks) and §4.6 (HTML blocks).
func fencedBlocks(content []byte) []fenced {
	s := fenceScanner{}
	for start := 0; start < len(content); {
		end := len(content)
		if next := bytes.IndexByte(content[start:], '\n'); next >= 0 {
			end = start + next + 1
		}
		s.line(content[start:end], start, end)
		start = end
	}
	s.close(len(content)) // a block without a closing fence ends with the file
	return s.blocks
}

type fenceScanner struct {
	blocks  []fenced
	number  int    // of the current line, counted from 1
	comment bool   // inside an HTML comment
	fence   string // the opening fence of the block that is open, "" outside of one
	wanted  bool   // the open block holds documents
	open    fenced
}

// longestIndent is how far a fence may be indented.
const longestIndent = 3

// line reads the line that stands from start to end.
func (s *fenceScanner) line(line []byte, start, end int) {
	s.number++
	indent := spaces(line, longestIndent)
	text := bytes.TrimRight(line[indent:], " \t\r\n")
	switch {
	case s.comment:
		s.comment = !bytes.Contains(text, []byte("-->"))
	case s.fence != "":
		if bytes.HasPrefix(text, []byte(s.fence)) && len(bytes.Trim(text, s.fence[:1])) == 0 {
			s.close(start)
		}
	case bytes.HasPrefix(text, []byte("<!--")):
		s.comment = !bytes.Contains(text, []byte("-->"))
	default:
		var info string
		s.fence, info = opening(string(text))
		s.open = fenced{content: Range{Start: end, End: end}, line: s.number, indent: indent}
		s.open.syntax, s.wanted = languages[language(info)], knows(info)
	}
}

func (s *fenceScanner) close(end int) {
	if s.fence != "" && s.wanted {
		s.open.content.End = max(end, s.open.content.Start)
		s.blocks = append(s.blocks, s.open)
	}
	s.fence = ""
}

// opening parts a line that opens a block into its fence and what it says of the
// content; both are "" for any other line.
func opening(line string) (fence, info string) {
	if !strings.HasPrefix(line, "```") && !strings.HasPrefix(line, "~~~") {
		return "", ""
	}
	info = strings.TrimLeft(line, line[:1])
	if line[0] == '`' && strings.Contains(info, "`") {
		return "", "" // that is code in a sentence
	}
	return line[:len(line)-len(info)], strings.TrimSpace(info)
}

// languages are the names of the syntaxes that are read.
var languages = map[string]syntax{
	"yaml": yamlStream, "yml": yamlStream,
	"json": jsonValue, "jsonc": jsonValue, "jsonl": jsonLines, "ndjson": jsonLines,
}

func knows(info string) bool {
	_, ok := languages[language(info)]
	return ok
}

// language is the first word of what an opening fence says: yaml of
// `yaml title="state"`, of `{.yaml}` and of `yaml:state.yaml`.
func language(info string) string {
	info = strings.TrimLeft(info, "{.")
	if end := strings.IndexAny(info, " \t:,{}"); end >= 0 {
		info = info[:end]
	}
	return strings.ToLower(info)
}

// spaces counts the spaces that a line begins with, at most so many.
func spaces(line []byte, most int) int {
	n := 0
	for n < len(line) && n < most && line[n] == ' ' {
		n++
	}
	return n
}
