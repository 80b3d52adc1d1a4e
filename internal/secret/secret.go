// Package secret knows what a credential looks like: the forms that providers
// give their keys, the names of fields and variables that hold one, and how one
// is written that is kept elsewhere or is yet to be filled in. It takes texts apart from where they come
// from, and refuses to know files, workspaces and rules.
package secret

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
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
	case references[key], block != "" && nestedReferences[key] == block:
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
	switch kindOfName(name) {
	case secretName:
		return isMixed(value) && !strings.ContainsAny(value, " /:") || IsKey(value)
	case likelyName:
		return IsKey(value)
	default:
		return false
	}
}

// references are the fields that take {{secrets/scope/key}}. Source: the
// *_plaintext siblings in databricks-sdk-go v0.182.0 service/serving/model.go.
var references = map[string]bool{
	"ai21labs_api_key": true, "aws_access_key_id": true, "aws_secret_access_key": true,
	"anthropic_api_key": true, "cohere_api_key": true, "databricks_api_token": true,
	"private_key": true, "openai_api_key": true, "microsoft_entra_client_secret": true,
	"palm_api_key": true,
}

// nestedReferences are reference fields with a name too plain to stand alone, by the
// block they stand in.
var nestedReferences = map[string]string{"value": "api_key_auth", "token": "bearer_token_auth"} //nolint:gosec // G101: names of fields, no secrets

// providerSecrets are the fields of a provider service that hold a credential,
// each with the block it stands in: {"api_key": {"plaintext": "…"}}. Source:
// ModelProviderServiceConfigProviderSecret and what refers to it,
// databricks-sdk-go v0.182.0 service/catalog/model.go.
var providerSecrets = map[string]string{ //nolint:gosec // G101: names of fields, no secrets
	"api_key": "direct", "api_key_value": "header_auth",
	"client_secret": "entra_service_principal", "secret_access_key": "aws_access_key",
}

// IsProviderSlot says whether a field of a provider service holds a credential: in plain
// text, or by the name of a secret of Unity Catalog.
func IsProviderSlot(key string) bool { return providerSecrets[key] != "" }

// NamesSecret says whether a text is the name of a secret of Unity Catalog, which has three
// parts, and no credential: secrets/main.ai.openai.
func NamesSecret(text string) bool {
	return secretResource().MatchString(text) && !Holds(text) && !IsKey(strings.TrimPrefix(text, "secrets/"))
}

var secretResource = pattern(`^(?:secrets/)?[A-Za-z_][A-Za-z0-9_-]{0,63}\.[A-Za-z_][A-Za-z0-9_-]{0,63}\.[A-Za-z_][A-Za-z0-9_-]{0,63}$`)

// Providers are the blocks of a provider service that say how to reach one. What
// is returned is not to be changed.
func Providers() []string { return providers }

var providers = []string{"amazon_bedrock", "anthropic", "azure_openai", "custom", "gemini_enterprise", "microsoft_foundry", "openai"}

// isProviderSecret says whether a text is such a credential by the last two keys
// on the way to it. Written without the block around it, it is one as well.
func isProviderSecret(key, block string) bool {
	if key == "plaintext" {
		return providerSecrets[block] != ""
	}
	return block != "" && providerSecrets[key] == block || key == "api_key" && slices.Contains(providers, block)
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

var placeholderPattern = pattern(`^(?:<[A-Za-z][A-Za-z _.-]{0,40}>|\$\{[A-Za-z][A-Za-z_.]{0,40}\}|\$\{\{ ?[A-Za-z][A-Za-z_.]{0,40} ?\}\}|(?i:todo|changeme))$`)

// secretNames are how the name of something secret ends, in lower case.
var secretNames = []string{
	"api_key", "apikey", "access_key", "access_key_id", "secret", "secret_key", "token", "pat",
	"password", "passwd", "private_key", "credential", "credentials",
	"pwd", "pass", "passphrase", "passwort", "kennwort", "bearer",
}

// moreSecretNames are how names end that are no environment variable's.
var moreSecretNames = []string{"plaintext", "authorization", "api_keys", "apikeys", "access_keys", "private_keys", "secrets", "passwords"}

// isSecretName says whether a name ends in the word for a secret: OPENAI_API_KEY
// does, TOKEN_LIMIT and compat do not.
func isSecretName(name string) bool {
	name = strings.ToLower(name)
	if strings.HasSuffix(name, "page_token") {
		return false // the place where a list answer goes on
	}
	for _, word := range secretNames {
		if rest, ok := strings.CutSuffix(name, word); ok && (rest == "" || rest[len(rest)-1] == '_' || rest[len(rest)-1] == '-') {
			return true
		}
	}
	return false
}

// IsName says whether a key is named as a secret.
func IsName(key string) bool { return kindOfName(key) == secretName }

// IsLikelyName says whether a key is named as something that may be a secret:
// OPENAI_KEY, X-Auth, client_secret_value.
func IsLikelyName(key string) bool { return kindOfName(key) != noName }

// nameKind says what a name says of what stands under it.
type nameKind uint8

const (
	noName     nameKind = iota
	likelyName          // it may be a secret
	secretName          // it is a secret
)

// kindOfName returns the kind of a name. Keys are few and come again in every file,
// so the answers are remembered.
func kindOfName(key string) nameKind {
	if kind, ok := named.Load(key); ok {
		return kind.(nameKind) //nolint:forcetypeassert // nothing else is stored
	}
	kind := noName
	switch words := snake(key); {
	case isSecretName(words) || slices.ContainsFunc(moreSecretNames, func(word string) bool {
		return strings.HasSuffix(strings.ToLower(key), word)
	}):
		kind = secretName
	case mayNameSecret(words):
		kind = likelyName
	}
	if namedCount.Add(1) <= rememberedNames {
		named.Store(strings.Clone(key), kind)
	}
	return kind
}

// mayNameSecret says whether a word of a name is one for a secret, and its last word
// none for what describes one.
func mayNameSecret(name string) bool {
	const longest = 128
	if len(name) > longest || strings.HasSuffix(strings.ToLower(name), "page_token") {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 0x80 && !isLetter(r) && (r < '0' || r > '9') })
	if len(words) == 0 || slices.Contains(describingWords, words[len(words)-1]) {
		return false
	}
	return slices.ContainsFunc(words, isSecretWord)
}

// describingWords end the name of what is said about a secret.
var describingWords = []string{
	"id", "ids", "name", "names", "url", "uri", "path", "file", "arn", "scope", "version", "alias", "column", "columns", "table",
	"hash", "digest", "fingerprint", "sha", "sha256", "type", "limit", "ttl", "region", "size", "count", "policy", "vault", "space",
}

// isSecretWord says whether a word is one for a secret, also with a digit or a letter
// too many.
func isSecretWord(word string) bool {
	word = strings.TrimRight(word, "0123456789")
	if slices.Contains([]string{"auth", "pass", "pw", "jwt", "sas", "sig", "signature", "cookie", "cred", "creds", "dsn", "pat", "hmac", "keys", "keyz"}, word) {
		return true
	}
	for _, part := range []string{"key", "token", "secret", "pwd", "credential", "bearer", "authoriz", "passwor", "passwd", "passphrase", "kennwor"} {
		if strings.HasSuffix(word, part) || part != "key" && strings.Contains(word, part) {
			return true
		}
	}
	return false
}

// rememberedNames bounds the memory.
const rememberedNames = 4096

var (
	named      sync.Map // key → nameKind
	namedCount atomic.Int64
)

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
