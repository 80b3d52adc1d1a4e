package waive

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// signs are what comments that are to switch off a rule have one of, as they are usually
// written: gwlint, tflint-ignore, nolint, trivy:ignore …
var signs = []string{"lint", "LINT", "Lint", "noqa", "NOQA", "nosec", "nosemgrep", "NOSONAR", "ignore", "-disable", "disable[", "skip"}

// MayHold says whether a text may hold a comment that is a waiver, or looks like one: other
// texts need not be searched for comments.
func MayHold(text []byte) bool {
	if bytes.IndexByte(text, '#') < 0 && !bytes.Contains(text, []byte("//")) && !bytes.Contains(text, []byte("/*")) {
		return false
	}
	return slices.ContainsFunc(signs, func(sign string) bool { return bytes.Contains(text, []byte(sign)) })
}

var (
	// ruleInBrackets is what looks like a list of rules.
	ruleInBrackets = regex.Lazy(`(?:ignore|disable|skip)(?:-file)?\[\s*(?:GW|gw)[0-9]`)
	// ours is what a waiver begins with, and lookalike what seems to be meant as one.
	ours      = regex.Lazy(`^(?i:gwlint:)`)
	lookalike = regex.Lazy(`^(?i:gw[-_]?lint)\b[ \t]*[-_:=]*[ \t]*(?i:ignore|disable|enable|skip|suppress|waive|noqa|nolint)(?:-[a-z]+)*(?:[^\pL0-9-]|$)`)
	// within is the same behind other words.
	within = regex.Lazy(`(?i)\bgw[-_]?lint\b[ \t]*[-_:=]*[ \t]*(?:ignore|disable|skip|suppress|waive|noqa|nolint)\b`)
	// foreign is what switches off a rule of another tool.
	foreign = regex.Lazy(`(?i)\b(?:noqa|nosec|nolint|nosemgrep|nosonar|[a-z]+-ignore|[a-z]+-disable|checkov:[ \t]*skip|[a-z]+:[ \t]*ignore|yamllint[ \t]+disable|kics-scan[ \t]+ignore)`)
	// word is one of a comment that may be the name of a rule, and id is the form of an ID.
	word = regex.Lazy(`[A-Za-z][A-Za-z0-9_]*`)
	id   = regex.Lazy(`^(?i:GW)[0-9]{3}$`)
)

// Comments returns the waivers in the comments of a text, and what looks like one.
func (r Reader) Comments(text *source.Text, comments []source.Comment) ([]Waiver, []Fault) {
	c := commentReader{Reader: r, text: text}
	for _, comment := range comments {
		for _, said := range c.sayings(comment) {
			c.read(said)
		}
	}
	return c.waivers, c.faults
}

// commentReader reads the comments of one text.
type commentReader struct {
	Reader

	text    *source.Text
	waivers []Waiver
	faults  []Fault
}

// saying is what one line of a comment says, or the part of one that begins like a comment
// of ours: several tools may be told something in one line.
type saying struct {
	comment source.Comment
	// at is where it stands, its sign included.
	at   source.Range
	text string
	// rest says that the comment says something else too, which stays when this is removed.
	rest bool
}

// nested is where a comment of ours begins in a comment.
var nested = regex.Lazy(`[ \t](?:#|//)[ \t]*(?i:gw[-_]?lint)\b`)

// sayings are what a comment says.
func (c *commentReader) sayings(comment source.Comment) []saying {
	written := c.text.Content()[comment.Range.Start:comment.Range.End]
	if strings.HasPrefix(written, `"`) { // the key of an object
		return []saying{{comment: comment, at: comment.Range, text: comment.Text, rest: true}}
	}
	block, hasEnd := strings.CutSuffix(written, "*/")
	if isBlock := strings.HasPrefix(written, "/*"); isBlock && hasEnd {
		written = strings.TrimRight(block, "*")
	}
	var all []saying
	add := func(from, to int) {
		if said := strings.TrimSpace(strings.TrimLeft(written[from:to], "/*# \t")); said != "" {
			at := source.Range{Start: comment.Range.Start + from, End: comment.Range.Start + to}
			all = append(all, saying{comment: comment, at: at, text: said})
		}
	}
	at := 0
	for line := range strings.Lines(written) {
		from, end := at, at+len(strings.TrimRight(line, " \t\r\n"))
		for _, next := range nested().FindAllStringIndex(line, -1) {
			if begin := at + next[0] + 1; begin < end {
				add(from, begin-1)
				from = begin
			}
		}
		add(from, max(from, end))
		at += len(line)
	}
	for i := range all {
		all[i].rest = len(all) > 1
	}
	return all
}

// read reads what a comment says.
func (c *commentReader) read(s saying) {
	if at := ours().FindStringIndex(s.text); at != nil {
		waiver, message := readInline(c.Reader, strings.TrimSpace(s.text[at[1]:]))
		if message == "" {
			message = c.cover(&waiver, s.comment)
		}
		if message != "" {
			c.fault(s, message)
			return
		}
		if waiver.rest != "" { // another comment, which stays
			s.at.End, s.rest = s.at.End-len(waiver.rest), true
		}
		waiver.Place, waiver.Range, waiver.Removal = c.place(s.at), s.at, c.removal(s)
		c.waivers = append(c.waivers, waiver.Waiver)
		return
	}
	if c.looksLikeOne(s.text) {
		c.fault(s, "the comment is no waiver, and has no effect: write "+example)
	}
}

// looksLikeOne says whether a comment seems to be meant as a waiver.
func (c *commentReader) looksLikeOne(said string) bool {
	switch {
	case lookalike().MatchString(said), ruleInBrackets().MatchString(said):
		return true
	case within().MatchString(said):
		return c.namesRule(said[within().FindStringIndex(said)[1]:])
	case foreign().MatchString(said):
		return c.namesRule(said[foreign().FindStringIndex(said)[1]:])
	}
	return false
}

// namesRule says whether a text names a rule by its ID or slug.
func (c *commentReader) namesRule(text string) bool {
	return slices.ContainsFunc(word().FindAllString(text, -1), func(one string) bool {
		if id().MatchString(one) {
			return true
		}
		found := ""
		if strings.Contains(one, "_") {
			found, _ = c.Rule(one)
		}
		return found != ""
	})
}

// cover sets the lines that a waiver covers, or says why it covers none.
func (c *commentReader) cover(w *inline, comment source.Comment) string {
	line := func(at int) int { return c.text.Position(at).Line }
	switch {
	case w.file && !comment.Head:
		return "`ignore-file` stands below the first key, where it is not seen: move it to the top of the file"
	case w.file:
		w.Lines = &Lines{First: 1, Last: c.text.Lines()}
	case !comment.OwnLine:
		w.Lines = &Lines{First: line(comment.Range.Start), Last: line(comment.Range.Start)}
	case comment.Below.Start == comment.Below.End:
		return "the waiver stands above nothing of its block: write it directly above a key or an element, or behind a value"
	default:
		w.Lines = &Lines{First: line(comment.Below.Start), Last: line(comment.Below.End - 1)}
	}
	return ""
}

func (c *commentReader) fault(s saying, message string) {
	c.faults = append(c.faults, Fault{Place: c.place(s.at), Range: s.at, Message: message})
}

func (c *commentReader) place(r source.Range) finding.Location {
	start, end := c.text.Position(r.Start), c.text.Position(r.End)
	return finding.Location{
		File: c.text.File, StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column,
	}
}

// removal takes what a comment says out of its text. In a block of Markdown, which may be
// about comments, nothing is edited.
func (c *commentReader) removal(s saying) *finding.Edit {
	content, r := c.text.Bytes, s.at
	block := bytes.HasPrefix(content[s.comment.Range.Start:], []byte("/*"))
	switch ending := strings.ToLower(path.Ext(c.text.File)); {
	case ending == ".md", ending == ".markdown", content[r.Start] == '"', block && s.rest:
		return nil
	case s.rest && r.Start == s.comment.Range.Start: // another comment stands behind it
	case s.rest || !s.comment.OwnLine:
		if block {
			r = s.comment.Range
		}
		r.Start = len(bytes.TrimRight(content[:r.Start], " \t"))
	default:
		r = wholeLine(content, s.comment.Range)
	}
	return &finding.Edit{Location: c.place(r), Start: r.Start, End: r.End}
}

// wholeLine is a range with the space around it in its line, and with the end of the line
// where nothing else stands in it.
func wholeLine(content []byte, r source.Range) source.Range {
	for r.End < len(content) && (content[r.End] == ' ' || content[r.End] == '\t') {
		r.End++
	}
	end := r.End
	if bytes.HasPrefix(content[end:], []byte("\r\n")) {
		end++
	}
	switch {
	case end == len(content):
	case content[end] == '\n':
		end++
	default:
		return r
	}
	return source.Range{Start: bytes.LastIndexByte(content[:r.Start], '\n') + 1, End: end}
}
