package corpus

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// mapArgument is the argument of an endpoint that is a map, and no block.
const mapArgument = "environment_vars"

// terraformModule writes a module with a resource for each endpoint.
func terraformModule(folder string, endpoints []map[string]any) error {
	for first := 0; first < len(endpoints); first += perFile {
		var b strings.Builder
		for i := first; i < min(first+perFile, len(endpoints)); i++ {
			fmt.Fprintf(&b, "resource \"databricks_model_serving\" %q {\n", label(i))
			writeBody(&b, "  ", endpoints[i])
			b.WriteString("}\n\n")
		}
		if err := writeFile(folder, fmt.Sprintf("serving%02d.tf", first/perFile), []byte(b.String())); err != nil {
			return err
		}
	}
	return nil
}

// writeBody writes an object as the arguments and blocks of a body, arguments first.
func writeBody(b *strings.Builder, indent string, n map[string]any) {
	keys := slices.Sorted(maps.Keys(n))
	for _, key := range keys {
		if len(blocks(key, n[key])) == 0 {
			fmt.Fprintf(b, "%s%s = %s\n", indent, key, expression(n[key]))
		}
	}
	for _, key := range keys {
		for _, block := range blocks(key, n[key]) {
			fmt.Fprintf(b, "%s%s {\n", indent, key)
			writeBody(b, indent+"  ", block)
			fmt.Fprintf(b, "%s}\n", indent)
		}
	}
}

// blocks are the blocks that the provider has a value in: one for an object, and one
// for each element of a list of objects.
func blocks(key string, value any) []map[string]any {
	switch value := value.(type) {
	case map[string]any:
		if key != mapArgument {
			return []map[string]any{value}
		}
	case []any:
		var list []map[string]any
		for _, item := range value {
			if block, ok := item.(map[string]any); ok {
				list = append(list, block)
			}
		}
		return list
	}
	return nil
}

// expression is a value as an expression.
func expression(value any) string {
	switch value := value.(type) {
	case reference:
		return strings.TrimSuffix(strings.TrimPrefix(string(value), "${"), "}")
	case map[string]any:
		var pairs []string
		for _, key := range slices.Sorted(maps.Keys(value)) {
			pairs = append(pairs, literal(key)+" = "+expression(value[key]))
		}
		return "{ " + strings.Join(pairs, ", ") + " }"
	case []any:
		var items []string
		for _, item := range value {
			items = append(items, expression(item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	default:
		return literal(value)
	}
}

// literal is a text, a number or a boolean as Terraform writes it, which is as JSON does but
// for templates in texts.
func literal(value any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err) // texts, numbers and booleans always encode
	}
	return noTemplate.Replace(strings.TrimSpace(b.String()))
}

// noTemplate has what begins a template begin none.
var noTemplate = strings.NewReplacer("${", "$${", "%{", "%%{")
