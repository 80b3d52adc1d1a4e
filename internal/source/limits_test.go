package source_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/source"
)

func TestNestingBeyondTheLimitIsAFault(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ file, content, want string }{
		"lists in JSON":          {"gw.json", strings.Repeat("[", 1<<20), "1:4 nested deeper than the limit of 3 levels"},
		"maps in JSON":           {"gw.json", strings.Repeat(`{"a":`, 1<<20), "1:16 nested deeper than the limit of 3 levels"},
		"flow lists in YAML":     {"gw.yaml", strings.Repeat("[", 1<<20), "1:4 nested deeper than the limit of 3 levels"},
		"block lists in YAML":    {"gw.yaml", strings.Repeat("- ", 1<<10), "1:7 nested deeper than the limit of 3 levels"},
		"pairs in YAML":          {"gw.yaml", "[a: [b: [c: 1]]]", "1:6 nested deeper than the limit of 3 levels"},
		"aliases in YAML":        {"gw.yaml", "a: &a [1]\nb: &b [*a]\nc: [*b]\n", "3:5 nested deeper than the limit of 3 levels"},
		"aliases of deep values": {"gw.yaml", "a: &a [[1]]\nb: [*a]\n", "2:5 nested deeper than the limit of 3 levels"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, fault(t, test.file, test.content, source.Limits{Depth: 3})); diff != "" {
				t.Error(diff)
			}
		})
	}
	for file, content := range map[string]string{"gw.json": `[{"a": []}]`, "gw.yaml": "- a:\n  - 1\n", "alias.yaml": "- &a [[1]]\n- *a\n"} {
		if _, err := source.Parse(text(t, file, content), source.Limits{Depth: 3}); err != nil {
			t.Errorf("three levels are too deep: %v", err)
		}
	}
}

func TestMoreValuesThanTheLimitAreAFault(t *testing.T) {
	t.Parallel()
	const json, yaml = " more than the limit of 9 values: split the file", " more than the limit of 9 lines, commas and brackets: split the file"
	for name, test := range map[string]struct{ file, content, want string }{
		"a list in JSON":           {"gw.json", "[1,2,3,4,5,6,7,8,9,10]", "1:18" + json},
		"a map in JSON":            {"gw.json", `{"a":1,"a":2,"a":3,"a":4,"a":5,"a":6,"a":7,"a":8,"a":9}`, "1:54" + json},
		"nested lists in JSON":     {"gw.json", strings.Repeat("[[]],", 9), "1:5 expected the end of the file or a new line after the value"},
		"brackets in JSON":         {"gw.json", "[" + strings.Repeat("[[]],", 9) + "[]]", "1:22" + json},
		"lines of JSON":            {"gw.jsonl", strings.Repeat("null\n", 10), "10:1" + json},
		"a flow list in YAML":      {"gw.yaml", "[1,2,3,4,5,6,7,8,9,10]", "1:19" + yaml},
		"a flow map in YAML":       {"gw.yaml", "{a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10}", "1:54" + yaml},
		"a block list in YAML":     {"gw.yaml", strings.Repeat("- 1\n", 5), "5:4" + yaml},
		"a list without a value":   {"gw.yaml", strings.Repeat("-\n", 10), "10:2" + yaml},
		"a block map in YAML":      {"gw.yaml", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8\ni: 9\nj: 10\n", "10:6" + yaml},
		"lists in lists in YAML":   {"gw.yaml", strings.Repeat("- ", 10) + "1", "1:19" + yaml},
		"tabs in lists in YAML":    {"gw.yaml", strings.Repeat("-\t", 10) + "1", "1:19" + yaml},
		"flow lists in YAML":       {"gw.yaml", strings.Repeat("[", 10) + strings.Repeat("]", 10), "1:10" + yaml},
		"documents of YAML":        {"gw.yaml", strings.Repeat("--- 1\n", 10), "5:6" + yaml},
		"a block of JSON in prose": {"gw.md", "```json\n[1,2,3,4,5,6,7,8,9,10]\n```\n", "2:17" + yaml},
		"many blocks in prose":     {"gw.md", strings.Repeat("```yaml\na: 1\n```\n", 4), "10:8" + yaml},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, fault(t, test.file, test.content, source.Limits{Values: 9})); diff != "" {
				t.Error(diff)
			}
		})
	}
	for file, content := range map[string]string{
		"gw.json": `[1,2,{"a":4},5,[7],8]`, "list.yaml": "[1,2,3,4,5,6,7,8,9]", "map.yaml": "a:\n- 1\n- 2\nb: a-b-c-d-e-f-g-h-i-j-k\n", "text.yaml": "a b c d e f g h i j k l",
	} {
		if _, err := source.Parse(text(t, file, content), source.Limits{Values: 9}); err != nil {
			t.Errorf("%s: nine values are too many: %v", file, err)
		}
	}
}

// TestConfigurationAsLargeAsAFileMayBeHasNotTooManyValues reads endpoints as dense as
// they are written, up to the limit of bytes.
func TestConfigurationAsLargeAsAFileMayBeHasNotTooManyValues(t *testing.T) {
	t.Parallel()
	const bytes = 1 << 20
	one, err := json.Marshal(corpus.Endpoints(1, 1)[0])
	if err != nil {
		t.Fatal(err)
	}
	list := "[" + strings.TrimSuffix(strings.Repeat(string(one)+",", bytes/len(one)-1), ",") + "]"
	for _, file := range []string{"gw.json", "gw.yaml", "gw.jsonl"} {
		if _, err := source.Parse(text(t, file, list), source.Limits{Bytes: bytes}); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestAnAliasBombIsAFault(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := range 20 {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 10), ", "))
	}
	want := "4:45 aliases add more than the limit of 10000 values"
	if diff := cmp.Diff(want, fault(t, "bomb.yaml", b.String(), source.Limits{})); diff != "" {
		t.Error(diff)
	}
	merges := "x: &x {a: 1, b: 2}\n" + "y: {<<: [*x, *x, *x, *x]}\n"
	if diff := cmp.Diff("2:22 aliases add more than the limit of 11 values", fault(t, "m.yaml", merges, source.Limits{Aliases: 11})); diff != "" {
		t.Error(diff)
	}
}

func TestLargeTextsOfOneKindOfThingEndSoon(t *testing.T) {
	t.Parallel()
	const n = 1 << 15 // what is quadratic takes minutes
	for name, content := range map[string]string{
		"comments":       strings.Repeat("# c\n", n),
		"blank lines":    strings.Repeat("\n", n),
		"one word":       strings.Repeat("x", n),
		"words":          strings.Repeat("x ", n),
		"lines of words": strings.Repeat("x\n", n),
		"dashes":         strings.Repeat("-\n", n),
		"anchors":        "- &a x\n" + strings.Repeat("- *a\n", n/64),
		"flow":           "[" + strings.Repeat("a, ", n) + "]",
		"flow pairs":     "{" + strings.Repeat("a: , ", n) + "}",
		"questions":      strings.Repeat("? a\n", n/4),
		"documents":      strings.Repeat("---\n", n/4),
		"quotes":         strings.Repeat("- ''\n", n/4),
		"open quotes":    strings.Repeat("\"", n+1),
		"merges":         "<<: {" + strings.Repeat("a: 1, ", n/8) + "}",
		"block text":     "|\n" + strings.Repeat(" x\n", n),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := source.Parse(text(t, "gw.yaml", content), source.Limits{}); err != nil {
				t.Log(err)
			}
		})
	}
}
