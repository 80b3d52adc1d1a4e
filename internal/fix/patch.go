package fix

import (
	"bytes"
	"fmt"
	"io"
	"slices"
)

// Change is a file that is to hold something else.
type Change struct {
	// File is its name in reports, and Path the absolute path of what is written, links
	// followed; "" for standard input.
	File, Path string
	// Old and New are the whole content, byte order mark included.
	Old, New []byte
	// Hides says whether a line of New, counted from 1, holds a secret, and Secret whether a
	// line looks as if it did; nil says of none.
	Hides  func(line int) bool
	Secret func(line []byte) bool
}

// SecretError says that a change is not shown, because a line of it holds a secret.
type SecretError struct {
	// File is the name of the file, and Line the line of its old content.
	File string
	Line int
}

// Error says what to do instead.
func (e *SecretError) Error() string {
	return fmt.Sprintf("%s: line %d holds a secret, so that the patch of this file is not shown: move the secret into a secret scope, or use `--fix`", e.File, e.Line)
}

// context is how many lines a patch shows around what it changes.
const context = 3

// WritePatch writes what changes as a unified patch, for git apply and patch -p1 at the
// root that names of files start from. Lines that hold secrets are left out of the context;
// where one would have to be shown, nothing of the file is written, and the error is a
// *SecretError.
func WritePatch(w io.Writer, c Change) error {
	was, is := lines(c.Old), lines(c.New)
	parts := hunks(script(was, is))
	var patch bytes.Buffer
	fmt.Fprintf(&patch, "diff --git %s %s\n--- %[1]s\n+++ %[2]s\n", quotedName("a/"+c.File), quotedName("b/"+c.File))
	for _, h := range parts {
		if err := h.write(&patch, c, was, is); err != nil {
			return err
		}
	}
	_, err := w.Write(patch.Bytes())
	return err
}

// lines are those of a text, each with its end.
func lines(text []byte) [][]byte { return slices.Collect(bytes.Lines(text)) }

// quotedName is the name of a file as git writes it: in quotes where a patch could not be read
// otherwise.
func quotedName(name string) string {
	plain := func(c byte) bool { return c > ' ' && c < 0x7f && c != '"' && c != '\\' || c == ' ' }
	for i := range len(name) {
		if !plain(name[i]) {
			return quotedBytes(name, plain)
		}
	}
	return name
}

func quotedBytes(name string, plain func(byte) bool) string {
	text := []byte{'"'}
	for i := range len(name) {
		switch c := name[i]; {
		case plain(c):
			text = append(text, c)
		case c == '"' || c == '\\':
			text = append(text, '\\', c)
		default:
			text = fmt.Appendf(text, "\\%03o", c)
		}
	}
	return string(append(text, '"'))
}

// hunk is a stretch of lines that differ, with lines around that do not.
type hunk struct{ changes []stretch }

// stretch is some lines of the old text in place of which are others of the new one;
// the ends are exclusive.
type stretch struct{ oldStart, oldEnd, newStart, newEnd int }

// hunks puts changes together that have their context in common.
func hunks(changes []stretch) []hunk {
	var list []hunk
	for _, c := range changes {
		if n := len(list); n > 0 {
			last := &list[n-1].changes
			if c.oldStart-(*last)[len(*last)-1].oldEnd <= 2*context {
				*last = append(*last, c)
				continue
			}
		}
		list = append(list, hunk{changes: []stretch{c}})
	}
	return list
}

// write writes a hunk.
func (h hunk) write(w *bytes.Buffer, c Change, was, is [][]byte) error {
	first, last := h.changes[0], h.changes[len(h.changes)-1]
	hidden := func(line int) bool {
		return c.Hides != nil && c.Hides(line+1) || c.Secret != nil && c.Secret(is[line])
	}
	if line, found := h.secret(c, was, hidden); found {
		return &SecretError{File: c.File, Line: line + 1}
	}
	before, after := h.around(len(was), hidden)
	if after == 0 && last.oldEnd < len(was) { // git apply would look for the end of the file
		return &SecretError{File: c.File, Line: last.oldEnd + 1}
	}
	oldStart, oldLines := first.oldStart-before, last.oldEnd-first.oldStart+before+after
	newStart, newLines := first.newStart-before, last.newEnd-first.newStart+before+after
	fmt.Fprintf(w, "@@ -%s +%s @@\n", span(oldStart, oldLines), span(newStart, newLines))
	at := oldStart
	for _, one := range h.changes {
		writeLines(w, ' ', was[at:one.oldStart])
		writeLines(w, '-', was[one.oldStart:one.oldEnd])
		writeLines(w, '+', is[one.newStart:one.newEnd])
		at = one.oldEnd
	}
	writeLines(w, ' ', was[at:oldStart+oldLines])
	return nil
}

// around counts the lines of context before and behind a hunk: up to one that is hidden.
func (h hunk) around(lines int, hidden func(line int) bool) (before, after int) {
	first, last := h.changes[0], h.changes[len(h.changes)-1]
	for before < min(context, first.oldStart) && !hidden(first.newStart-before-1) {
		before++
	}
	for after < min(context, lines-last.oldEnd) && !hidden(last.newEnd+after) {
		after++
	}
	return before, after
}

// secret is the line of the old text by which a secret stands between the first line that a
// hunk changes and the last.
func (h hunk) secret(c Change, was [][]byte, hidden func(line int) bool) (line int, found bool) {
	first, last := h.changes[0], h.changes[len(h.changes)-1]
	for line := first.newStart; line < last.newEnd; line++ {
		if hidden(line) {
			return min(first.oldStart+line-first.newStart, last.oldEnd-1), true
		}
	}
	for _, one := range h.changes {
		for line := one.oldStart; line < one.oldEnd; line++ {
			if c.Secret != nil && c.Secret(was[line]) {
				return line, true
			}
		}
	}
	return 0, false
}

// span is a stretch of lines as a patch counts it; an empty one comes after a line.
func span(start, count int) string {
	switch count {
	case 0:
		return fmt.Sprintf("%d,0", start)
	case 1:
		return fmt.Sprint(start + 1)
	default:
		return fmt.Sprintf("%d,%d", start+1, count)
	}
}

func writeLines(w *bytes.Buffer, sign byte, list [][]byte) {
	for _, line := range list {
		w.WriteByte(sign)
		w.Write(line)
		if !bytes.HasSuffix(line, []byte("\n")) {
			w.WriteString("\n\\ No newline at end of file\n")
		}
	}
}
