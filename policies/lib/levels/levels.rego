# METADATA
# description: |
#   The level of the finding in input, as the shipped policies find it: what
#   configuration says wins, what could not be seen and what Databricks provides
#   are notes, and the rest is the policy's own to say.
package policies.lib.levels

# METADATA
# description: the level, given what the policy makes of a failure
# scope: document
decide(_) := input.configured if input.configured != ""

decide(own) := level if {
	input.configured == ""
	level := _unconfigured(own)
}

# Rules that find what is no mistake yet: configuration, or the policy strict, has them
# speak.
_off := {"GW013"}

_unconfigured(_) := "off" if input.rule.id in _off

_unconfigured(_) := "note" if {
	not input.rule.id in _off
	input.finding.outcome == "unknown"
}

_unconfigured(_) := "note" if {
	not input.rule.id in _off
	input.subject.provided
}

_unconfigured(own) := own if {
	not input.rule.id in _off
	input.finding.outcome != "unknown"
	not input.subject.provided
}

# METADATA
# description: the level that follows from the rule's severity
by_severity := {
	"critical": "error",
	"high": "error",
	"medium": "warning",
	"low": "note",
}[input.rule.severity]
