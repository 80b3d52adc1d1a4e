# METADATA
# description: words for reasons
package policies.lib.words

# METADATA
# description: a list as a sentence names all of it
all_of(list) := _joined(list, "and")

# METADATA
# description: a list as a sentence names any of it
one_of(list) := _joined(list, "or")

_joined(list, word) := concat(", ", list) if {
	count(list) < 2
} else := joined if {
	last := count(list) - 1
	joined := sprintf("%v %v %v", [concat(", ", array.slice(list, 0, last)), word, list[last]])
}

# METADATA
# description: the verb that goes with a list
are(list) := verb(list, "is", "are")

# METADATA
# description: the form of a verb that goes with a list
# scope: document
verb(list, _, many) := many if count(list) != 1

verb(list, one, _) := one if count(list) == 1

# METADATA
# description: so many subjects
subjects(number) := "1 subject" if {
	number == 1
} else := sprintf("%d subjects", [number])

_kinds := {
	"endpoint": "endpoint",
	"model_service": "model service",
	"mcp_service": "MCP service",
	"provider_service": "provider service",
	"app": "app",
	"call": "call in client code",
	"role": "role",
	"state": "state file",
	"resource": "resource",
}

# METADATA
# description: there is such a kind of subject
is_kind(name) if _kinds[name]

# METADATA
# description: the name of a kind of subject, its own word where it is not known
kind(name) := object.get(_kinds, name, name)

_shown_by := {
	"workspace": "a workspace: run `gwlint scan`",
	"state": "the state file of the role audit: name it with `--state FILE`",
}

# METADATA
# description: what a rule needs, and how to give it
need(name) := object.get(_shown_by, name, name)
