package rules.entities.traffic_not_100_test

import data.rules.entities.traffic_not_100 as rule
import data.rules.lib.fixture

_with(shares) := fixture.with_subject({"routes": [{"name": "primary", "share": share, "served": true} |
	some share in shares
]})

_found(total) := {{
	"path": ["routes"],
	"message": sprintf("the traffic shares of {subject} sum to %v, not to 100", [total]),
}}

test_silent_at_100 if {
	every shares in [[100], [100, 0], [50, 50], [34, 33, 33]] {
		rule.findings == set() with input as _with(shares)
	}
}

test_found_on_either_side_of_100 if {
	rule.findings == _found(99) with input as _with([99])
	rule.findings == _found(101) with input as _with([100, 1])
	rule.findings == _found(0) with input as _with([0])
	rule.findings == _found(200) with input as _with([100, 100])
}

test_a_share_that_is_not_written_counts_as_0 if {
	rule.findings == set() with input as _with([100, -1])
	rule.findings == _found(90) with input as _with([90, -1])
}

test_a_negative_share_takes_nothing_away if {
	rule.findings == _found(120) with input as _with([120, -20])
}

test_silent_without_routes_where_one_entity_gets_it_all if {
	rule.findings == set() with input as fixture.with_subject({
		"routes": [],
		"destinations": [fixture.destination({"name": "primary"})],
	})
}

test_found_without_routes_for_several_entities if {
	rule.findings == {{
		"path": ["routes"],
		"message": concat("", [
			"{subject} serves 2 entities and ",
			"`traffic_config.routes` does not share the traffic among them",
		]),
	}} with input as fixture.with_subject({"routes": []})
}

test_silent_without_routes_in_an_answer if {
	rule.findings == set() with input as fixture.with_subject({"form": "get", "routes": []})
}

test_silent_without_destinations if {
	rule.findings == set() with input as fixture.with_subject({"routes": [], "destinations": []})
}

test_applies_to_everything_but_a_put_body if {
	forms := {form |
		some form in ["create", "update", "put", "config", "get", "list", "bundle", "terraform"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"create", "update", "config", "get", "list", "bundle", "terraform"}
}

test_moot_without_a_destination if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"destinations": []})
}

test_a_model_service_shares_among_its_primary_destinations if {
	service := fixture.with_subject({"kind": "model_service"})
	shared := object.union(service, {"subject": {"traffic": {"destinations": 2, "shares": [70, 20], "fallbacks": 1}}})

	rule.findings == {{
		"path": ["routes"],
		"message": "the traffic shares of {subject} sum to 90, not to 100",
	}} with input as shared
}
