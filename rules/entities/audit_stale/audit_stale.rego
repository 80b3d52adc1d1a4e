# METADATA
# title: Audit of an endpoint out of date
# description: |
#   What the audit says of an endpoint is older than `params.audit_max_age`. Models behind
#   one name are replaced and limits change, so probes that passed long ago say little
#   about today. Ages are measured against the time of `--as-of`, by default now. An entry
#   without a date leaves the rule undecided, and so does one that is dated more than a day
#   after that time: what has not happened yet has no age.
# related_resources:
#   - description: Databricks Foundation Model APIs
#     ref: https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/
# entrypoint: true
# custom:
#   id: GW205
#   severity: low
#   precision: very-high
#   subjects: [state]
#   scope: subject
#   requires: [state.audit]
#   params: [audit_max_age]
#   remediation: |
#     Run the audit of endpoints again and keep its results and their date. If an older
#     audit is good enough, set `params.audit_max_age` in `.gwlint.yaml`.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0008]
#     nist-ai-rmf: [MANAGE 3.2]
#   since: 0.1.0
package rules.entities.audit_stale

import data.rules.lib.report

# METADATA
# description: nothing has been audited
moot if input.context.state.audit == {}

_limit := time.parse_duration_ns(input.context.params.audit_max_age)

# A date without a time may be the next day's, in the east.
_skew := time.parse_duration_ns("24h")

_ages[name] := age if {
	some name, entry in input.context.state.audit
	entry.audited_at != ""
	age := time.parse_rfc3339_ns(input.context.as_of) - time.parse_rfc3339_ns(entry.audited_at)
}

findings contains report.at(["state", "audit", name, "audited_at"], message) if {
	some name, age in _ages
	age > _limit
	entry := input.context.state.audit[name]
	message := sprintf(
		"the audit of `%v` is of %v, longer ago than %v",
		[name, entry.audited_at, input.context.params.audit_max_age],
	)
}

# METADATA
# description: an entry does not say when it was made
undecided contains report.at(["state", "audit", name], reason) if {
	some name, entry in input.context.state.audit
	entry.audited_at == ""
	reason := sprintf("the audit of `%v` has no date", [name])
}

# METADATA
# description: an entry is dated after the check
undecided contains report.at(["state", "audit", name, "audited_at"], reason) if {
	some name, age in _ages
	age < 0 - _skew
	reason := sprintf(
		"the audit of `%v` is of %v, after the time of the check, %v",
		[name, input.context.state.audit[name].audited_at, input.context.as_of],
	)
}
