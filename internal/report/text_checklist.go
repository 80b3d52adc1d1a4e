package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
)

// checklistPrinter writes the policy's list with what came of each item, by sign and
// word: what failed first and each item that is decided in few words, or all in the
// policy's order.
type checklistPrinter struct {
	*textWriter
	Report

	verbose bool
	// found are the rules that have findings, by outcome.
	found map[finding.Outcome]map[string]bool
}

func newChecklistPrinter(t *textWriter, r Report, verbose bool) checklistPrinter {
	found := map[finding.Outcome]map[string]bool{finding.Fail: {}, finding.Waived: {}}
	for i := range r.Findings {
		if rules, ok := found[r.Findings[i].Outcome]; ok {
			rules[r.Findings[i].Rule] = true
		}
	}
	for i := range r.Known {
		found[finding.Fail][r.Known[i].Rule] = true
	}
	return checklistPrinter{t, r, verbose, found}
}

func (cp checklistPrinter) print() {
	if cp.Summary.Subjects == 0 || len(cp.Checklist)+len(cp.NotChecked) == 0 {
		return
	}
	if len(cp.Checklist) > 0 {
		cp.inked("", fmt.Sprintf("Checklist %s: %s", Visible(cp.Tool.Policy), cp.tally()), cp.style.strong)
	}
	switch {
	case cp.verbose:
		cp.items(cp.Checklist...)
		cp.notChecked()
	case clean(cp.Report):
		cp.notChecked()
		return
	default:
		cp.items(cp.with(StatusFail)...)
		cp.items(cp.with(StatusUnknown)...)
		cp.items(cp.with(StatusWaived)...)
		cp.notChecked()
		cp.rest()
	}
	cp.WriteString("\n")
}

// tally counts the items by status.
func (cp checklistPrinter) tally() string {
	var parts []string
	for _, s := range []Status{StatusFail, StatusUnknown, StatusWaived, StatusPass, StatusNotApplicable, StatusManual} {
		n := 0
		for _, item := range cp.Checklist {
			if item.Status == s {
				n++
			}
		}
		if n > 0 {
			_, word, _ := cp.status(s)
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	return strings.Join(parts, ", ")
}

// with are the items of a status that the report does not name elsewhere.
func (cp checklistPrinter) with(s Status) []Item {
	var items []Item
	for _, item := range cp.Checklist {
		if item.Status == s && !cp.unseen(item) {
			items = append(items, item)
		}
	}
	return items
}

// unseen says that an item is unknown for what this kind of run cannot see alone.
func (cp checklistPrinter) unseen(item Item) bool {
	return item.Status == StatusUnknown &&
		slices.ContainsFunc(cp.NotChecked, func(n NotChecked) bool { return slices.Contains(n.Items, item.ID) })
}

// items writes items, each with the number of subjects that have its status.
func (cp checklistPrinter) items(items ...Item) {
	ids, counts := 0, 0
	for _, item := range cp.Checklist {
		ids = max(ids, displaywidth.String(Visible(item.ID)))
		counts = max(counts, len(count(item)))
	}
	for _, item := range items {
		sign, word, ink := cp.status(item.Status)
		said := append(nonempty(count(item)), nonempty(cp.because(item), besides(item))...)
		if cp.narrow() {
			cp.item(ink.Sprint(sign)+" "+Visible(item.ID), item.Title+parenthesis(said), 2+displaywidth.String(Visible(item.ID)))
			continue
		}
		mark := ink.Sprint(sign+" "+pad(word, len("unknown"))) + "  " + pad(Visible(item.ID), ids)
		columns := 2 + len("unknown") + 2 + ids
		if counts > 0 {
			mark += "  " + strings.Repeat(" ", counts-len(count(item))) + count(item)
			columns += 2 + counts
			said = nonempty(cp.because(item), besides(item))
		}
		cp.item(mark+" ", item.Title+parenthesis(said), columns+1)
	}
}

// count says of how many of the subjects that an item concerns its status holds, ""
// where that is not known or says nothing.
func count(item Item) string {
	s := item.Subjects
	n, ok := map[Status]int{StatusFail: s.Fail, StatusUnknown: s.Unknown, StatusWaived: s.Waived, StatusPass: s.Pass}[item.Status]
	all := s.concerned()
	if !ok || all == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d", n, all)
}

// besides counts the subjects for which a failed item is not decided.
func besides(item Item) string {
	if item.Status != StatusFail || item.Subjects.Unknown == 0 {
		return ""
	}
	return fmt.Sprintf("%d unknown", item.Subjects.Unknown)
}

func nonempty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

func parenthesis(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// notChecked says once what this kind of run cannot see, and how to have it checked.
func (cp checklistPrinter) notChecked() {
	sign, _, ink := cp.status(StatusUnknown)
	for _, n := range cp.NotChecked {
		what := n.Items
		if len(what) == 0 {
			what = n.Rules
		}
		said := fmt.Sprintf("needs %s: %s (%s)", needed(n), strings.Join(what, ", "), number(len(n.Rules), "rule"))
		cp.item(ink.Sprint(sign), said, 1)
	}
}

// needed says what to do to have something checked, or what is missing.
func needed(n NotChecked) string {
	if n.How != "" {
		return n.How
	}
	return strings.ReplaceAll(string(n.Needs), "_", " ")
}

// rest names what needs nobody's attention: what passed and what concerns nothing, and
// how many items are a person's.
func (cp checklistPrinter) rest() {
	for _, s := range []Status{StatusPass, StatusNotApplicable} {
		var ids []string
		for _, item := range cp.with(s) {
			ids = append(ids, item.ID)
		}
		if len(ids) > 0 {
			sign, word, ink := cp.status(s)
			cp.item(ink.Sprint(sign+" "+pad(word, len("unknown")))+" ", strings.Join(ids, ", "), 3+len("unknown"))
		}
	}
	if n := len(cp.with(StatusManual)); n > 0 {
		sign, word, ink := cp.status(StatusManual)
		said := number(n, "item") + " need a person; -v lists them"
		if n == 1 {
			said = "1 item needs a person; -v names it"
		}
		cp.item(ink.Sprint(sign+" "+pad(word, len("unknown")))+" ", said, 3+len("unknown"))
	}
}

// because says what decided an item, where it is not simply so: the rules that
// found something, or the reason, which names those that could not decide.
func (cp checklistPrinter) because(i Item) string {
	if i.Reason != "" {
		return i.Reason
	}
	outcome, ok := map[Status]finding.Outcome{StatusFail: finding.Fail, StatusWaived: finding.Waived}[i.Status]
	if !ok {
		return ""
	}
	return strings.Join(slices.DeleteFunc(slices.Clone(i.Rules), func(rule string) bool { return !cp.found[outcome][rule] }), ", ")
}
