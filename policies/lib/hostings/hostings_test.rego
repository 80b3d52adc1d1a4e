package policies.lib.hostings_test

import data.policies.lib.hostings

test_what_has_guardrails_has_limits if {
	every hosting in hostings.guarded {
		hosting in hostings.limited
	}
}

test_custom_models_have_limits_alone if {
	"custom" in hostings.limited
	not "custom" in hostings.guarded
}

test_agents_have_neither if {
	not "agent" in array.concat(hostings.guarded, hostings.limited)
}

test_a_hosting_that_is_not_known_has_everything if {
	"unknown" in hostings.guarded
}
