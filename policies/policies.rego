# METADATA
# description: |
#   A policy decides what findings mean: `level` for one of them, `checklist` for
#   all. It never looks at a gateway itself; that is what rules are for.
# scope: subpackages
# schemas:
#   - input: schema.decision
package policies
