package gateway_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

func TestTwoMergeKeysInOneMapAreARepeatedKey(t *testing.T) {
	t.Parallel()
	const anchors = "x-on: &on {pii: {behavior: BLOCK}, safety: true}\nx-off: &off {pii: {behavior: NONE}, safety: false}\nname: a\nai_gateway:\n"
	for name, test := range map[string]struct {
		in   string
		want []string // each key with the map that holds it and the line it is found on
	}{
		"in a flow map":            {anchors + "  guardrails: {input: {<<: *on, <<: *off}}\n", []string{"ai_gateway.guardrails.input << 5"}},
		"in a block map":           {anchors + "  guardrails:\n    input:\n      <<: *on\n      <<: *off\n", []string{"ai_gateway.guardrails.input << 8"}},
		"in an anchor of its own":  {"x-both: &both {<<: {safety: true}, <<: {safety: false}}\nname: a\nai_gateway: {guardrails: {input: *both}}\n", []string{"x-both << 1"}},
		"in an anchor of the list": {"defaults: &both {<<: {safety: true}, <<: {safety: false}}\nendpoints:\n- {name: a, id: \"1\", config: {served_entities: []}, ai_gateway: {guardrails: {input: {<<: *both}}}}\n", []string{"ai_gateway.guardrails.input << 1"}},
		"three":                    {anchors + "  guardrails: {input: {<<: *on, <<: *off, <<: *on}}\n", []string{"ai_gateway.guardrails.input << 5", "ai_gateway.guardrails.input << 5"}},
		"at the top":               {"<<: {name: a}\n<<: {ai_gateway: {}}\n", []string{" << 2"}},
		"beside a repeated key":    {anchors + "  guardrails: {input: {<<: *on, safety: true, safety: false, <<: *off}}\n", []string{"ai_gateway.guardrails.input safety 5", "ai_gateway.guardrails.input << 5"}},
		"a repeat in a merged map": {"defaults: &d {behavior: BLOCK, behavior: NONE}\nendpoints:\n- {name: a, id: \"1\", config: {served_entities: []}, ai_gateway: {guardrails: {input: {pii: {<<: *d}}}}}\n", []string{"ai_gateway.guardrails.input.pii behavior 1"}},
		"one with a list":          {anchors + "  guardrails: {input: {<<: [*on, *off]}}\n", nil},
		"a quoted one":             {anchors + "  guardrails: {input: {<<: *on, '<<': *off}}\n", nil},
		"one in each direction":    {anchors + "  guardrails: {input: {<<: *on}, output: {<<: *off}}\n", nil},
		"one, and a key over it":   {anchors + "  guardrails: {input: {<<: *off, safety: true}}\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subjects := read(t, "gw.yaml", test.in)
			if len(subjects) != 1 {
				t.Fatalf("%d subjects", len(subjects))
			}
			if diff := cmp.Diff(test.want, repeated(subjects[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// repeated lists the repeated keys of a subject.
func repeated(s *gateway.Subject) []string {
	var lines []string
	for i, d := range s.Text.DuplicateKeys {
		at := s.Place([]string{"text", "duplicate_keys", fmt.Sprint(i)})
		lines = append(lines, fmt.Sprintf("%s %s %d", d.Parent, d.Key, s.Source().Position(at.Range.Start).Line))
	}
	return lines
}
