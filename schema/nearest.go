package schema

import (
	"slices"
	"strings"
	"unicode"
)

// maxTypo is the length beyond which a key is no misspelling of any of ours.
const maxTypo = 64

// synonyms are the stems of keys that people write, and the keys that they mean by
// them, most likely first; the first one that the place has is the answer.
var synonyms = map[string][]string{
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

// Nearest is the one of known that was most likely meant by word, "" when none
// is near. Ties go to the one that comes first.
func Nearest(word string, known []string) string {
	wanted := stem(word)
	for _, candidate := range known {
		if stem(candidate) == wanted {
			return candidate
		}
	}
	for _, candidate := range synonyms[wanted] {
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

// Misspelt is the one of known that word misspells, "" when there is none. It is
// stricter than Nearest: where a key may be the user's own, one that differs in a
// whole word (`long_chat_ok` beside `short_chat_ok`), or that has a word more
// (`endpoint_url` beside `endpoint`), is another key.
func Misspelt(word string, known []string) string {
	if len(word) > maxTypo || slices.Contains(known, word) {
		return ""
	}
	wanted := splitWords(word)
	best, least := "", len(strings.Join(wanted, "_"))/3+1
	for _, candidate := range known {
		meant := splitWords(candidate)
		if d := distance(strings.Join(wanted, "_"), strings.Join(meant, "_")); d < least && similarWords(wanted, meant) {
			best, least = candidate, d
		}
	}
	return best
}

// splitWords gives the words of a key in lower case: streaming, ok of streamingOk
// and of streaming-ok.
func splitWords(key string) []string {
	return strings.FieldsFunc(snake(key), func(r rune) bool { return r == '_' })
}

func similarWords(word, known []string) bool {
	if len(word) != len(known) {
		return len(word) < len(known) || strings.Join(word, "") == strings.Join(known, "")
	}
	for i := range word {
		if !similarWord(word[i], known[i]) {
			return false
		}
	}
	return true
}

// similarWord says whether one word of a key may be another with a mistake in it.
func similarWord(a, b string) bool {
	switch {
	case strings.HasPrefix(a, b), strings.HasPrefix(b, a):
		return true
	case min(len(a), len(b)) <= 2:
		return strings.ContainsAny(a, b)
	}
	return distance(a, b) <= max(len(a), len(b))/3
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to turn one word into another.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	rows := make([][]int, len(from)+1)
	for i := range rows {
		rows[i] = make([]int, len(to)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(from); i++ {
		for j := 1; j <= len(to); j++ {
			replace := rows[i-1][j-1]
			if from[i-1] != to[j-1] {
				replace++
			}
			rows[i][j] = min(replace, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(from)][len(to)]
}
