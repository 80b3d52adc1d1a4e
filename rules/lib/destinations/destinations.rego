# METADATA
# description: |
#   Which destinations the audit of endpoints concerns, and the names it has them under.
#   The audit, the roles and the model give a model of Databricks with `system.ai.` or
#   without; it is the same model, so names are compared without.
package rules.lib.destinations

# METADATA
# description: |
#   the gateway serves a role with models that a probe can choose from; an agent is no such
#   model, and embeddings answer no probe of a chat
serve_a_role if {
	input.subject.role != ""
	input.subject.hosting != "agent"
	input.subject.task != "llm/v1/embeddings"
}

# METADATA
# description: |
#   the names, by index, of the destinations that the audit concerns; of the external models
#   only those that lead back to an endpoint of a Databricks workspace
names[i] := trim_prefix(destination.entity, "system.ai.") if {
	some i, destination in input.subject.destinations
	destination.provider in {"", "databricks-model-serving"}
}
