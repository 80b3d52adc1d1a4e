# METADATA
# title: F4 checklist
# description: |
#   The validation checklist of the gateway foundation: usage and payloads are
#   recorded, limits and guardrails are set, what is written takes effect, and
#   agents call through the gateway. What could not be seen is a note and never
#   counts as a pass.
#
#   The title of F4-05 quotes the foundation's own 30 minutes. Databricks documents
#   that rows arrive within one hour, so GW111 waits 60 minutes unless
#   `params.table_visible_within` says otherwise. F4-07 names the header of the
#   foundation; GW603 takes it or the documented `client_request_id`.
# entrypoint: true
package policies.f4_checklist

import data.policies.lib.checklist as status
import data.policies.lib.levels

# METADATA
# description: what the finding in input means here
# scope: document
level := levels.decide(_own)

_own := level if {
	level := _by_hosting[input.rule.id][input.subject.hosting]
} else := "error" if {
	# A PUT that leaves out guardrails switches them off, and no other rule can say so
	# where the endpoint is not shown.
	input.rule.id == "GW011"
	input.finding.path == ["sections", "guardrails"]
} else := "note" if {
	# An endpoint that refuses every call was most likely closed on purpose.
	input.rule.id == "GW305"
	input.finding.path == ["closed"]
} else := "error" if {
	# A limit of zero blocks calls, which may be meant; the Terraform provider does not send it
	# to an endpoint, which then has no limit.
	input.rule.id == "GW305"
	input.subject.form == "terraform"
	input.subject.kind == "endpoint"
} else := object.get(_by_rule, input.rule.id, levels.by_severity)

# Custom models and agents have little that a gateway can do for them.
_by_hosting := {"GW012": {"custom": "note", "agent": "note"}}

# Where the level does not follow from the severity.
_by_rule := {
	# What is left out of a PUT is found by the rule of its own section too.
	"GW011": "warning",
	"GW205": "warning",
	"GW214": "warning",
	# The checklist asks for both limits.
	"GW302": "error",
	"GW303": "error",
	# An endpoint may be closed on purpose.
	"GW305": "warning",
	"GW308": "error",
	# What the policy does not filter is found by GW401 to GW404.
	"GW409": "warning",
	"GW503": "error",
	"GW504": "error",
	"GW505": "error",
	"GW506": "warning",
	# No API shows whether the workspace refuses the calls.
	"GW607": "warning",
	"GW705": "error",
}

# METADATA
# description: the checklist's items with their status, in the checklist's order
checklist := [status.judge(item) | some item in items]

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking contains item.id if {
	some item in items
	status.lacks(item)
}
