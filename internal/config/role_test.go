package config_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/config"
)

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
