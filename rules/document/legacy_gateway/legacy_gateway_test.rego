package rules.document.legacy_gateway_test

import data.rules.document.legacy_gateway as rule
import data.rules.lib.fixture

_found := {{
	"path": ["declared"],
	"message": "{subject} has its gateway on the serving endpoint, which is `AI Gateway (legacy)`",
}}

test_found_where_the_endpoint_has_a_gateway if {
	every hosting in ["external", "foundation", "provisioned"] {
		changed := fixture.with_subject({"hosting": hosting})
		rule.applies with input as changed
		rule.findings == _found with input as changed
	}
}

test_silent_without_a_gateway if {
	rule.findings == set() with input as fixture.with_subject({"declared": false})
}

test_no_service_takes_the_place_of_others if {
	every hosting in ["custom", "agent", "unknown"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}

test_nobody_can_move_what_databricks_provides if {
	not rule.applies with input as fixture.with_subject({"provided": true})
}

test_a_list_does_not_say if {
	every form in ["list", "config"] {
		not rule.applies with input as fixture.with_subject({"form": form})
	}
}
