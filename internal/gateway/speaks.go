package gateway

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/regex"
)

// LooksLikeGateway says whether a text that does not parse was meant as gateway
// configuration: by words that nothing else uses, in the text or in the file's own
// name, or by keys that together are a gateway's. The text may be in another
// encoding: of UTF-16 and UTF-32, as a redirect in PowerShell writes it, the bytes
// that are NUL are dropped, and the words are ASCII in every other.
func LooksLikeGateway(file string, text []byte) bool {
	name := []byte(path.Base(file))
	if bytes.Contains(name, []byte("ai-gateway")) {
		return true
	}
	text = legible(text)
	return namesService().Match(text) || hasGatewayKeys(text, aloneKeys) ||
		slices.ContainsFunc(ownWords, func(word []byte) bool { return bytes.Contains(text, word) || bytes.Contains(name, word) })
}

// WritesGateway says whether a text in a syntax that is not read has the keys of
// gateway configuration. That it speaks of them is not enough: manuals do, and
// applications keep the address of their gateway under one of them.
func WritesGateway(text []byte) bool {
	text = legible(text)
	return namesService().Match(text) || hasGatewayKeys(text, certainKeys)
}

// CallSpeaks says whether the call of a module of Terraform, as it is written, speaks of
// gateways: by the settings that it hands over, or by where the module comes from.
func CallSpeaks(call []byte) bool {
	if LooksLikeGateway("", call) {
		return true
	}
	from := moduleSource().FindSubmatch(call)
	return from != nil && namesGateways(string(from[1]))
}

// moduleSource is where a module comes from.
var moduleSource = regex.Lazy(`(?m)^\s*"?source"?\s*[=:]\s*"([^"]*)"`)

// namesGateways says whether an address has words by which what it leads to may make
// gateways. Networks have gateways of other kinds.
func namesGateways(address string) bool {
	words := strings.FieldsFunc(strings.ToLower(address), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	has := func(some ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(some, word) })
	}
	return has("serving") || has("gateway", "gateways") && has("ai", "genai", "llm", "llms", "model", "models", "mlflow", "mosaic", "databricks")
}

// Of certainKeys one is enough in any text, of aloneKeys in one that was to be read;
// togetherKeys count only all together.
var (
	certainKeys  = []string{"served_entities", "inference_table_config", "usage_tracking_config"}
	aloneKeys    = append([]string{"ai_gateway", "aiGateway", "served_models", "fallback_config", "auto_capture_config", "served_entity_name"}, certainKeys...)
	togetherKeys = [][]string{
		{"ai_gateway", "rate_limits"},
		{"ai_gateway", "guardrails"},
		{"rate_limits", "guardrails"},
		{"rate_limits", "renewal_period"},
		{"guardrails", "invalid_keywords"},
		{"guardrails", "valid_topics"},
		{"guardrails", "pii", "behavior"},
		{"guardrails", "pii", "safety"},
		{"traffic_config", "routes"},
		{"traffic_config", "traffic_percentage"},
		{"external_model", "provider"},
		{"external_model", "task"},
		{"foundation_model", "entity_version"},
		{"catalog_name", "schema_name", "table_name_prefix"},
	}
)

func hasGatewayKeys(text []byte, alone []string) bool {
	found := map[string]bool{}
	has := func(key string) bool {
		is, known := found[key]
		if !known {
			is = holdsKey(text, key)
			found[key] = is
		}
		return is
	}
	return slices.ContainsFunc(alone, has) || slices.ContainsFunc(togetherKeys, func(all []string) bool {
		return !slices.ContainsFunc(all, func(key string) bool { return !has(key) })
	})
}

// holdsKey says whether a word stands anywhere in a text where a key does.
func holdsKey(text []byte, key string) bool {
	for from := 0; ; {
		at := bytes.Index(text[from:], []byte(key))
		if at < 0 {
			return false
		}
		start, end := from+at, from+at+len(key)
		if isKey(text, start, end) {
			return true
		}
		from = end
	}
}

// isKey says whether a part of a text is a key: a whole word before a colon, an
// equals sign or the brace of a block, or behind the mark of a complex key.
func isKey(text []byte, start, end int) bool {
	before, after := text[:start], text[end:]
	if len(before) > 0 && (wordByte(before[len(before)-1]) || strings.IndexByte(".-$", before[len(before)-1]) >= 0) ||
		len(after) > 0 && wordByte(after[0]) {
		return false
	}
	return behindMark(before) || beforeSign(after)
}

// wordByte says whether a byte is part of a word of ASCII.
func wordByte(b byte) bool { return b < utf8.RuneSelf && nameByte(b) }

// behindMark says whether a text ends in the mark of a complex key.
func behindMark(before []byte) bool {
	before = bytes.TrimRight(bytes.TrimRight(before, `"'`), " \t")
	return len(before) > 0 && before[len(before)-1] == '?'
}

// beforeSign says whether a text begins with what follows a key.
func beforeSign(after []byte) bool {
	after = after[:min(len(after), mostBlanks)]
	after = bytes.TrimLeft(bytes.TrimLeft(after, `"'`), " \t\r\n")
	switch {
	case len(after) == 0:
		return false
	case after[0] == '=':
		return len(after) < 2 || after[1] != '='
	}
	return after[0] == ':' || after[0] == '{'
}

// mostBlanks is how far behind a key its sign is looked for.
const mostBlanks = 64

// legible drops what keeps words from being found in a text: NUL, and escapes of the
// characters that they are made of.
func legible(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte{0}, nil)
	if plain := unescaped(text); plain != nil {
		return plain
	}
	return text
}
