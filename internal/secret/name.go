package secret

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Name is what a key says: of what stands under it, and of itself.
type Name struct {
	// Secret says that it names a secret: OPENAI_API_KEY.
	Secret bool
	// Likely says that it names what may be a secret: OPENAI_KEY, X-Auth,
	// client_secret_value. What names a secret does.
	Likely bool
	// Suspect says that the key may be a secret itself.
	Suspect bool
}

// NameOf returns what a key says. Keys are few and come again in every file, so the answers
// are remembered.
func NameOf(key string) *Name {
	if name, ok := named.Load(key); ok {
		return name.(*Name) //nolint:forcetypeassert // nothing else is stored
	}
	name := nameOf(key)
	if namedCount.Add(1) > rememberedNames {
		named.Clear()
		namedCount.Store(1)
	}
	named.Store(strings.Clone(key), name)
	return name
}

// rememberedNames bounds the memory; beyond it the memory starts anew.
const rememberedNames = 4096

var (
	named      sync.Map // key → *Name
	namedCount atomic.Int64
)

func nameOf(key string) *Name {
	words := snake(key)
	secret := isSecretName(words) || slices.ContainsFunc(moreSecretNames, func(word string) bool {
		return strings.HasSuffix(strings.ToLower(key), word)
	})
	return &Name{
		Secret: secret, Likely: secret || mayNameSecret(words),
		Suspect: IsKey(key) || len(FindWords(key)) > 0,
	}
}

// IsName says whether a key is named as a secret.
func IsName(key string) bool { return NameOf(key).Secret }

// IsLikelyName says whether a key is named as something that may be a secret.
func IsLikelyName(key string) bool { return NameOf(key).Likely }

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
