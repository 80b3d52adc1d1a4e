package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// anyService stands in METADATA for every kind of service.
const anyService = "service"

// inTerraform stands in METADATA for serving endpoints that are written in Terraform, where
// blocks stand for lists. What services are written as is alike everywhere.
const inTerraform = "terraform"

func isService(kind string) bool { return strings.HasSuffix(kind, "_"+anyService) }

// Advice is what to do about a finding of the rule, in Markdown, with the keys that the
// reader has: those of the kind of subject and of the form that it was written in.
func (r Rule) Advice(kind, form string) string {
	text, ok := r.RemediationFor[kind]
	if form == inTerraform && kind == "endpoint" {
		text, ok = r.RemediationFor[inTerraform]
	}
	if !ok && isService(kind) {
		text, ok = r.RemediationFor[anyService]
	}
	if !ok {
		text = r.Remediation
	}
	return strings.ReplaceAll(text, "`"+leftOut[form], "`")
}

// leftOut is what stands before the keys of a whole endpoint and not in a form that
// holds one part of it: the body of put-ai-gateway is what `ai_gateway` holds, that of
// an update of the configuration what `config` holds.
var leftOut = map[string]string{"put": "ai_gateway.", "config": "config."}

// remediationSection says what to do, and below it what to do where it is another thing.
func remediationSection(rule Rule) string {
	parts := []string{rule.Remediation}
	for _, kind := range slices.Sorted(maps.Keys(rule.RemediationFor)) {
		where := "services of Unity Gateway"
		switch kind {
		case anyService:
		case inTerraform:
			where = "Terraform"
		default:
			where = kindNames([]string{kind})[0]
		}
		parts = append(parts, fmt.Sprintf("In %s: %s", where, rule.RemediationFor[kind]))
	}
	if rule.Fix != "" {
		parts = append(parts, fixSection(rule))
	}
	return strings.Join(parts, "\n\n")
}

// fixSection says how gwlint itself puts a fault right.
func fixSection(rule Rule) string {
	flag := "--fix"
	if rule.Fix == string(finding.Unsafe) {
		flag = "--fix --unsafe-fixes"
	}
	return strings.TrimSpace(fmt.Sprintf("`gwlint check %s` does it, as a fix that is %s; `--diff` shows it first. %s", flag, rule.Fix, rule.FixNote))
}
