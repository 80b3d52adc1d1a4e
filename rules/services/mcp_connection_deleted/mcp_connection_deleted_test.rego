package rules.services.mcp_connection_deleted_test

import data.rules.lib.fixture
import data.rules.services.mcp_connection_deleted as rule

_input(deleted) := fixture.with_subject({
	"kind": "mcp_service",
	"form": "get",
	"mcp": {"connection": "main.tools.tickets", "deleted": deleted},
})

test_silent_when_the_connection_is_there if {
	rule.applies with input as _input(false)
	rule.findings == set() with input as _input(false)
}

test_found_when_the_connection_is_deleted if {
	rule.findings == {{
		"path": ["mcp", "deleted"],
		"message": "the connection `main.tools.tickets` of {subject} is deleted",
	}} with input as _input(true)
}

test_found_where_the_connection_has_no_name if {
	unnamed := fixture.with_subject({
		"kind": "mcp_service",
		"form": "get",
		"mcp": {"connection": "", "deleted": true},
	})

	rule.findings == {{
		"path": ["mcp", "deleted"],
		"message": "the connection of {subject} is deleted",
	}} with input as unnamed
}

test_a_create_body_does_not_show_it if {
	every form in ["create", "update", "bundle"] {
		not rule.applies with input as fixture.with_subject({"kind": "mcp_service", "form": form})
	}
}
