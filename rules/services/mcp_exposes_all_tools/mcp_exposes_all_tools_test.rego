package rules.services.mcp_exposes_all_tools_test

import data.rules.lib.fixture
import data.rules.services.mcp_exposes_all_tools as rule

_input(selectors) := fixture.with_subject({"kind": "mcp_service", "mcp": {"selectors": selectors}})

test_silent_when_tools_are_named if {
	rule.findings == set() with input as _input(["search_tickets", "read_*"])
}

test_found_without_selectors if {
	rule.findings == {{
		"path": ["mcp", "selectors"],
		"message": "{subject} exposes every tool of its server: `include_tool_selectors` is empty",
	}} with input as _input([])
}

test_found_with_a_selector_for_all if {
	rule.findings == {{
		"path": ["mcp", "selectors", 1],
		"message": "{subject} exposes every tool of its server through the selector `*`",
	}} with input as _input(["read_*", "*"])
}

test_a_prefix_of_one_letter_is_not_for_all if {
	rule.findings == set() with input as _input(["a*"])
}
