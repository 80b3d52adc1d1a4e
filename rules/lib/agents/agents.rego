# METADATA
# description: the service principals of the agents that use a gateway, and what they may do
package rules.lib.agents

import data.rules.lib.access

# METADATA
# description: those of the apps that use the gateway, and those that configuration names
# scope: document
principals contains principal if some principal in input.subject.evidence.agents

principals contains principal if some principal in input.context.params.agent_principals

# METADATA
# description: why nothing can be said while there are none
unknown := "no service principal of the agent is known; set params.agent_principals"

# METADATA
# description: the privileges that an agent needs and that are not granted to it on the payload table itself
not_explicit(agent) := [privilege |
	some privilege in ["SELECT", "MODIFY"]
	not access.has_explicit(input.subject.evidence.grants, agent, privilege)
]
