package workspace

import (
	"maps"
	"slices"
	"strings"
)

// only keeps some fields of an object.
func only(fields ...string) func(map[string]any) map[string]any {
	return func(item map[string]any) map[string]any {
		maps.DeleteFunc(item, func(key string, _ any) bool { return !slices.Contains(fields, key) })
		return item
	}
}

// without leaves fields out, by dotted paths: what changes while nobody changes
// anything.
func without(fields ...string) func(map[string]any) map[string]any {
	return func(item map[string]any) map[string]any {
		for _, field := range fields {
			remove(item, strings.Split(field, "."))
		}
		return item
	}
}

func remove(item map[string]any, path []string) {
	if len(path) == 1 {
		delete(item, path[0])
		return
	}
	if below, ok := item[path[0]].(map[string]any); ok {
		remove(below, path[1:])
	}
}

// identityNames keeps of an identity the names that it goes by, and those of its
// groups: what one of them owns, it owns. Source: databricks-sdk-go v0.182.0,
// service/iam/model.go, User and ServicePrincipal.
func identityNames(item map[string]any) map[string]any {
	var groups []any
	list, _ := item["groups"].([]any)
	for _, entry := range list {
		group, _ := entry.(map[string]any)
		if name, _ := group["display"].(string); name != "" {
			groups = append(groups, map[string]any{"display": name})
		}
	}
	item = only("applicationId", "displayName", "id", "userName")(item)
	if len(groups) > 0 {
		item["groups"] = sorted(groups, "display")
	}
	return item
}

// sortedAccess puts an access control list in order, which no answer promises.
func sortedAccess(item map[string]any) map[string]any {
	list, ok := item["access_control_list"].([]any)
	if !ok {
		return item
	}
	slices.SortStableFunc(list, func(a, b any) int { return strings.Compare(who(a), who(b)) })
	return item
}

func who(entry any) string {
	object, _ := entry.(map[string]any)
	for _, key := range []string{"group_name", "service_principal_name", "user_name"} {
		if name, ok := object[key].(string); ok {
			return key + " " + name
		}
	}
	return ""
}
