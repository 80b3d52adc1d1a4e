package gateway

import (
	"bytes"
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/source"
)

// commentedValues finds what comments set a secret's name to: x in `# api_key: x` and
// `// "token": "x",`, to the end of the line. It reads each byte a few times; a regular
// expression over the whole text takes seven times as long, and a file may be nothing
// but comments (BenchmarkCommentedValues).
func commentedValues(text []byte) iter.Seq[source.Range] {
	return func(yield func(source.Range) bool) {
		for start := 0; start < len(text); {
			end := len(text)
			if i := bytes.IndexByte(text[start:], '\n'); i >= 0 {
				end = start + i
			}
			if value := commentedValue(text[start:end]); value >= 0 && !yield(source.Range{Start: start + value, End: end}) {
				return
			}
			start = end + 1
		}
	}
}

// commentedValue returns where the value begins in a line, -1 where there is none.
func commentedValue(line []byte) int {
	comment := commentStart(line)
	if comment < 0 || bytes.IndexAny(line[comment:], ":=") < 0 {
		return -1
	}
	for _, c := range line[comment:] {
		if c >= utf8.RuneSelf { // some such letters are those of the words in another case
			return matchCommented(line)
		}
	}
	for i := comment; i < len(line); i++ {
		if line[i] != ':' && line[i] != '=' {
			continue
		}
		value := i + 1
		for value < len(line) && isBlank(line[value]) {
			value++
		}
		if value < len(line) && line[value] != '\r' && line[value] != '\f' && namesSecret(line[comment:i]) {
			return value
		}
	}
	return -1
}

// commentStart returns where a line's first comment begins, behind its mark; -1 where
// there is none.
func commentStart(line []byte) int {
	for i, c := range line {
		switch {
		case c == '#':
			return i + 1
		case c == '/' && i+1 < len(line) && (line[i+1] == '/' || line[i+1] == '*'):
			return i + 2
		}
	}
	return -1
}

// namesSecret says whether what stands before a colon ends in a secret's name.
func namesSecret(before []byte) bool {
	before = bytes.TrimRight(before, " \t")
	if n := len(before); n > 0 && (before[n-1] == '"' || before[n-1] == '\'') {
		before = before[:n-1]
	}
	for _, word := range commentedWords {
		if n := len(before) - len(word); n >= 0 && strings.EqualFold(string(before[n:]), word) {
			return true
		}
	}
	return false
}

// commentedWords are how the names of secrets end in comments.
var commentedWords = []string{"key", "keys", "secret", "secrets", "token", "tokens", "password", "passwords", "passwd", "credential", "credentials", "_plaintext"}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// matchCommented does what commentedValue does, for all letters.
func matchCommented(line []byte) int {
	if at := commented.FindSubmatchIndex(line); at != nil {
		return at[2]
	}
	return -1
}

var commented = regexp.MustCompile(`(?i)(?:#|//|/\*).*?(?:key|keys|secret|secrets|token|tokens|password|passwords|passwd|credentials?|_plaintext)["']?[ \t]*[:=][ \t]*([^\s][^\n]*)$`)
