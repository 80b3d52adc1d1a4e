package waive

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/finding"
)

// EndsSoon is how many days before its last one a waiver is said to end.
const EndsSoon = 14

// DaysLeft is how many days a waiver holds after the day of a time, which is told in UTC: 0
// on its last one, less than 0 when it is over.
func (w *Waiver) DaysLeft(at time.Time) int {
	today := at.UTC().Truncate(24 * time.Hour)
	return int(w.Until.Sub(today).Hours()) / 24 //nolint:mnd // hours of a day
}

// Granted is a waiver as findings that it covers have it.
func (w *Waiver) Granted(at time.Time) *finding.Waiver {
	return &finding.Waiver{
		Reason: w.Reason, Owner: w.Owner, Ticket: w.Ticket, ApprovedBy: w.ApprovedBy,
		Expires: w.Until.Format(time.DateOnly), DaysLeft: w.DaysLeft(at),
		File: w.Place.File, Line: w.Place.StartLine,
	}
}

// Require is what every waiver must have beside a reason, an owner and an end.
type Require struct {
	// Fields are keys that it must have.
	Fields []string
	// Longest is how many days ahead its end may lie, 0 for any number.
	Longest int
	// ApprovedByFor are the severities of rules for which it must say who approved.
	ApprovedByFor []finding.Severity
}

// Lacks says what a waiver lacks at a time, with what to do; "" where that is nothing. The
// severity is the worst of its rules.
func (r Require) Lacks(w *Waiver, at time.Time, severity finding.Severity) string {
	has := map[string]string{entryTicket: w.Ticket, entryApprovedBy: w.ApprovedBy, entryValue: w.Value}
	for _, field := range r.Fields {
		if value, ok := has[field]; ok && value == "" {
			return fmt.Sprintf("the waiver has no `%s`, which `require.fields` asks for: add it", field)
		}
	}
	if slices.Contains(r.ApprovedByFor, severity) && w.ApprovedBy == "" {
		return fmt.Sprintf("the waiver has no `approved_by`, which `require.approved_by_for` asks for where a rule is %s: have it approved", severity)
	}
	if left := w.DaysLeft(at); r.Longest > 0 && left > r.Longest {
		return fmt.Sprintf("the waiver ends %d days from now, and `require.longest` allows %d: write an `until` of %s or before",
			left, r.Longest, at.UTC().Truncate(24*time.Hour).AddDate(0, 0, r.Longest).Format(time.DateOnly))
	}
	return ""
}

// Called names a waiver in a sentence and in a fingerprint: its rules, and what it is for.
func (w *Waiver) Called() string {
	name := strings.Join(w.Rules, ", ")
	for _, of := range []string{w.Subject, w.Path, w.Pointer, w.Target, w.Workspace, w.Fingerprint} {
		if of != "" {
			return name + " " + of
		}
	}
	return name + " " + w.Place.File
}

// For says in words what a waiver is for, as `subject dev-*, path sandbox/**`.
func (w *Waiver) For() string {
	var parts []string
	if w.Lines != nil {
		parts = append(parts, fmt.Sprintf("lines %d-%d", w.Lines.First, w.Lines.Last))
		if w.Lines.First == w.Lines.Last {
			parts[0] = fmt.Sprintf("line %d", w.Lines.First)
		}
	}
	for _, selector := range []struct{ key, value string }{
		{entrySubject, w.Subject},
		{entryPath, w.Path},
		{entryPointer, w.Pointer},
		{entryTarget, w.Target},
		{entryWorkspace, w.Workspace},
		{entryFingerprint, w.Fingerprint},
	} {
		if selector.value != "" {
			parts = append(parts, selector.key+" "+selector.value)
		}
	}
	return strings.Join(parts, ", ")
}
