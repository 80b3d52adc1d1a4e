// Package secret knows what a credential looks like: the forms that providers
// give their keys, the names of fields and variables that hold one, and how one
// is written that is kept elsewhere or is yet to be filled in. It takes texts apart from where they come
// from, and refuses to know files, workspaces and rules.
package secret

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/regex"
)

// What stands in place of a text that was taken out of an object. They are no
// secrets, and rules that judge an object with them in it find the same as with
// what they stand for.
const (
	// RedactedCredential stands for a credential.
	RedactedCredential = "[redacted credential]" //nolint:gosec // G101: it stands for one and is none
	// Redacted stands for a text that does not look like a credential, and that no
	// rule and no report needs.
	Redacted = "[redacted]"
)

// The forms in which a credential is written where none belongs.
const (
	Plaintext   = "plaintext"   // in a field for plain text: *_plaintext
	Raw         = "reference"   // in a field that takes a reference
	Environment = "environment" // as the value of an environment variable
)

// Form says in which form a text is a credential by the last two keys on the way
// to it, "" when it is none: a reference, an interpolation or a blank is none. A
// text that holds a credential is one wherever it stands.
func Form(text, key, block string) string {
	if key != "plaintext" && IsProviderSlot(block) && NamesSecret(text) {
		return ""
	}
	return formIn(Field(key, block), text, key, block)
}

// formIn says it of a text that stands where a literal would be a credential in a form, ""
// where none would be because of its place.
func formIn(form, text, key, block string) string {
	switch {
	case form == Environment && IsLiteral(text) && isSecretVariable(key, text):
		return Environment
	case form == Environment:
		return ""
	case form != "" && IsLiteral(text):
		return form
	case form == "" && key != "" && !isIdentifier(key, block) && (Holds(text) || Suits(key, text)):
		return Plaintext
	}
	return ""
}

// Field says in which form a literal is a credential that stands under a key in
// a block; "" where it is none because of its place. In an environment it depends
// on the text.
func Field(key, block string) string {
	if block != "environment_vars" { // OPENAI_API_KEY is a variable there, and openai_api_key misplaced
		key = strings.ToLower(key)
	}
	switch {
	case key == "":
		return ""
	case strings.HasSuffix(key, "_plaintext") || isProviderSecret(key, block):
		return Plaintext
	case isReferenceField(key), block != "" && blockOfReference(key) == block:
		return Raw
	case block == "environment_vars":
		return Environment
	}
	return ""
}

// isIdentifier says whether a field holds the public half of a key. Source:
// AwsAccessKey, databricks-sdk-go v0.182.0 service/catalog/model.go.
func isIdentifier(key, block string) bool {
	return key == "access_key_id" && block == "aws_access_key"
}

// Describes says whether a key names what a text is called, not what it is: an ID, a
// name, a digest, an address.
func Describes(key string) bool {
	name := strings.ToLower(snake(key))
	last := name[strings.LastIndexFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == '.' })+1:]
	return slices.Contains(describingWords, last) || slices.Contains(namingWords, last)
}

// namingWords end the name of what says who or which.
var namingWords = []string{
	"etag", "principal", "owner", "user", "prefix", "model", "group", "entity", "creator", "email", "task", "catalog", "schema",
	"version", "display", "label", "text", "query", "host",
}

// IsNumber says whether a number of so many digits is a credential by the last two
// keys on the way to it: any in a field for one, and in an environment a long one
// under the name of a secret.
func IsNumber(digits int, key, block string) bool {
	switch Field(key, block) {
	case "":
		return false
	case Environment:
		return IsName(key) && digits >= ShortestNumber
	default:
		return true
	}
}

// IsSlot says whether the last two keys on the way to a list or a map are those of a
// field for a credential: all that stands in it is one. A map under the field's name
// may be one that the field has.
func IsSlot(key, block string, list bool) bool {
	form := Field(key, block)
	return form != "" && form != Environment && (list || strings.HasSuffix(strings.ToLower(key), "_plaintext"))
}

// IsLiteral says whether a text is a value itself, and none that is yet to come: a
// key behind or between blanks is one.
func IsLiteral(text string) bool {
	switch {
	case text == "" || text == Redacted || IsReference(text):
		return false
	case isUnfilled(text):
		return Holds(text) || IsKey(strings.Trim(text, " <>"))
	default:
		return Interpolation(text) == "" || Holds(text) || IsKey(written(text))
	}
}

// isSecretVariable says whether an environment variable holds a secret: by the form of
// its value, or by its name where the value could be one. A number, a short word
// or a path of a scope and a key is none.
func isSecretVariable(name, value string) bool {
	return Holds(value) || isSecretName(name) && len(value) >= 12 && !strings.ContainsAny(value, " /:") || Suits(name, value)
}

// Suits says whether a text is a credential by the name it stands under: a password
// with letters and digits under the name of a secret, and a key also under a name
// that only may be one. Words are none.
func Suits(name, value string) bool {
	const shortest = 8
	if value == Redacted || len(value) < shortest || isOpen(value) || IsReference(value) {
		return false
	}
	of := NameOf(name)
	return of.Secret && isMixed(value) && !strings.ContainsAny(value, " /:") || of.Likely && IsKey(value)
}

// isReferenceField says whether a field takes {{secrets/scope/key}}. Source: the
// *_plaintext siblings in databricks-sdk-go v0.182.0 service/serving/model.go.
func isReferenceField(key string) bool {
	switch key {
	case "ai21labs_api_key", "aws_access_key_id", "aws_secret_access_key", "anthropic_api_key", "cohere_api_key",
		"databricks_api_token", "private_key", "openai_api_key", "microsoft_entra_client_secret", "palm_api_key":
		return true
	}
	return false
}

// blockOfReference returns the block of a reference field with a name too plain to stand
// alone, "" for others.
func blockOfReference(key string) string {
	switch key {
	case "value":
		return "api_key_auth"
	case "token":
		return "bearer_token_auth"
	}
	return ""
}

// blockOfProvider returns the block of a field of a provider service that holds a credential:
// {"api_key": {"plaintext": "…"}}; "" for others. Source: ModelProviderServiceConfigProviderSecret
// and what refers to it, databricks-sdk-go v0.182.0 service/catalog/model.go.
func blockOfProvider(key string) string {
	switch key {
	case "api_key":
		return "direct"
	case "api_key_value":
		return "header_auth"
	case "client_secret":
		return "entra_service_principal"
	case "secret_access_key":
		return "aws_access_key"
	}
	return ""
}

// IsProviderSlot says whether a field of a provider service holds a credential: in plain
// text, or by the name of a secret of Unity Catalog.
func IsProviderSlot(key string) bool { return blockOfProvider(key) != "" }

// NamesSecret says whether a text is the name of a secret of Unity Catalog, which has three
// parts, and no credential: secrets/main.ai.openai.
func NamesSecret(text string) bool {
	return secretResource().MatchString(text) && !Holds(text) && !IsKey(strings.TrimPrefix(text, "secrets/"))
}

var secretResource = regex.Lazy(`^(?:secrets/)?[A-Za-z_][A-Za-z0-9_-]{0,63}\.[A-Za-z_][A-Za-z0-9_-]{0,63}\.[A-Za-z_][A-Za-z0-9_-]{0,63}$`)

// Providers are the blocks of a provider service that say how to reach one. What
// is returned is not to be changed.
func Providers() []string { return providers }

var providers = []string{"amazon_bedrock", "anthropic", "azure_openai", "custom", "gemini_enterprise", "microsoft_foundry", "openai"}

// isProviderSecret says whether a text is such a credential by the last two keys
// on the way to it. Written without the block around it, it is one as well.
func isProviderSecret(key, block string) bool {
	if key == "plaintext" {
		return IsProviderSlot(block)
	}
	return block != "" && blockOfProvider(key) == block || key == "api_key" && slices.Contains(providers, block)
}

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

// isUnfilled says whether a text is nothing but a placeholder: <…>, todo.
func isUnfilled(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") || strings.EqualFold(text, "todo") || strings.EqualFold(text, "changeme")
}

// IsPlaceholder says whether a text is one placeholder of words and nothing
// else, in which no secret can hide: <your-key>, ${var.key}, todo.
func IsPlaceholder(text string) bool { return placeholderPattern().MatchString(text) }

var placeholderPattern = regex.Lazy(`^(?:<[A-Za-z][A-Za-z _.-]{0,40}>|\$\{[A-Za-z][A-Za-z_.]{0,40}\}|\$\{\{ ?[A-Za-z][A-Za-z_.]{0,40} ?\}\}|(?i:todo|changeme))$`)

// snake writes clientSecret as client_Secret.
func snake(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if lower && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		lower = unicode.IsLower(r) || unicode.IsDigit(r)
		b.WriteRune(r)
	}
	return b.String()
}

// ShortestNumber is how many digits a number has that could be a secret: an
// amount of tokens has fewer.
const ShortestNumber = 8
