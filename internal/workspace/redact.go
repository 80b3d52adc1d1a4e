package workspace

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/secret"
)

// Redact returns an object of a workspace, or any part of one, without its
// secrets, and leaves value as it is. A credential becomes "[redacted credential]"
// where its place says that it is one, and stars where it is part of a text. Of
// environments little is left: a reference to a secret, and what names an endpoint
// or a service, which known says; the rest becomes "[redacted]".
//
// What is left is judged as the object itself would be, and to redact it again
// changes nothing.
func Redact(value any, known func(text string) bool) any {
	if known == nil {
		known = func(string) bool { return false }
	}
	return redactor{known}.value(value, position{})
}

// redactor takes secrets out of objects.
type redactor struct {
	known func(text string) bool
}

func (r redactor) value(value any, at position) any {
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
			list[i] = r.value(item, at.item(value[:i]))
		}
		return list
	case map[string]any:
		return r.object(value, at)
	default:
		return r.value(plain(value), at)
	}
}

// object redacts what an object holds, and its keys.
func (r redactor) object(object map[string]any, at position) map[string]any {
	clean := make(map[string]any, len(object))
	label := label(object)
	var unfit []string
	for key, value := range object {
		if secret.Redact(key) != key {
			unfit = append(unfit, key)
			continue
		}
		clean[key] = r.value(value, at.below(key, label, value))
	}
	slices.Sort(unfit)
	for _, key := range unfit {
		clean[freeKey(clean, secret.Redact(key))] = r.value(object[key], at.below(key, label, object[key]))
	}
	return clean
}

// freeKey is a key that an object has not: two that are erased may be the same.
func freeKey(object map[string]any, key string) string {
	fit := key
	for n := 2; ; n++ {
		if _, taken := object[fit]; !taken {
			return fit
		}
		fit = fmt.Sprintf("%s~%d", key, n)
	}
}

func (r redactor) text(text string, at position) string {
	switch {
	case text == "" || text == secret.Redacted || text == secret.RedactedCredential:
		return text
	case at.in == appDeployment:
		return r.variable(text, at.variable)
	case secret.Field(at.key, at.block) != "" && secret.IsWrongReference(text):
		return secret.Redact(text) // it is judged as a wrong value, and holds no credential
	case at.isCredential(text):
		return secret.RedactedCredential
	case at.in == servedEntity || at.named || secret.Field(at.key, at.block) != "":
		return keepReference(text, secret.Redacted)
	default:
		return r.elsewhere(text, at)
	}
}

// elsewhere redacts a text whose place says nothing of credentials.
func (r redactor) elsewhere(text string, at position) string {
	switch {
	case r.known(text): // sk-learn-forecast-v2 is a name, whatever it looks like
		return text
	case secret.IsKey(text) && !secret.Describes(at.own()):
		return secret.Redacted
	default:
		return secret.Redact(text)
	}
}

// isCredential says whether a text as a whole is a credential by its place.
func (at position) isCredential(text string) bool {
	switch {
	case at.slot:
		return secret.IsLiteral(text)
	case at.in == servedEntity || at.named || secret.Field(at.key, at.block) != "":
		return secret.Form(text, at.own(), at.block) != "" || secret.Holds(text) || secret.Suits(at.label, text)
	default:
		return secret.Suits(at.own(), text) || secret.Suits(at.label, text)
	}
}

// own is the key that a text stands under; an item has that of its list.
func (at position) own() string {
	if at.key != "" {
		return at.key
	}
	return at.block
}

// keepReference returns a text that holds no secret itself since that is filled in
// later, from a secret scope or by hand, and something instead of any other.
func keepReference(text, instead string) string {
	erased := secret.Erase(text)
	if secret.IsReference(text) && secret.IsReference(erased) || secret.IsPlaceholder(text) && erased == text {
		return erased
	}
	return instead
}

// position is the place of a value in an object.
type position struct {
	key, block string // the last two keys on the way, "" for an index
	named      bool   // it is below a key that is named as a secret
	slot       bool   // it is part of what stands in a field for a credential
	label      string // what says of a value what it is: the name beside it, or the flag before it
	in         environment
	variable   string // the name of an app's variable
}

// environment says whose environment a value is part of.
type environment uint8

const (
	noEnvironment environment = iota
	servedEntity              // of a served entity: environment_vars
	appDeployment             // of an app: env_vars, a list of name and value
)

// item is the place of an item in a list, behind others.
func (at position) item(before []any) position {
	at.slot = at.slot || secret.IsSlot(at.key, at.block, true)
	at.key, at.block, at.label = "", at.own(), ""
	if len(before) > 0 {
		if flag, ok := before[len(before)-1].(string); ok && strings.HasPrefix(flag, "-") {
			at.label, at.named = flag, at.named || secret.IsName(flag)
		}
	}
	return at
}

// below is the place of a value under a key. label names what stands beside it
// under "value".
func (at position) below(key, label string, value any) position {
	next := position{key: key, block: at.key, slot: at.slot || secret.IsSlot(at.key, at.block, false)}
	if key == "value" {
		next.label = label
	}
	next.named = at.named || key == "value" && secret.IsName(label) || secret.IsName(key) && !isReference(key, value)
	next.in, next.variable = at.environmentBelow(key, label)
	return next
}

// environmentBelow says in which environment a value under a key stands, and as which
// variable.
func (at position) environmentBelow(key, label string) (in environment, variable string) {
	switch {
	case key == "environment_vars":
		return servedEntity, at.variable
	case key == "env_vars":
		return appDeployment, at.variable
	case at.in != appDeployment:
		return at.in, at.variable
	case at.key != "":
		return at.in, key
	case key == "name" || key == "value_from":
		return noEnvironment, at.variable
	default:
		return at.in, label
	}
}

// number returns what is left of a number with so many digits.
func (at position) number(number any, digits int) any {
	switch {
	case at.in == appDeployment:
		return secret.Redacted
	case at.slot || secret.IsNumber(digits, at.key, at.block):
		return secret.RedactedCredential
	case at.in == servedEntity || at.named && digits >= secret.ShortestNumber:
		return secret.Redacted
	default:
		return number
	}
}

// isReference says whether a key that is named as a secret holds where one is kept: an
// app's resource has its scope and key, a provider service names a credential of
// Unity Catalog. Source: AppResourceSecret in service/apps/model.go,
// service_credential in service/catalog/model.go, databricks-sdk-go v0.182.0.
func isReference(key string, value any) bool {
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

// variable returns what is left of a variable of an app: the name of an endpoint
// or service, or an address of one.
func (r redactor) variable(text, name string) string {
	harmless := secret.Erase(text) == text
	if harmless && r.known(text) {
		return text
	}
	if address, ok := r.address(text); ok {
		return address
	}
	if !harmless || secret.Suits(name, text) {
		return secret.RedactedCredential
	}
	return secret.Redacted
}

// address returns an address at which an endpoint or a service is called,
// without what else it may carry: a user, a query, a fragment.
func (r redactor) address(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	bare := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
	again, err := url.Parse(bare)
	if err != nil || again.Path != u.Path || again.String() != bare || secret.Erase(bare) != bare {
		return "", false
	}
	return bare, r.isGatewayPath(strings.Split(u.Path, "/"))
}

// isGatewayPath says whether a path is one of a gateway: /serving-endpoints/chat/
// invocations of an endpoint that is known, or one below /ai-gateway/. None of
// its parts may look as if it were a key.
func (r redactor) isGatewayPath(path []string) bool {
	if slices.ContainsFunc(path, isKey) {
		return false
	}
	for i, part := range path[:len(path)-1] {
		next := path[i+1]
		if part == "serving-endpoints" && r.known(next) || part == "ai-gateway" && next != "" {
			return true
		}
	}
	return false
}

// isKey says whether a part of a path is made of letters and digits in one long
// run, which no name is.
func isKey(part string) bool {
	const long = 20
	for _, run := range strings.FieldsFunc(part, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(run) >= long && strings.ContainsFunc(run, unicode.IsDigit) && strings.ContainsFunc(run, unicode.IsLetter) {
			return true
		}
	}
	return false
}
