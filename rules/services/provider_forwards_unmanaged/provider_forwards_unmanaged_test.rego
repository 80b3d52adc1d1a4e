package rules.services.provider_forwards_unmanaged_test

import data.rules.lib.fixture
import data.rules.services.provider_forwards_unmanaged as rule

_input(provider) := fixture.with_subject({"kind": "provider_service", "provider": provider})

_finding(key, what) := {
	"path": ["provider", key],
	"message": sprintf("{subject} forwards %v to its provider: `%v` is true", [what, key]),
}

test_silent_when_nothing_is_forwarded if {
	rule.findings == set() with input as _input({})
}

test_found_for_paths if {
	finding := _finding("forward_unmanaged_paths", "paths that the gateway does not know")

	rule.findings == {finding} with input as _input({"forward_unmanaged_paths": true})
}

test_found_for_each if {
	rule.findings == {
		_finding("forward_unmanaged_paths", "paths that the gateway does not know"),
		_finding("forward_headers", "the headers of each request"),
		_finding("forward_query_parameters", "the parameters of each request"),
	} with input as _input({
		"forward_unmanaged_paths": true,
		"forward_headers": true,
		"forward_query_parameters": true,
	})
}

test_all_targets_are_another_rules if {
	rule.findings == set() with input as _input({"allow_all_targets": true})
}
