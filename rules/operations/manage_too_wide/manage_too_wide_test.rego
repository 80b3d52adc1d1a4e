package rules.operations.manage_too_wide_test

import data.rules.lib.fixture
import data.rules.operations.manage_too_wide as rule

_finding(i, principal, level) := {
	"path": ["evidence", "access", i],
	"message": sprintf("{subject} can be managed by everybody: `%v` has %v", [principal, level]),
}

_access(kind, list) := fixture.with_subject({"kind": kind, "evidence": {"access": list}})

_entry(principal, level) := {"principal": principal, "level": level}

test_silent_when_a_team_manages_it if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_silent_when_nobody_is_listed if {
	rule.findings == set() with input as _access("endpoint", [])
}

test_found_when_all_users_manage_an_endpoint if {
	every group in ["users", "account users", "Users"] {
		rule.findings == {_finding(0, group, "CAN_MANAGE")} with input as _access(
			"endpoint",
			[_entry(group, "CAN_MANAGE")],
		)
	}
}

test_found_when_all_users_manage_a_service if {
	every kind in ["model_service", "mcp_service", "provider_service"] {
		rule.findings == {_finding(1, "account users", "MANAGE")} with input as _access(
			kind,
			[_entry("platform", "MANAGE"), _entry("account users", "MANAGE")],
		)
	}
}

test_each_entry_has_a_finding if {
	rule.findings == {
		_finding(0, "users", "CAN_MANAGE"),
		_finding(1, "account users", "CAN_MANAGE"),
	} with input as _access("endpoint", [_entry("users", "CAN_MANAGE"), _entry("account users", "CAN_MANAGE")])
}

test_all_users_may_call_it if {
	rule.findings == set() with input as _access("endpoint", [_entry("users", "CAN_QUERY"), _entry("users", "CAN_VIEW")])
	rule.findings == set() with input as _access("model_service", [_entry("account users", "EXECUTE")])
}

test_all_privileges_does_not_hold_manage if {
	rule.findings == set() with input as _access("model_service", [_entry("account users", "ALL_PRIVILEGES")])
}
