package rules

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/module"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/schema"
)

// The forms of names, beyond what the schema of METADATA says.
var (
	idForm   = regex.Lazy(`^GW[0-8]\d\d$`) // GW9xx is made by Go, not by a rule
	ownForm  = regex.Lazy(`^[A-Z]{2,8}\d{3,4}$`)
	reserved = regex.Lazy(`^GW\d`)
	slugForm = regex.Lazy(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
)

// metadataCheck collects all that is wrong with one METADATA block, each fault at the
// line that it is written on.
type metadataCheck struct {
	module  module.Module
	block   *ast.Annotations
	written written
	own     bool
	faults  []lineFault
	invalid map[string]bool // the paths of which the schema has spoken
}

// lineFault is a fault at a line of a file.
type lineFault struct {
	line    int
	message string
}

// checkMetadata holds a METADATA block to its schema and to what no schema can say.
// The error has a line for each fault, in the order of the file.
func checkMetadata(m module.Module, block *ast.Annotations, own bool, gone retired) error {
	c := &metadataCheck{module: m, block: block, written: readMetadata(m), own: own, invalid: map[string]bool{}}
	c.faults = append(c.faults, c.written.faults...)
	if err := c.holdToSchema(); err != nil {
		return err
	}
	c.checkID(gone)
	c.checkLinks()
	c.checkDifferent()
	c.checkFacets()
	c.checkReferences()
	if halts, _ := block.Custom["halts"].(bool); halts && own {
		c.fail([]string{"custom", "halts"}, "custom.halts: only gwlint's own rules halt; give it the severity critical")
	}
	return c.err()
}

// fail adds a fault at the line where a path is written, or at its nearest parent.
func (c *metadataCheck) fail(path []string, format string, args ...any) {
	c.faults = append(c.faults, lineFault{c.written.line(path), fmt.Sprintf(format, args...)})
}

func (c *metadataCheck) err() error {
	slices.SortStableFunc(c.faults, func(a, b lineFault) int { return cmp.Compare(a.line, b.line) })
	var all []error
	for _, fault := range slices.Compact(c.faults) {
		all = append(all, fmt.Errorf("%s: line %d: %s", c.module.File, fault.line, fault.message))
	}
	return errors.Join(all...)
}

// holdToSchema says what metadata.schema.json has against the block.
func (c *metadataCheck) holdToSchema() error {
	violations, err := schema.Validate(schema.Metadata, c.written.value)
	if err != nil {
		return err
	}
	meant := map[string]bool{} // the fields that a misspelt one stands for
	for _, v := range violations {
		value := c.written.at(v.Pointer)
		if _, ok := value.(map[string]any); ok && len(v.Pointer) < 2 && v.Kind == schema.InvalidValue {
			continue // it lacks a field, which checkMissing names
		}
		if v.Nearest != "" {
			meant[joined(slices.Concat(v.Pointer[:len(v.Pointer)-1], []string{v.Nearest}))] = true
		}
		c.invalid[joined(v.Pointer)] = true
		c.fail(v.Pointer, "%s", departure(v, value))
	}
	c.checkMissing(metadataSchema(), nil, meant)
	if _, ok := c.written.value["custom"].(map[string]any); ok {
		c.checkMissing(metadataSchema().Definitions["custom"], []string{"custom"}, meant)
	}
	return nil
}

// checkMissing names each field that must be written, and is not under any spelling.
func (c *metadataCheck) checkMissing(fields *schemaField, path []string, meant map[string]bool) {
	object, _ := c.written.at(path).(map[string]any)
	for _, name := range fields.Required {
		field := slices.Concat(path, []string{name})
		if _, ok := object[name]; ok || meant[joined(field)] {
			continue
		}
		switch expected := fields.Properties[name].expected(); {
		case name == "custom":
			c.fail(nil, "METADATA lacks custom; below it stand %s", strings.Join(metadataSchema().Definitions["custom"].Required, ", "))
		case expected == "true":
			c.fail(nil, "METADATA lacks %s: true", dotted(field))
		default:
			c.fail(nil, "METADATA lacks %s; write %s", dotted(field), expected)
		}
	}
}

// departure says in one sentence what is wrong with a value, and what to write.
func departure(v schema.Violation, value any) string {
	name := dotted(v.Pointer)
	if v.Kind == schema.UnknownKey {
		if v.Nearest != "" {
			return fmt.Sprintf("METADATA has an unknown field %s; did you mean %s?", name, v.Nearest)
		}
		return fmt.Sprintf("METADATA has an unknown field %s; known: %s", name, strings.Join(knownFields(v.Pointer), ", "))
	}
	near := ""
	if text, ok := value.(string); ok {
		near = schema.NearestValue(text, v.Values)
	}
	if near != "" {
		near = fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Sprintf("%s: %s is not valid; write %s%s", name, quoted(value), v.Expected, near)
}

// dotted is a path as messages name it: custom.subjects[1].
func dotted(path []string) string {
	var name strings.Builder
	for i, step := range path {
		switch {
		case step != "" && strings.Trim(step, "0123456789") == "":
			fmt.Fprintf(&name, "[%s]", step)
			continue
		case i > 0:
			name.WriteByte('.')
		}
		name.WriteString(step)
	}
	return name.String()
}

// checkID holds the ID to what is free: GW begins those of gwlint, since one that comes
// with a later version would mean something else, and a retired ID stays taken.
func (c *metadataCheck) checkID(gone retired) {
	id, _ := c.block.Custom["id"].(string)
	path := []string{"custom", "id"}
	if err := checkID(id, c.own, gone); err != nil && id != "" && !c.invalid[joined(path)] {
		c.fail(path, "custom.id: %s", err)
	}
}

// checkID says why a rule may not have an ID, whatever other rules there are.
func checkID(id string, own bool, gone retired) error {
	switch why, is := gone[id]; {
	case is:
		return fmt.Errorf("%s is retired (%s) and stays taken; take another number", id, why)
	case own && reserved().MatchString(id):
		return fmt.Errorf("%s begins as gwlint's own; take other letters", id)
	case own && !ownForm().MatchString(id):
		return fmt.Errorf("%q is no ID; write two to eight capital letters and three or four digits, such as OUR001", id)
	case !own && !idForm().MatchString(id):
		return fmt.Errorf("%q is no ID of gwlint's rules; write GW and three digits below 900, such as GW314", id)
	}
	return nil
}

// checkLinks wants whole addresses: pages are read where no folder is near.
func (c *metadataCheck) checkLinks() {
	for i, link := range c.block.RelatedResources {
		if link.Ref.Scheme != "https" && link.Ref.Scheme != "http" || link.Ref.Host == "" {
			c.fail([]string{"related_resources", fmt.Sprint(i)},
				"related_resources: %s is no address; write it in full: https://…", &link.Ref)
		}
	}
}

// checkDifferent refuses what stands twice in a list.
func (c *metadataCheck) checkDifferent() {
	controls, _ := c.block.Custom["controls"].(map[string]any)
	lists := [][]string{{"custom", "subjects"}, {"custom", "requires"}, {"custom", "params"}}
	for _, framework := range slices.Sorted(maps.Keys(controls)) {
		lists = append(lists, []string{"custom", "controls", framework})
	}
	for _, path := range lists {
		list, _ := c.written.at(path).([]any)
		for i, value := range list {
			text, ok := value.(string)
			if ok && slices.Contains(list[:i], any(text)) {
				c.fail(slices.Concat(path, []string{fmt.Sprint(i)}), "%s: %q stands twice; keep one of them", dotted(path), text)
			}
		}
	}
}

// checkFacets wants each facet and each parameter to be in the model: one that is not
// would never be unseen.
func (c *metadataCheck) checkFacets() {
	for _, list := range []struct {
		name  string
		check func(string) error
	}{{"requires", CheckFacet}, {"params", CheckParam}} {
		for i, name := range textsOf(c.block.Custom[list.name]) {
			path := []string{"custom", list.name, fmt.Sprint(i)}
			if err := list.check(name); err != nil && !c.invalid[joined(path)] {
				c.fail(path, "custom.%s: %s: %s", list.name, name, err)
			}
		}
	}
}

// checkReferences holds fields to the fields that they refer to.
func (c *metadataCheck) checkReferences() {
	requires := textsOf(c.block.Custom["requires"])
	if by, ok := c.block.Custom["group_by"].(string); ok && !slices.Contains(requires, by) {
		c.fail([]string{"custom", "group_by"}, "custom.group_by: %q is not in custom.requires; write one of: %s", by, strings.Join(requires, ", "))
	}
	concerned := textsOf(c.block.Custom["subjects"])
	special, _ := c.block.Custom["remediation_for"].(map[string]any)
	for _, kind := range slices.Sorted(maps.Keys(special)) {
		if !slices.ContainsFunc(concerned, func(of string) bool {
			return of == kind || kind == anyService && isService(of) || kind == inTerraform && of == "endpoint"
		}) {
			c.fail([]string{"custom", "remediation_for", kind},
				"custom.remediation_for.%s: the rule does not concern it; write one of its subjects, or %s for all services", kind, anyService)
		}
	}
}

// textsOf are the texts of a list, never nil; what else stands in it is told elsewhere.
func textsOf(value any) []string {
	list, _ := value.([]any)
	texts := make([]string, 0, len(list))
	for _, element := range list {
		text, _ := element.(string)
		texts = append(texts, text)
	}
	return texts
}

// quoted writes a value of YAML for an error: texts quoted, the rest as it is.
func quoted(value any) string {
	switch value := value.(type) {
	case string:
		return fmt.Sprintf("%q", value)
	case nil:
		return "nothing"
	case map[string]any:
		return "a map"
	case []any:
		return listed(value)
	default:
		return fmt.Sprint(value)
	}
}

// listed writes a list, of which an empty one is the fault most often.
func listed(list []any) string {
	if len(list) == 0 {
		return "an empty list"
	}
	return "a list"
}

// schemaField is as much of a JSON Schema as describes the fields of METADATA.
type schemaField struct {
	Description string                  `json:"description"`
	Type        any                     `json:"type"`
	Enum        []any                   `json:"enum"`
	Expected    string                  `json:"x-expected"`
	Ref         string                  `json:"$ref"`
	Required    []string                `json:"required"`
	Properties  map[string]*schemaField `json:"properties"`
	Items       *schemaField            `json:"items"`
	Definitions map[string]*schemaField `json:"definitions"`
}

// metadataSchema is the schema of METADATA, read when first needed.
var metadataSchema = sync.OnceValue(func() *schemaField {
	var root schemaField
	if err := json.Unmarshal(schema.Text(schema.Metadata), &root); err != nil {
		panic(err) // the schema is embedded: gwlint itself is wrong
	}
	return &root
})

// expected says in plain words what a field takes.
func (f *schemaField) expected() string {
	switch {
	case f.Items != nil && len(f.Items.Enum) > 0:
		return "a list of " + orWords(f.Items.Enum)
	case f.Expected != "":
		return f.Expected
	case len(f.Enum) > 0:
		return orWords(f.Enum)
	case f.Type == "boolean":
		return "true or false"
	case f.Type == "array":
		return "a list"
	default:
		return "a text"
	}
}

func orWords(values []any) string {
	words := make([]string, len(values))
	for i, value := range values {
		if words[i] = fmt.Sprint(value); value == "" {
			words[i] = "nothing"
		}
	}
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// knownFields are the fields beside one of that path.
func knownFields(path []string) []string {
	fields := metadataSchema()
	switch {
	case len(path) == 2 && path[0] == "custom":
		fields = fields.Definitions["custom"]
	case len(path) > 2:
		fields = fields.Definitions["resource"]
	}
	return slices.Sorted(maps.Keys(fields.Properties))
}

// checkDefinitions reports what a rule is asked for and is not defined as it must be:
// findings and undecided are sets; applies, moot and suspect hold or do not.
func checkDefinitions(m module.Module) error {
	var faults []error
	for _, r := range m.Parsed.Rules {
		name, want := r.Head.Ref()[0].String(), ""
		other := len(r.Head.Ref()) > 1 || len(r.Head.Args) > 0
		switch {
		case slices.Contains([]string{"findings", "undecided"}, name) && (other || r.Head.RuleKind() != ast.MultiValue):
			want = fmt.Sprintf("is no set; write `%s contains report.at(path, message) if …`", name)
		case slices.Contains([]string{"applies", "moot", "suspect"}, name) && (other || !isTruth(r.Head)):
			want = fmt.Sprintf("is neither true nor false; write `%s if …`", name)
		default:
			continue
		}
		faults = append(faults, fmt.Errorf("%s: line %d: %s %s", m.File, r.Location.Row, name, want))
	}
	return errors.Join(faults...)
}

// isTruth passes what is computed, whose value only an evaluation shows.
func isTruth(head *ast.Head) bool {
	if head.RuleKind() != ast.SingleValue {
		return false
	}
	_, holds := head.Value.Value.(ast.Boolean)
	return holds || !ast.IsConstant(head.Value.Value)
}
