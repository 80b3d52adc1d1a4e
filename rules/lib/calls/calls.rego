# METADATA
# description: where a call in client code leads to, over all environments
package rules.lib.calls

# METADATA
# description: |
#   the places that the call leads to: one for each environment where it depends on the
#   environment, else the one that the code names
# scope: document
places := input.subject.call.branches if input.subject.call.branches != []

places := [place] if {
	input.subject.call.branches == []
	place := {
		"environment": "",
		"target": input.subject.call.target,
		"gateway": input.subject.call.gateway,
		"raw": input.subject.call.raw,
	}
}

# METADATA
# description: those that are a gateway
gateways := [place | some place in places; place.gateway]

# METADATA
# description: those that are a model's own endpoint, past every gateway
raw := [place | some place in places; place.raw; not place.gateway]

# METADATA
# description: those of which neither is known
unclear := [place | some place in places; not place.raw; not place.gateway]

# METADATA
# description: |
#   the call goes through a gateway in one environment and past it in another, which
#   GW605 reports
is_mixed if {
	gateways != []
	raw != []
}

# METADATA
# description: a place in a sentence, with the environment it belongs to
# scope: document
describe(place) := _target(place.target) if place.environment == ""

describe(place) := sprintf("%v in `%v`", [_target(place.target), place.environment]) if place.environment != ""

_target("") := "an endpoint that it does not name"

_target(name) := sprintf("`%v`", [name]) if name != ""
