package gateway

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/source"
)

// references are the fields that take {{secrets/scope/key}}. Source: the
// *_plaintext siblings in databricks-sdk-go v0.182.0 service/serving/model.go.
var references = map[string]bool{
	"ai21labs_api_key": true, "aws_access_key_id": true, "aws_secret_access_key": true,
	"anthropic_api_key": true, "cohere_api_key": true, "databricks_api_token": true,
	"private_key": true, "openai_api_key": true, "microsoft_entra_client_secret": true,
	"palm_api_key": true,
}

// nested are reference fields with a name too plain to stand alone, by the
// block they stand in.
var nested = map[string]string{"value": "api_key_auth", "token": "bearer_token_auth"} //nolint:gosec // G101: names of fields, no secrets

// secretNames are how the name of something secret ends, in lower case.
var secretNames = []string{
	"api_key", "apikey", "access_key", "access_key_id", "secret", "secret_key", "token", "pat",
	"password", "passwd", "private_key", "credential", "credentials",
}

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

// secretValues are texts that are secrets wherever they stand: the forms that
// the providers give their keys, and private keys, whatever their lines begin
// with, up to the next five dashes: to look for the right end of each of many
// would take time that grows with the square of the text. Source: the
// providers' own documentation of key prefixes.
var secretValues = regexp.MustCompile(`\b(dapi[0-9a-f]{32}(-\d+)?|dose[0-9a-f]{32}|dkea[0-9a-f]{32}|sk-[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{20,}|AIza[0-9A-Za-z_-]{35}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,})|-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]|-{1,4}[^-])*(-----END [A-Z ]*PRIVATE KEY-----)?`)

// beginnings are how a secretValue can begin; without any of them the
// expression need not run.
var beginnings = [][]byte{
	[]byte("dapi"), []byte("dose"), []byte("dkea"), []byte("sk-"), []byte("AKIA"), []byte("ASIA"),
	[]byte("ghp_"), []byte("gho_"), []byte("ghu_"), []byte("ghs_"), []byte("ghr_"), []byte("github_pat_"),
	[]byte("AIza"), []byte("xox"), []byte("eyJ"), []byte("-----BEGIN"),
}

func mayHoldSecret(text []byte) bool {
	return slices.ContainsFunc(beginnings, func(b []byte) bool { return bytes.Contains(text, b) })
}

// credentialForm says in which form a text is a credential where it stands, ""
// when it is none: a reference, an interpolation or a placeholder is none.
func credentialForm(text string, at way) string {
	key, block := at.key(0), at.key(1)
	if key == "" || !isLiteral(text) {
		return ""
	}
	switch {
	case strings.HasSuffix(key, "_plaintext") || isProviderSecret(key, block):
		return "plaintext"
	case references[key], block != "" && nested[key] == block:
		return "reference"
	case block == "environment_vars" && isSecretVariable(key, text):
		return "environment"
	}
	return ""
}

// isLiteral says whether a text is a value itself, and none that is yet to come.
func isLiteral(text string) bool {
	return text != "" && !isReference(text) && !isBlank(text) && (interpolation(text) == "" || looksSecret(text))
}

// isSecretVariable says whether an environment variable holds a secret: by the
// form of its value, or by its name where the value could be one. A number, a
// short word or a path of a scope and a key is none.
func isSecretVariable(name, value string) bool {
	if looksSecret(value) {
		return true
	}
	return isSecretName(name) && len(value) >= 12 && !strings.ContainsAny(value, " /:")
}

func looksSecret(text string) bool {
	return mayHoldSecret([]byte(text)) && secretValues.MatchString(text)
}

// Scrub puts stars in place of what looks like a secret. Messages, pointers and
// names are made of keys and values, and a secret may stand anywhere.
func Scrub(text string) string {
	if !looksSecret(text) {
		return text
	}
	return secretValues.ReplaceAllStringFunc(text, func(secret string) string {
		return strings.Repeat("*", utf8.RuneCountInString(secret))
	})
}

// isBlank says whether a text is a blank to be filled in and nothing else.
func isBlank(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") || strings.EqualFold(text, "todo") || strings.EqualFold(text, "changeme")
}

// maskSecrets masks what looks like a secret anywhere in a text, under a key
// that nobody knows or in a part that holds no gateway, and what a comment sets
// a secret's name to: it was configuration once.
func maskSecrets(text *source.Text) {
	if mayHoldSecret(text.Bytes) {
		for _, at := range secretValues.FindAllIndex(text.Bytes, -1) {
			text.Mask(source.Range{Start: at[0], End: at[1]})
		}
	}
	if bytes.IndexByte(text.Bytes, '#') < 0 && !bytes.Contains(text.Bytes, []byte("//")) && !bytes.Contains(text.Bytes, []byte("/*")) {
		return
	}
	for _, at := range commented.FindAllSubmatchIndex(text.Bytes, -1) {
		if value := text.Bytes[at[2]:at[3]]; !bytes.HasPrefix(bytes.TrimLeft(value, `"'`), []byte("{{")) {
			text.Mask(source.Range{Start: at[2], End: at[3]})
		}
	}
}

// commented finds `# api_key: x` and `// "token": "x",`; its group is what
// follows the colon or the equals sign, to the end of the line.
var commented = regexp.MustCompile(`(?im)(?:#|//|/\*).*?(?:key|keys|secret|secrets|token|tokens|password|passwords|passwd|credentials?|_plaintext)["']?[ \t]*[:=][ \t]*([^\s][^\n]*)$`)

// credentialsUnseen marks what an answer of the platform cannot show: GET
// returns a reference, never a plaintext credential, and lists leave out
// environment variables. An entity whose reference is shown has no plaintext
// beside it.
func (r reader) credentialsUnseen() {
	s := r.subject
	if s.Form != FormGet && s.Form != FormList {
		return
	}
	partly := func(reason string) {
		s.marks = append(s.marks, Mark{Facet: "text.credentials", Reason: reason, Partly: true})
	}
	for _, entity := range entities(s.node.Get("config")) {
		model := entity.Get("external_model")
		switch {
		case model != nil && !showsReference(model):
			partly(reasonKey)
			return
		case model == nil && s.Form == FormList && s.Hosting != foundation && s.Hosting != provisioned:
			partly(reasonList)
			return
		}
	}
}

// showsReference says whether an external model shows how it authenticates: by
// a reference, or by something that needs no secret.
func showsReference(n *source.Node) bool {
	for _, e := range n.Entries {
		switch {
		case e.Value.Kind == source.Map && showsReference(e.Value):
			return true
		case e.Value.Kind == source.String && isReference(e.Value.Text):
			return true
		case e.Key == "instance_profile_arn" || e.Key == "uc_service_credential_name":
			return true
		}
	}
	return false
}
