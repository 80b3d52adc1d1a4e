# METADATA
# title: NIST AI Risk Management Framework 1.0
# description: |
#   The subcategories of the framework's core, in short words of our own, each with
#   the rules whose METADATA names it. Most of them ask for what people do and
#   decide, which no configuration shows, and the others for more than it shows: a
#   pass says which rules saw nothing wrong, and the rest is for a person to judge.
#   Levels follow from the rules' severity.
# related_resources:
#   - description: NIST AI 100-1, Artificial Intelligence Risk Management Framework
#     ref: https://doi.org/10.6028/NIST.AI.100-1
# custom:
#   framework:
#     id: nist-ai-rmf
#     name: NIST AI RMF
#     version: "1.0"
#     released: "2023-01-26"
#     organization: NIST
# entrypoint: true
package policies.nist_ai_rmf

import data.policies.lib.framework
import data.policies.lib.hostings
import data.policies.lib.levels

# METADATA
# description: what the finding in input means here
# scope: document
level := levels.decide(levels.by_severity)

# METADATA
# description: the subcategories with their status, in the framework's order
checklist := framework.checklist("nist-ai-rmf", _items)

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking := framework.lacking("nist-ai-rmf", _items)

_items := [item |
	some [id, title] in catalogue
	item := {"id": id, "control": id, "title": title, "hostings": object.get(_hostings, id, {})}
]

# An endpoint without a gateway lacks the controls that its hosting could have.
_hostings := {"MAP 4.2": {"GW012": hostings.limited}}
