package schema_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/schema"
)

func tree(t testing.TB, name schema.Name) map[string]any {
	t.Helper()
	var decoded map[string]any
	if err := json.Unmarshal(schema.Text(name), &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// walk calls visit for every schema below the given one; at is its path.
func walk(decoded map[string]any, at string, visit func(at string, keyword map[string]any)) {
	visit(at, decoded)
	for _, group := range []string{"properties", "definitions"} {
		children, _ := decoded[group].(map[string]any)
		for name, child := range children {
			if child, ok := child.(map[string]any); ok {
				walk(child, at+"/"+name, visit)
			}
		}
	}
	if items, ok := decoded["items"].(map[string]any); ok {
		walk(items, at+"/items", visit)
	}
}

func TestEverySchemaCompiles(t *testing.T) {
	t.Parallel()
	for _, name := range schema.Names() {
		if _, err := schema.Validate(name, map[string]any{}); err != nil {
			t.Error(err)
		}
	}
}

func TestASchemaThatIsNotShippedIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := schema.Validate("nothing", nil); err == nil {
		t.Error("no error")
	}
	if text := schema.Text("nothing"); text != nil {
		t.Errorf("text %q", text)
	}
}

func TestValidityDependsOnlyOnKeysTypesSignsAndEnumeratedStrings(t *testing.T) {
	t.Parallel()
	plain := []string{"$schema", "$id", "$ref", "title", "description", "type", "additionalProperties", "properties", "definitions", "items", "enum", "minimum", "x-answer", "x-belongs", "x-expected", "x-instead", "x-numbers"}
	for _, name := range schema.Documents() {
		walk(tree(t, name), string(name), func(at string, keywords map[string]any) {
			for keyword := range keywords {
				if keyword == "minimum" && keywords[keyword] != float64(0) {
					t.Errorf("%s: minimum %v, which is more than a sign", at, keywords[keyword])
				}
				if !slices.Contains(plain, keyword) {
					t.Errorf("%s: keyword %s", at, keyword)
				}
			}
			if open, ok := keywords["additionalProperties"]; ok && open != false {
				t.Errorf("%s: additionalProperties %v", at, open)
			}
		})
	}
}

func TestTheKeysThatCarryAnEnumerationAreKnown(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"behavior", "destination_type", "dry_run", "key", "level", "provider", "provider_type", "renewal_period"}, schema.Enums()); diff != "" {
		t.Error(diff)
	}
}

func TestWhereAMisplacedSettingBelongsExists(t *testing.T) {
	t.Parallel()
	for _, name := range schema.Documents() {
		if name == schema.PutAIGateway || name == schema.PutConfig {
			continue // it names places in the endpoint it belongs to
		}
		walk(tree(t, name), string(name), func(at string, keywords map[string]any) {
			belongs, ok := keywords["x-belongs"].(string)
			if !ok {
				return
			}
			if found, err := schema.Validate(name, nest(strings.Split(belongs, "."))); err != nil || len(found) > 0 {
				t.Errorf("%s belongs at %s, which is not known: %v %v", at, belongs, found, err)
			}
		})
	}
}

// nest builds a document that holds null at a path.
func nest(path []string) any {
	if len(path) == 0 {
		return nil
	}
	inner := nest(path[1:])
	if path[0] == "served_entities" && inner != nil {
		inner = []any{inner}
	}
	return map[string]any{path[0]: inner}
}

func TestTheTwoGatewaySchemasHaveTheSameSections(t *testing.T) {
	t.Parallel()
	sections := func(decoded any) []string {
		var names []string
		for name, property := range decoded.(map[string]any)["properties"].(map[string]any) {
			if _, shared := property.(map[string]any)["$ref"]; shared {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names
	}
	block := tree(t, schema.Endpoint)["definitions"].(map[string]any)["ai_gateway"]
	if diff := cmp.Diff(sections(block), sections(tree(t, schema.PutAIGateway))); diff != "" {
		t.Error(diff)
	}
}
