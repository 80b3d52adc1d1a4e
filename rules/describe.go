package rules

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/module"
)

var (
	idForm    = regexp.MustCompile(`^GW[0-8]\d\d$`) // GW9xx is made by Go, not by a rule
	ownForm   = regexp.MustCompile(`^[A-Z]{2,8}\d{3,4}$`)
	reserved  = regexp.MustCompile(`^GW\d`)
	slugForm  = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	paramForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	facetForm = regexp.MustCompile(`^[a-z_]+(\.[a-z_]+)*$`)
	sinceForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	titleForm = regexp.MustCompile(`^[A-Z0-9].*[^.\s]$`)
	blankForm = regexp.MustCompile(`^\s*$`)
)

var (
	severities = []string{"critical", "high", "medium", "low"}
	precisions = []string{"very-high", "high", "medium", "low"}
	scopes     = []string{"subject", "workspace"}
	fixes      = []string{"safe", "unsafe"}
	kinds      = []string{"endpoint", "model_service", "mcp_service", "provider_service", "app", "call", "role", "state"}
	required   = []string{"id", "severity", "precision", "subjects", "requires", "scope", "remediation", "since"}
	optional   = []string{"fix", "controls", "group_by", "halts", "params"}
)

// describe turns the METADATA of a package into a Rule, or says the first thing
// that is wrong with it.
func (t Tree) describe(m module.Module) (Rule, error) {
	folder := path.Dir(t.within(m.File))
	rule := Rule{
		Area:         path.Base(path.Dir(folder)),
		Name:         path.Base(folder),
		Package:      m.Package,
		File:         m.File,
		Line:         m.Line(),
		Own:          t.Own,
		HasApplies:   m.Defines("applies"),
		HasMoot:      m.Defines("moot"),
		HasUndecided: m.Defines("undecided"),
	}
	if err := t.rightPlace(m, rule); err != nil {
		return rule, err
	}
	block := m.Metadata()
	if block == nil {
		return rule, m.Errorf("package %s has no METADATA block", m.Package)
	}
	if err := answers(m); err != nil {
		return rule, err
	}
	if !m.Defines("findings") {
		return rule, m.Errorf("package %s defines no findings", m.Package)
	}
	if !block.Entrypoint {
		return rule, m.Errorf("METADATA lacks entrypoint: true")
	}
	rule.Title, rule.Description = block.Title, strings.TrimSpace(block.Description)
	if err := cmp.Or(rule.links(m, block), rule.fill(m, block)); err != nil {
		return rule, err
	}
	if rule.Own && rule.Scope == "workspace" && (rule.HasApplies || rule.HasMoot || rule.HasUndecided) {
		return rule, m.Errorf("a rule of scope workspace is asked for findings alone, not for applies, moot or undecided")
	}
	return rule, nil
}

// links are the pages that a rule refers to, each with its whole address.
func (r *Rule) links(m module.Module, block *ast.Annotations) error {
	for _, link := range block.RelatedResources {
		if link.Ref.Scheme != "https" && link.Ref.Scheme != "http" || link.Ref.Host == "" {
			return m.Errorf("related_resources: %s is no address; write it in full: https://…", &link.Ref)
		}
		r.Links = append(r.Links, Link{Text: cmp.Or(link.Description, link.Ref.String()), URL: link.Ref.String()})
	}
	return nil
}

// answers reports what a rule is asked for and is not defined as it must be:
// findings and undecided are sets, applies and moot hold or do not.
func answers(m module.Module) error {
	for _, r := range m.Parsed.Rules {
		name, want := r.Head.Ref()[0].String(), ""
		other := len(r.Head.Ref()) > 1 || len(r.Head.Args) > 0
		switch {
		case (name == "findings" || name == "undecided") && (other || r.Head.RuleKind() != ast.MultiValue):
			want = fmt.Sprintf("is no set; write `%s contains report.at(path, message) if …`", name)
		case (name == "applies" || name == "moot") && (other || !isTruth(r.Head)):
			want = fmt.Sprintf("is neither true nor false; write `%s if …`", name)
		default:
			continue
		}
		return fmt.Errorf("%s: line %d: %s %s", m.File, r.Location.Row, name, want)
	}
	return nil
}

// isTruth passes what is computed, whose value only an evaluation shows.
func isTruth(head *ast.Head) bool {
	if head.RuleKind() != ast.SingleValue {
		return false
	}
	_, holds := head.Value.Value.(ast.Boolean)
	return holds || !ast.IsConstant(head.Value.Value)
}

// rightPlace holds a rule's file to <area>/<slug>/<slug>.rego with the package
// of the same name.
func (t Tree) rightPlace(m module.Module, rule Rule) error {
	place := path.Join(t.Name, "<area>/<slug>/<slug>.rego")
	file := t.within(m.File)
	want := path.Join(rule.Area, rule.Name, rule.Name+".rego")
	pkg := strings.Join([]string{root, rule.Area, rule.Name}, ".")
	switch {
	case strings.Count(file, "/") != 2:
		return m.Errorf("package %s is neither a library nor a rule; a rule stands in %s", m.Package, place)
	case file != want || m.Package != pkg:
		return m.Errorf("package %s is neither a library nor a rule; the rule of this folder is package %s in %s",
			m.Package, pkg, path.Join(t.Name, want))
	case !slugForm.MatchString(rule.Name):
		return m.Errorf("the name %s is not lower case words joined by underscores", rule.Name)
	case !slugForm.MatchString(rule.Area):
		return m.Errorf("the area %s is not lower case words joined by underscores", rule.Area)
	default:
		return nil
	}
}

// fill reads the custom fields: every one known, no required one missing.
func (r *Rule) fill(m module.Module, block *ast.Annotations) error {
	for _, name := range slices.Sorted(maps.Keys(block.Custom)) {
		if !slices.Contains(required, name) && !slices.Contains(optional, name) {
			return m.Errorf("METADATA has an unknown field custom.%s; known: %s", name, strings.Join(slices.Concat(required, optional), ", "))
		}
	}
	for _, name := range required {
		if _, written := block.Custom[name]; !written {
			return m.Errorf("METADATA lacks custom.%s", name)
		}
	}
	f := fields{module: m, values: block.Custom}
	f.check("title", r.Title, titleForm)
	if blankForm.MatchString(r.Description) {
		f.fail("METADATA lacks description")
	}
	r.ID = f.identity(r.Own)
	r.Severity = finding.Severity(f.choice("severity", severities))
	r.Precision = f.choice("precision", precisions)
	r.Kinds = f.choices("subjects", kinds)
	r.Requires = f.list("requires", facetForm)
	r.Scope = f.choice("scope", scopes)
	r.Remediation = f.prose("remediation")
	r.Since = f.text("since", sinceForm)
	if _, written := f.values["fix"]; written {
		r.Fix = f.choice("fix", fixes)
	}
	if _, written := f.values["group_by"]; written {
		r.GroupBy = f.choice("group_by", r.Requires)
	}
	if _, written := f.values["params"]; written {
		r.Params = f.list("params", paramForm)
	}
	if r.Halts = f.truth("halts"); r.Halts && r.Own {
		f.fail("custom.halts: only gwlint's own rules halt; give it the severity critical")
	}
	r.Controls = f.controls()
	return f.err
}
