package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/finding"
)

// Rule is what METADATA says of one rule; nothing else describes it.
type Rule struct {
	ID   string // GW103; never changes meaning
	Name string // the slug, which is also the folder and the last part of the package
	Area string // the folder above: document, tables, entities …
	// Package is the Rego package, without `data.`: rules.tables.prefix_missing.
	Package string
	// File is the file that holds the rule, as messages name it, and Line the line of
	// its METADATA.
	File string
	Line int
	// Own says that the rule is not one of gwlint's: there is no page of ours for it.
	Own bool

	Title       string // the fault as a short noun phrase, no period: "No rate limit for each user"
	Description string // what and why it matters; Markdown
	Remediation string // what to do; Markdown
	// RemediationFor is what to do where a kind of subject needs other words: by the kind,
	// or by `service` for every kind of service that has none of its own.
	RemediationFor map[string]string
	Links          []Link

	Severity  finding.Severity
	Precision string   // very-high, high, medium or low, as GitHub orders alerts by it
	Kinds     []string // METADATA `subjects`: the subject kinds it concerns
	// Requires are the facets of the model it reads, as dotted paths: those of the
	// subject (inference_table.prefix), and those of what surrounds all subjects
	// (state.audit, workspace.warehouses).
	Requires []string
	// Params are the parameters of the configuration it reads: audit_max_age.
	Params []string
	Scope  string // "subject" or "workspace"
	// GroupBy is the facet that a workspace rule compares subjects by: it is shown
	// those that agree in it, group by group. "" shows it all subjects at once.
	GroupBy  string
	Fix      string // "safe", "unsafe" or ""
	FixNote  string // what the fix does, in Markdown
	Controls map[string][]string
	Since    string // the gwlint version that brought it: 0.1.0

	// Halts says that a failure at level error stops everything: the message of the
	// finding is what an operator must answer first.
	Halts bool

	// HasApplies says that the package defines `applies`: whether the rule concerns
	// the subject at all, by what every source shows of it.
	HasApplies bool
	// HasMoot says that the package defines `moot`: that there is nothing to judge,
	// or that another rule says it all. It is asked once what it reads is seen.
	HasMoot bool
	// HasSuspect says that the package defines `suspect`: what must hold before it can find
	// anything or leave anything undecided. Where it does not, neither is asked.
	HasSuspect bool
	// HasUndecided says that the package defines `undecided`: what it could not decide
	// although all that it requires was seen.
	HasUndecided bool
}

// unread are the parts of the model that no input of this version shows: what would
// show them, and the kind of subject that they say something of, "" for every kind.
var unread = []struct{ facet, kind, source string }{
	{"call", "call", "client code"},
}

// Awaits says what the rule requires and no input of this version shows, by the kind
// of subject: {"call": "client code"}. Of those kinds the rule finds nothing yet. It is
// empty for a rule that everything is there for.
func (r Rule) Awaits() map[string]string {
	awaits := map[string]string{}
	for _, part := range unread {
		below := func(facet string) bool { return facet == part.facet || strings.HasPrefix(facet, part.facet+".") }
		if !slices.ContainsFunc(r.Requires, below) {
			continue
		}
		for _, kind := range r.Kinds {
			if part.kind == "" || part.kind == kind {
				awaits[kind] = part.source
			}
		}
	}
	return awaits
}

// Heading is the title, and behind it what the rule needs and this version does not
// read, where there is such a thing. Lists of rules show it.
func (r Rule) Heading() string {
	awaits := r.Awaits()
	switch {
	case len(awaits) == 0:
		return r.Title
	case len(awaits) < len(r.Kinds):
		return fmt.Sprintf("%s (in part needs %s)", r.Title, notRead(awaits))
	default:
		return fmt.Sprintf("%s (needs %s)", r.Title, notRead(awaits))
	}
}

// notRead says of what a rule awaits that it is not read.
func notRead(awaits map[string]string) string {
	sources := slices.Compact(slices.Sorted(maps.Values(awaits)))
	return joinWords(sources) + ", which this version does not read"
}

// Errorf is an error about the rule, at its METADATA.
func (r Rule) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s: line %d: %w", r.File, r.Line, fmt.Errorf(format, args...))
}

// Link is a page that explains the matter further.
type Link struct {
	Text string
	URL  string
}

// fill reads what a METADATA block says. What is not as its schema has it stays empty:
// checkMetadata says so.
func (r *Rule) fill(block *ast.Annotations) {
	r.Title, r.Description = block.Title, strings.TrimSpace(block.Description)
	for _, link := range block.RelatedResources {
		r.Links = append(r.Links, Link{Text: cmp.Or(link.Description, link.Ref.String()), URL: link.Ref.String()})
	}
	text := func(name string) string {
		value, _ := block.Custom[name].(string)
		return strings.TrimSpace(value)
	}
	r.ID = text("id")
	r.Severity = finding.Severity(text("severity"))
	r.Precision = text("precision")
	r.Kinds = textsOf(block.Custom["subjects"])
	r.Requires = textsOf(block.Custom["requires"])
	r.Scope = text("scope")
	r.Remediation = text("remediation")
	r.Since = text("since")
	r.Fix = text("fix")
	r.FixNote = text("fix_note")
	r.GroupBy = text("group_by")
	r.Halts, _ = block.Custom["halts"].(bool)
	if _, written := block.Custom["params"]; written {
		r.Params = textsOf(block.Custom["params"])
	}
	if special, ok := block.Custom["remediation_for"].(map[string]any); ok {
		r.RemediationFor = map[string]string{}
		for kind, value := range special {
			words, _ := value.(string)
			r.RemediationFor[kind] = strings.TrimSpace(words)
		}
	}
	if frameworks, ok := block.Custom["controls"].(map[string]any); ok {
		r.Controls = map[string][]string{}
		for name, items := range frameworks {
			r.Controls[name] = textsOf(items)
		}
	}
}
