package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

// One answer of GET has the same fingerprints as a file and as an element of a list of
// such answers: its place in a document says nothing of it.
func TestAnAnswerIsKnownAgainWhereverItStands(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	const answer = `{"id": "1", "name": "a", "creator": "x", "state": {"ready": "READY"}, "ai_gateway": {"inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw", "table_name_prefix": "gw_"}, "rate_limits": [{"key": "user", "calls": 100000000, "renewal_period": "minute"}]}, "config": {"served_entities": [{"entity_name": "main.ml.m", "entity_version": "1"}]}}`
	prints := func(file, text string) map[string]int {
		found := judge(t, e, subjects(t, file, []byte(text))).Findings
		finding.Fingerprint(found)
		all := map[string]int{}
		for _, f := range found {
			if f.Outcome == finding.Fail {
				all[f.Rule+" "+f.Fingerprint]++
			}
		}
		return all
	}
	want := prints("a.json", answer)
	if len(want) < 2 {
		t.Fatalf("%v", want)
	}
	if diff := cmp.Diff(want, prints("databricks/host/serving-endpoints/a.json", answer)); diff != "" {
		t.Error("as an answer of a workspace:", diff)
	}
	if diff := cmp.Diff(want, prints("all.json", "["+answer+"]")); diff != "" {
		t.Error("in a list:", diff)
	}
}
