package rules

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/schema"
)

// RenderVocabulary writes the page for authors of rules: what METADATA may hold, from its
// schema; the facets of the model, from the model's; and what the libraries define, from
// their METADATA.
func RenderVocabulary(modules map[string]*ast.Module) string {
	sections := []string{
		"# Writing a rule",
		"<!-- Written by `go generate ./rules` from the schemas and the libraries' METADATA. -->",
		vocabularyIntro,
		"## METADATA",
		"What stands in the comment before the package, as YAML. " +
			"[metadata.schema.json](../../schema/metadata.schema.json) is what it is held to; all that is wrong with it is said at once, with file and line.",
		fieldTable(metadataSchema(), ""),
		"Below `custom`:",
		fieldTable(metadataSchema().Definitions["custom"], "custom."),
		"## What a rule returns",
		"`findings` and `undecided` are sets of what these make; a text alone is no finding. A path leads to the place in the subject: " +
			"its names, and the index of an element, as in `[\"rate_limits\", 0, \"calls\"]`. gwlint turns it into file, line and column.",
		definitions(modules, "report"),
		"## Facets",
		"`requires` names what the rule reads: a facet, or one that it is a part of. What every source shows needs no naming: `" +
			strings.Join(always, "`, `") + "`. Of a list, a rule is shown what it requires of the elements, as in `destinations.entity`. " +
			"[model.schema.json](../../schema/model.schema.json) has the values.",
		facetTable(),
		"## Libraries",
		"`import data.rules.lib.NAME` in a rule; only tests import `fixture`, whose gateway every rule finds good.",
		libraryTable(modules),
	}
	return strings.Join(sections, "\n\n") + "\n"
}

const vocabularyIntro = "`gwlint new rule OUR001 naming/team_prefix` writes a rule that works, with its test and its examples; `gwlint test` runs them. " +
	"A rule says what is so in one `findings`; how bad that is, a policy says. Beside it a rule may define\n\n" +
	"- `applies`: whether it concerns the subject, by what every source shows; otherwise it does not apply;\n" +
	"- `moot`: whether there is nothing to judge, or another rule says it all;\n" +
	"- `suspect`: what must hold before it can find anything or leave anything undecided, by what many subjects share, as " +
	"`inference_table.prefix_looks`; where it does not hold, the rule passes and is asked no more. Write one where the rest reads texts that " +
	"no two subjects share, such as names and prefixes: what a rule says of equal subjects is remembered;\n" +
	"- `undecided`: what it could not decide although all was seen; the outcome is unknown.\n\n" +
	"It reads `input.subject`, or `input.subjects` where its scope is `workspace`, and `input.context`: `params`, `as_of`, `state` and `workspace`."

// fieldTable describes the fields of an object of METADATA in alphabetical order.
func fieldTable(object *schemaField, prefix string) string {
	rows := []string{"| field | | takes | says |", "|---|---|---|---|"}
	for _, name := range slices.Sorted(maps.Keys(object.Properties)) {
		field := object.Properties[name]
		must := ""
		if slices.Contains(object.Required, name) {
			must = "required"
		}
		takes := field.expected()
		if name == "custom" {
			takes = "an object"
		}
		rows = append(rows, fmt.Sprintf("| `%s%s` | %s | %s | %s |", prefix, name, must, cellText(takes), cellText(field.Description)))
	}
	return strings.Join(rows, "\n")
}

// cellText keeps a text in one cell of a table.
func cellText(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "|", `\|`)), " ")
}

// modelSchema is the model's schema with the values of its fields.
var modelSchema = sync.OnceValue(func() *schemaField {
	var root schemaField
	if err := json.Unmarshal(schema.Text(schema.Model), &root); err != nil {
		panic(err) // the schema is embedded: gwlint itself is wrong
	}
	return &root
})

// always are the parts of a subject that every source shows, so that no rule requires
// them.
var always = []string{
	"id", "kind", "name", "form", "hosting", "task", "provided", "declared", "measured", "closed", "sections", "text", "role", "binding",
}

// facetTable lists the facets of a subject, and those of what surrounds all subjects.
func facetTable() string {
	rows := []string{"| facet | holds | what it is | shown by |", "|---|---|---|---|"}
	row := func(facet string, f *schemaField) {
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s | %s |", facet, f.holds(), cellText(strings.TrimSuffix(facetWords(facet)+". "+f.Description, ". ")), placeNames[placeOf(facet)]))
	}
	modelSchema().Definitions["subject"].facets("", row)
	context := modelSchema().Properties["context"]
	for _, part := range []string{"state", "workspace"} {
		context.Properties[part].facets(part, row)
	}
	return strings.Join(rows, "\n")
}

// placeNames name the places that show a facet.
var placeNames = map[place]string{
	inConfiguration: "configuration", inState: "state file", inWorkspace: "workspace", inCode: "code",
}

// facets calls visit for each leaf below a field, and for each list, with its path.
func (f *schemaField) facets(at string, visit func(facet string, field *schemaField)) {
	inner := f
	for inner.Items != nil {
		inner = inner.Items
	}
	if at != "" && (inner != f || len(f.Properties) == 0) {
		visit(at, f)
	}
	for _, name := range slices.Sorted(maps.Keys(inner.Properties)) {
		below := name
		if at != "" {
			below = at + "." + name
		}
		inner.Properties[name].facets(below, visit)
	}
}

// holds says in few words what a field of the model is.
func (f *schemaField) holds() string {
	switch {
	case f.Items != nil:
		return "a list"
	case len(f.Enum) > 0:
		return orWords(f.Enum)
	default:
		return map[any]string{
			"boolean": "true or false", "integer": "a number", "number": "a number", "string": "a text", "object": "a map",
		}[f.Type]
	}
}

// definitions lists what a library defines, with its arguments and what it is.
func definitions(modules map[string]*ast.Module, library string) string {
	rows := []string{"| | is |", "|---|---|"}
	for _, file := range slices.Sorted(maps.Keys(modules)) {
		if path.Dir(file) != path.Join(root, "lib", library) {
			continue
		}
		for _, rule := range modules[file].Rules {
			if len(rule.Annotations) == 0 {
				continue
			}
			rows = append(rows, fmt.Sprintf("| `%s.%s` | %s |", library, signature(rule.Head), cellText(rule.Annotations[0].Description)))
		}
	}
	return strings.Join(rows, "\n")
}

func signature(head *ast.Head) string {
	name := head.Ref().String()
	if len(head.Args) == 0 {
		return name
	}
	arguments := make([]string, len(head.Args))
	for i, argument := range head.Args {
		arguments[i] = argument.String()
	}
	return name + "(" + strings.Join(arguments, ", ") + ")"
}

// libraryTable lists the libraries with what METADATA of their packages says of them.
func libraryTable(modules map[string]*ast.Module) string {
	rows := []string{"| library | is |", "|---|---|"}
	for _, file := range slices.Sorted(maps.Keys(modules)) {
		folder := path.Dir(file)
		if path.Dir(folder) != path.Join(root, "lib") {
			continue
		}
		for _, block := range modules[file].Annotations {
			if block.Scope == "package" {
				name := path.Base(folder)
				rows = append(rows, fmt.Sprintf("| [%s](%s/%s) | %s |", name, name, path.Base(file), cellText(block.Description)))
			}
		}
	}
	return strings.Join(rows, "\n")
}
