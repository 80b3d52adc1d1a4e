package gateway

import "bytes"

// hclToken is a name, a string or a sign of HCL's native syntax. The text of a sign
// is empty.
type hclToken struct {
	kind  byte // hclName, hclString or the sign itself; 0 is none
	text  string
	start int
}

// The kinds of token that are no sign.
const (
	hclName   = 'n'
	hclString = 's'
)

// isLabel says whether a token may be the label of a block.
func (t hclToken) isLabel() bool { return t.kind == hclName || t.kind == hclString }

// hclScanner goes through the tokens of a text, past comments and heredocs. It takes
// time linear in the text. The syntax is that of
// https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md.
type hclScanner struct {
	text  []byte
	at    int
	token hclToken
	// broken says that the text ends within a string, a comment or a heredoc.
	broken bool
}

// next reads a token, false at the end of the text or where it is broken.
func (s *hclScanner) next() bool {
	for s.skip() {
	}
	if s.at >= len(s.text) || s.broken {
		return false
	}
	start := s.at
	switch c := s.text[start]; {
	case c == '"':
		s.token = hclToken{hclString, string(legible([]byte(s.quoted()))), start}
	case nameByte(c):
		for s.at < len(s.text) && (nameByte(s.text[s.at]) || s.text[s.at] == '-') {
			s.at++
		}
		s.token = hclToken{hclName, string(s.text[start:s.at]), start}
	default:
		s.token = hclToken{kind: c, start: start}
		s.at++
	}
	return !s.broken
}

// skip goes past a blank, a comment or a heredoc, false where there is none.
func (s *hclScanner) skip() bool {
	if s.at >= len(s.text) || s.broken {
		return false
	}
	switch c := s.text[s.at]; {
	case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		s.at++
	case c == '#' || s.has("//"):
		s.to("\n")
	case s.has("/*"):
		s.at += 2
		s.broken = !s.to("*/")
	default:
		return s.has("<<") && s.heredoc()
	}
	return true
}

func (s *hclScanner) has(prefix string) bool { return bytes.HasPrefix(s.text[s.at:], []byte(prefix)) }

// to goes behind the next such text, to the end where there is none.
func (s *hclScanner) to(end string) bool {
	i := bytes.Index(s.text[s.at:], []byte(end))
	if i < 0 {
		s.at = len(s.text)
		return false
	}
	s.at += i + len(end)
	return true
}

func nameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// heredoc goes past a heredoc, false where none begins.
func (s *hclScanner) heredoc() bool {
	rest := bytes.TrimPrefix(s.text[s.at+2:], []byte("-"))
	end := 0
	for end < len(rest) && (nameByte(rest[end]) || rest[end] == '-') {
		end++
	}
	marker := rest[:end]
	if rest = bytes.TrimPrefix(rest[end:], []byte("\r")); end == 0 || len(rest) == 0 || rest[0] != '\n' {
		return false
	}
	s.to("\n")
	for s.at < len(s.text) {
		line, _, _ := bytes.Cut(s.text[s.at:], []byte("\n"))
		s.to("\n")
		if bytes.Equal(bytes.TrimSpace(line), marker) {
			return true
		}
	}
	s.broken = true
	return true
}

// quoted reads a string and returns what stands between its quotes. Within ${ } and
// %{ } it goes past strings of their own.
func (s *hclScanner) quoted() string {
	s.at++
	start := s.at
	open := []int{0} // of each string that is open, how many braces are within it
	for s.at < len(s.text) && !s.broken {
		if open[len(open)-1] > 0 {
			open = s.inTemplate(open)
		} else {
			open = s.inString(open)
		}
		if len(open) == 0 {
			return string(s.text[start : s.at-1])
		}
	}
	s.at, s.broken = len(s.text), true
	return ""
}

// inTemplate goes on by one character of a template.
func (s *hclScanner) inTemplate(open []int) []int {
	switch s.text[s.at] {
	case '"':
		open = append(open, 0)
	case '{':
		open[len(open)-1]++
	case '}':
		open[len(open)-1]--
	}
	s.at++
	return open
}

// inString goes on by one character of a string, or by what stands for one.
func (s *hclScanner) inString(open []int) []int {
	switch c := s.text[s.at]; {
	case c == '\\':
		s.at += 2
	case s.has("$${") || s.has("%%{"):
		s.at += 3
	case s.has("${") || s.has("%{"):
		open[len(open)-1]++
		s.at += 2
	case c == '\n':
		s.broken = true
	case c == '"':
		s.at++
		open = open[:len(open)-1]
	default:
		s.at++
	}
	return open
}
