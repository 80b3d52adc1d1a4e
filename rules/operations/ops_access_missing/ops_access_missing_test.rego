package rules.operations.ops_access_missing_test

import data.rules.lib.fixture
import data.rules.operations.ops_access_missing as rule

_finding(principal, lacking) := {
	"path": ["inference_table", "table"],
	"message": sprintf("operations principal `%v` of {subject} lacks %v", [principal, lacking]),
}

_without_warehouse := {"workspace": {"warehouses": []}}

test_silent_when_all_is_granted if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_found_without_select_on_the_inference_table if {
	rule.findings == {_finding(
		"operations",
		"SELECT on `main.gateway_audit.chat_gateway_payload`",
	)} with input as fixture.with_subject({"evidence": {"grants": [fixture.grant("operations", "MODIFY")]}})
}

test_found_without_select_on_the_usage_table if {
	rule.findings == {_finding(
		"operations",
		"SELECT on `system.serving.endpoint_usage`",
	)} with input as fixture.with_subject({"evidence": {"usage_grants": []}})
}

test_the_usage_table_of_a_service_is_another if {
	rule.findings == {_finding(
		"operations",
		"SELECT on `system.ai_gateway.usage`",
	)} with input as fixture.with_subject({"kind": "model_service", "evidence": {"usage_grants": []}})
}

test_found_without_a_warehouse if {
	rule.findings == {_finding(
		"operations",
		"CAN_USE on a SQL warehouse",
	)} with input as fixture.with_context({}, _without_warehouse)
}

test_what_is_missing_stands_in_one_finding if {
	nothing := {"evidence": {"grants": [], "usage_grants": []}}

	rule.findings == {_finding("operations", concat(", ", [
		"SELECT on `main.gateway_audit.chat_gateway_payload`",
		"SELECT on `system.serving.endpoint_usage`",
		"CAN_USE on a SQL warehouse",
	]))} with input as fixture.with_context(nothing, _without_warehouse)
}

test_each_principal_has_a_finding if {
	found := rule.findings with input as fixture.with_params({}, {"ops_principals": ["operations", "a", "b"]})
	count(found) == 2
}

test_what_everybody_may_do_is_enough if {
	everybody := {"evidence": {
		"grants": [fixture.grant("account users", "SELECT")],
		"usage_grants": [fixture.grant("users", "ALL PRIVILEGES")],
	}}
	warehouse := {"id": "w", "name": "w", "hidden": "", "access": [{"principal": "users", "level": "IS_OWNER"}]}
	around := {"workspace": {"warehouses": [warehouse]}, "params": {"ops_principals": ["anybody"]}}

	rule.findings == set() with input as fixture.with_context(everybody, around)
}

test_undecided_when_nobody_is_on_duty if {
	nobody := fixture.with_params({}, {"ops_principals": []})

	rule.findings == set() with input as nobody
	rule.undecided == {{
		"path": ["inference_table", "table"],
		"message": "no principal of operations is known; set params.ops_principals",
	}} with input as nobody
}

test_undecided_when_only_a_warehouse_that_hides_may_be_enough if {
	hides := {"id": "w", "name": "w", "hidden": "denied (`w`)", "access": []}
	around := fixture.with_context({}, {"workspace": {"warehouses": [hides]}})

	rule.findings == set() with input as around
	rule.undecided == {{
		"path": ["inference_table", "table"],
		"message": "whether `operations` may use a SQL warehouse is not known: denied (`w`)",
	}} with input as around
}

test_what_is_missing_beside_a_warehouse_that_hides_is_found if {
	hides := {"id": "w", "name": "w", "hidden": "denied (`w`)", "access": []}
	around := {"workspace": {"warehouses": [hides]}}

	rule.findings == {_finding(
		"operations",
		"SELECT on `system.serving.endpoint_usage`",
	)} with input as fixture.with_context({"evidence": {"usage_grants": []}}, around)
}

test_one_warehouse_is_enough_where_another_hides if {
	hides := {"id": "w", "name": "w", "hidden": "denied (`w`)", "access": []}
	serves := {"id": "x", "name": "x", "hidden": "", "access": [{"principal": "operations", "level": "CAN_USE"}]}
	around := fixture.with_context({}, {"workspace": {"warehouses": [hides, serves]}})

	rule.findings == set() with input as around
	rule.undecided == set() with input as around
}

test_without_a_table_another_rule_speaks if {
	every patch in [{"enabled": false}, {"table": ""}, {"deleted": true}] {
		rule.moot with input as fixture.with_subject({"inference_table": patch})
	}
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}
