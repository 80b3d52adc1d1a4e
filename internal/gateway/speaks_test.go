package gateway_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/gwlint/gwlint/internal/gateway"
)

// encoded writes a text with so many bytes for each unit.
func encoded(text string, width int, little bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		bytes := make([]byte, width)
		for i := range min(width, 2) {
			at := width - 1 - i
			if little {
				at = i
			}
			bytes[at] = byte(unit >> (8 * i))
		}
		b.Write(bytes)
	}
	return b.String()
}

// quietBody is that of a put-ai-gateway call without a word that nothing else uses.
const quietBody = `{"rate_limits": [{"key": "endpoint", "calls": 0, "renewal_period": "minute"}], "guardrails": {"input": {"safety": true}}}`

func TestATextThatDoesNotParseSpeaksOfAGateway(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"limits and guardrails":           {quietBody + "\xe9", true},
		"in YAML":                         {"rate_limits:\n\t- key: user\nguardrails:\n", true},
		"in single quotes":                {`{'rate_limits': [], 'guardrails': {}`, true},
		"as complex keys":                 {"? rate_limits\n: []\n? guardrails\n: {}\n\t", true},
		"as complex keys with comments":   {"? rate_limits # ours\n: []\n? \"guardrails\" # too\n: {}\n\t", true},
		"in a flow":                       {"{rate_limits: [], guardrails: {}", true},
		"nested deep beside":              {`{"rate_limits": [], "guardrails": {}, "x": ` + strings.Repeat("[", 300), true},
		"with a template line":            {"{{ if .x }}\nrate_limits: []\nguardrails: {}\n{{ end }}", true},
		"behind a NUL byte":               {quietBody + "\x00", true},
		"UTF-16 with a mark":              {"\xff\xfe" + encoded(quietBody, 2, true), true},
		"UTF-16 of the other order":       {encoded(quietBody, 2, false), true},
		"UTF-32 with a mark":              {"\xff\xfe\x00\x00" + encoded(quietBody, 4, true), true},
		"UTF-32 of the other order":       {encoded(quietBody, 4, false), true},
		"escapes of JSON":                 {`{"rate\u005flimits": [], "guardrails": {}`, true},
		"escapes of YAML":                 {`"ai\x5fgateway": {`, true},
		"long escapes":                    {`"served\U0000005fentities": [`, true},
		"fallback alone":                  {`{"fallback_config": {"enabled": true}`, true},
		"a filter of ours":                {`{"guardrails": {"input": {"pii": {"behavior": "BLOCK"`, true},
		"limits with a period":            {`{"rate_limits": [{"calls": 5, "renewal_period": "minute"`, true},
		"routes":                          {`{"traffic_config": {"routes": [{`, true},
		"an external model":               {"external_model:\n  provider: openai\n\t", true},
		"limits of anything":              {"rate_limits: {{ .Values.rate_limits }}\n", false},
		"guardrails of an agent":          {`{"guardrails": ["no politics"`, false},
		"a sentence about both":           {"We have rate_limits and guardrails, too.", false},
		"keys of others":                  {"my-rate_limits: 1\nx.guardrails: 1\nguardrails_x: 2\n", false},
		"a template":                      {"apiVersion: v1\nkind: {{ .Values.kind }}\n", false},
		"an escape of something else":     {`{"a\u00e9": "b\x41"`, false},
		"an escape that is cut off":       {`{"rate\u005`, false},
		"the address of a key of another": {`{"catalog_name": "a", "schema_name": "b"`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := gateway.LooksLikeGateway("x.yaml", []byte(test.text)); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestAFileOfAnotherNameWritesAGateway(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"JSON5":                            {"{ai_gateway: {rate_limits: []}}", true},
		"TOML":                             {"[gateway]\nserved_entities = []\n", true},
		"a template":                       {"{% if x %}\nai_gateway:\n  guardrails: {}\n{% endif %}", true},
		"HCL":                              {"inputs = {\n  ai_gateway = {\n    rate_limits = []\n  }\n}", true},
		"CUE":                              {"ai_gateway: rate_limits: [...]\n", true},
		"a block":                          {"inference_table_config {\n enabled = true\n}", true},
		"a service":                        {"name: mcp-services/a.b.c\n", true},
		"a body of its own":                {quietBody, true},
		"the address of a gateway":         {"ai_gateway = \"https://example.com\"\n", false},
		"a manual":                         {"The section `ai_gateway` has rate_limits; see served_entities.\n", false},
		"a comparison":                     {"if served_entities == nil {", false},
		"limits of a proxy":                {"rate_limits:\n  - limit: 5\n", false},
		"a fallback of another programme ": {"fallback_config: {timeout: 3}\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := gateway.WritesGateway([]byte(test.text)); got != test.want {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

// FuzzLooksLikeGateway asks that neither UTF-16 nor escapes hide what a text speaks of.
func FuzzLooksLikeGateway(f *testing.F) {
	for _, seed := range []string{"", body, "ai_gateway: [", `{"guardrails": {"pii"`, "? rate_limits", `a\u005fb`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range []byte(text) {
			if b == 0 || b >= 0x80 || b == '\\' {
				return
			}
		}
		want := gateway.LooksLikeGateway("x", []byte(text))
		for name, other := range map[string]string{
			"UTF-16":  encoded(text, 2, true),
			"UTF-32":  encoded(text, 4, false),
			"escapes": strings.ReplaceAll(text, "_", `\u005f`),
		} {
			if got := gateway.LooksLikeGateway("x", []byte(other)); got != want {
				t.Errorf("%v, as %s %v", want, name, got)
			}
		}
	})
}

func TestWhatIsNoGatewayIsTold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]struct {
		nothing bool
		code    string
	}{
		`[]`:                   {nothing: true},
		`{"endpoints": []}`:    {nothing: true},
		`{"endpoints": null}`:  {nothing: true},
		`{"mcp_services": []}`: {nothing: true},
		`{"endpoints": [], "next_page_token": ""}`: {nothing: true},
		`{}`:            {},
		`null`:          {},
		`{"items": []}`: {},
		`[1]`:           {},
		`{"error_code": "PERMISSION_DENIED", "message": "no"}`: {code: "PERMISSION_DENIED"},
		`{"error_code": "a b", "message": "no"}`:               {},
		`{"error_code": "X"}`:                                  {},
	} {
		doc := documents(t, "x.json", in)[0]
		if got := gateway.ListsNothing(doc); got != want.nothing {
			t.Errorf("%s lists nothing: %v", in, got)
		}
		if got := gateway.AnswerError(doc); got != want.code {
			t.Errorf("%s is the error %q", in, got)
		}
	}
}
