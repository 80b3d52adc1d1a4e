package rules.document.plaintext_secret_test

import data.rules.document.plaintext_secret as rule
import data.rules.lib.fixture

_with(form) := fixture.with_subject({"text": {"credentials": [{
	"key": "config.key",
	"form": form,
}]}})

test_silent_without_credentials if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_in_a_plaintext_field if {
	rule.findings == {{
		"path": ["text", "credentials", 0],
		"message": "`config.key` of {subject} holds a credential in plain text",
	}} with input as _with("plaintext")
}

test_found_in_a_reference_field if {
	rule.findings == {{
		"path": ["text", "credentials", 0],
		"message": concat("", [
			"`config.key` of {subject} holds a credential where ",
			"a reference such as `{{secrets/scope/key}}` belongs",
		]),
	}} with input as _with("reference")
}

test_found_in_an_environment_variable if {
	rule.findings == {{
		"path": ["text", "credentials", 0],
		"message": "`config.key` of {subject} hands a credential in plain text to the model",
	}} with input as _with("environment")
}

test_found_as_a_key if {
	rule.findings == {{
		"path": ["text", "credentials", 0],
		"message": "`config.key` of {subject} has a credential for a key",
	}} with input as _with("key")
}

test_found_as_a_key_of_the_gateway_itself if {
	rule.findings == {{
		"path": ["text", "credentials", 0],
		"message": "{subject} has a credential for a key",
	}} with input as fixture.with_subject({"text": {"credentials": [{"key": "", "form": "key"}]}})
}
