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

test_tokens_are_counted_where_a_model_answers if {
	limits.amounts == ["calls", "tokens"] with input as fixture.with_subject({})
	limits.amounts == ["calls"] with input as fixture.with_subject({"kind": "mcp_service"})
}

test_a_limit_in_tokens_alone_is_none_on_an_mcp_service if {
	tokens := fixture.limit({"tokens": 10})
	both := fixture.limit({"tokens": 10, "calls": 5})
	neither := fixture.limit({})
	written := [tokens, both, neither]

	limits.valid == [both, neither] with input as fixture.with_subject({"kind": "mcp_service", "rate_limits": written})
	limits.valid == written with input as fixture.with_subject({"kind": "model_service", "rate_limits": written})
}

test_a_zero_that_terraform_does_not_send_is_no_limit if {
	zero := fixture.limit({"calls": 0})
	both := fixture.limit({"calls": 0, "tokens": 0})
	tokens := fixture.limit({"calls": 0, "tokens": 10})
	neither := fixture.limit({})
	written := [zero, both, tokens, neither]
	terraform := {"form": "terraform", "rate_limits": written}

	limits.valid == [tokens, neither] with input as fixture.with_subject(terraform)
	limits.valid == written with input as fixture.with_subject({"rate_limits": written})
	limits.valid == written with input as fixture.with_subject(object.union(terraform, {"kind": "model_service"}))
}

test_what_terraform_sends_is_sent if {
	limits.is_unsent("zero") with input as fixture.with_subject({"form": "terraform"})
	not limits.is_unsent("positive") with input as fixture.with_subject({"form": "terraform"})
	not limits.is_unsent("unset") with input as fixture.with_subject({"form": "terraform"})
	not limits.is_unsent("zero") with input as fixture.with_subject({})
}

test_a_service_is_called_one if {
	limits.whole == "endpoint" with input as fixture.with_subject({})
	limits.whole == "service" with input as fixture.with_subject({"kind": "provider_service"})
}

test_limits_close_what_has_limits if {
	limits.closed with input as fixture.with_subject({"closed": true})
	not limits.closed with input as fixture.with_subject({})
	not limits.closed with input as fixture.with_subject({"closed": true, "hosting": "agent"})
}
