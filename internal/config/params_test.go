package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/config"
)

func TestParametersAreReadOverTheirDefaults(t *testing.T) {
	t.Parallel()
	got, err := config.ReadParams("a.yaml", []byte("params:\n  audit_max_age: 24h\n  gateway_roles: {a: b}\n"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := got.Value()
	if err != nil {
		t.Fatal(err)
	}
	want, err := config.Default().Params.Value()
	if err != nil {
		t.Fatal(err)
	}
	want["audit_max_age"], want["gateway_roles"] = "24h", map[string]any{"a": "b"}
	if diff := cmp.Diff(want, value); diff != "" {
		t.Error(diff)
	}
	_, err = config.ReadParams("a.yaml", []byte("params: {audit_age: 24h}\n"))
	if err == nil || err.Error() != `a.yaml:1:10: unknown key "audit_age"` {
		t.Errorf("got %v", err)
	}
}

func TestTheGlobThatSaysMostOfANameGivesTheRole(t *testing.T) {
	t.Parallel()
	params := config.Params{GatewayRoles: map[string]string{
		"*": "agent_chat", "judge-*": "llm_judge_default", "judge-long-*": "reflection_lm",
		"judge-long-x": "failure_categorizer", "churn*": "", "main.ai.*": "agent_chat_streaming_smoke",
	}}
	for name, want := range map[string]string{
		"chat": "agent_chat", "judge-1": "llm_judge_default", "judge-long-1": "reflection_lm",
		"judge-long-x": "failure_categorizer", "churn-model": "", "main.ai.chat": "agent_chat_streaming_smoke",
		"": "agent_chat",
	} {
		if got := params.RoleOf(name); got != want {
			t.Errorf("gateway %q serves %q, want %q", name, got, want)
		}
	}
	if got := (config.Params{GatewayRoles: map[string]string{"judge-*": "llm_judge_default"}}).RoleOf("chat"); got != "" {
		t.Errorf("a gateway that no glob matches serves %q", got)
	}
}
