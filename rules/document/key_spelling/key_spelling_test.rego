package rules.document.key_spelling_test

import data.rules.document.key_spelling as rule
import data.rules.lib.fixture

_with(written, documented, keys, values) := fixture.with_subject({
	"kind": "model_service",
	"text": {"spellings": [{
		"written": written,
		"documented": documented,
		"keys": keys,
		"values": values,
	}]},
})

_found(said) := {{
	"path": ["text", "spellings", 0],
	"message": sprintf("the document of {subject} has %v", [said]),
}}

test_silent_when_all_is_written_as_documented if {
	rule.findings == set() with input as fixture.with_subject({"kind": "model_service"})
}

test_found_with_one_key_in_lower_camel_case if {
	said := concat(" ", [
		"1 key in lowerCamelCase, which the API reads;",
		"write `rate_limits` for `rateLimits`, as the documentation does",
	])
	rule.findings == _found(said) with input as _with("rateLimits", "rate_limits", 1, 0)
}

test_found_once_with_several_keys_and_values if {
	said := concat(" ", [
		"12 keys in lowerCamelCase and 2 values as numbers, which the API reads;",
		"write `rate_limits` for `rateLimits`, as the documentation does",
	])
	rule.findings == _found(said) with input as _with("rateLimits", "rate_limits", 12, 2)
}

test_found_with_a_number_of_which_the_meaning_is_not_known if {
	said := "1 value as a number, which the API reads; write the name of the value for `4`"
	rule.findings == _found(said) with input as _with("4", "", 0, 1)
}
