package secret

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
)

// secretNames are how the name of something secret ends, in lower case.
var secretNames = []string{
	"api_key", "apikey", "access_key", "access_key_id", "secret", "secret_key", "token", "pat",
	"password", "passwd", "private_key", "credential", "credentials",
}

// moreSecretNames are how names end that are no environment variable's.
var moreSecretNames = []string{"plaintext", "authorization", "passphrase", "api_keys", "apikeys", "access_keys", "private_keys", "secrets", "passwords"}

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

// Named says whether a key is named as a secret. Keys are few and come again in
// every file, so the answers are remembered.
func Named(key string) bool {
	if secret, ok := named.Load(key); ok {
		return secret == true
	}
	secret := isSecretName(snake(key)) || slices.ContainsFunc(moreSecretNames, func(word string) bool {
		return strings.HasSuffix(strings.ToLower(key), word)
	})
	if namedCount.Add(1) <= rememberedNames {
		named.Store(strings.Clone(key), secret)
	}
	return secret
}

// rememberedNames bounds the memory.
const rememberedNames = 4096

var (
	named      sync.Map // key → bool
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
