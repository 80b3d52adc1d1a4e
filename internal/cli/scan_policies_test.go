package cli

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// guardedRules are the rules that read service policies.
var guardedRules = []string{"GW401", "GW402", "GW403", "GW404", "GW409", "GW411"}

// TestPoliciesAreJudgedAlikeWhereverTheyAreWritten compares what comes of the policies of
// one model service in its create body, the answer of GET, a list, the body of a PATCH, a
// scan, and a snapshot.
func TestPoliciesAreJudgedAlikeWhereverTheyAreWritten(t *testing.T) {
	f := newFleet(t)
	const failed = "fail "
	pii := policyOf("pii", "system.ai.detect_sensitive_data", map[string]any{"phases": "pre_call,post_call", "categories": "class.us_ssn"})
	safety := policyOf("safety", "system.ai.block_unsafe_content", map[string]any{"phases": "pre_call"})
	for name, test := range map[string]struct {
		policies []any
		want     map[string]string
	}{
		"none": {[]any{}, map[string]string{"GW401": failed, "GW402": failed, "GW403": failed, "GW404": failed}},
		"one":  {[]any{pii}, map[string]string{"GW403": failed, "GW404": failed}},
		"both": {[]any{pii, safety}, map[string]string{"GW404": failed}},
		"on trial": {
			[]any{policyOf("pii", "system.ai.block_pii", map[string]any{"phases": "pre_call,post_call", "dry_run": "true"}), safety},
			map[string]string{"GW401": failed, "GW402": failed, "GW404": failed, "GW409": failed},
		},
		"a word for a category": {
			[]any{policyOf("pii", "system.ai.detect_sensitive_data", map[string]any{"phases": "pre_call,post_call", "categories": "US_SSN"}), safety},
			map[string]string{"GW404": failed, "GW411": failed},
		},
		"a judge": {
			[]any{pii, policyOf("judge", "system.ai.invoke_llm_judge", map[string]any{"phases": "post_call", "instruction": "Refuse what is unsafe."})},
			map[string]string{
				"GW403": failed,
				"GW404": "unknown what service policy `judge` filters is not known: say it in params.policy_kinds for `system.ai.invoke_llm_judge`",
			},
		},
		"no phases": {
			[]any{safety, policyOf("pii", "system.ai.block_pii", map[string]any{"action": "block"})},
			map[string]string{
				"GW401": "unknown a service policy does not say in which phases it runs; write phases into its options",
				"GW402": "unknown a service policy does not say in which phases it runs; write phases into its options",
				"GW404": failed,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for form, got := range everyForm(t, f, test.policies) {
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("%s: -want +got\n%s", form, diff)
				}
			}
		})
	}
}

func policyOf(name, handler string, options map[string]any) map[string]any {
	return map[string]any{"name": name, "policy_type": "POLICY_TYPE_BUILTIN", "handler": handler, "rank": 0, "options": options}
}

// everyForm judges a model service with some policies in each form.
func everyForm(t *testing.T, f *fleet, policies []any) map[string]map[string]string {
	t.Helper()
	dir := configured(t, "")
	config := map[string]any{
		"routing": map[string]any{"destinations": []any{map[string]any{
			"name": "claude", "destination_type": "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL",
			"pay_per_token_config": map[string]any{"model": "models/system.ai.claude_sonnet_4"},
		}}},
		"service_policies": policies,
	}
	answer := map[string]any{"name": "model-services/main.ai.chat", "etag": "AAAA", "create_time": "2026-09-01T08:00:00Z", "config": config}
	got := map[string]map[string]string{}
	for form, document := range map[string]any{
		"create body": map[string]any{"parent": "schemas/main.ai", "model_service_id": "chat", "config": config},
		"answer":      answer,
		"list":        map[string]any{"model_services": []any{answer}},
		"named PATCH": map[string]any{"name": "model-services/main.ai.chat", "config": map[string]any{"service_policies": policies}},
		"PATCH body":  map[string]any{"config": map[string]any{"service_policies": policies}},
	} {
		if form == "PATCH body" && len(policies) == 0 {
			continue // nothing says what it is
		}
		text, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "gw.json"), string(text))
		args := []string{"check", "gw.json", "-f", "json"}
		if form == "PATCH body" { // it may be of an MCP service as well
			args = append(args, "--kind", "model-service")
		}
		got[form] = guardedBy(t, runAt(t, now, dir, args...))
	}
	w := fakeworkspace.Demo()
	w.Endpoints, w.Apps, w.MCPServices, w.ProviderServices, w.ModelServices = nil, nil, nil, nil, []fakeworkspace.Object{answer}
	s := f.start(t, w, fakeworkspace.Options{})
	got["scan"] = guardedBy(t, s.run(t, dir, "scan", "-f", "json", "-o", "kept"))
	got["snapshot"] = guardedBy(t, runAt(t, now, dir, "check", "kept", "-f", "json"))
	return got
}

// guardedBy are the outcomes of the rules that read policies, and the reasons of those
// that are unknown; what passes is not there.
func guardedBy(t *testing.T, r ran) map[string]string {
	t.Helper()
	var got struct {
		Findings []struct{ Rule, Outcome, Reason string }
		Subjects []struct{ Kind string }
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatalf("exit code %d, %v: %s", r.code, err, r.err)
	}
	if len(got.Subjects) != 1 || got.Subjects[0].Kind != "model_service" {
		t.Errorf("subjects %v", got.Subjects)
	}
	outcomes := map[string]string{}
	for _, f := range got.Findings {
		if slices.Contains(guardedRules, f.Rule) {
			outcomes[f.Rule] = f.Outcome + " " + f.Reason
		}
	}
	return outcomes
}
