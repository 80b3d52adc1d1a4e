# METADATA
# description: what several rules about rate limits ask of the list
package rules.lib.limits

# METADATA
# description: what an amount is counted in, as the model names it
amounts := ["calls", "tokens"]

# METADATA
# description: |
#   the limits that the platform would take for one; a limit whose key it does not
#   have counts as not written
valid := [limit |
	some limit in input.subject.rate_limits
	limit.scope != "invalid"
]

# METADATA
# description: whom a limit is for, as it is written
# scope: document
key(limit) := limit.scope if limit.principal == ""

key(limit) := concat(" ", [limit.scope, limit.principal]) if limit.principal != ""
