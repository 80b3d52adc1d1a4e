package engine_test

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// TestOneMoreInvalidValueHidesNothing makes one value after the other of all bad
// examples invalid. The exit code must not fall, and a rule may fall silent only where
// it reads the part of the gateway that the value is in: the value is then not set, and
// GW003 says so.
func TestOneMoreInvalidValueHidesNothing(t *testing.T) {
	t.Parallel()
	o := shipped(t)
	e := compiledRule(t, o)
	requires := map[string][]string{}
	for _, rule := range o.Rules {
		requires[rule.ID] = rule.Requires
	}
	tried := 0
	for _, file := range badExamples(t) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range documentsOf(t, file, content) {
			before := failures(judge(t, e, subjects(t, "gw.json", document)))
			for _, changed := range invalidated(t, document) {
				all := subjects(t, "gw.json", changed.text)
				if len(all) == 0 {
					continue // no gateway any more
				}
				after := failures(judge(t, e, all))
				if !slices.ContainsFunc(after, func(f finding.Finding) bool {
					return f.Rule == "GW003" && strings.HasPrefix(f.Pointer, changed.pointer)
				}) {
					continue // a value that nothing is known of
				}
				tried++
				holdsTies(t, file+changed.pointer, after)
				if was, is := exitOf(before), exitOf(after); is < was {
					t.Errorf("%s: %s invalid: exit code %d, before %d", file, changed.pointer, is, was)
				}
				for _, f := range before {
					if silent(after, f.Rule) && !reads(requires[f.Rule], changed.pointer) {
						t.Errorf("%s: %s invalid: %s falls silent", file, changed.pointer, f.Rule)
					}
				}
			}
		}
	}
	if tried < 500 {
		t.Errorf("only %d values made invalid", tried)
	}
}

func badExamples(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "rules", "*", "*", "bad", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	return slices.DeleteFunc(files, func(file string) bool { return filepath.Ext(file) == "" }) // folders of bundles
}

// documentsOf gives the documents of a file that hold gateways, as JSON.
func documentsOf(t testing.TB, file string, content []byte) [][]byte {
	t.Helper()
	_, documents := parsed(t, file, content)
	var all [][]byte
	for _, doc := range documents {
		if found, err := gateway.Normalise(doc, gateway.Auto); err != nil || len(found) == 0 {
			continue
		}
		all = append(all, encoded(t, doc.Root.Plain(func(*source.Node) bool { return false })))
	}
	return all
}

func encoded(t testing.TB, value any) []byte {
	t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// changed is a document in which the value at a pointer is one that no setting takes.
type changed struct {
	pointer string
	text    []byte
}

// invalidFor is a value that nothing takes: a word, or a map where any word may be right.
func invalidFor(pointer string, value any) any {
	if _, text := value.(string); text && !slices.Contains([]string{"key", "behavior", "renewal_period"}, path.Base(pointer)) {
		return map[string]any{}
	}
	return "not one of any"
}

// invalidated changes one setting of a document after the other.
func invalidated(t testing.TB, document []byte) []changed {
	t.Helper()
	var root any
	if err := json.Unmarshal(document, &root); err != nil {
		t.Fatal(err)
	}
	var all []changed
	var walk func(value any, pointer string, set func(any))
	walk = func(value any, pointer string, set func(any)) {
		switch value := value.(type) {
		case map[string]any:
			for key, below := range value {
				walk(below, pointer+"/"+key, func(v any) { value[key] = v })
			}
		case []any:
			for i, below := range value {
				walk(below, pointer+"/"+string(rune('0'+i%10)), func(v any) { value[i] = v })
			}
		case bool, float64, string:
			set(invalidFor(pointer, value))
			all = append(all, changed{pointer, encoded(t, root)})
			set(value)
		}
	}
	walk(root, "", func(any) {})
	slices.SortFunc(all, func(a, b changed) int { return strings.Compare(a.pointer, b.pointer) })
	return all
}

func failures(result engine.Result) []finding.Finding {
	finding.Sort(result.Findings)
	finding.Fingerprint(result.Findings)
	return slices.DeleteFunc(result.Findings, func(f finding.Finding) bool { return f.Outcome != finding.Fail })
}

func exitOf(found []finding.Finding) int {
	return report.ExitCode(report.Report{Findings: found}, report.FailOnError)
}

func silent(found []finding.Finding, rule string) bool {
	return !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Rule == rule })
}

// holdsTies wants each consequence to have a cause that speaks for it, and the causes
// alone to end the run as all do.
func holdsTies(t testing.TB, name string, found []finding.Finding) {
	t.Helper()
	alone := slices.DeleteFunc(slices.Clone(found), func(f finding.Finding) bool { return f.Cause != "" })
	for _, f := range found {
		if f.Cause != "" && !slices.ContainsFunc(alone, func(cause finding.Finding) bool {
			return cause.Fingerprint == f.Cause && cause.Level.Rank() >= f.Level.Rank() && cause.Subject == f.Subject
		}) {
			t.Errorf("%s: %s at %s follows from nothing", name, f.Rule, f.Pointer)
		}
	}
	if exitOf(alone) != exitOf(found) {
		t.Errorf("%s: causes alone end with %d, all with %d", name, exitOf(alone), exitOf(found))
	}
}

// parts are what a rule requires in the parts of a gateway, by their keys.
var parts = map[string][]string{
	"usage_tracking_config":  {"usage_tracking"},
	"inference_table_config": {"inference_table"},
	"inference_table":        {"inference_table"},
	"rate_limits":            {"rate_limits", "legacy"},
	"guardrails":             {"guardrails"},
	"fallback_config":        {"fallback"},
	"traffic_config":         {"routes", "traffic", "destinations"},
	"routing":                {"destinations", "traffic", "fallback", "pay_per_token"},
	"service_policies":       {"policies"},
	"auto_capture_config":    {"legacy"},
	"source_connection":      {"mcp"},
	"include_tool_selectors": {"mcp"},
	"served_entities":        {"destinations", "guardrails", "fallback", "pay_per_token"}, // what is served says what there is
	"name":                   {"inference_table"},                                         // the prefix of a table where none is written
	"plaintext":              {"text"},
}

// reads says whether a rule requires anything of the part that a pointer leads into.
func reads(requires []string, pointer string) bool {
	for _, key := range strings.Split(pointer, "/") {
		if strings.HasSuffix(key, "_plaintext") {
			key = "plaintext"
		}
		for _, facet := range parts[key] {
			if slices.ContainsFunc(requires, func(required string) bool { return strings.HasPrefix(required, facet) }) {
				return true
			}
		}
	}
	return strings.Contains(pointer, "/config/") && slices.ContainsFunc(requires, func(required string) bool { return strings.HasPrefix(required, "provider") })
}
