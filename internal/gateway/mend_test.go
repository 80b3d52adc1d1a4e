package gateway_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

func TestAValueSaysWhatWasMeant(t *testing.T) {
	t.Parallel()
	type said struct{ Written, Nearest, Quotes string }
	for name, test := range map[string]struct {
		in   string // within ai_gateway
		want said
	}{
		"a word misspelt":              {`rate_limits: [{key: enpoint}]`, said{"enpoint", "endpoint", ""}},
		"a word in lower case":         {`guardrails: {input: {pii: {behavior: mask}}}`, said{"mask", "MASK", ""}},
		"a word in other words":        {`guardrails: {input: {pii: {behavior: off}}}`, said{"off", "NONE", ""}},
		"a word that nothing is near":  {`guardrails: {input: {pii: {behavior: WARN}}}`, said{"WARN", "", ""}},
		"a number in quotes":           {`rate_limits: [{calls: "100"}]`, said{"100", "100", "drop"}},
		"a number with a comma":        {`rate_limits: [{calls: "1,000"}]`, said{"1,000", "1000", ""}},
		"a number with a fraction":     {`rate_limits: [{calls: 1.5}]`, said{"1.5", "", ""}},
		"a number below zero":          {`rate_limits: [{calls: -1}]`, said{"-1", "", ""}},
		"a number in words":            {`rate_limits: [{calls: many}]`, said{"many", "", ""}},
		"a number beyond all numbers":  {`rate_limits: [{calls: "99999999999999999999"}]`, said{"", "", ""}},
		"true in quotes":               {`fallback_config: {enabled: "true"}`, said{"true", "true", "drop"}},
		"yes":                          {`fallback_config: {enabled: yes}`, said{"yes", "true", ""}},
		"off":                          {`fallback_config: {enabled: off}`, said{"off", "false", ""}},
		"one":                          {`fallback_config: {enabled: 1}`, said{"1", "true", ""}},
		"true misspelt":                {`fallback_config: {enabled: tru}`, said{"tru", "true", ""}},
		"neither true nor false":       {`fallback_config: {enabled: perhaps}`, said{"perhaps", "", ""}},
		"true for a block":             {`fallback_config: on`, said{"", `{"enabled": true}`, ""}},
		"a word for a block":           {`guardrails: {input: {pii: block}}`, said{"", `{"behavior": "BLOCK"}`, ""}},
		"a word of no block":           {`guardrails: {input: {pii: sk-123456789}}`, said{}},
		"a text without its quotes":    {`inference_table_config: {catalog_name: 2024}`, said{"", "", "add"}},
		"a map for a text":             {`inference_table_config: {catalog_name: {a: b}}`, said{}},
		"a text for a list":            {`rate_limits: none`, said{}},
		"a secret where a number is":   {`rate_limits: [{calls: "dapi0123456789abcdef0123456789abcdef"}]`, said{}},
		"a list of one for a block":    {`fallback_config: [{enabled: true}]`, said{}},
		"a block that says it for one": {`guardrails: {input: {safety: {enabled: true}}}`, said{"", "true", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, "name: chat\nconfig: {served_entities: [{entity_name: a.b.c, entity_version: 1}]}\nai_gateway:\n  "+test.in+"\n")
			if len(s.Text.InvalidValues) != 1 {
				t.Fatalf("%+v", s.Text.InvalidValues)
			}
			v := s.Text.InvalidValues[0]
			if diff := cmp.Diff(test.want, said{v.Written, v.Nearest, v.Quotes}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// faults are all paths of a subject that something can be mended at.
func faults(s *gateway.Subject) [][]string {
	var paths [][]string
	for list, n := range map[string]int{
		"invalid_values": len(s.Text.InvalidValues), "unknown_keys": len(s.Text.UnknownKeys), "misplaced": len(s.Text.Misplaced),
	} {
		for i := range n {
			paths = append(paths, []string{"text", list, strconv.Itoa(i)})
		}
	}
	return paths
}

func TestAMendedSubjectIsReadAnew(t *testing.T) {
	t.Parallel()
	s := only(t, `name: chat
config: {served_entities: [{entity_name: a.b.c, entity_version: 1}]}
usage_tracking_config: {enabled: true}
ai_gateway:
  fall_back_config: {enabled: true}
  guardrails: {input: {pii: {behavior: mask}}}
`)
	for name, test := range map[string]struct {
		path []string
		want func(*gateway.Subject) bool
	}{
		"an invalid value":      {[]string{"text", "invalid_values", "0"}, func(s *gateway.Subject) bool { return s.Guardrails.Input.PII == "MASK" }},
		"an unknown key":        {[]string{"text", "unknown_keys", "0"}, func(s *gateway.Subject) bool { return s.Fallback.Enabled }},
		"a setting elsewhere":   {[]string{"text", "misplaced", "0"}, func(s *gateway.Subject) bool { return s.UsageTracking.Enabled }},
		"no such fault":         {[]string{"text", "misplaced", "7"}, nil},
		"what is no fault":      {[]string{"guardrails", "input", "pii"}, nil},
		"another list of texts": {[]string{"text", "placeholders", "0"}, nil},
		"no path":               {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ways := s.Mend(test.path)
			switch {
			case test.want == nil && len(ways) > 0:
				t.Errorf("%d ways to mend it", len(ways))
			case test.want == nil:
			case len(ways) != 1 || !test.want(ways[0].Subject) || test.want(s):
				t.Errorf("%d ways to mend it, and %+v before", len(ways), s)
			case ways[0].Subject.Name != s.Name || ways[0].Subject.ID != s.ID || ways[0].Subject.Hosting != s.Hosting:
				t.Errorf("it is another subject: %+v", ways[0].Subject.Identity())
			}
		})
	}
}

func TestWhatIsMendedStaysMended(t *testing.T) {
	t.Parallel()
	s := only(t, `name: chat
config: {served_entities: [{entity_name: a.b.c, entity_version: 1}]}
ai_gateway:
  fall_back_config: {enabled: true}
  guardrails: {input: {pii: {behavior: mask}, safety: yes}}
`)
	mended := s
	for _, path := range faults(s) {
		mended = mended.Mend(path)[0].Subject
	}
	if got := mended; got.Guardrails.Input.PII != "MASK" || !got.Guardrails.Input.Safety || !got.Fallback.Enabled {
		t.Errorf("%+v", got)
	}
	if s.Guardrails.Input.PII != "NONE" || s.Guardrails.Input.Safety || s.Fallback.Enabled {
		t.Errorf("the subject itself changed: %+v", s)
	}
}
