package workspace

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCanonicalIsOneWayToWriteAValue(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"keys are sorted":              {`{"b":1,"a":{"d":2,"c":[]}}`, "{\n  \"a\": {\n    \"c\": [],\n    \"d\": 2\n  },\n  \"b\": 1\n}\n"},
		"lists keep their order":       {`[2, 1, {}]`, "[\n  2,\n  1,\n  {}\n]\n"},
		"numbers stay as written":      {`[1.0, 1e3, 12345678901234567890, -0]`, "[\n  1.0,\n  1e3,\n  12345678901234567890,\n  -0\n]\n"},
		"nothing is escaped in vain":   {`"<a> & ü \u00fc \/"`, "\"<a> & ü ü /\"\n"},
		"what has to be is":            {`"\"\\\n\r\t\u0000\u001f\u2028"`, `"\"\\\n\r\t\u0000\u001f\u2028"` + "\n"},
		"what is no UTF-8 is replaced": {"\"a\xffb\"", "\"a\ufffdb\"\n"},
		"a word":                       {` true `, "true\n"},
		"nothing":                      {`null`, "null\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, string(Canonical(decoded(t, test.in)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCanonicalTakesWhatAProgramMakes(t *testing.T) {
	t.Parallel()
	value := map[string]any{"list": []string{"a"}, "number": 1.5, "struct": struct {
		A int `json:"a"`
	}{2}, "objects": []map[string]any{{"b": int64(3)}}}
	if diff := cmp.Diff(indented(t, value), string(Canonical(value))); diff != "" {
		t.Error(diff)
	}
}

func TestCanonicalRefusesWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	defer func() {
		if got := fmt.Sprint(recover()); got != "map[string]interface {} is no JSON: json: unsupported type: func()" {
			t.Error(got)
		}
	}()
	Canonical(map[string]any{"a": func() {}})
}

// indented is what the standard library writes.
func indented(t *testing.T, value any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func decoded(t testing.TB, text string) any {
	t.Helper()
	value, err := decode([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

func TestDecodeRefusesWhatIsNotOneValue(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }
	for name, test := range map[string]struct{ in, want string }{
		"nothing":                         {"", "EOF"},
		"half of one":                     {`{"a": `, "unexpected EOF"},
		"two":                             {`{} {}`, "something follows after its end"},
		"a rest":                          {`{} x`, "something follows after its end"},
		"a bracket more":                  {`{}}`, "something follows after its end"},
		"a page of HTML":                  {`<html>`, "invalid character '<' looking for beginning of value"},
		"too many levels":                 {deep(201), "it is nested deeper than 200 levels"},
		"a key twice":                     {`{"a": 1, "a": 1}`, "a key is twice in one object"},
		"a key twice, in another writing": {`[{"x": {"a": 1, "\u0061": 2}}]`, "a key is twice in one object"},
		"a key twice, with objects":       {`{"a": {"b": 1, "c": 2}, "a": {"d:": "}"}}`, "a key is twice in one object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if value, err := decode([]byte(test.in)); err == nil || err.Error() != test.want {
				t.Errorf("%v, %v; want %s", value, err, test.want)
			}
		})
	}
	decoded(t, deep(200))
	decoded(t, `{"a:{[\"": "\\", "b": ["}:", {"a:{[\"": ":"}]}`)
}

// FuzzCanonical asks of all that can be decoded that it is written so that it
// can be read again, as the same value, and that writing it again changes
// nothing.
func FuzzCanonical(f *testing.F) {
	for _, text := range []string{
		`{"b": [1, 2.50, 1e9, "x"], "a": {"": null, "<": true}}`, `"\u2028\ud800\u0007\b\f"`, "\"\xff\"", `{"a":1,"a":2}`,
		`[[[]]]`, `{"\ud800": 1, "\ud801": 2}`, "\"\x7f\u0085\"", `-0.0`, `{} `,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := decode(body)
		if err != nil {
			return
		}
		once := Canonical(value)
		if diff := cmp.Diff(indented(t, value), string(once)); diff != "" {
			t.Errorf("the standard library writes it otherwise: %s", diff)
		}
		again, err := decode(once)
		if err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		if twice := Canonical(again); !bytes.Equal(once, twice) {
			t.Errorf("%s became %s", once, twice)
		}
	})
}

func BenchmarkCanonical(b *testing.B) {
	value := decoded(b, sampleEndpoint)
	b.ReportAllocs()
	b.SetBytes(int64(len(Canonical(value))))
	for b.Loop() {
		Canonical(value)
	}
}

func BenchmarkDecode(b *testing.B) {
	body := []byte(sampleEndpoint)
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := decode(body); err != nil {
			b.Fatal(err)
		}
	}
}

const sampleEndpoint = `{
  "name": "chat", "id": "5f0d3a5c9d6b4e1f8a7b6c5d4e3f2a1b", "creator": "ana@example.com", "creation_timestamp": 1700000000000,
  "config": {"config_version": 3, "served_entities": [
    {"name": "gpt", "external_model": {"name": "gpt-4o-mini", "provider": "openai", "task": "llm/v1/chat", "openai_config": {"openai_api_key": "{{secrets/llm/openai}}"}}},
    {"name": "own", "entity_name": "main.llm.own", "entity_version": "2", "workload_size": "Small", "scale_to_zero_enabled": true, "environment_vars": {"REGION": "eu", "OPENAI_API_KEY": "{{secrets/llm/openai}}"}}
  ], "traffic_config": {"routes": [{"served_model_name": "gpt", "traffic_percentage": 90}, {"served_model_name": "own", "traffic_percentage": 10}]}},
  "ai_gateway": {"usage_tracking_config": {"enabled": true}, "inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "llm", "table_name_prefix": "chat"},
    "rate_limits": [{"key": "user", "calls": 100, "tokens": 50000, "renewal_period": "minute"}], "guardrails": {"input": {"pii": {"behavior": "BLOCK"}, "safety": true}}},
  "tags": [{"key": "team", "value": "search"}], "permission_level": "CAN_MANAGE", "state": {"ready": "READY", "config_update": "NOT_UPDATING"}, "task": "llm/v1/chat"
}`
