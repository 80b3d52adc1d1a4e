package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
