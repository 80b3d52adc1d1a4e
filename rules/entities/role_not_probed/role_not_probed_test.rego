package rules.entities.role_not_probed_test

import data.rules.entities.role_not_probed as rule
import data.rules.lib.fixture

_role(binding) := fixture.with_subject({"kind": "role", "name": "agent_chat", "binding": fixture.binding(binding)})

_unbound := {{"path": ["binding", "endpoint"], "message": "{subject} is not bound to an endpoint yet"}}

test_silent_when_a_probe_has_bound_it if {
	not rule.moot with input as _role({})
	rule.findings == set() with input as _role({})
}

test_found_when_no_probe_has_selected_the_endpoint if {
	rule.findings == {{
		"path": ["binding", "selected_after_probe"],
		"message": "{subject} is bound to `databricks-gpt-5`, which no probe has selected",
	}} with input as _role({"endpoint": "databricks-gpt-5", "selected_after_probe": false})
}

test_found_once_while_it_is_pending if {
	rule.findings == _unbound with input as _role({
		"endpoint": "",
		"pending": true,
		"selected_after_probe": false,
	})
}

test_found_when_it_names_no_endpoint if {
	rule.findings == _unbound with input as _role({"endpoint": ""})
}

test_moot_when_the_state_file_does_not_have_it if {
	rule.moot with input as _role({"listed": false, "endpoint": ""})
}

test_moot_where_the_state_file_says_nothing_of_a_choice if {
	rule.moot with input as _role({"bare": true, "selected_after_probe": false})
}

test_found_where_it_says_nothing_and_binds_nothing if {
	pending := _role({"bare": true, "endpoint": "", "pending": true})
	not rule.moot with input as pending
	rule.findings == _unbound with input as pending
}
