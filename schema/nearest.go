package schema

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// maxTypo is the length beyond which a key is no misspelling of any of ours.
const maxTypo = 64

// meant are the stems of keys that people write, and the keys that they mean by
// them, most likely first; the first one that the place has is the answer.
var meant = map[string][]string{
	"action":              {"behavior"},
	"allowed_tool":        {"include_tool_selectors"},
	"behaviour":           {"behavior"},
	"call":                {"requests"},
	"calls_per_minute":    {"calls", "requests"},
	"catalog":             {"catalog_name"},
	"connection":          {"source_connection"},
	"content_safety":      {"safety"},
	"enabled":             {"behavior"},
	"entity":              {"served_entity_name", "entity_name"},
	"entity_name":         {"served_entity_name"},
	"gateway":             {"ai_gateway"},
	"include_tool":        {"include_tool_selectors"},
	"inference_logging":   {"inference_table_config", "inference_table"},
	"input_guardrail":     {"input"},
	"interval":            {"renewal_period"},
	"limit":               {"calls", "requests", "rate_limits"},
	"logging":             {"inference_table_config", "inference_table"},
	"mode":                {"behavior"},
	"model":               {"entity_name", "served_entity_name", "name"},
	"model_name":          {"entity_name"},
	"model_version":       {"entity_version"},
	"name":                {"served_entity_name"},
	"output_guardrail":    {"output"},
	"payload_logging":     {"inference_table_config", "inference_table"},
	"payload_table":       {"inference_table_config", "inference_table"},
	"per":                 {"renewal_period"},
	"percentage":          {"traffic_percentage"},
	"period":              {"renewal_period"},
	"pii_behavior":        {"pii"},
	"pii_detection":       {"pii"},
	"prefix":              {"table_name_prefix"},
	"qpm":                 {"calls", "requests"},
	"query_per_minute":    {"calls", "requests"},
	"request":             {"calls"},
	"request_logging":     {"inference_table_config", "inference_table"},
	"requests_per_minute": {"calls", "requests"},
	"rpm":                 {"calls", "requests"},
	"safety_filter":       {"safety"},
	"schema":              {"schema_name"},
	"scope":               {"key"},
	"served_entity":       {"served_entity_name"},
	"table_name":          {"table_name_prefix"},
	"table_prefix":        {"table_name_prefix"},
	"throttling":          {"rate_limits"},
	"token_limit":         {"tokens"},
	"tokens_per_minute":   {"tokens"},
	"tool":                {"include_tool_selectors"},
	"tool_selector":       {"include_tool_selectors"},
	"tpm":                 {"tokens"},
	"tracking":            {"usage_tracking_config"},
	"traffic":             {"traffic_config", "traffic_percentage"},
	"type":                {"key", "behavior"},
	"unit":                {"renewal_period"},
	"usage":               {"usage_tracking_config"},
	"user_email":          {"principal"},
	"weight":              {"traffic_percentage"},
	"window":              {"renewal_period"},
}

// nearest is the key that was most likely meant by an unknown key of the object
// at path: one of the same object if any is near, else a setting of another
// place that people are known to write here.
func (e explainer) nearest(path []string, key string) string {
	known, misplaced := e.trees.keys(e.trees.at(e.name, path))
	if found := closest(key, known); found != "" {
		return found
	}
	if found := closest(key, slices.Sorted(maps.Keys(misplaced))); found != "" {
		return e.relative(misplaced[found])
	}
	return ""
}

// Nearest is the one of known that was most likely meant by word, "" when none
// is near. Ties go to the one that comes first.
func Nearest(word string, known []string) string { return closest(word, known) }

func closest(key string, known []string) string {
	wanted := stem(key)
	for _, candidate := range known {
		if stem(candidate) == wanted {
			return candidate
		}
	}
	for _, candidate := range meant[wanted] {
		if slices.Contains(known, candidate) {
			return candidate
		}
	}
	if len(wanted) > maxTypo {
		return ""
	}
	best, least := "", len(wanted)/3+1
	for _, candidate := range known {
		if d := distance(wanted, stem(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// stem brings the spellings of one idea together: usageTracking,
// usage-tracking, usage_tracking_config and enable_usage_tracking.
func stem(key string) string {
	word := strings.TrimPrefix(snake(key), "enable_")
	for _, end := range []string{"_config", "_configs", "_configuration", "_settings", "_options", "_enabled"} {
		word = strings.TrimSuffix(word, end)
	}
	if strings.HasSuffix(word, "ss") {
		return word
	}
	return strings.TrimSuffix(word, "s")
}

// snake writes usageTracking and usage-tracking as usage_tracking.
func snake(key string) string {
	var out strings.Builder
	lower := false
	for _, r := range key {
		switch {
		case r == '-' || r == '.' || r == ' ':
			r = '_'
		case unicode.IsUpper(r) && lower:
			out.WriteByte('_')
		}
		lower = unicode.IsLower(r)
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}
