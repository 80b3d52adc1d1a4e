package rules.document.served_models_test

import data.rules.document.served_models as rule
import data.rules.lib.fixture

test_silent_with_served_entities if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_with_served_models if {
	fixture.found(rule.findings) == {{
		"path": ["legacy", "served_models"],
		"message": "{subject} lists its models under the deprecated `served_models`",
	}} with input as fixture.with_subject({"legacy": {"served_models": true}})
}

test_applies_to_what_a_person_wrote_only if {
	forms := {form |
		some form in ["create", "update", "put", "config", "get", "list", "bundle", "terraform"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"create", "config", "bundle", "terraform"}
}

test_all_keys_are_renamed if {
	fixture.edits(rule.findings) == {
		{"path": ["legacy", "served_models"], "do": "rename", "key": "served_entities"},
		{"path": ["legacy", "served_models", "*", "model_name"], "do": "rename", "key": "entity_name"},
		{"path": ["legacy", "served_models", "*", "model_version"], "do": "rename", "key": "entity_version"},
		{"path": ["routes", "*", "served_model_name"], "do": "rename", "key": "served_entity_name"},
	} with input as fixture.with_subject({"legacy": {"served_models": true}})
}
