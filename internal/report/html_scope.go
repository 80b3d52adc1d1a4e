package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
)

// htmlFact is one thing that a reader must know of how the run came about.
type htmlFact struct {
	Name   string
	Values []htmlValue
}

type htmlValue struct {
	Text []htmlSpan
	// URL is "" where the value is not a page.
	URL string
	// Bad says that the value takes away from what the run can say.
	Bad bool
}

// htmlFacts gathers facts; a fact without a value is none.
type htmlFacts []htmlFact

func (hf *htmlFacts) add(name string, values ...htmlValue) {
	values = slices.DeleteFunc(values, func(v htmlValue) bool { return len(v.Text) == 0 })
	if len(values) > 0 {
		*hf = append(*hf, htmlFact{name, values})
	}
}

func said(text string) htmlValue { return htmlValue{Text: htmlText(text)} }

func badly(text string) htmlValue { return htmlValue{Text: htmlText(text), Bad: true} }

// htmlScopeWriter says what a run was told and what it could see.
type htmlScopeWriter struct{ *htmlWriter }

// scope says who read what, by which rules, and what was left out.
func (h htmlScopeWriter) scope() []htmlFact {
	var facts htmlFacts
	h.workspaceFacts(&facts)
	if h.Workspace == nil {
		facts.add("Read", said(number(h.Summary.Files, "file")+", "+h.kinds()))
	}
	h.leftOutFacts(&facts)
	facts.add("Cannot be seen by this kind of run", h.needs()...)
	facts.add("Ages are measured against", said(h.Run.AsOf))
	h.toldFacts(&facts)
	return facts
}

// htmlHost is what a link to a workspace may be made of.
var htmlHost = regex.Lazy(`^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?$`)

func (h htmlScopeWriter) workspaceFacts(facts *htmlFacts) {
	w := h.Workspace
	if w == nil {
		return
	}
	host := said(w.Host)
	if htmlHost().MatchString(w.Host) {
		host.URL = "https://" + w.Host
	}
	id := ""
	if w.ID != "" {
		id = "ID " + w.ID
	}
	facts.add("Workspace", host, said(id))
	facts.add("Read by", said(callerName(w)))
	facts.add("Read", said(subjectCounts(w)))
	switch w.TLS {
	case "unverified":
		facts.add("Connection", badly("the certificate of the workspace was not verified; anybody on the way may have answered"))
	case "none":
		facts.add("Connection", badly("not encrypted; anybody on the way may have answered"))
	}
	facts.add("Denied or not visible", h.unread(UnreadDenied, UnreadAbsent)...)
	facts.add("Could not be read", h.unread(UnreadFailed)...)
	facts.add("Not asked for", h.unread(UnreadUnasked)...)
	facts.add("Not in this workspace", said(strings.Join(w.NotThere, ", ")))
	if w.AllowEmpty {
		facts.add("Allowed", badly("that there is nothing to check (`--allow-empty`)"))
	}
}

// unread says what could not be read, each kind of thing once, and why.
func (h htmlScopeWriter) unread(outcomes ...string) []htmlValue {
	var values []htmlValue
	for _, u := range h.Workspace.Unread {
		if !slices.Contains(outcomes, u.Outcome) {
			continue
		}
		text := u.What
		if u.Count > 1 {
			text += fmt.Sprintf(" (%d)", u.Count)
		}
		if u.Message != "" {
			text += ": " + u.Message
		}
		values = append(values, badly(text))
	}
	return values
}

// kinds counts the subjects by kind: `12 endpoints, 1 role`.
func (h htmlScopeWriter) kinds() string {
	var order []string
	count := map[string]int{}
	for s := range distinct(h.Subjects) {
		if count[s.Kind]++; count[s.Kind] == 1 {
			order = append(order, s.Kind)
		}
	}
	slices.Sort(order)
	var parts []string
	for _, kind := range order {
		parts = append(parts, number(count[kind], htmlKind(kind)))
	}
	if len(parts) == 0 {
		return "no gateway"
	}
	return strings.Join(parts, ", ")
}

// htmlKind is what a reader calls a kind of subject.
func htmlKind(kind string) string {
	if word, ok := subjectKinds[kind]; ok {
		return word
	}
	return htmlName(kind)
}

// leftOutFacts say what was not read, by reason; of many, the first.
func (h htmlScopeWriter) leftOutFacts(facts *htmlFacts) {
	const most = 20
	if h.Summary.Skipped > 0 {
		facts.add("Skipped", said(number(h.Summary.Skipped, "file")+" without gateway configuration"))
	}
	for _, why := range []Reason{Excluded, Ignored, Linked, OtherName, NotIncluded} {
		var values []htmlValue
		more := 0
		for _, file := range h.LeftOut {
			switch {
			case file.Why != why:
			case len(values) == most:
				more++
			case file.By == "":
				values = append(values, badly(file.File))
			default:
				values = append(values, badly(file.File+" ("+file.By+")"))
			}
		}
		if more > 0 {
			values = append(values, badly(fmt.Sprintf("and %d more", more)))
		}
		facts.add(string(why), values...)
	}
	if b := h.Run.Baseline; b != nil {
		facts.add("Baseline", said("`"+b.File+"`"), said(b.Digest), badly(strings.Join(knownSaid(h.Report), ", ")))
	}
}

// needs says what this kind of run cannot see, each cause once.
func (h htmlScopeWriter) needs() []htmlValue {
	var values []htmlValue
	for _, u := range htmlUnknownWriter(h).unchecked() {
		text := u.What
		if u.Items != "" {
			text += ": " + u.Items
		}
		values = append(values, badly(text))
	}
	return values
}

// toldFacts say what the run was told: its configuration, policy, rules and threshold.
func (h htmlScopeWriter) toldFacts(facts *htmlFacts) {
	r := h.Run
	if c := r.Configuration; c != nil {
		facts.add("Configuration", said("`"+c.File+"`"), said(c.Digest),
			badly(strings.Join(summaryPrinter{Report: h.Report}.softened(), ", ")))
	}
	path := ""
	if r.Policy.Path != "" {
		path = "of your own: `" + r.Policy.Path + "`"
	}
	facts.add("Policy", said(h.Tool.Policy), said(h.Tool.PolicyDigest), said(path))
	var folders []htmlValue
	for _, folder := range r.Rules {
		folders = append(folders, said("`"+folder.Path+"`"))
	}
	facts.add("Rules of your own", folders...)
	facts.add("Rules switched off", badly(strings.Join(r.Off, ", ")))
	facts.add("Rules that the policy leaves off", said(strings.Join(r.Policy.Off, ", ")))
	state := ""
	if r.State != "" {
		state = "`" + r.State + "`"
	}
	if len(h.OtherStates) > 0 {
		state += "; not used: " + strings.Join(h.OtherStates, ", ")
	}
	facts.add("State file", said(state))
	facts.add("Fails on", said(string(r.FailOn)))
	facts.add("Made by", said(h.Tool.Name+" "+h.Tool.Version))
}
