package workspace

import (
	"github.com/gwlint/gwlint/internal/secret"
)

// where is the place of a value in an object.
type where struct {
	key, block string // the last two keys on the way, "" for an index
	named      bool   // it is below a key that is named as a secret
	in         environment
	variable   string // the name of an app's variable
}

// environment says whose environment a value is part of.
type environment uint8

const (
	nobodys  environment = iota
	served               // of a served entity: environment_vars
	deployed             // of an app: env_vars, a list of name and value
)

// item is the place of an item in a list.
func (at where) item() where {
	at.key, at.block = "", at.key
	return at
}

// below is the place of a value under a key. label names what stands beside it
// under "value".
func (at where) below(key, label string, value any) where {
	next := where{key: key, block: at.key, in: at.in, variable: at.variable}
	next.named = at.named || key == "value" && secret.Named(label) || secret.Named(key) && !refers(key, value)
	switch {
	case key == "environment_vars":
		next.in = served
	case key == "env_vars":
		next.in = deployed
	case at.in != deployed:
	case at.key != "":
		next.variable = key
	case key == "name" || key == "value_from":
		next.in = nobodys
	default:
		next.variable = label
	}
	return next
}

// number returns what is left of a number with so many digits.
func (at where) number(number any, digits int) any {
	switch {
	case at.in != nobodys:
		return secret.Redacted
	case !at.named || digits < secret.ShortestNumber:
		return number
	case secret.Field(at.key, at.block) != "": // a text is judged there, and a number is not
		return secret.Redacted
	default:
		return secret.RedactedCredential
	}
}

// refers says whether a key that is named as a secret holds where one is kept: an
// app's resource has its scope and key, a provider service names a credential of
// Unity Catalog. Source: AppResourceSecret in service/apps/model.go,
// service_credential in service/catalog/model.go, databricks-sdk-go v0.182.0.
func refers(key string, value any) bool {
	object, ok := value.(map[string]any)
	return ok && (key == "service_credential" || has(object, "scope") && has(object, "key"))
}

func has(object map[string]any, key string) bool {
	_, ok := object[key]
	return ok
}

// label is what a pair is called: {"key": "team", "value": "search"}.
func label(object map[string]any) string {
	for _, key := range []string{"name", "key"} {
		if text, ok := object[key].(string); ok && has(object, "value") {
			return text
		}
	}
	return ""
}
