package waive

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// Spot says where a comment goes: on a line of its own above a line, where it is for all
// that begins there, or behind what stands on the line, where it is for that line alone.
type Spot string

// The spots.
const (
	Above  Spot = "above"
	Behind Spot = "behind"
)

// ErrNoComment is why a file takes no comment: its syntax has none.
var ErrNoComment = errors.New("its syntax has no comments")

// AddComment returns a text with the waiver as a comment at a line. Commented says that the
// text has comments already: JSON takes one only then, since other readers of it may refuse
// the file. What the comment covers, only who reads the text again can say.
func AddComment(w Waiver, text *source.Text, line int, spot Spot, commented bool) ([]byte, error) {
	sign, err := commentSign(text, commented)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", text.File, err)
	}
	said, err := commentOf(w)
	if err != nil {
		return nil, err
	}
	if line < 1 || line > text.Lines() {
		return nil, fmt.Errorf("%s: it has %d lines, and no line %d", text.File, text.Lines(), line)
	}
	begin := 0
	for range line - 1 {
		begin += bytes.IndexByte(text.Bytes[begin:], '\n') + 1
	}
	end := endOfLine(text.Bytes, begin)
	content := string(text.Bytes[begin:end])
	lineEnd := "\n"
	if bytes.Contains(text.Bytes, []byte("\r\n")) {
		lineEnd = "\r\n"
	}
	at, comment := end, " "+sign+" "+said
	if spot == Above {
		at, comment = begin, content[:len(content)-len(strings.TrimLeft(content, " \t"))]+sign+" "+said+lineEnd
	}
	mark := text.Written()[:len(text.Written())-len(text.Bytes)]
	return slices.Concat(mark, text.Bytes[:at], []byte(comment), text.Bytes[at:]), nil
}

// commentSigns are what begins a comment, by the ending of a file; "" where its syntax has
// none.
var commentSigns = map[string]string{
	".yaml": "#", ".yml": "#", ".tf": "#", ".tofu": "#", ".hcl": "#", ".tfvars": "#",
	".jsonc": "//", ".jsonl": "", ".ndjson": "", ".md": "", ".markdown": "",
}

// commentSign is what begins a comment in a text, by its name or, where that says nothing, by
// its first character.
func commentSign(text *source.Text, commented bool) (string, error) {
	ext := strings.ToLower(path.Ext(text.File))
	sign, known := commentSigns[ext]
	if !known {
		sign = "#"
		if start := bytes.TrimLeft(text.Bytes, " \t\r\n"); ext == ".json" || bytes.HasPrefix(start, []byte("{")) || bytes.HasPrefix(start, []byte("[")) {
			sign = jsonSign(text, commented)
		}
	}
	if sign == "" {
		return "", ErrNoComment
	}
	return sign, nil
}

// jsonSign is what begins a comment in JSON that has comments already. Terraform's takes none.
func jsonSign(text *source.Text, commented bool) string {
	if !commented || strings.HasSuffix(strings.ToLower(text.File), ".tf.json") {
		return ""
	}
	return "//"
}

// splits is what would end the comment, or begin another one.
var splits = regex.Lazy(`(?:^|[ \t])(?:#|//)|\*/`)

// bareWord is a value that needs no quotes.
var bareWord = regex.Lazy(`^[A-Za-z0-9._@/+*:-]+$`)

// commentOf is what the comment says, without its sign.
func commentOf(w Waiver) (string, error) {
	said := fmt.Sprintf("gwlint: ignore[%s] until=%s", strings.Join(w.Rules, ","), w.Until.Format(dateLayout))
	for _, field := range []struct{ key, value string }{
		{"owner", w.Owner},
		{"reason", w.Reason},
		{"ticket", w.Ticket},
		{"approved_by", w.ApprovedBy},
		{"value", w.Value},
	} {
		switch {
		case field.value == "":
			continue
		case splits().MatchString(field.value) || strings.ContainsFunc(field.value, func(r rune) bool { return !unicode.IsPrint(r) }):
			return "", fmt.Errorf("%s: a comment holds one line, no comment sign and nothing that cannot be seen; write it in other words, or leave out --inline", field.key)
		case field.key != "reason" && bareWord().MatchString(field.value) && !splits().MatchString(field.value):
			said += " " + field.key + "=" + field.value
		default:
			said += " " + field.key + `="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(field.value) + `"`
		}
	}
	return said, nil
}
