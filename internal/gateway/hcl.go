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
	for s.at < len(s.text) && !s.broken {
		c := s.text[s.at]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			s.at++
		case c == '#' || s.has("//"):
			s.to("\n")
		case s.has("/*"):
			s.at += 2
			s.broken = !s.to("*/")
		case s.has("<<") && s.heredoc():
		case c == '"':
			start := s.at
			s.token = hclToken{hclString, unescaped(s.quoted()), start}
			return !s.broken
		case nameByte(c):
			start := s.at
			for s.at < len(s.text) && (nameByte(s.text[s.at]) || s.text[s.at] == '-') {
				s.at++
			}
			s.token = hclToken{hclName, string(s.text[start:s.at]), start}
			return true
		default:
			s.token = hclToken{kind: c, start: s.at}
			s.at++
			return true
		}
	}
	return false
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
	var braces []int // of each template that is open, how many braces are
	for s.at < len(s.text) {
		c := s.text[s.at]
		inTemplate := len(braces) > 0 && braces[len(braces)-1] > 0
		switch {
		case c == '\\' && !inTemplate:
			s.at++
		case !inTemplate && (s.has("$${") || s.has("%%{")):
			s.at += 2
		case !inTemplate && (s.has("${") || s.has("%{")):
			if len(braces) == 0 {
				braces = append(braces, 0)
			}
			braces[len(braces)-1]++
			s.at++
		case !inTemplate && c == '\n':
			s.broken = true
			return ""
		case !inTemplate && c == '"' && len(braces) > 1:
			braces = braces[:len(braces)-1]
		case !inTemplate && c == '"':
			s.at++
			return string(s.text[start : s.at-1])
		case inTemplate && c == '"':
			braces = append(braces, 0)
		case inTemplate && c == '{':
			braces[len(braces)-1]++
		case inTemplate && c == '}':
			braces[len(braces)-1]--
		}
		s.at++
	}
	s.at = len(s.text)
	s.broken = true
	return ""
}
