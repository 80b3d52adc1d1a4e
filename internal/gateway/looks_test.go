package gateway_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

func TestWhatAPrefixLooksLike(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prefix string
		want   gateway.Looks
	}{
		"nothing is written":             {"", gateway.Looks{}},
		"letters, digits and _ are bare": {"azAZ09_z", gateway.Looks{Written: true}},
		"an underscore at its end":       {"gw_", gateway.Looks{Written: true, EndsInUnderscore: true}},
		"an underscore alone":            {"_", gateway.Looks{Written: true, EndsInUnderscore: true}},
		"a hyphen":                       {"a-b", gateway.Looks{Written: true, NeedsQuoting: true}},
		"a space alone":                  {" ", gateway.Looks{Written: true, NeedsQuoting: true}},
		"a letter with an accent":        {"caf\u00e9", gateway.Looks{Written: true, NeedsQuoting: true}},
		"what stands beside the letters": {"@[`{/:", gateway.Looks{Written: true, NeedsQuoting: true}},
		"a line break, then a _":         {"a\n_", gateway.Looks{Written: true, EndsInUnderscore: true, NeedsQuoting: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, fmt.Sprintf(`{name: a, ai_gateway: {inference_table_config: {table_name_prefix: %q}}, config: {auto_capture_config: {table_name_prefix: %q}}}`, test.prefix, test.prefix))
			got := []gateway.Looks{s.InferenceTable.PrefixLooks, s.Legacy.AutoCapturePrefixLooks}
			if diff := cmp.Diff([]gateway.Looks{test.want, test.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAPrefixOfWhichTheEndIsKnownIsSeenAsFarAsThat has a template fill in its beginning.
func TestAPrefixOfWhichTheEndIsKnownIsSeenAsFarAsThat(t *testing.T) {
	t.Parallel()
	s := only(t, `{name: a, ai_gateway: {inference_table_config: {table_name_prefix: "${x}_"}}}`)
	looks := s.InferenceTable.PrefixLooks
	if !looks.Written || !looks.EndsInUnderscore {
		t.Errorf("got %+v", looks)
	}
	for facet, want := range map[string]bool{"written": false, "ends_in_underscore": false, "needs_quoting": true} {
		if _, unseen := s.Unseen("inference_table.prefix_looks." + facet); unseen != want {
			t.Errorf("%s is unseen: %v", facet, unseen)
		}
	}
}

func TestHowManyRoutesAndDestinationsHaveNoOther(t *testing.T) {
	t.Parallel()
	const entities = `served_entities: [{name: a, entity_name: m}, {entity_name: main.ai.churn, entity_version: "3"}]`
	type counts struct{ Unserved, Unshared int64 }
	for name, test := range map[string]struct {
		routes string
		want   counts
	}{
		"no routes":                      {``, counts{0, 2}},
		"each has one":                   {`{served_entity_name: a, traffic_percentage: 60}, {served_entity_name: churn-3, traffic_percentage: 40}`, counts{0, 0}},
		"a share of 0 is one":            {`{served_entity_name: a, traffic_percentage: 0}`, counts{0, 1}},
		"a route without a share is not": {`{served_entity_name: a}`, counts{0, 2}},
		"routes that lead nowhere":       {`{served_entity_name: A, traffic_percentage: 50}, {traffic_percentage: 50}`, counts{2, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: a, ai_gateway: {}, config: {`+entities+`, traffic_config: {routes: [`+test.routes+`]}}}`)
			if diff := cmp.Diff(test.want, counts{s.Traffic.Unserved, s.Traffic.Unshared}); diff != "" {
				t.Error(diff)
			}
		})
	}
}
