package rules.services.provider_allows_all_targets_test

import data.rules.lib.fixture
import data.rules.services.provider_allows_all_targets as rule

_input(provider) := fixture.with_subject({"kind": "provider_service", "provider": provider})

_finding := {
	"path": ["provider", "allow_all_targets"],
	"message": "{subject} lets every model of its provider through: `allow_all_targets` is true",
}

test_silent_when_models_are_listed if {
	rule.findings == set() with input as _input({"targets": 2})
}

test_found_when_all_are_allowed if {
	rule.findings == {_finding} with input as _input({"allow_all_targets": true})
}

test_found_beside_a_list_that_restricts_nothing if {
	rule.findings == {_finding} with input as _input({"allow_all_targets": true, "targets": 2})
}
