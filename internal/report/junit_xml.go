package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// junitBytes is how much is written, but for reports of tens of thousands of cases:
	// GitLab takes less than 30 MB.
	junitBytes = 28_000_000
	// junitName is how many bytes a name takes.
	junitName = 180
	// junitMessage is how many bytes a message takes as an attribute.
	junitMessage = 300
	// junitLines is how many lines of a case GitLab shows.
	junitLines = 80
	// junitColumns is how much is shown of a line of a file.
	junitColumns = 100
	// junitTags is about what the tags of a case and the names of their attributes take.
	junitTags = 120
)

func (j *junitReport) write(w io.Writer) error {
	suites := j.sorted()
	total, cases := map[junitOutcome]int{}, 0
	for _, suite := range suites {
		cases += len(suite.cases)
		for outcome, n := range suite.count {
			total[outcome] += n
		}
	}
	room := min(max(junitBytes/(cases+len(suites)), 700), 8000)
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = fmt.Fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gwlint\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n",
		cases, total[junitFailure], total[junitError]) // Flush returns its error
	for _, suite := range suites {
		j.writeSuite(out, suite, room)
	}
	_, _ = out.WriteString("</testsuites>\n")
	return out.Flush()
}

func (j *junitReport) writeSuite(out *bufio.Writer, suite *junitSuite, room int) {
	_, _ = fmt.Fprintf(out, `  <testsuite name="%s"`, escapeXML(suite.name)) // Flush returns its error
	if suite.file != "" && !strings.HasPrefix(suite.file, "/api/") {
		_, _ = fmt.Fprintf(out, ` file="%s"`, escapeXML(clipXML(suite.file, room/2)))
	}
	_, _ = fmt.Fprintf(out, " tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">\n",
		len(suite.cases), suite.count[junitFailure], suite.count[junitError], suite.count[junitSkipped])
	class := escapeXML(suite.class)
	for _, c := range suite.cases {
		name := escapeXML(c.name)
		_, _ = fmt.Fprintf(out, `    <testcase name="%s" classname="%s"`, name, class)
		if c.outcome == junitPassed {
			_, _ = out.WriteString("/>\n")
			continue
		}
		j.writeOutcome(out, c, room-len(name)-len(class)-junitTags)
	}
	_, _ = out.WriteString("  </testsuite>\n")
}

// writeOutcome writes the element of a case that did not pass. The message stands in the
// text as well, whole if there is room.
func (j *junitReport) writeOutcome(out *bufio.Writer, c junitCase, room int) {
	message := escapeXML(clipXML(c.message, min(junitMessage, room/3)))
	room -= len(message)
	var lines []string
	for _, line := range j.text(c) {
		if room <= len(ellipsis) {
			break
		}
		line = escapeXML(clipXML(line, room))
		lines = append(lines, line)
		room -= len(line) + len("\n")
	}
	_, _ = fmt.Fprintf(out, ">\n      <%s type=\"%s\" message=\"%s\">%s</%s>\n    </testcase>\n", // Flush returns its error
		c.outcome, escapeXML(c.kind), message, strings.Join(lines, "\n"), c.outcome)
}

var (
	xmlEntities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	// notXML are the characters that are visible, as nothing, and no XML 1.0.
	notXML = strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`)
)

// notXMLBegins is how notXML begin in UTF-8.
const notXMLBegins = "\xef\xbf"

// escapeXML writes a visible text as that of an element or of an attribute.
func escapeXML(s string) string { return xmlEntities.Replace(s) }

// clipXML makes a text visible, in characters that XML 1.0 has, and cuts it so that it
// takes at most room bytes when it is escaped.
func clipXML(s string, room int) string {
	more := len(s) > room
	if more { // no text gets shorter by being made visible
		s = s[:boundary(s, room)]
	}
	s = Visible(s)
	if strings.Contains(s, notXMLBegins) {
		s = notXML.Replace(s)
	}
	used, end := 0, 0 // end is where it is cut if it must be
	for i, r := range s {
		if used <= room-len(ellipsis) {
			end = i
		}
		used += utf8.RuneLen(r)
		switch r {
		case '&':
			used += len("amp;")
		case '<', '>':
			used += len("lt;")
		case '"':
			used += len("quot;")
		}
		if used > room {
			return s[:end] + ellipsis
		}
	}
	if more {
		return s[:end] + ellipsis
	}
	return s
}
