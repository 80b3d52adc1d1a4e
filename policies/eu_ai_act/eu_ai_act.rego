# METADATA
# title: EU AI Act, Regulation (EU) 2024/1689
# description: |
#   Duties for high-risk AI systems of Regulation (EU) 2024/1689 as amended by
#   Regulation (EU) 2026/1744, in force since 27 July 2026: those that the logs,
#   limits and guardrails of a gateway may help with, in short words of our own, each
#   with the rules whose METADATA names it. Articles 6 to 27 apply from 2 December
#   2027 to the systems of Annex III and from 2 August 2028 to those of Annex I.
#   Which rule serves which duty is gwlint's own judgement and no legal advice. The
#   table that usage tracking writes, `system.serving.endpoint_usage`, keeps 90 days;
#   so usage tracking serves no duty to keep logs for six months, and an inference
#   table does. A configuration shows a part of what a duty asks for: a pass says
#   which rules saw nothing wrong, and the rest is for a person to judge. Levels
#   follow from the rules' severity.
# related_resources:
#   - description: Regulation (EU) 2024/1689
#     ref: https://eur-lex.europa.eu/eli/reg/2024/1689/oj
# custom:
#   framework:
#     id: eu-ai-act
#     name: EU AI Act
#     version: 2024/1689, amended by 2026/1744
#     organization: European Union
# entrypoint: true
package policies.eu_ai_act

import data.policies.lib.framework
import data.policies.lib.hostings
import data.policies.lib.levels

# METADATA
# description: what the finding in input means here
# scope: document
level := levels.decide(levels.by_severity)

# METADATA
# description: the duties with their status, in the regulation's order
checklist := framework.checklist("eu-ai-act", _items)

# METADATA
# description: the items that are unknown for want of what this kind of run does not have alone
lacking := framework.lacking("eu-ai-act", _items)

_items := [item |
	some [id, title] in catalogue
	item := {"id": id, "control": id, "title": title, "hostings": object.get(_hostings, id, {})}
]

# An endpoint without a gateway lacks what its hosting could have: any of them records
# its calls, and an agent has neither limits nor guardrails.
_hostings := {"Art 15": {"GW012": hostings.limited}}

# METADATA
# description: the duties by the article that METADATA names them by, in our words
catalogue := [
	["Art 12", "Automatic recording of events"],
	["Art 15", "Accuracy, robustness and cybersecurity"],
	["Art 19", "The provider keeps the logs for at least six months"],
	["Art 26(5)", "The deployer monitors the operation"],
	["Art 26(6)", "The deployer keeps the logs for at least six months"],
]
