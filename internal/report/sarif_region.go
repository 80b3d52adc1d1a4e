package report

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
)

// physical is the place of a finding: its file, its characters, and the text around.
func physical(at finding.Location, e finding.Excerpt, s finding.Subject) sarifPhysical {
	p := sarifPhysical{Artifact: artifact(at.File, s)}
	line, ok := lineOf(e, at.StartLine)
	if !ok {
		p.Region = regionWithoutText(at)
		return p
	}
	cut, masks := e.Cut(at.StartLine-e.FirstLine), e.Masked(at.StartLine-e.FirstLine)
	from := byteAt(line, finding.Shown(masks, at.StartColumn-1-cut.Points, false)+1)
	to := byteAt(line, finding.Shown(masks, at.EndColumn-1-cut.Points, true)+1)
	if at.EndLine > at.StartLine {
		// GitHub shows an alert in a pull request only if all its lines were
		// changed there, so a block is marked by its first line.
		to = len(line)
	}
	to = max(from, to)
	p.Region = sarifRegion{
		StartLine: at.StartLine, StartColumn: cut.Units + unitsAt(line, from, masks) + 1,
		EndLine: at.StartLine, EndColumn: cut.Units + unitsAt(line, to, masks) + 1,
		Snippet: snippetOf(line[from:to]),
	}
	p.Context = contextRegion(e, at.StartLine, line, from, to)
	return p
}

// regionWithoutText is the region of a place of which no text is known.
func regionWithoutText(at finding.Location) sarifRegion {
	r := sarifRegion{
		StartLine: max(at.StartLine, 1), StartColumn: max(at.StartColumn, 1),
		EndLine: at.EndLine, EndColumn: at.EndColumn,
	}
	if r.EndLine < r.StartLine {
		r.EndLine, r.EndColumn = r.StartLine, r.StartColumn
	}
	if r.EndLine == r.StartLine {
		r.EndColumn = max(r.EndColumn, r.StartColumn)
	}
	r.EndColumn = max(r.EndColumn, 1)
	return r
}

// Longer snippets say no more, and of a file written on one line they would
// make a report of thousands of such files.
const (
	longestSnippet = 1000
	contextReach   = 80
)

func snippetOf(text string) *sarifText {
	if len(text) > longestSnippet {
		return nil
	}
	return &sarifText{Text: strings.ToValidUTF8(text, "\uFFFD")}
}

// contextRegion is the text in which a finding stands: the lines of its excerpt next
// to it or, when they are long, the stretch of its own line. It is nil when
// there is no more than the finding itself.
func contextRegion(e finding.Excerpt, n int, line string, from, to int) *sarifRegion {
	var lines []string
	first := n
	for i := n - 1; i <= n+1; i++ {
		if text, ok := lineOf(e, i); ok {
			if len(lines) == 0 {
				first = i
			}
			lines = append(lines, text)
		}
	}
	if text := strings.Join(lines, "\n"); len(text) <= longestSnippet && e.Cuts == nil {
		if len(lines) == 1 && from == 0 && to == len(line) {
			return nil
		}
		last := lines[len(lines)-1]
		return &sarifRegion{
			StartLine: first, StartColumn: 1, EndLine: first + len(lines) - 1,
			EndColumn: unitsAt(last, len(last), e.Masked(first+len(lines)-1-e.FirstLine)) + 1, Snippet: snippetOf(text),
		}
	}
	lo, hi := boundary(line, from-contextReach), boundary(line, to+contextReach)
	if lo == from && hi == to {
		return nil
	}
	cut, masks := e.Cut(n-e.FirstLine), e.Masked(n-e.FirstLine)
	return &sarifRegion{
		StartLine: n, StartColumn: cut.Units + unitsAt(line, lo, masks) + 1,
		EndLine: n, EndColumn: cut.Units + unitsAt(line, hi, masks) + 1,
		Snippet: snippetOf(line[lo:hi]),
	}
}

func lineOf(e finding.Excerpt, n int) (string, bool) {
	if n < 1 || n < e.FirstLine || n-e.FirstLine >= len(e.Lines) {
		return "", false
	}
	return e.Lines[n-e.FirstLine], true
}

// byteAt gives the byte at which a column begins, the end of the line for a
// column beyond it.
func byteAt(line string, column int) int {
	n := 1
	for i := range line {
		if n >= column {
			return i
		}
		n++
	}
	return len(line)
}

// boundary moves an offset back to where a character begins.
func boundary(line string, offset int) int {
	offset = min(max(offset, 0), len(line))
	for offset > 0 && offset < len(line) && !utf8.RuneStart(line[offset]) {
		offset--
	}
	return offset
}

// units counts UTF-16 code units, by which SARIF counts columns.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// unitsAt counts the UTF-16 code units that stand before a byte of a line that is
// shown, in the line as it is written.
func unitsAt(line string, at int, masks []finding.Mask) int {
	return units(line[:at]) + finding.Hidden(masks, utf8.RuneCountInString(line[:at]))
}

// outside begins the uri of what is not in the checkout. GitHub refuses `..`,
// a leading slash and a scheme, and takes any relative path, whether there is
// such a file or not; a folder of its own keeps it apart from those there are.
const outside = "outside-the-checkout/"

// artifact names a file by a relative uri. A file above the folder in which
// gwlint was started keeps what follows the last `..`; one given by an absolute
// path only its name, as the rest is about the machine; what is in no file at
// all has the kind and name of its subject.
func artifact(file string, s finding.Subject) sarifArtifact {
	named := path.Clean(strings.ReplaceAll(file, `\`, "/"))
	a := sarifArtifact{URIBaseID: srcRoot}
	switch {
	case file == "" || named == ".":
		named = outside + path.Clean("./"+s.Kind+"/"+s.Name)
		a.Description = &sarifText{Text: "No file."}
	case path.IsAbs(named) || drive(named):
		named = outside + path.Base(named)
		a.Description = &sarifText{Text: "A file that was given by an absolute path."}
	case named == ".." || strings.HasPrefix(named, "../"):
		for named == ".." || strings.HasPrefix(named, "../") {
			named = strings.TrimPrefix(strings.TrimPrefix(named, ".."), "/")
		}
		named = outside + named
		a.Description = &sarifText{Text: "A file outside the folder in which gwlint was started."}
	}
	a.URI = percent(named)
	return a
}

// drive says whether a path begins as absolute ones of Windows do.
func drive(file string) bool {
	return len(file) > 2 && file[1] == ':' && file[2] == '/'
}

// percent encodes all but the unreserved characters of RFC 3986, and slashes.
// A colon too: before the first slash, it would end a scheme.
func percent(file string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(file) {
		if letterOrDigit(rune(c)) || strings.IndexByte("-._~/", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return b.String()
}
