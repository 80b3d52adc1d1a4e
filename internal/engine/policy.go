package engine

import (
	"errors"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/rules"
)

// policy is what decides on findings.
type policy struct {
	level, checklist rego.Query
	// withLacking is the checklist and which of its items lack something, nil for a policy that
	// does not say.
	withLacking *rego.Query
	// unwaivable say what no waiver covers: what all policies share, and the policy's own.
	unwaivable []rego.Query
}

func newPolicy(compiler *ast.Compiler, name string) (policy, error) {
	if compiler.GetRules(ast.MustParseRef("data."+name+".level")) == nil {
		return policy{}, errors.New("it defines no level")
	}
	p := policy{level: rego.NewQuery(compiler, "data."+name+".level"), checklist: rego.NewQuery(compiler, "data."+name+".checklist")}
	if lacking := "data." + name + ".lacking"; len(compiler.GetRulesExact(ast.MustParseRef(lacking))) > 0 {
		query := rego.NewListQuery(compiler, "data."+name+".checklist", lacking)
		p.withLacking = &query
	}
	for _, ref := range []string{"data." + sharedUnwaivable, "data." + name + ".unwaivable"} {
		if len(compiler.GetRulesExact(ast.MustParseRef(ref))) > 0 {
			p.unwaivable = append(p.unwaivable, rego.NewQuery(compiler, ref))
		}
	}
	return p, nil
}

// decision is all that a policy may look at when it decides what a finding
// means: findings that agree in it have the same level.
type decision struct {
	subjectClass

	rule, severity string
	outcome        finding.Outcome
	path, set      string // the path has dots; see facetPath
}

// subjectClass is all of a subject that a policy may look at.
type subjectClass struct {
	kind, hosting, form string
	provided            bool
}

func classOf(who gateway.Identity) subjectClass {
	return subjectClass{kind: who.Kind, hosting: who.Hosting, form: who.Form, provided: who.Provided}
}

// levels are what the policy has said of the subjects of one class.
type levels map[ruleOutcome]finding.Level

// ruleOutcome is what a policy may look at beside the class of a subject.
type ruleOutcome struct {
	rule      int // its number
	outcome   finding.Outcome
	path, set string
}

// facetPath is the path of a finding as a policy sees it: without indices, so that there
// are few.
func facetPath(path []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(path), func(segment string) bool {
		return segment == "" || '0' <= segment[0] && segment[0] <= '9'
	}), ".")
}

// segments are the parts of such a path.
func segments(path string) []any {
	parts := []any{}
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' }) {
		parts = append(parts, part)
	}
	return parts
}

// ordinary is what a policy decides on where nothing is special about the subject
// and configuration says nothing.
func ordinary(rule rules.Rule, outcome finding.Outcome) decision {
	return decision{
		subjectClass: subjectClass{kind: rule.Kinds[0], hosting: "foundation", form: "create"},
		rule:         rule.ID, severity: string(rule.Severity), outcome: outcome,
	}
}

var errSilent = errors.New("the policy does not say")

// RuleLevels is what a rule's findings mean by a policy, where nothing is special
// about the subject and configuration says nothing.
type RuleLevels struct {
	Rule          rules.Rule
	Fail, Unknown finding.Level
}

// PolicyError says which of its decisions a policy cannot be asked for.
type PolicyError struct {
	Decision string // level or checklist
	Err      error
}

func (p *PolicyError) Error() string { return p.Err.Error() }

func (p *PolicyError) Unwrap() error { return p.Err }
