package rules.lib.access_test

import data.rules.lib.access
import data.rules.lib.fixture

_inherited(principal, privilege) := object.union(fixture.grant(principal, privilege), {"explicit": false})

test_a_grant_to_the_principal_is_had if {
	access.has([fixture.grant("Ops@example.com", "SELECT")], "ops@example.com", "SELECT")
	access.has_explicit([fixture.grant("ops", "SELECT")], "ops", "SELECT")
}

test_a_grant_to_another_or_of_something_else_is_not if {
	not access.has([fixture.grant("dev", "SELECT")], "ops", "SELECT")
	not access.has([fixture.grant("ops", "MODIFY")], "ops", "SELECT")
	not access.has([fixture.grant("account users", "SELECT")], "ops", "SELECT")
	not access.has([fixture.grant("ops", "ALL_PRIVILEGES")], "ops", "SELECT")
}

test_what_is_inherited_is_not_explicit if {
	access.has([_inherited("ops", "SELECT")], "ops", "SELECT")
	not access.has_explicit([_inherited("ops", "SELECT")], "ops", "SELECT")
}

test_all_privileges_has_two_spellings if {
	every spelling in ["ALL_PRIVILEGES", "ALL PRIVILEGES", "all privileges"] {
		access.has([fixture.grant("ops", spelling)], "ops", "ALL_PRIVILEGES")
		access.can_read([fixture.grant("ops", spelling)], "ops")
	}
}

test_everybody_reads_what_everybody_may_read if {
	every group in ["users", "account users", "Account Users"] {
		access.can_read([_inherited(group, "SELECT")], "ops")
	}
}

test_another_group_or_a_weaker_privilege_reads_nothing if {
	not access.can_read([fixture.grant("all users", "SELECT")], "ops")
	not access.can_read([fixture.grant("account users", "BROWSE")], "ops")
}

test_owners_and_managers_of_a_warehouse_use_it if {
	every level in ["CAN_USE", "CAN_MANAGE", "IS_OWNER"] {
		access.can_query([_warehouse("ops", level)], "ops")
	}
}

test_what_everybody_may_use_the_principal_may if {
	access.can_query([_warehouse("users", "CAN_USE")], "ops")
}

test_who_may_look_at_a_warehouse_cannot_use_it if {
	not access.can_query([_warehouse("ops", "CAN_VIEW")], "ops")
	not access.can_query([_warehouse("dev", "CAN_USE")], "ops")
	not access.can_query([], "ops")
}

_warehouse(principal, level) := {
	"id": "w1",
	"name": "small",
	"access": [{"principal": principal, "level": level}],
}
