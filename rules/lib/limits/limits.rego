# METADATA
# description: what several rules about rate limits ask of the list
package rules.lib.limits

import data.rules.lib.support

# METADATA
# description: |
#   what an amount is counted in, as the model names it; tokens limit nothing on an MCP
#   service
# scope: document
amounts := ["calls"] if input.subject.kind == "mcp_service"

amounts := ["calls", "tokens"] if input.subject.kind != "mcp_service"

# METADATA
# description: what a limit with no one's name is for, in a sentence
# scope: document
whole := "endpoint" if input.subject.kind == "endpoint"

whole := "service" if input.subject.kind != "endpoint"

# METADATA
# description: |
#   the limits that the platform would take for one; a limit whose key it does not
#   have counts as not written, and so does one of an MCP service in tokens alone, and one of
#   zero that is not sent
valid := [limit |
	some limit in input.subject.rate_limits
	limit.scope != "invalid"
	not limit.idle
]

# METADATA
# description: |
#   the Terraform provider does not send an amount of that size: it sends an endpoint no zero, as
#   if it were not written. Source: Databricks provider v1.128.0 for Terraform
is_unsent(size) if {
	size == "zero"
	input.subject.form == "terraform"
	input.subject.kind == "endpoint"
}

# METADATA
# description: whom a limit is for, as it is written
# scope: document
key(limit) := limit.scope if limit.principal == ""

key(limit) := concat(" ", [limit.scope, limit.principal]) if limit.principal != ""

# METADATA
# description: |
#   the tightest limit of the whole endpoint by unit and period; a limit of 0 refuses every
#   call, which is GW305's to report
endpoint[unit] := tightest if {
	some unit in amounts
	tightest := {period: most |
		some period in {"minute", "hour"}
		most := min([limit[unit] |
			some limit in input.subject.rate_limits
			limit.scope == "endpoint"
			limit.period == period
			limit[unit] > 0
		])
	}
}

# METADATA
# description: |
#   a limit of 0 for all refuses every call, as far as limits have an effect; GW305 says so
# scope: document
closed if {
	input.subject.closed
	support.has("rate_limits")
}
