package workspace

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gwlint/gwlint/internal/secret"
)

// Redact returns an object of a workspace, or any part of one, without its
// secrets, and leaves value as it is. A credential becomes "[redacted credential]"
// where its place says that it is one, and stars where it is part of a text. Of
// environments little is left: a reference to a secret, and what names an endpoint
// or a service, which known tells; the rest becomes "[redacted]".
//
// What is left is judged as the object itself would be, and to redact it again
// changes nothing.
func Redact(value any, known func(text string) bool) any {
	if known == nil {
		known = func(string) bool { return false }
	}
	return redactor{known}.value(value, where{})
}

// redactor takes secrets out of objects.
type redactor struct {
	known func(text string) bool
}

func (r redactor) value(value any, at where) any {
	switch value := value.(type) {
	case nil, bool:
		return value
	case string:
		return r.text(value, at)
	case json.Number:
		return at.number(value, len(value))
	case int:
		return at.number(value, len(fmt.Sprint(value)))
	case int64:
		return at.number(value, len(fmt.Sprint(value)))
	case []any:
		list := make([]any, len(value))
		for i, item := range value {
			list[i] = r.value(item, at.item())
		}
		return list
	case map[string]any:
		return r.object(value, at)
	default:
		return r.value(plain(value), at)
	}
}

// object redacts what an object holds, and its keys.
func (r redactor) object(object map[string]any, at where) map[string]any {
	clean := make(map[string]any, len(object))
	label := label(object)
	var unfit []string
	for key, value := range object {
		if secret.Erase(key) != key {
			unfit = append(unfit, key)
			continue
		}
		clean[key] = r.value(value, at.below(key, label, value))
	}
	slices.Sort(unfit)
	for _, key := range unfit {
		clean[free(clean, secret.Erase(key))] = r.value(object[key], at.below(key, label, object[key]))
	}
	return clean
}

// free is a key that an object has not: two that are erased may be the same.
func free(object map[string]any, key string) string {
	fit := key
	for n := 2; ; n++ {
		if _, taken := object[fit]; !taken {
			return fit
		}
		fit = fmt.Sprintf("%s~%d", key, n)
	}
}

func (r redactor) text(text string, at where) string {
	switch {
	case text == "" || text == secret.Redacted || text == secret.RedactedCredential:
		return text
	case secret.Form(text, at.key, at.block) != "":
		return secret.RedactedCredential
	case at.in == deployed:
		return r.variable(text, at.variable)
	case at.in == served || secret.Field(at.key, at.block) != "":
		return unlessLater(text, secret.Redacted)
	case at.named:
		return unlessLater(text, secret.RedactedCredential)
	case r.known(text): // sk-learn-forecast-v2 is a name, whatever it looks like
		return text
	}
	return secret.Erase(text)
}

// unlessLater returns a text that holds no secret itself since that is filled in
// later, from a secret scope or by a person, and something instead of any other.
func unlessLater(text, instead string) string {
	erased := secret.Erase(text)
	if secret.IsReference(text) && secret.IsReference(erased) || secret.IsPlaceholder(text) && erased == text {
		return erased
	}
	return instead
}
