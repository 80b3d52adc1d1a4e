package secret

import "strings"

// IsReference says whether a text is a secret reference: {{secrets/scope/key}}.
func IsReference(text string) bool {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), "{{")
	if !ok {
		return false
	}
	inner, ok = strings.CutSuffix(inner, "}}")
	parts := strings.Split(strings.TrimSpace(inner), "/")
	return ok && len(parts) == 3 && parts[0] == "secrets" && parts[1] != "" && parts[2] != ""
}

// Interpolation returns the first part of a text that is yet to be filled in, ""
// when there is none.
func Interpolation(text string) string {
	if start := strings.Index(text, "${"); start >= 0 {
		rest := text[start:]
		if end := strings.IndexByte(rest, '}'); end > 2 {
			if strings.HasPrefix(rest[end:], "}}") {
				end++
			}
			return rest[:end+1]
		}
	}
	if blank := strings.TrimSpace(text); len(blank) > 2 && blank[0] == '<' && blank[len(blank)-1] == '>' {
		return blank
	}
	return ""
}

// isBlank says whether a text is a blank to be filled in and nothing else.
func isBlank(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") || strings.EqualFold(text, "todo") || strings.EqualFold(text, "changeme")
}

// IsPlaceholder says whether a text is one placeholder of words and nothing
// else, in which no secret can hide: <your-key>, ${var.key}, todo.
func IsPlaceholder(text string) bool { return placeholder().MatchString(text) }

var placeholder = pattern(`^(?:<[A-Za-z][A-Za-z _.-]{0,40}>|\$\{[A-Za-z][A-Za-z_.]{0,40}\}|\$\{\{ ?[A-Za-z][A-Za-z_.]{0,40} ?\}\}|(?i:todo|changeme))$`)
