# METADATA
# title: Strict
# description: |
#   The items of the F4 checklist, for a gate that lets nothing through: every
#   finding is an error, and so is whatever could not be seen, also on endpoints
#   that Databricks provides. Only configuration says otherwise.
# entrypoint: true
package policies.strict

import data.policies.f4_checklist
import data.policies.lib.checklist as status

# METADATA
# description: what the finding in input means here
# scope: document
default level := "error"

level := input.configured if input.configured != ""

# METADATA
# description: the items of the F4 checklist with their status
checklist := [status.judge(item) | some item in f4_checklist.items]

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking contains item.id if {
	some item in f4_checklist.items
	status.lacks(item)
}
