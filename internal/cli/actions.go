package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/report"
)

// summaryRoom is how many bytes a step may write into its summary. GitHub shows nothing of one
// that has more than 1 MiB, what other commands of the step have written included.
const summaryRoom = 900_000

// actions is what a run writes in GitHub Actions without being asked.
type actions struct {
	// annotate says that annotations stand before the text on standard output.
	annotate bool
	// summary is the file that the step's summary is added to, "" for none.
	summary string
}

// actionsOf decides what to add to the reports that were asked for. Annotations stand only beside
// text, since a program reads the other formats, and not where they are asked for elsewhere.
func actionsOf(s Streams, outputs []output) actions {
	if !s.inActions() {
		return actions{}
	}
	var a actions
	for _, o := range outputs {
		if o.format == "github" {
			a.annotate = false
			break
		}
		a.annotate = a.annotate || o.forPeople()
	}
	summary := s.absolute(s.Env("GITHUB_STEP_SUMMARY"))
	if summary != "" && !slices.ContainsFunc(outputs, func(o output) bool { return o.file == filepath.Clean(summary) }) {
		a.summary = summary
	}
	return a
}

// forPeople says that a person reads the report in the log of a run.
func (o output) forPeople() bool {
	return o.file == "" && (o.format == "text" || o.format == "concise")
}

// writeAnnotations writes the annotations of a report, folded away: the log is to show the text,
// which says it all again.
func writeAnnotations(w io.Writer, r report.Report) error {
	var b bytes.Buffer
	if err := report.Write(&b, "github", r, report.Options{}); err != nil || b.Len() == 0 {
		return err
	}
	_, err := fmt.Fprintf(w, "::group::Annotations\n%s::endgroup::\n", &b)
	return err
}

// addSummary adds a report to the summary of a step, behind what is there.
func addSummary(file string, r report.Report) error {
	begun := 0
	if info, err := os.Stat(file); err == nil {
		begun = int(min(info.Size(), summaryRoom))
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	room := summaryRoom - begun - 1
	if room < report.LeastMarkdown {
		return errors.New("it is full")
	}
	var b bytes.Buffer
	if begun > 0 {
		b.WriteString("\n")
	}
	if err := report.Write(&b, "markdown", r, report.Options{Room: room}); err != nil {
		return err
	}
	//nolint:gosec // G302, G304: the runner names the file, and who may read it is for the umask to say
	opened, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	_, err = opened.Write(b.Bytes())
	return errors.Join(err, opened.Close())
}

// disarmed writes lines of which the runner of GitHub Actions obeys none. Each write is of whole
// lines.
type disarmed struct{ w io.Writer }

// Write writes lines.
func (d disarmed) Write(lines []byte) (int, error) {
	if _, err := d.w.Write(disarm(lines)); err != nil {
		return 0, err
	}
	return len(lines), nil
}

// wholeLines hands on what is written line by line, however it comes.
type wholeLines struct {
	w    io.Writer
	rest []byte
}

// Write writes the lines that have an end, and keeps the rest.
func (l *wholeLines) Write(p []byte) (int, error) {
	end := bytes.LastIndexByte(p, '\n') + 1
	if end == 0 {
		l.rest = append(l.rest, p...)
		return len(p), nil
	}
	lines := slices.Concat(l.rest, p[:end])
	l.rest = bytes.Clone(p[end:])
	if _, err := l.w.Write(lines); err != nil {
		return 0, err
	}
	return len(p), nil
}

// flush writes a last line that has no end.
func (l *wholeLines) flush() error {
	_, err := l.w.Write(l.rest)
	return err
}

// writeText writes a report into a log of GitHub Actions, in which it commands nothing.
func writeText(w io.Writer, r report.Report, format string, options report.Options) error {
	lines := &wholeLines{w: disarmed{w}}
	if err := report.Write(lines, format, r, options); err != nil {
		return err
	}
	return lines.flush()
}

// disarm writes the character that makes a command of a line by its number, as reports write
// those that cannot be seen: in a line that begins with `::`, behind blanks or not, and has a second
// one, and in `##[` anywhere (actions/runner, ActionCommand.cs).
func disarm(lines []byte) []byte {
	if !bytes.Contains(lines, []byte("::")) && !bytes.Contains(lines, []byte("##[")) {
		return lines
	}
	var b bytes.Buffer
	for line := range strings.Lines(string(lines)) {
		trimmed := strings.TrimLeftFunc(line, unicode.IsSpace)
		if rest, ok := strings.CutPrefix(trimmed, "::"); ok && strings.Contains(rest, "::") {
			line = line[:len(line)-len(trimmed)] + `\x3a:` + rest
		}
		b.WriteString(strings.ReplaceAll(line, "##[", `##\x5b`))
	}
	return b.Bytes()
}
