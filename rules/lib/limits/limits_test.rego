package rules.lib.limits_test

import data.rules.lib.fixture
import data.rules.lib.limits

test_a_limit_with_an_invalid_key_is_not_valid if {
	user := fixture.limit({"scope": "user"})
	written := [fixture.limit({"scope": "invalid"}), user]

	limits.valid == [user] with input as fixture.with_subject({"rate_limits": written})
}

test_a_key_names_its_principal if {
	limits.key(fixture.limit({"scope": "user_group", "principal": "analysts"})) == "user_group analysts"
}

test_a_key_without_a_principal_stands_alone if {
	limits.key(fixture.limit({"scope": "user"})) == "user"
}
