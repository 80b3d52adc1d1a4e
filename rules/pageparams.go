package rules

import (
	"fmt"
	"slices"
	"strings"
)

// Param is something that rules may be told in `.gwlint.yaml`.
type Param struct {
	Name    string
	Meaning string // a sentence
	Default string // in YAML, as it stands behind the name
}

// Params are all parameters. What holds where none is written is for the
// configuration to say; a test compares the two.
func Params() []Param { return slices.Clone(params) }

var params = []Param{
	{"required_roles", "Roles that need a candidate that passes its probes.", " [agent_chat]"},
	{"gateway_roles", "The role that a gateway serves, by a glob of its name.", ` {"*": agent_chat}`},
	{"role_probes", "The probes that a candidate for a role must pass. A role that is not written keeps its default.", `
    agent_chat: [short_chat_ok, streaming_ok]
    agent_chat_streaming_smoke: [short_chat_ok, streaming_ok]
    failure_categorizer: [short_chat_ok, sql_quote_ok]
    llm_judge_default: [short_chat_ok, sql_quote_ok]
    reflection_lm: [short_chat_ok, long_context_ok, sql_quote_ok]`},
	{"audit_max_age", "How old an audit may be.", " 720h"},
	{"shared_schemas", "Schemas that nobody owns.", " [default]"},
	{"pii", "What guardrails must do with personal data: BLOCK or MASK; without a value either will do.", `
    input:
    output:`},
	{"table_visible_within", "How soon after the first traffic an inference table must exist.", " 30m"},
	{"agent_principals", "Application IDs of the agents' service principals.", " []"},
	{"ops_principals", "Users and groups of the operations team.", " []"},
	{"gateways", "Names of gateways that are configured elsewhere.", " []"},
}

// parameters shows what a rule may be told, as the configuration has it.
func parameters(rule Rule) string {
	var text strings.Builder
	text.WriteString("Set in `.gwlint.yaml`; these are the defaults:\n\n```yaml\nparams:\n")
	for _, param := range params {
		if slices.Contains(rule.Params, param.Name) {
			fmt.Fprintf(&text, "  # %s\n  %s:%s\n", param.Meaning, param.Name, param.Default)
		}
	}
	text.WriteString("```")
	return text.String()
}
