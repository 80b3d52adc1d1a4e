# METADATA
# description: |
#   What the service policies of a model service filter. A policy counts for what its
#   handler is known to filter: that of the platform's own functions is known, and of
#   others `params.policy_kinds` says it. Where no policy is known to filter and one may,
#   it is not known whether the service is filtered.
#
#   Source: https://docs.databricks.com/aws/en/data-governance/unity-catalog/service-policies/
package rules.lib.policies

# METADATA
# description: the phase in which requests, and in which responses are filtered
phases := {"input": "pre_call", "output": "post_call"}

# What the platform's own functions filter. The function invoke_llm_judge filters what
# its instruction says.
_platform := {
	"system.ai.detect_sensitive_data": {"pii"},
	"system.ai.block_pii": {"pii"},
	"system.ai.mask_pii": {"pii"},
	"system.ai.block_unsafe_content": {"safety"},
	"system.ai.block_jailbreak": set(),
	"system.ai.block_hallucination": set(),
}

# Names in Unity Catalog are the same in upper and lower case.
_told[handler] contains kind if {
	some written, kinds in input.context.params.policy_kinds
	handler := trim_prefix(lower(written), "functions/")
	some kind in kinds
}

_named contains trim_prefix(lower(written), "functions/") if some written, _ in input.context.params.policy_kinds

# METADATA
# description: |
#   what a policy filters, pii and safety, undefined where that is not known. What the
#   configuration says comes first; a type that is not known may run anything
# scope: document
kinds(policy) := object.get(_told, lower(policy.handler), set()) if lower(policy.handler) in _named

kinds(policy) := _platform[lower(policy.handler)] if {
	not lower(policy.handler) in _named
	policy.type != "other"
}

# METADATA
# description: no service policy filters the kind in the direction, and all that matters is known
off(kind, direction) if {
	_judged
	input.subject.policies.seen
	not _on(kind, direction)
	count(undecided(kind, direction)) == 0
}

# METADATA
# description: why it is not known whether one does, each with its path
undecided(kind, direction) := _hidden | {found |
	not _on(kind, direction)
	some i, policy in input.subject.policies.list
	some found in _doubts(kind, direction, i, policy)
} if {
	_judged
}

_hidden := set() if input.subject.policies.seen

_hidden := {{"path": ["policies"], "message": input.subject.policies.reason}} if not input.subject.policies.seen

# The guardrails of an endpoint are not policies, and those of an MCP service are not
# asked for.
_judged if input.subject.kind == "model_service"

_on(kind, direction) if {
	some policy in input.subject.policies.list
	phases[direction] in policy.in_force
	kind in kinds(policy)
}

# A policy that is known to filter something else is no reason for doubt.
_doubts(kind, _, i, policy) := {{"path": ["policies", "list", i, "unsure"], "message": policy.unsure}} if {
	policy.unsure != ""
	_may_filter(policy, kind)
}

_doubts(_, direction, i, policy) := {{"path": ["policies", "list", i, "handler"], "message": reason}} if {
	policy.unsure == ""
	phases[direction] in policy.in_force
	not kinds(policy)
	reason := sprintf("what service policy `%v` filters is not known: say it in params.policy_kinds for `%v`", [
		policy.name,
		policy.handler,
	])
}

_may_filter(policy, kind) if kind in kinds(policy)

_may_filter(policy, _) if not kinds(policy)
