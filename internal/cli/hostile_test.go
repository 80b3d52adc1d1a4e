package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// hostile are words that do something to whoever shows them as they are.
var hostile = map[string]string{
	"colours":                 "a\x1b[31mred\x1b[0m",
	"a title":                 "a\x1b]0;owned\a",
	"a link of a terminal":    "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
	"other control sequences": "a\u009b31mb\u0085c\x7fd\x00e\b\b\bf",
	"another direction":       "user\u202e\u2066admin\u2069\u202c",
	"nothing to be seen":      "ad\u200bmin\u2060\ufeff\u00ad\u115f\u3164\U000e0041",
	"new lines":               "a\nb\r\nc\u2028d\u2029e\vf\fg",
	"a command of GitHub":     "a\n::error file=x::owned\n##[error]owned",
	"a command of TeamCity":   "##teamcity[buildProblem description='owned']",
	"a script":                "<script>alert(1)</script><img src=x onerror=alert(1)>",
	"a link":                  "[click](http://evil.example) ![x](http://evil.example/x.png)",
	"a link in brackets":      "[[a](b)](http://evil.example)",
	"a placeholder of SARIF":  "{0} [a](0) \\[b\\](1)",
	"backticks":               "`$(touch owned)` ```sh",
	"quotes":                  `'"\'\"`,
	"formats":                 "%s%n%d%!{{.}}${x}{{x}}",
	"a mention":               "@everyone #1 | a | b |",
	"combining marks":         "a" + strings.Repeat("\u0301", 500),
	"wide characters":         strings.Repeat("😀日", 300),
	"ten thousand characters": strings.Repeat("x", 10_000),
	"the word for a subject":  "{subject}",
	"no word at all":          "",
	"a number":                "0",
	"a pointer":               "/a~b/~0~1",
	"an unfinished pair":      "\U0010FFFF\uFFFD\uFFFE",
}

// hostileDocument has a word as its name, as keys and as values of every sort.
func hostileDocument(word string) string {
	written, err := json.Marshal(word)
	if err != nil {
		panic(err) // a string can be written
	}
	return strings.ReplaceAll(`{
  "name": ?,
  ?: ?,
  "ai_gateway": {
    ?: {?: [?], ?: {}},
    "inference_table_config": {"enabled": true, "catalog_name": ?, "schema_name": "default", "table_name_prefix": ?},
    "rate_limits": [{"key": ?, "calls": ?}, {"key": "user_group", "principal": ?, "calls": 0}, {"key": "user", "principal": ?, "renewal_period": ?}],
    "guardrails": {"input": {"pii": {"behavior": ?}, "safety": ?, "invalid_keywords": [?]}, "output": {"valid_topics": [?], ?: 1}},
    "guardrails": {"input": {"pii": {?: 1, ?: 2}}}
  },
  "config": {
    "served_entities": [{"name": ?, "entity_name": ?, "external_model": {"name": ?, "provider": ?}, "environment_vars": {?: ?}}, {"name": "<todo>"}],
    "traffic_config": {"routes": [{"served_entity_name": ?, "traffic_percentage": 3}, {"served_entity_name": "nosuch", "traffic_percentage": 0}]}
  }
}
`, "?", string(written))
}

func TestHostileWordsAreShownAndDoNothing(t *testing.T) {
	t.Parallel()
	for name, word := range few(hostile) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "gw.json"), []byte(hostileDocument(word)), 0o600); err != nil {
				t.Fatal(err)
			}
			harmless(t, dir, 1)
		})
	}
}

// TestHostileRolesAreShownAndDoNothing halts a run for roles with such names: the
// prompt goes to standard error, where nobody escapes it again.
func TestHostileRolesAreShownAndDoNothing(t *testing.T) {
	t.Parallel()
	for name, word := range few(hostile) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			written, err := json.Marshal(word)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			for file, content := range map[string]string{
				"state.yaml":   `{"llm_role_endpoints": {?: {"candidates": [?], "endpoint": ?}}, "endpoint_guardrail_audit": {?: {"short_chat_ok": false, "streaming_okay": ?}}, "otel_table_prefix": ?}`,
				".gwlint.yaml": `{"params": {"required_roles": [?], "role_probes": {?: ["short_chat_ok"]}}}`,
			} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(strings.ReplaceAll(content, "?", string(written))), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			ran := runIn(t, dir, "check", "state.yaml")
			refused := ran.code == 2                 // a configuration cannot name such a role
			open := strings.ContainsAny(word, "<${") // a candidate that is yet to be filled in
			if (ran.code != 4 || ran.err == "") && !refused && !open {
				t.Errorf("exit code %d, standard error %q", ran.code, ran.err)
			}
			for line := range strings.Lines(ran.err + ran.out) {
				if fault := acts(strings.TrimSuffix(line, "\n")); fault != "" {
					t.Errorf("%s: %.300q", fault, line)
				}
			}
		})
	}
}

// harmless checks a folder and looks at all that is written.
func harmless(t *testing.T, dir string, code int) {
	t.Helper()
	ran := runIn(t, dir, "check", "-v", "-f", "text", "-f", "json=json", "-f", "sarif=sarif")
	if ran.code != code || ran.err != "" {
		t.Errorf("exit code %d, want %d; %s", ran.code, code, ran.err)
	}
	written := content(t, dir)
	for format, text := range map[string]string{"text": ran.out, "JSON": written["json"], "SARIF": written["sarif"]} {
		for line := range strings.Lines(text) {
			if fault := acts(strings.TrimSuffix(line, "\n")); fault != "" {
				t.Errorf("%s: %s: %.300q", format, fault, line)
				break
			}
		}
		if (format == "json" || format == "sarif") && !json.Valid([]byte(text)) {
			t.Errorf("%s: not JSON", format)
		}
	}
	for _, violation := range reportViolations(t, []byte(written["json"])) {
		t.Error(violation)
	}
	var log any
	if err := json.Unmarshal([]byte(written["sarif"]), &log); err != nil {
		t.Error(err)
	}
	for _, message := range messages(log) {
		if markdownLink.MatchString(message) {
			t.Errorf("SARIF: holds a link: %.300q", message)
		}
	}
}

// messages are the texts of a SARIF log that viewers make links in.
func messages(value any) []string {
	var all []string
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			all = append(all, messages(item)...)
		}
	case map[string]any:
		if message, ok := value["message"].(map[string]any); ok {
			all = append(all, fmt.Sprint(message["text"]))
		}
		for _, item := range value {
			all = append(all, messages(item)...)
		}
	}
	return all
}

// markdownLink is what SARIF turns into a link: our own lead to places by number.
var markdownLink = regexp.MustCompile(`(^|[^\\])\[[^\[\]]*[^\\\[\]]\]\([^0-9)]`)

// acts says what a line does other than being shown.
func acts(line string) string {
	for _, r := range line {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("holds %U", r)
		}
	}
	switch {
	case strings.HasPrefix(strings.TrimSpace(line), "::"), strings.HasPrefix(strings.TrimSpace(line), "##"):
		return "is a command to CI"
	}
	return ""
}
