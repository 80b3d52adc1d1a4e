package rules

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/module"
)

// The forms of texts.
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

// What custom fields may say, and which must and may be written.
var (
	severities = []string{"critical", "high", "medium", "low"}
	precisions = []string{"very-high", "high", "medium", "low"}
	scopes     = []string{"subject", "workspace"}
	fixes      = []string{"safe", "unsafe"}
	kinds      = []string{"endpoint", "model_service", "mcp_service", "provider_service", "app", "call", "role", "state"}
	required   = []string{"id", "severity", "precision", "subjects", "requires", "scope", "remediation", "since"}
	optional   = []string{"fix", "controls", "group_by", "halts", "params", "remediation_for"}
)

// customFields reads the custom fields of METADATA and keeps the first error.
type customFields struct {
	module module.Module
	values map[string]any
	err    error
}

func (c *customFields) fail(format string, args ...any) {
	if c.err == nil {
		c.err = c.module.Errorf(format, args...)
	}
}

// check holds a text that is not a custom field to a form.
func (c *customFields) check(name, value string, form *regexp.Regexp) {
	switch {
	case value == "":
		c.fail("METADATA lacks %s", name)
	case !form.MatchString(value):
		c.fail("%s: %q does not have the form %s", name, value, form)
	}
}

// text is a text of that form.
func (c *customFields) text(name string, form *regexp.Regexp) string {
	value, ok := c.values[name].(string)
	if !ok || !form.MatchString(value) {
		c.fail("custom.%s: %s does not have the form %s", name, quoted(c.values[name]), form)
	}
	return value
}

// identity is the rule's ID. GW begins those of gwlint: one that comes with a
// later version would mean something else.
func (c *customFields) identity(own bool) string {
	if !own {
		return c.text("id", idForm)
	}
	id := c.text("id", ownForm)
	if reserved.MatchString(id) {
		c.fail("custom.id: %s begins as gwlint's own; take other letters", id)
	}
	return id
}

// prose is a text that says something.
func (c *customFields) prose(name string) string {
	value, _ := c.values[name].(string)
	value = strings.TrimSpace(value)
	if value == "" {
		c.fail("custom.%s: says nothing", name)
	}
	return value
}

// remediations are texts for kinds of subject that the rule concerns; nil where none is
// written.
func (c *customFields) remediations(concerned []string) map[string]string {
	if _, given := c.values["remediation_for"]; !given {
		return nil
	}
	written, ok := c.values["remediation_for"].(map[string]any)
	if !ok || len(written) == 0 {
		c.fail("custom.remediation_for: %s is not a map from a kind of subject to what to do there", quoted(c.values["remediation_for"]))
		return nil
	}
	texts := make(map[string]string, len(written))
	for _, kind := range slices.Sorted(maps.Keys(written)) {
		text, _ := written[kind].(string)
		switch {
		case blankForm.MatchString(text):
			c.fail("custom.remediation_for.%s: says nothing", kind)
		case !slices.ContainsFunc(concerned, func(of string) bool { return of == kind || kind == anyService && isService(of) }):
			c.fail("custom.remediation_for.%s: the rule does not concern it; write one of its subjects, or %s for all services", kind, anyService)
		}
		texts[kind] = strings.TrimSpace(text)
	}
	return texts
}

// truth is true or false, false where it is not written.
func (c *customFields) truth(name string) bool {
	written, given := c.values[name]
	value, ok := written.(bool)
	if given && !ok {
		c.fail("custom.%s: %s is neither true nor false", name, quoted(written))
	}
	return value
}

// choice is one of the values given.
func (c *customFields) choice(name string, known []string) string {
	value, _ := c.values[name].(string)
	if !slices.Contains(known, value) {
		c.fail("custom.%s: %s is not one of %s", name, quoted(c.values[name]), strings.Join(known, ", "))
	}
	return value
}

// choices is a list of at least one of the values given.
func (c *customFields) choices(name string, known []string) []string {
	list := c.texts(name, c.values[name])
	if len(list) == 0 {
		c.fail("custom.%s: names none of %s", name, strings.Join(known, ", "))
	}
	for _, value := range list {
		if !slices.Contains(known, value) {
			c.fail("custom.%s: %q is not one of %s", name, value, strings.Join(known, ", "))
		}
	}
	return list
}

// list is a list, perhaps empty, of texts of that form.
func (c *customFields) list(name string, form *regexp.Regexp) []string {
	list := c.texts(name, c.values[name])
	for _, value := range list {
		if !form.MatchString(value) {
			c.fail("custom.%s: %q does not have the form %s", name, value, form)
		}
	}
	return list
}

// controls maps a framework to the items of it that the rule serves.
func (c *customFields) controls() map[string][]string {
	written, given := c.values["controls"]
	if !given {
		return nil
	}
	frameworks, ok := written.(map[string]any)
	if !ok || len(frameworks) == 0 {
		c.fail("custom.controls: %s is not a map from a framework to its items", quoted(written))
		return nil
	}
	controls := make(map[string][]string, len(frameworks))
	for _, name := range slices.Sorted(maps.Keys(frameworks)) {
		controls[name] = c.texts("controls."+name, frameworks[name])
		if len(controls[name]) == 0 {
			c.fail("custom.controls.%s: names no item", name)
		}
	}
	return controls
}

// texts is a list of different texts, never nil.
func (c *customFields) texts(name string, written any) []string {
	values, ok := written.([]any)
	if !ok {
		c.fail("custom.%s: %s is not a list", name, quoted(written))
		return []string{}
	}
	list := make([]string, 0, len(values))
	for _, value := range values {
		text, ok := value.(string)
		if !ok || text == "" {
			c.fail("custom.%s: %s is not a text", name, quoted(value))
			continue
		}
		if slices.Contains(list, text) {
			c.fail("custom.%s: %q stands twice", name, text)
		}
		list = append(list, text)
	}
	return list
}

// quoted writes a value of YAML for an error: texts quoted, the rest as it is.
func quoted(value any) string {
	if text, ok := value.(string); ok {
		return fmt.Sprintf("%q", text)
	}
	return fmt.Sprint(value)
}

// checkDefinitions reports what a rule is asked for and is not defined as it must be:
// findings and undecided are sets, applies and moot hold or do not.
func checkDefinitions(m module.Module) error {
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
