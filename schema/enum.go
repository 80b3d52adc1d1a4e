package schema

import (
	"maps"
	"slices"
)

// Documents lists the schemas of what the API takes and answers.
func Documents() []Name {
	return []Name{Endpoint, PutAIGateway, ModelService, MCPService, ProviderService}
}

// Enums lists, in alphabetical order, the keys whose string value decides
// whether a document of the API is valid. Everywhere else only keys and types
// do, so two documents that differ in other values have the same violations.
func Enums() []string {
	keys := make(map[string]bool)
	for _, name := range Documents() {
		tree, err := decode(name)
		if err != nil {
			return nil
		}
		collectEnums(tree, keys)
	}
	return slices.Sorted(maps.Keys(keys))
}

func collectEnums(tree map[string]any, keys map[string]bool) {
	properties, _ := tree["properties"].(map[string]any)
	for key, property := range properties {
		if child, ok := property.(map[string]any); ok && len(enum(child)) > 0 {
			keys[key] = true
		}
	}
	for _, child := range tree {
		if child, ok := child.(map[string]any); ok {
			collectEnums(child, keys)
		}
	}
}
