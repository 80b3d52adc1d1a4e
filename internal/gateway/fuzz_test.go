package gateway_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// addExamples starts with the examples of rules that a pattern below rules finds.
func addExamples(f *testing.F, pattern ...string) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join(append([]string{"..", "..", "rules"}, pattern...)...))
	if err != nil || len(files) == 0 {
		f.Fatalf("no examples in %s: %v", pattern, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
}

// FuzzNormalise asks of any content that parses that it becomes gateways whose
// model satisfies its schema, whose parts are all in the text, and which hold
// none of the secrets.
func FuzzNormalise(f *testing.F) {
	for _, folder := range []string{"document", "entities", "tables", "limits", "guardrails", "services"} {
		addExamples(f, folder, "*", "*", "*.[jy]*")
	}
	f.Add("name: &a x\nai_gateway: &g {rate_limits: [*g2]}\n")
	f.Add(`[{"name": "x", "ai_gateway": null}, {"endpoints": []}, [[]], 1]`)
	f.Add("{\"ai_gateway\": {}, \"config\": {\"traffic_config\": {\"routes\": [1, null, [], {}]}, \"served_entities\": [[], 3, \"${x}\"]}}")
	f.Add(`{"model_services": [{"name": "model-services/a.b.c"}, 1, {"config": {"routing": {"destinations": [[], "${x}", {}], "fallback": {"destinations": ["${y}", null]}}}}], "mcp_services": [{"name": "mcp-services/${x}", "config": null}]}`)
	f.Add("name: model-provider-services/a.b.c\nconfig: {provider_type: ${x}, openai: {direct: {api_key: {plaintext: a-long-secret-value}}}, rate_limits: [{key: RATE_LIMIT_KEY_USER}, {key: 1, requests: '9', tokens: \"-1\"}, 7]}\n")
	f.Fuzz(func(t *testing.T, content string) {
		for _, file := range []string{"gw.json", "gw.jsonl", "gw.yaml"} {
			for _, kind := range gateway.Kinds() {
				normalise(t, file, content, gateway.Kind(kind))
			}
		}
	})
}

// blocks are parts of gateways that no other document has.
var blocks = []string{limits, tracking, filters, `"inference_table_config": {"enabled": true, "catalog_name": "c"}`, `"served_entities": [{"entity_name": "m"}]`, `"ai_gateway": {"rate_limits": []}`, body[1 : len(body)-1]}

// FuzzForeignKeysHideNoGateway adds a key to a document of gateways, and puts it below
// one: it is still judged, or not checked. What the roles and the audit of a state
// stand beside is the state's own.
func FuzzForeignKeysHideNoGateway(f *testing.F) {
	for _, key := range []string{"port", "endpoints", "model_services", "llm_role_endpoints", "resources", "name", "config", "state", "x-a", "$schema", "task", "ai_gateway", "Foundation"} {
		for _, value := range []string{`1`, `null`, `{}`, `[]`, `"x"`, `[{"name": "databricks-x", "state": {"ready": "READY", "config_update": "NOT_UPDATING"}}]`, `{"model_serving_endpoints": {}}`} {
			f.Add(uint8(1), key, value)
			f.Add(uint8(0x7f), key, value)
		}
	}
	f.Fuzz(func(t *testing.T, chosen uint8, key, value string) {
		var parts []string
		for i, block := range blocks {
			if chosen&(1<<i) != 0 {
				parts = append(parts, block)
			}
		}
		in := strings.Join(parts, ", ")
		name, err := json.Marshal(key)
		if in == "" || err != nil || !json.Valid([]byte(value)) || !utf8.ValidString(key+value) || strings.Contains(in, string(name)+":") || isOfState(key) {
			return
		}
		for _, content := range []string{
			`{` + string(name) + `: ` + value + `, ` + in + `}`,
			`{` + in + `, ` + string(name) + `: ` + value + `}`,
			`{` + string(name) + `: {` + in + `}}`,
			`[` + value + `, {` + in + `}]`,
		} {
			if strings.Count(content, string(name)) > 1 || look(t, "a.json", content) != "skipped" {
				continue
			}
			t.Errorf("%s is passed over", content)
		}
	})
}

func isOfState(key string) bool {
	return key == "endpoint_guardrail_audit" || key == "llm_role_endpoints" || key == "Foundation"
}

func normalise(t *testing.T, file, content string, kind gateway.Kind) {
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		return
	}
	documents, _ := source.Parse(text, source.Limits{Depth: 30, Aliases: 200})
	for _, doc := range documents {
		subjects, err := gateway.Normalise(doc, kind)
		if err != nil {
			t.Fatal(err)
		}
		_ = gateway.Unsupported(doc, subjects)
		if kind == gateway.Auto && len(subjects) > 0 && !gateway.MayHoldGateway([]byte(content)) {
			t.Fatalf("%q holds a gateway, and is passed over", content)
		}
		for _, s := range subjects {
			probe(t, s)
		}
	}
}

// probe holds a subject to the model's schema, its parts to the text, and the
// secrets of the text to staying there.
func probe(t *testing.T, s *gateway.Subject) {
	t.Helper()
	model, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, decoded(t, model))
	p := prober{T: t, subject: s, size: len(s.Source().Bytes)}
	p.everywhere(nil, decoded(t, model))
	p.credentials(model)
}

func decoded(t *testing.T, model []byte) any {
	var value any
	d := json.NewDecoder(strings.NewReader(string(model)))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func conforms(t *testing.T, subject any) {
	found, err := schema.Validate(schema.Model, map[string]any{"subject": subject, "subjects": []any{}, "context": nil})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		if len(v.Pointer) > 0 && v.Pointer[0] == "context" {
			continue // that is not the gateway's
		}
		t.Errorf("the model's schema refuses %q: %s", v.Pointer, v.Expected)
	}
}

// prober asks a subject for the place of every path there is in its model.
type prober struct {
	*testing.T

	subject *gateway.Subject
	size    int
}

func (p prober) everywhere(path []string, value any) {
	p.place(path)
	p.place(append(path[:len(path):len(path)], "nosuch", "0"))
	switch value := value.(type) {
	case map[string]any:
		for key, below := range value {
			p.everywhere(append(path[:len(path):len(path)], key), below)
		}
	case []any:
		for i, below := range value {
			p.everywhere(append(path[:len(path):len(path)], strconv.Itoa(i)), below)
		}
	}
}

func (p prober) place(path []string) {
	at := p.subject.Place(path)
	if at.Range.Start < 0 || at.Range.End < at.Range.Start || at.Range.End > p.size {
		p.Fatalf("%q is at %v of %d bytes", path, at.Range, p.size)
	}
	if key, _, ok := p.subject.Block(at); ok && (key.Start < 0 || key.End < key.Start || key.End > p.size) {
		p.Fatalf("%q is in a block at %v of %d bytes", path, key, p.size)
	}
	text := p.subject.Source()
	start, end := text.Position(at.Range.Start), text.Position(at.Range.End)
	for _, line := range text.Excerpt(start.Line, end.Line) {
		if !utf8.ValidString(line) {
			p.Fatalf("%q: the excerpt %q is not UTF-8", path, line)
		}
	}
	p.subject.Unseen(strings.Join(path, "."))
}

// credentials asks that what was recognised as a credential is not in the
// model, where it stands alone and is long enough to be told from other words.
func (p prober) credentials(model []byte) {
	for i, c := range p.subject.Text.Credentials {
		at := p.subject.Place([]string{"text", "credentials", strconv.Itoa(i)})
		written := string(p.subject.Source().Bytes[at.Range.Start:at.Range.End])
		shown := strings.Join(p.subject.Source().Excerpt(1, p.subject.Source().Lines()), "\n")
		if len(written) < 12 || strings.Count(string(p.subject.Source().Bytes), written) != 1 {
			continue
		}
		if strings.Contains(string(model), written) || strings.Contains(shown, written) {
			p.Errorf("the credential at %s is shown", c.Key)
		}
	}
}

// FuzzMend asks of any gateway that what is wrong with its text can be mended, one
// fault after the other and in every way, without a change to what was read.
func FuzzMend(f *testing.F) {
	for _, folder := range []string{"invalid_value", "unknown_key", "misplaced_setting", "duplicate_key"} {
		addExamples(f, "document", folder, "bad", "*")
	}
	f.Add("name: x\nai_gateway: {rate_limit: {}, rate_limits: [[], 1, {kye: users, call: '9,9'}], guardrails: [{pii: block}]}\nai_gatway: 1\n")
	f.Add("name: x\nai_gateway: &a {guard_rails: *b, config: {ai_gateway: *a}}\n")
	f.Add(`{"name": "x", "ai_gateway": [{"guardrails": {"input": {"pii": ["MASK"], "safety": {"enabled": "on"}}}}], "config": {"ai_gateway": {"ai_gateway": {}}}}`)
	f.Fuzz(func(t *testing.T, content string) {
		for _, file := range []string{"gw.json", "gw.yaml"} {
			text, err := source.NewText(file, []byte(content))
			if err != nil {
				return
			}
			documents, _ := source.Parse(text, source.Limits{Depth: 30, Aliases: 200})
			for _, doc := range documents {
				subjects, err := gateway.Normalise(doc, gateway.Auto)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range subjects {
					mendAll(t, s)
				}
			}
		}
	})
}

// mendAll mends the first faults of a subject.
func mendAll(t *testing.T, s *gateway.Subject) {
	t.Helper()
	model := modelOf(t, s)
	mended := s
	paths := faults(s)
	for _, path := range paths[:min(len(paths), 30)] {
		for i, way := range mended.Mend(path) {
			if way.Subject.ID != s.ID || way.Subject.Kind != s.Kind || way.Subject.Form != s.Form {
				t.Fatalf("%v: another subject: %+v", path, way.Subject.Identity())
			}
			_ = way.Explains(s.Place([]string{"rate_limits", "0"}), []string{"rate_limits", "0"})
			if i == 0 && !way.Guessed {
				mended = way.Subject
			}
		}
	}
	if got := modelOf(t, s); got != model {
		t.Fatalf("the subject changed from %s to %s", model, got)
	}
}

func modelOf(t *testing.T, s *gateway.Subject) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
