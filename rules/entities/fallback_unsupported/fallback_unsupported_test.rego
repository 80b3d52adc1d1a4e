package rules.entities.fallback_unsupported_test

import data.rules.entities.fallback_unsupported as rule
import data.rules.lib.fixture

_found(served) := {{
	"path": ["fallback", "enabled"],
	"message": sprintf("{subject} has fallback on, which works for external models only and not for %v", [served]),
}}

test_found_for_all_that_is_no_external_model if {
	served := {
		"foundation": "foundation models",
		"provisioned": "provisioned throughput",
		"custom": "custom models",
		"agent": "agents",
	}
	every hosting, words in served {
		rule.applies with input as fixture.with_subject({"hosting": hosting})
		rule.findings == _found(words) with input as fixture.with_subject({"hosting": hosting})
	}
}

test_silent_when_fallback_is_off if {
	rule.findings == set() with input as fixture.with_subject({"hosting": "custom", "fallback": {"enabled": false}})
}

test_external_models_have_fallback if {
	not rule.applies with input as fixture.with_subject({})
}

test_what_is_not_known_may_have_fallback if {
	not rule.applies with input as fixture.with_subject({"hosting": "unknown"})
}

test_a_body_of_a_known_endpoint_is_judged if {
	rule.applies with input as fixture.with_subject({"form": "put", "hosting": "foundation"})
}

test_without_a_gateway_there_is_no_fallback if {
	not rule.applies with input as fixture.with_subject({"hosting": "custom", "declared": false})
}
