# METADATA
# description: |
#   Every rule reads the normalised gateway model: `input.subject` for a rule that
#   judges one subject at a time, `input.subjects` for one of workspace scope, and
#   `input.context` for what holds for the whole run.
# scope: subpackages
# schemas:
#   - input: schema.model
package rules
