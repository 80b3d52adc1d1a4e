package report

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
)

// writeCSV writes a table for a spreadsheet, as RFC 4180 has it, with the byte order mark
// by which Excel takes it for UTF-8: a row for each finding and for all else that a
// reader must answer for, or the matrix.
func writeCSV(w io.Writer, r Report, o Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString("\ufeff") // Flush returns its error
	t := csvTable{Writer: csv.NewWriter(out)}
	t.UseCRLF = true
	if o.Matrix != MatrixNone {
		t.matrix(r)
	} else {
		t.findings(r)
	}
	t.Flush()
	return cmp.Or(t.Error(), out.Flush())
}

// csvTable writes rows; csv.Writer keeps the first error.
type csvTable struct {
	*csv.Writer
}

// csvRow is a row of findings.
type csvRow struct {
	level, severity, rule, title string
	subject                      finding.Subject
	targets                      []string
	at                           finding.Location
	pointer, message             string
	outcome, reason              string
	fingerprint, page, items     string
	// owner, due and decision are for the reader to fill in, but where a waiver says them.
	owner, due, decision string
}

func (t csvTable) findings(r Report) {
	t.row("level", "severity", "rule", "title", "kind", "name", "address", "targets", "file", "line", "column", "pointer", "message",
		"outcome", "reason", "fingerprint", "page", "items", "owner", "due", "decision")
	for _, o := range obstaclesIn(r) {
		row := csvRow{level: string(finding.Error), at: o.at, message: o.message, outcome: "not_checked"}
		if o.halts {
			row.outcome = "halt"
		}
		t.add(row)
	}
	t.notChecked(r)
	t.found(r)
	for _, item := range r.Checklist {
		if item.Status == StatusManual { // one without a rule must not be missing
			t.add(csvRow{title: item.Title, message: "a person must judge it", outcome: string(StatusManual), reason: item.Reason, items: item.ID})
		}
	}
}

// notChecked is what this kind of run cannot see, by cause.
func (t csvTable) notChecked(r Report) {
	for _, n := range r.NotChecked {
		t.add(csvRow{
			level: string(finding.Note), rule: strings.Join(n.Rules, " "), items: strings.Join(n.Items, " "), outcome: string(finding.Unknown),
			message: "not checked without the " + strings.ReplaceAll(string(n.Needs), "_", " "), reason: "needs " + n.How,
		})
	}
}

// found is the findings in their order, those that follow from another one included.
func (t csvTable) found(r Report) {
	rules, items, pages := indexRules(r.Rules), csvItems(r.Checklist), csvPages(r.Subjects)
	for i := range r.Findings {
		f := &r.Findings[i]
		row := csvRow{
			level: string(f.Level), severity: string(f.Severity), rule: f.Rule, title: rules.of(*f).Title,
			subject: f.Subject, targets: f.Targets, at: f.Location, pointer: f.Pointer, message: f.Message,
			outcome: string(f.Outcome), reason: csvReason(f), fingerprint: f.Fingerprint,
			page: pages[csvSubject{f.Subject, f.Location.File}], items: items[f.Rule],
		}
		if f.Waiver != nil {
			row.owner, row.due, row.decision = f.Waiver.Owner, f.Waiver.Expires, "waived"
		}
		t.add(row)
	}
}

// csvReason says what more there is to know of a finding.
func csvReason(f *finding.Finding) string {
	reason := f.Reason
	switch {
	case reason != "":
	case f.Waiver != nil:
		reason = f.Waiver.Reason + parenthesis(waivedBy(f.Waiver)) // owner and end have cells of their own
	case f.Cause != "":
		reason = "follows from finding " + f.Cause
	case f.More > 0:
		reason = fmt.Sprintf("stands for %d findings", f.More)
	}
	return reason
}

// csvItems are the items of the checklist that each rule decides.
func csvItems(checklist []Item) map[string]string {
	items := map[string]string{}
	for _, item := range checklist {
		for _, rule := range item.Rules {
			items[rule] = strings.TrimPrefix(items[rule]+" "+item.ID, " ")
		}
	}
	return items
}

// csvSubject is what a finding knows of its Subject.
type csvSubject struct {
	subject finding.Subject
	file    string
}

func csvPages(subjects []Subject) map[csvSubject]string {
	pages := map[csvSubject]string{}
	for _, s := range subjects {
		if s.Page != "" {
			pages[csvSubject{s.who(), s.File}] = s.Page
		}
	}
	return pages
}

func (t csvTable) add(row csvRow) {
	t.row(row.level, row.severity, row.rule, row.title, row.subject.Kind, row.subject.Name, row.subject.Address, strings.Join(row.targets, " "),
		row.at.File, csvNumber(row.at.StartLine), csvNumber(row.at.StartColumn), row.pointer, row.message,
		row.outcome, row.reason, row.fingerprint, row.page, row.items, row.owner, row.due, row.decision)
}

func (t csvTable) row(cells ...string) {
	for i, cell := range cells {
		cells[i] = csvText(cell)
	}
	_ = t.Write(cells) // Error returns it
}

// csvNumber is a line or a column, "" where there is none.
func csvNumber(n int) string {
	if n < 1 {
		return ""
	}
	return strconv.Itoa(n)
}

const (
	// csvCell is how many bytes a cell takes. Excel takes 32,767 characters, apostrophes
	// included, and puts what stands behind them into the row below. Source: "Excel
	// specifications and limits".
	csvCell = 16_000
	// csvFormula begins what a spreadsheet computes rather than shows, in the wide forms of
	// East Asia as well; tabs and line breaks are not left by Visible. Source: "CSV
	// Injection" of OWASP.
	csvFormula = "=+-@＝＋－＠"
)

// csvText makes a text safe to open: it is visible, no formula, and fits into a cell. An
// apostrophe at its beginning has a spreadsheet show it. One that takes semicolons for
// borders of cells sees a cell begin behind each.
func csvText(s string) string {
	more := len(s) > csvCell
	if more { // no text gets shorter by being made visible
		s = s[:boundary(s, csvCell)]
	}
	if s = Visible(s); more || len(s) > csvCell {
		s = s[:boundary(s, csvCell)] + ellipsis
	}
	if !strings.ContainsAny(s, csvFormula) {
		return s
	}
	parts := strings.Split(s, ";")
	for i, part := range parts {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(part, " "))
		if strings.ContainsRune(csvFormula, first) {
			parts[i] = "'" + part
		}
	}
	return strings.Join(parts, ";")
}
