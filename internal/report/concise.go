package report

import (
	"io"

	"github.com/gwlint/gwlint/internal/finding"
)

// conciseReport writes a report of one line for each finding, as editors and grep take
// it, then what could not be checked, and the verdict.
type conciseReport struct {
	*textWriter
	Report

	following consequences
}

func writeConcise(w io.Writer, r Report, o Options) error {
	o.Width = 0 // a line is a finding
	c := conciseReport{newTextWriter(o), r, consequencesIn(r.Findings)}
	if err := c.failures(w); err != nil {
		return err
	}
	if o.Verbose || o.Quiet && failedByUnknown(r) {
		if err := c.unknown(w); err != nil {
			return err
		}
	}
	if !o.Quiet {
		if err := c.waived(w); err != nil {
			return err
		}
	}
	for _, p := range r.Errors {
		c.problem(p)
	}
	for _, prompt := range r.Prompts {
		c.printf("%s %s\n", c.style.error.Sprint("halted:"), Visible(prompt))
	}
	if !o.Quiet {
		c.verdict(r)
	}
	return c.flush(w)
}

// failures writes the findings that count, errors first.
func (c conciseReport) failures(w io.Writer) error {
	for _, level := range []finding.Level{finding.Error, finding.Warning, finding.Note} {
		for i := range c.Findings {
			if f := &c.Findings[i]; f.Level == level && shown(*f) {
				c.finding(f)
			}
			if err := c.relieve(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// finding writes one finding, and the rules that fail because of it.
func (c conciseReport) finding(f *finding.Finding) {
	said := Visible(messageOf(f)) + subjectUnlessNamed(f, f.Message)
	if f.Cause == "" && f.Fingerprint != "" {
		var ids []string
		for _, i := range c.following[f.Fingerprint] {
			ids = append(ids, c.Findings[i].Rule)
		}
		if len(ids) > 0 {
			said += "; so " + listed(ids, manyConsequences) + " " + map[bool]string{true: "fails", false: "fail"}[len(ids) == 1]
		}
	}
	mark := c.style.level(f.Level).Sprint(string(f.Level) + "[" + Visible(f.Rule) + "]")
	c.line(f.Location, mark+" "+said)
}

// unknown writes what could not be decided.
func (c conciseReport) unknown(w io.Writer) error {
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Outcome != finding.Unknown {
			continue
		}
		mark := c.style.note.Sprint("unknown[" + Visible(f.Rule) + "]")
		c.line(f.Location, mark+" "+Visible(f.Reason)+subjectUnlessNamed(f, f.Reason)+parenthesis(nonempty(Visible(inTargets(f)))))
		if err := c.relieve(w); err != nil {
			return err
		}
	}
	return nil
}

// waived writes what a waiver lets stand.
func (c conciseReport) waived(w io.Writer) error {
	for _, f := range waivedIn(c.Findings) {
		mark := c.style.note.Sprint("waived[" + Visible(f.Rule) + "]")
		c.line(f.Location, mark+" "+waivedUntil(f.Waiver)+parenthesis(nonempty(subjectName(f.Subject), Visible(inTargets(f)))))
		if err := c.relieve(w); err != nil {
			return err
		}
	}
	return nil
}

// line writes a place and what is said of it.
func (c conciseReport) line(at finding.Location, said string) {
	if where := textPlace(at); where != "" {
		c.WriteString(where + ": ")
	}
	c.WriteString(said + "\n")
}

// subjectUnlessNamed names a subject whose name a message leaves out.
func subjectUnlessNamed(f *finding.Finding, message string) string {
	if f.Subject.Called() == "" || withoutName(message, f.Subject.Called()) != message {
		return ""
	}
	return " (" + subjectName(f.Subject) + ")"
}
