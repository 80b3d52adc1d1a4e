package policies.lib.words_test

import data.policies.lib.words

test_lists_are_joined_as_in_a_sentence if {
	words.all_of([]) == ""
	words.all_of(["a"]) == "a"
	words.all_of(["a", "b"]) == "a and b"
	words.one_of(["a", "b", "c"]) == "a, b or c"
}

test_the_verb_agrees if {
	words.are(["a"]) == "is"
	words.are(["a", "b"]) == "are"
	words.verb(["a"], "sees", "see") == "sees"
	words.verb([], "sees", "see") == "see"
}

test_subjects_are_counted if {
	words.subjects(1) == "1 subject"
	words.subjects(2) == "2 subjects"
}

test_a_kind_has_a_name if {
	words.kind("mcp_service") == "MCP service"
	words.kind("gadget") == "gadget"
}
