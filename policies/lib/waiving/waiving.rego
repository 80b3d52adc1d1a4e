# METADATA
# description: |
#   Which rules no waiver covers, under any policy, and what to do instead. A policy
#   of your own adds others by an object `unwaivable` of its own.
package policies.lib.waiving

# METADATA
# description: what to do instead of a waiver, by rule
unwaivable := {
	# A credential that stood in a file counts as known.
	"GW007": "revoke the credential, and write a reference to a secret",
	# The run halts until an operator answers.
	"GW203": "answer the prompt with a candidate for the role, and probe it",
	"GW606": "revoke the token, and have the client sign in by its service principal",
}
