package finding

import "strings"

// Path is the place that a JSON Pointer leads to, as people write it:
// ai_gateway.rate_limits[1].key. A key that could be taken for more than one step stands
// in quotes: tags["cost.center"].
func Path(pointer string) string {
	if pointer == "" {
		return ""
	}
	var b strings.Builder
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		step = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		switch {
		case step != "" && strings.Trim(step, "0123456789") == "":
			b.WriteString("[" + step + "]")
		case step == "" || strings.ContainsAny(step, ".[]\"' \t"):
			b.WriteString(`["` + strings.ReplaceAll(step, `"`, `\"`) + `"]`)
		case b.Len() > 0:
			b.WriteString("." + step)
		default:
			b.WriteString(step)
		}
	}
	return b.String()
}
