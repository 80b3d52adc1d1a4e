package schema

import (
	"slices"
	"strings"
)

// meantValues are the words that people write for a value of an enumeration, and the
// values that they mean by them; the first one that the enumeration has is the answer.
var meantValues = map[string][]string{
	"ai21":          {"ai21labs"},
	"all":           {"endpoint", "service"},
	"anonymize":     {"mask"},
	"application":   {"service_principal"},
	"aws":           {"amazon-bedrock"},
	"aws_bedrock":   {"amazon-bedrock"},
	"azure":         {"openai"},
	"azure_openai":  {"azure_openai", "openai"},
	"azure_open_ai": {"azure_openai", "openai"},
	"azureopenai":   {"azure_openai", "openai"},
	"bedrock":       {"amazon-bedrock"},
	"claude":        {"anthropic"},
	"databricks":    {"databricks-model-serving"},
	"default":       {"user_default"},
	"deny":          {"block"},
	"disable":       {"none"},
	"disabled":      {"none"},
	"endpoint":      {"service"},
	"false":         {"none"},
	"gemini":        {"google-cloud-vertex-ai"},
	"google":        {"google-cloud-vertex-ai"},
	"group":         {"user_group"},
	"hourly":        {"hour"},
	"minutely":      {"minute"},
	"off":           {"none"},
	"per_endpoint":  {"endpoint", "service"},
	"per_hour":      {"hour"},
	"per_minute":    {"minute"},
	"per_user":      {"user_default", "user"},
	"principal":     {"service_principal"},
	"redact":        {"mask"},
	"refuse":        {"block"},
	"reject":        {"block"},
	"service":       {"endpoint"},
	"sp":            {"service_principal"},
	"user":          {"user_default"},
	"user_default":  {"user"},
	"vertex":        {"google-cloud-vertex-ai"},
	"vertex_ai":     {"google-cloud-vertex-ai"},
	"1h":            {"hour"},
	"1m":            {"minute"},
	"60s":           {"minute"},
}

// NearestValue is the one value of an enumeration that was most likely meant by a
// word, "" when none or more than one is as near. The values of services are long
// (RATE_LIMIT_KEY_USER): what they all begin with need not be written.
func NearestValue(word string, values []string) string {
	for _, value := range values {
		if strings.EqualFold(word, value) {
			return value
		}
	}
	if len(word) > maxTypo {
		return ""
	}
	short := shortened(values)
	wanted := snake(strings.TrimSpace(word))
	for _, beginning := range []string{"rate_limit_key_", "rate_limit_renewal_period_"} {
		wanted = strings.TrimPrefix(wanted, beginning)
	}
	for _, meant := range append(slices.Clone(meantValues[wanted]), wanted, strings.TrimSuffix(wanted, "s")) {
		if i := slices.Index(short, meant); i >= 0 {
			return values[i]
		}
	}
	if i := onlyNear(wanted, short); i >= 0 {
		return values[i]
	}
	return ""
}

// shortened are values in lower case without what they all begin with, to the last
// underscore of it.
func shortened(values []string) []string {
	short := make([]string, 0, len(values))
	for _, value := range values {
		short = append(short, strings.ToLower(value))
	}
	if len(short) < 2 {
		return short
	}
	common := short[0]
	for _, value := range short[1:] {
		for !strings.HasPrefix(value, common) {
			common = common[:len(common)-1]
		}
	}
	common = common[:strings.LastIndexByte(common, '_')+1]
	for i := range short {
		short[i] = strings.TrimPrefix(short[i], common)
	}
	return short
}

// onlyNear is the index of the one word that another misspells, -1 when there is none
// or more than one as near.
func onlyNear(word string, known []string) int {
	best, least := -1, len(word)/3+1
	for i, candidate := range known {
		switch d := distance(word, candidate); {
		case d < least:
			best, least = i, d
		case d == least:
			best = -1
		}
	}
	return best
}

// proposed are the values of an enumeration that a person may be told to write: an
// enumeration may have others for what earlier versions took.
func proposed(tree map[string]any) []string {
	words, restricted := tree["x-expected"].(string)
	return slices.DeleteFunc(enum(tree), func(value string) bool {
		return restricted && !slices.Contains(strings.FieldsFunc(words, isBetweenWords), value)
	})
}

func isBetweenWords(r rune) bool { return r == ',' || r == ' ' }
