package rules.lib.agents_test

import data.rules.lib.agents
import data.rules.lib.fixture

_of(seen, configured) := fixture.with_params({"evidence": {"agents": seen}}, {"agent_principals": configured})

test_the_principals_are_those_seen_and_those_configured if {
	agents.principals == {"a", "b", "c"} with input as _of(["a", "b"], ["b", "c"])
	agents.principals == set() with input as _of([], [])
}

test_only_grants_on_the_table_are_explicit if {
	inherited := object.union(fixture.grant("a", "MODIFY"), {"explicit": false})
	granted := fixture.with_subject({"evidence": {"grants": [fixture.grant("a", "SELECT"), inherited]}})

	agents.not_explicit("a") == ["MODIFY"] with input as granted
	agents.not_explicit("b") == ["SELECT", "MODIFY"] with input as granted
}
